import Foundation
import Glibc
import Synchronization

/// The right to serve a database. Only one platform may have it at a time, because each counts sequences and wakes
/// waiting clients on its own.
///
/// It is an advisory lock (`flock`) on a file beside the database; the system releases it however the program ends.
/// Other programs, such as the sqlite3 shell, are kept out only by SQLite's own locks.
final class DatabaseLock: Sendable {
    /// Another platform has the lock, or it cannot be taken.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Mutex<Int32>

    /// Takes the lock. Fails at once if it is held.
    init(database path: String) throws(Failure) {
        // The same lock file, by whatever name the database is called.
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
        // For the error message of a second platform.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    /// Releases the lock; this also happens when the value goes away.
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
