import Foundation
import Glibc

/// A file that a later run reads back. What it says is believed only after a look at it: disks and power fail.
enum KeptFile {
    /// Reads a file; nil if there is none. One that is no ordinary file, or far larger than it ever gets, reads as empty,
    /// which none of them is.
    static func read(_ path: String, most: Int) -> Data? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? nil : Data() }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            information.st_size <= most
        else { return Data() }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        return (try? file.read(upToCount: most)) ?? Data()
    }

    /// Gives a damaged file another name, for whoever wants to look at it; one that was set aside before is replaced.
    /// - Returns: a line for the technician, who is told in any case.
    static func setAside(_ path: String) -> String {
        let aside = path + ".damaged"
        let isAside = rename(path, aside) == 0
        return "\(path): damaged, \(isAside ? "set aside as \(aside)" : "and it cannot be set aside")"
    }

    /// A server's mark of a version (RFC 9110, 8.8.3) as it may be put into a header; nil for anything else.
    static func entityTag(_ text: String?) -> String? {
        text.flatMap { text in
            text.utf8.count <= 1_000 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) || $0 >= 0x80 } ? text : nil
        }
    }
}
