import CDispatch
import Foundation
import GRDB
import Glibc
import Logging
import Synchronization

/// Why the platform cannot answer for what it stores. Whoever asked gets 503 and sends again later.
enum StorageTrouble: Error, Equatable, Sendable {
    /// The file was moved, removed or replaced under the running platform: what is written goes where nobody finds it.
    case gone(String)
    /// Something that is not SQLite wrote to the file: pages of two databases are mixed, or will be.
    case overwritten
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
        case .overwritten: "the database's file was written over or replaced under the platform"
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
        /// The database's file as this platform last wrote it.
        var contents: ContentsMark?
        /// SQLite's count of what others committed (`PRAGMA data_version`).
        var dataVersion: Int64?
        /// The platform is writing to it: it changes.
        var isWriting = false
        /// The file is not, or not only, what this platform wrote.
        var isOverwritten = false
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

    // MARK: - A file that is written over in place

    /// Whether somebody else wrote to the file. Quick: one stat(2).
    var isSuspicious: Bool { state.withLock { isSuspicious($0) } }

    private func isSuspicious(_ state: State) -> Bool {
        guard isWatched, !state.isWriting, state.damage == nil, let contents = state.contents else { return false }
        return ContentsMark(of: path) != contents
    }

    /// Does what may write to the file, on the connection's own queue.
    func writing<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        try examine(db)
        state.withLock { $0.isWriting = true }
        defer {
            state.withLock { state in
                state.isWriting = false
                state.contents = ContentsMark(of: path)
            }
        }
        return try body()
    }

    /// Throws if something that is not SQLite wrote to the file, such as `cp backup.db platform.db`: pages of two databases
    /// are mixed then. What another SQLite commits is no such thing. On the connection's own queue.
    func examine(_ db: Database) throws {
        guard isWatched else { return }
        let (isKnown, isChanged) = state.withLock { ($0.contents != nil, isSuspicious($0)) }
        guard !isKnown || isChanged else { return }
        let version = try Int64.fetchOne(db, sql: "PRAGMA data_version")
        let isOurs = state.withLock { state in
            guard !isKnown || state.dataVersion != version else { return false }
            (state.contents, state.dataVersion) = (ContentsMark(of: path), version)
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

    /// Larger files are not read whole while everybody waits.
    private static let largestChecked: off_t = 256 << 20

    /// Whether the connection must not be closed: SQLite would write its log into what was put in the file's place.
    var mustNotClose: Bool {
        state.withLock { $0.isOverwritten || isSuspicious($0) }
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

/// When a file was last written to, and how long it was then.
private struct ContentsMark: Equatable {
    let seconds: Int
    let nanoseconds: Int
    let size: off_t

    /// Nil if there is none.
    init?(of path: String) {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        (seconds, nanoseconds, size) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size)
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
