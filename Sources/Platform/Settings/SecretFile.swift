import Foundation
import Glibc

/// Files that hold secrets.
enum SecretFile {
    /// The file is not there, or not kept secret.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a text file, unless somebody besides its owner may read or write it.
    static func read(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Refused(description: "\(path): \(String(cString: strerror(errno)))")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        // Of the open file, not of the path: it cannot be exchanged between the check and the reading.
        guard fstat(descriptor, &status) == 0 else {
            throw Refused(description: "\(path): \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Refused(
                description:
                    "\(path): mode is 0\(String(status.st_mode & 0o777, radix: 8)), but this file holds secrets; "
                    + "make it readable by its owner only: chmod 600 \(path)")
        }
        guard let data = try file.readToEnd(), let text = String(validating: data, as: UTF8.self) else {
            throw Refused(description: "\(path): empty or not UTF-8")
        }
        return text
    }
}
