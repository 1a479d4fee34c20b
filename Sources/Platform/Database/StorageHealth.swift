import CDispatch
import Foundation
import GRDB
import Glibc
import Logging
import Synchronization

/// Why the platform cannot vouch for what it stores. Clients get 503 and send again later.
enum StorageTrouble: Error, Equatable, Sendable {
    /// The file was moved, removed or replaced under the running platform. Data written now goes where nobody finds it.
    case gone(String)
    /// Something other than SQLite wrote to the file. Pages of two databases are mixed, or will be.
    case overwritten
    /// SQLite found the file damaged.
    case damaged(String)
    /// Another program holds a lock on it.
    case locked
    /// The disk is full, read-only or broken.
    case failing(String)

    /// The text for the client; it has no path and no value.
    var detail: String {
        switch self {
        case .gone: "the database's file was moved or replaced under the platform"
        case .overwritten: "the database's file was written over or replaced under the platform"
        case .damaged: "the database is damaged"
        case .locked: "another program has locked the database"
        case .failing: "the database cannot be written or read"
        }
    }
}

/// Decides whether the database can be trusted: its files are where they were, and nothing has shown it to be damaged.
/// Logs a problem once, and once more when it is over.
final class StorageHealth: Sendable {
    private struct State {
        var files: [String: FileMark] = [:]
        /// The state of the database's file after this platform's last write.
        var contents: ContentsMark?
        /// SQLite's count of commits by others (`PRAGMA data_version`).
        var dataVersion: Int64?
        /// Whether the platform is writing to the file, which therefore changes.
        var isWriting = false
        /// Whether the file is not, or not only, what this platform wrote.
        var isOverwritten = false
        /// Damage; it stays until the platform is restarted.
        var damage: StorageTrouble?
        /// The trouble that was logged last.
        var told: StorageTrouble?
    }

    private let path: String
    /// The database's file itself, wherever it is moved to; -1 if it cannot be watched. Closing an `O_PATH` descriptor does
    /// not release SQLite's locks, as closing any other descriptor of the file would (fcntl(2)).
    private let file: Int32
    /// `O_PATH` of Linux on x86-64 and arm64; Glibc does not hand it on.
    private static let pathOnly: Int32 = 0o10_000_000
    private let isWatched: Bool
    private let logger: Logger
    private let state: Mutex<State>

    /// The health of an open file. `damage` that is already known stays.
    init(path: String, isWatched: Bool, damage: StorageTrouble? = nil, logger: Logger) {
        self.path = path
        self.isWatched = isWatched
        self.logger = logger
        file = isWatched ? open(path, Self.pathOnly | O_CLOEXEC) : -1
        state = Mutex(State(damage: damage))
        if let damage { tell(damage) }
    }

    deinit { if file >= 0 { close(file) } }

    /// Throws if something is wrong. Fast: two calls of stat(2).
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
        // Checks the log as well, because a commit is in it until it is written back.
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

    // MARK: - A file that is written over in place

    /// Whether somebody else wrote to the file. Fast: one call of fstat(2).
    var isSuspicious: Bool { state.withLock { isSuspicious($0) } }

    private func isSuspicious(_ state: State) -> Bool {
        guard file >= 0, !state.isWriting, state.damage == nil, let contents = state.contents else { return false }
        return ContentsMark(of: file) != contents
    }

    /// Runs work that may write to the file, on the connection's own queue.
    func writing<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        try examine(db)
        state.withLock { $0.isWriting = true }
        defer {
            state.withLock { state in
                state.isWriting = false
                state.contents = ContentsMark(of: file)
            }
        }
        return try body()
    }

    /// Throws if something other than SQLite wrote to the file, such as `cp backup.db platform.db`, because pages of
    /// two databases are then mixed. Commits by another SQLite are fine. Call it on the connection's own queue.
    func examine(_ db: Database) throws {
        guard file >= 0 else { return }
        let (isKnown, isChanged) = state.withLock { ($0.contents != nil, isSuspicious($0)) }
        guard !isKnown || isChanged else { return }
        let version = try Int64.fetchOne(db, sql: "PRAGMA data_version")
        let isOurs = state.withLock { state in
            guard !isKnown || state.dataVersion != version else { return false }
            (state.contents, state.dataVersion) = (ContentsMark(of: file), version)
            return true
        }
        guard !isOurs else { return }
        let trouble: StorageTrouble
        do {
            let isQuick = state.withLock { ($0.contents?.size ?? 0) < Self.largestChecked }
            let verdict = isQuick ? try String.fetchOne(db, sql: "PRAGMA quick_check(1)") : "ok"
            trouble =
                verdict == "ok" ? .overwritten : .damaged("written over; \(verdict ?? "quick_check gave no answer")")
        } catch {
            trouble = .damaged("written over; \(error)")
        }
        state.withLock { ($0.damage, $0.isOverwritten) = (trouble, true) }
        tell(trouble)
        throw trouble
    }

    /// Larger files are not read whole while everybody waits; in bytes.
    private static let largestChecked: off_t = 256 << 20

    /// Whether the connection must not be closed, because SQLite would write its log into the file that took this one's
    /// place.
    var mustNotClose: Bool {
        state.withLock { $0.isOverwritten || isSuspicious($0) }
    }

    /// Notes an error and returns what it means.
    func meaning(of error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let words = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no words")"
        let trouble: StorageTrouble
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: trouble = .damaged(words)
        // The schema is created at the start, so anything missing has been removed since.
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

    /// Notes that something was written.
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
        case .overwritten:
            logger.critical(
                "storage: \(path) was written over by another program, as cp does, while the platform runs; everything is answered 503. Stop the platform, remove \(path)-wal and \(path)-shm, put the right file in place once more, start it again"
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

/// The time of the last write to a file, and its length then.
private struct ContentsMark: Equatable {
    let seconds: Int
    let nanoseconds: Int
    let size: off_t

    /// Reads the mark of an open file; nil if that fails.
    init?(of file: Int32) {
        var found = stat()
        guard fstat(file, &found) == 0 else { return nil }
        (seconds, nanoseconds, size) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size)
    }
}

/// The identity of the file that a path led to.
private struct FileMark: Equatable {
    let device: dev_t
    let node: ino_t

    /// Reads the mark of the file at a path; nil if there is none.
    init?(of path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        (device, node) = (found.st_dev, found.st_ino)
    }
}
