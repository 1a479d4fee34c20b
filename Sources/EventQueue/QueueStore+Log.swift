import Foundation
import GRDB
import GRDBSQLite

extension QueueStore {
    /// Pages in the write-ahead log from which it is emptied into the database: 4 MB.
    static let logPages = 1_000

    /// Empties the write-ahead log into the database; worth it when it holds some 4 MB, once whoever waits for a commit
    /// has been told. SQLite's automatic checkpoint, which would make that commit wait, is off. What cannot be written
    /// now stays in the log for the next time.
    public func emptyLog() throws(StorageTrouble) {
        defer { file.noteContents() }
        do {
            try access { _ = try $0.checkpoint(.passive) }
            log.empty()
        } catch .corrupt(let reason) {
            throw .corrupt(reason)
        } catch {
            return
        }
    }

    /// Empties the write-ahead log into the database and gives its room back; worth it when the queue has run empty.
    public func truncateLog() throws(StorageTrouble) {
        defer { file.noteContents() }
        try access { _ = try $0.checkpoint(.truncate) }
        log.empty()
    }
}

/// How many pages the write-ahead log held after the last commit, as SQLite tells its hook. Used by the connection's
/// thread alone, like the store that it belongs to.
final class LogGauge {
    private var pages = 0

    /// Whether the log holds at least this many.
    func isDue(_ limit: Int) -> Bool { pages >= limit }

    /// The log was emptied.
    func empty() { pages = 0 }

    /// Makes SQLite report here instead of checkpointing by itself; the gauge must live as long as the connection.
    func attach(to db: Database) {
        let gauge = Unmanaged.passUnretained(self).toOpaque()
        _ = sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, pages in
                if let context { Unmanaged<LogGauge>.fromOpaque(context).takeUnretainedValue().pages = Int(pages) }
                return SQLITE_OK
            }, gauge)
    }
}
