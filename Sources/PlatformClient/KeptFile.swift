import Foundation
import Glibc

/// A file that a later run reads back. Its content is checked before it is believed, because disks and power fail.
enum KeptFile {
    /// Reads a file; nil if there is none. Returns no bytes for anything but a regular file and for a file larger than
    /// `most`. A good file is never empty.
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

    /// Renames a damaged file, so that it can be inspected. An earlier one that was set aside is replaced.
    /// - Returns: a line for the technician, whether or not renaming worked.
    static func setAside(_ path: String) -> String {
        let aside = path + ".damaged"
        let isAside = rename(path, aside) == 0
        return "\(path): damaged, \(isAside ? "set aside as \(aside)" : "and it cannot be set aside")"
    }

    /// A server's entity tag (RFC 9110, 8.8.3) if it can be put into a header; nil for anything else.
    static func entityTag(_ text: String?) -> String? {
        text.flatMap { text in
            text.utf8.count <= 1_000 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) || $0 >= 0x80 } ? text : nil
        }
    }
}
