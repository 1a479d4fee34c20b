import Foundation
import Glibc
import Reading

/// A file that a source names.
enum LocalFile {
    /// Reads the file. Only a regular file is read, so that nothing can block here.
    /// - Throws: why it cannot be read, with the path: missing, a dangling link, not a regular file, not readable for
    ///   this user, or too large.
    static func read(_ path: String, most: Int) throws(SourceError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SourceError(path, .syntax("no ordinary file")) }
        guard status.st_size <= most else { throw SourceError(path, .tooMany(limit: most)) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        guard let data = try? file.readToEnd() ?? Data() else { throw failure(path, errno) }
        return [UInt8](data)
    }

    /// The error for an `errno` of `open` or `read`.
    static func failure(_ path: String, _ code: Int32) -> SourceError {
        switch code {
        case ENOENT, ENOTDIR:
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
                return SourceError(path, .missing)
            }
            return SourceError(path, .syntax("a symbolic link to '\(target)', which is not there"))
        case EACCES: return SourceError(path, .forbidden(user: user))
        default: return SourceError(path, .syntax("cannot be read: \(String(cString: strerror(code)))"))
        }
    }

    /// The user that this program runs as.
    static var user: String {
        getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
    }
}
