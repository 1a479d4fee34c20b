import Foundation

/// A failed call of the operating system.
struct FileError: Error, CustomStringConvertible {
    var path: String
    var code: Int32
    var description: String { "\(path): \(String(cString: strerror(code)))" }
}

/// Files as the kernel gives them: bounded when read, on the disk when written.
enum FileAccess {
    /// No configuration file is larger; 1 MiB.
    static let largest = 1 << 20

    enum Content {
        case bytes([UInt8])
        case missing
        /// A symbolic link to what is not there.
        case dangling(target: String)
        case tooLarge
        case notAFile
        /// This user may not read it, or not pass one of the directories on the way.
        case forbidden(user: String)
        case unreadable(String)
    }

    /// The bytes of an ordinary file. A pipe or device is not opened for good, so that nothing can block here.
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

    /// Writes a file that only we can read, and waits until it is on the disk.
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

    /// Makes a directory for us alone.
    static func makeDirectory(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileError(path: path, code: errno) }
    }

    /// Gives a directory a new name.
    static func move(_ old: String, to new: String) throws(FileError) {
        guard rename(old, new) == 0 else { throw FileError(path: new, code: errno) }
    }

    /// Removes a directory that may not be there.
    static func remove(_ path: String) {
        // What is left over is removed the next time, before it could be in the way.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The permission bits of what a path leads to; nil if there is nothing.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// What a symbolic link leads to, where that is not there; nil for anything else.
    static func danglingTarget(_ path: String) -> String? {
        guard !exists(path) else { return nil }
        return try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    /// Who this program runs as.
    static var user: String { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())" }

    /// The names in a directory, or why they cannot be had.
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
