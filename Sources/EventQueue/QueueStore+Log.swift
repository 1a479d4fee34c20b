import Foundation
import GRDB
import GRDBSQLite

extension QueueStore {
    /// The number of pages (4 MB) at which the write-ahead log is emptied into the database.
    static let logPages = 1_000

    /// Empties the write-ahead log into the database. Do this when the log holds some 4 MB, after those who wait for a
    /// commit have been told. SQLite's automatic checkpoint is off, because it would make that commit wait. Pages that
    /// cannot be written now stay in the log until the next time.
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

    /// Empties the write-ahead log into the database and frees its disk space. Do this when the queue has run empty.
    public func truncateLog() throws(StorageTrouble) {
        defer { file.noteContents() }
        try access { _ = try $0.checkpoint(.truncate) }
        log.empty()
    }
}

/// The number of pages in the write-ahead log after the last commit, as reported by SQLite's hook. Like the store it
/// belongs to, it is used only by the connection's thread.
final class LogGauge {
    private var pages = 0

    /// Whether the log holds at least `limit` pages.
    func isDue(_ limit: Int) -> Bool { pages >= limit }

    /// Notes that the log was emptied.
    func empty() { pages = 0 }

    /// Makes SQLite report to this gauge instead of checkpointing by itself. The gauge must live as long as the
    /// connection.
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
