import Foundation

/// The right to use a state directory. One kiosk may hold it, or one `kiosk queue` that reads the file while no kiosk
/// runs.
///
/// It is an advisory lock (`flock`) on `kiosk.lock`; the system releases it however the program ends. Keep the value
/// for as long as the directory is in use.
public final class StateLock: Sendable {
    /// Why the lock could not be taken.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        /// Another process holds it; its process id, if that could be read.
        case held(by: Int32?)
        /// The file cannot be opened.
        case unavailable(path: String, reason: String)

        /// What happened and what to do, for whoever started the program.
        public var description: String {
            switch self {
            case .held(let process):
                "another kiosk\(process.map { " (process \($0))" } ?? "") runs on this directory; end it, or give --state another"
            case .unavailable(let path, let reason): "\(path): cannot be opened (\(reason)); check --state"
            }
        }
    }

    private let descriptor: Int32

    /// Takes the lock of a directory. Fails at once if it is held.
    public init(directory: String) throws(Failure) {
        let path = directory + "/kiosk.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unavailable(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            var digits = [UInt8](repeating: 0, count: 16)
            let count = read(descriptor, &digits, digits.count)
            _ = Foundation.close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw .unavailable(path: path, reason: String(cString: strerror(reason)))
            }
            let text = String(decoding: digits.prefix(max(0, count)), as: UTF8.self)
            throw .held(by: Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        // For the error message of a second process; a failure to write it changes nothing.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
        self.descriptor = descriptor
    }

    deinit {
        // Closing alone does not release the lock at once: a child process that is being started holds a copy of the
        // descriptor until it executes its program.
        _ = flock(descriptor, LOCK_UN)
        _ = Foundation.close(descriptor)
    }
}
