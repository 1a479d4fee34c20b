import Foundation
import GRDB
import Glibc
import Logging
import Synchronization

/// Why the platform cannot answer for what it stores. Whoever asked gets 503 and sends again later.
enum StorageTrouble: Error, Equatable, Sendable {
    /// The file was moved, removed or replaced under the running platform: what is written goes where nobody finds it.
    case gone(String)
    /// SQLite found the file damaged.
    case damaged(String)
    /// Another program holds a lock on it.
    case locked
    /// The disk is full, read-only or broken.
    case failing(String)

    /// For the client; no path and no value.
    var detail: String {
        switch self {
        case .gone: "the database's file was moved or replaced under the platform"
        case .damaged: "the database is damaged"
        case .locked: "another program has locked the database"
        case .failing: "the database cannot be written or read"
        }
    }
}

/// Whether the database can be believed: that its files are where they were, and that nothing showed it to be damaged.
/// Says so in the log once, and once when it is over.
final class StorageHealth: Sendable {
    private struct State {
        var files: [String: FileMark] = [:]
        /// Stays until the platform is started again.
        var damage: StorageTrouble?
        /// What was logged last.
        var told: StorageTrouble?
    }

    private let path: String
    private let isWatched: Bool
    private let logger: Logger
    private let state: Mutex<State>

    /// Of a file that is open. A trouble that is known already stays.
    init(path: String, isWatched: Bool, damage: StorageTrouble? = nil, logger: Logger) {
        self.path = path
        self.isWatched = isWatched
        self.logger = logger
        state = Mutex(State(damage: damage))
        if let damage { tell(damage) }
    }

    /// Throws what is wrong. Quick: two stat(2).
    func check() throws(StorageTrouble) {
        if let trouble = state.withLock({ find(&$0) }) {
            tell(trouble)
            throw trouble
        }
        if state.withLock({ if case .gone = $0.told { true } else { false } }) { tell(nil) }
    }

    private func find(_ state: inout State) -> StorageTrouble? {
        if let damage = state.damage { return damage }
        guard isWatched else { return nil }
        // The log as well: a commit is in it until it is written back.
        for file in [path, path + "-wal"] {
            let now = FileMark(of: file)
            if let first = state.files[file] {
                guard now != first else { continue }
                return .gone("\(file) was \(now == nil ? "moved or removed" : "replaced")")
            }
            state.files[file] = now
        }
        return nil
    }

    /// Takes note of an error and says what it means.
    func meaning(of error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let words = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no words")"
        let trouble: StorageTrouble
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: trouble = .damaged(words)
        // The schema is made at the start: what is missing was taken away since.
        case .SQLITE_ERROR where error.message?.hasPrefix("no such ") == true: trouble = .damaged(words)
        case .SQLITE_BUSY, .SQLITE_LOCKED: trouble = .locked
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_NOMEM, .SQLITE_PROTOCOL,
            .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOLFS:
            trouble = .failing(words)
        default: return error
        }
        if case .damaged = trouble { state.withLock { $0.damage = trouble } }
        tell(trouble)
        return trouble
    }

    /// Something was written.
    func noteWritten() { tell(nil) }

    private func tell(_ trouble: StorageTrouble?) {
        let isNews = state.withLock { state in
            guard state.told != trouble, trouble != nil || state.damage == nil else { return false }
            state.told = trouble
            return true
        }
        guard isNews else { return }
        switch trouble {
        case nil: logger.notice("storage: \(path) works again")
        case .gone(let what):
            logger.critical(
                "storage: \(what) while the platform runs; everything is answered 503 until it is back. Stop the platform, put the file back with its -wal, start it again"
            )
        case .damaged(let what):
            logger.critical(
                "storage: \(path) is damaged (\(what)); everything is answered 503. Stop the platform, keep a copy, put a backup in its place or recover it with sqlite3 .recover, start it again"
            )
        case .locked: logger.error("storage: \(path) is locked by another program; answered 503 until it lets go")
        case .failing(let what):
            logger.error("storage: \(path) cannot be used (\(what)); answered 503. Is the disk full or read-only?")
        }
    }
}

/// Which file a path led to.
private struct FileMark: Equatable {
    let device: dev_t
    let node: ino_t

    /// Nil if there is none.
    init?(of path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        (device, node) = (found.st_dev, found.st_ino)
    }
}
