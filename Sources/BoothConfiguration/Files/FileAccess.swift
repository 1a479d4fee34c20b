import Foundation

/// A failed call of the operating system.
struct FileError: Error, CustomStringConvertible {
    var path: String
    var code: Int32
    var description: String { "\(path): \(String(cString: strerror(code)))" }
}

/// Access to files: reading is bounded, and writing waits for the disk.
enum FileAccess {
    /// The largest configuration file: 1 MiB.
    static let largest = 1 << 20

    enum Content {
        case bytes([UInt8])
        case missing
        /// A symbolic link whose target does not exist.
        case dangling(target: String)
        case tooLarge
        case notAFile
        /// This user may not read it, or may not enter one of the directories on the way.
        case forbidden(user: String)
        case unreadable(String)
    }

    /// Reads a regular file. Pipes and devices are not read, so that nothing can block here.
    static func read(_ path: String) -> Content {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return danglingTarget(path).map { .dangling(target: $0) } ?? .missing
            case EACCES: return .forbidden(user: user)
            default: return .unreadable(String(cString: strerror(errno)))
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .notAFile }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                return .unreadable(String(cString: strerror(errno)))
            }
            if count == 0 { return .bytes(bytes) }
            bytes.append(contentsOf: buffer[..<count])
            if bytes.count > largest { return .tooLarge }
        }
    }

    /// Writes a file that only its owner can read, and waits until it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, code: errno)
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw FileError(path: path, code: errno) }
    }

    /// Waits until the names in a directory are on the disk.
    static func syncDirectory(_ path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(path: path, code: errno) }
    }

    /// Creates a directory that only its owner can access.
    static func makeDirectory(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(path: path, code: errno) }
    }

    /// Renames a directory.
    static func move(_ old: String, to new: String) throws(FileError) {
        guard rename(old, new) == 0 else { throw FileError(path: new, code: errno) }
    }

    /// Removes a directory if it exists.
    static func remove(_ path: String) {
        // Leftovers are removed the next time, before they could be in the way.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The permission bits of the file that a path leads to; nil if there is none.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The target of a symbolic link if that does not exist; nil for anything else.
    static func danglingTarget(_ path: String) -> String? {
        guard !exists(path) else { return nil }
        return try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    /// The user that this program runs as.
    static var user: String { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())" }

    /// The names in a directory, or why they cannot be listed.
    static func names(in path: String) -> (names: [String], failure: Content?) {
        guard let directory = opendir(path) else {
            switch errno {
            case ENOENT: return ([], danglingTarget(path).map { .dangling(target: $0) } ?? .missing)
            case EACCES: return ([], .forbidden(user: user))
            case ENOTDIR: return ([], .notAFile)
            default: return ([], .unreadable(String(cString: strerror(errno))))
            }
        }
        closedir(directory)
        do {
            return (try FileManager.default.contentsOfDirectory(atPath: path), nil)
        } catch {
            return ([], .unreadable(error.localizedDescription))
        }
    }
}
