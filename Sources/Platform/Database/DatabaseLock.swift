import Foundation
import Glibc
import Synchronization

/// The right to serve a database: one platform at a time, since each counts sequences and wakes those who wait by itself.
///
/// An advisory lock (`flock`) on a file beside the database; the system lets go of it however the program ends. Other
/// programs, such as the sqlite3 shell, are kept out by SQLite's own locks only.
final class DatabaseLock: Sendable {
    /// Another platform has it, or it cannot be had.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Mutex<Int32>

    /// Takes the lock at once or not at all.
    init(database path: String) throws(Failure) {
        // One file by whatever name it is called.
        let real = realpath(path, nil)
        defer { free(real) }
        let file = (real.map { String(cString: $0) } ?? path) + ".lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                description: "\(file): cannot be opened (\(String(cString: strerror(errno)))); check --database")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            var digits = [UInt8](repeating: 0, count: 16)
            let count = max(0, read(descriptor, &digits, digits.count))
            close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw Failure(description: "\(file): cannot be locked (\(String(cString: strerror(reason))))")
            }
            let process = String(decoding: digits.prefix(count), as: UTF8.self).filter(\.isNumber)
            throw Failure(
                description: "\(path): another kiosk-platform\(process.isEmpty ? "" : " (process \(process))") serves "
                    + "this database; end it, or give --database another")
        }
        // For the message of whoever comes second.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    /// Lets go; done at the end in any case.
    func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            _ = flock(descriptor, LOCK_UN)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { release() }
}
