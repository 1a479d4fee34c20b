import EventQueue
import GRDBSQLite

/// The queue's table, used through SQLite's own C interface with the same schema, pragmas and statements.
final class RawQueue {
    private var database: OpaquePointer?
    private var statements: [OpaquePointer] = []
    private var next: Int64 = 1
    /// Tells SQLite to copy a text.
    private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(path: String) throws {
        try check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil))
        for sql in [
            "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cache_size = -1024", "PRAGMA journal_mode = WAL",
            "PRAGMA journal_size_limit = 4194304", "PRAGMA synchronous = FULL",
            """
            CREATE TABLE event (
                sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
                time INTEGER NOT NULL, priority INTEGER NOT NULL, bytes INTEGER NOT NULL, data TEXT NOT NULL)
            """,
            "CREATE TABLE queue (epoch TEXT NOT NULL, next INTEGER NOT NULL, dropped INTEGER NOT NULL)",
            "CREATE INDEX event_loss ON event (sequence) WHERE priority = 3", "INSERT INTO queue VALUES ('raw', 1, 0)",
        ] { try check(sqlite3_exec(database, sql, nil, nil, nil)) }
        for sql in [
            "BEGIN IMMEDIATE",
            """
            INSERT INTO event (sequence, id, type, time, priority, bytes, data) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """,
            "UPDATE queue SET next = ?, dropped = ?", "COMMIT",
        ] {
            var statement: OpaquePointer?
            try check(sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
            if let statement { statements.append(statement) }
        }
        guard try integer("PRAGMA synchronous") == 2 else {
            throw BenchFailure(description: "\(path): SQLite does not write synchronously")
        }
    }

    deinit {
        for statement in statements { sqlite3_finalize(statement) }
        sqlite3_close_v2(database)
    }

    /// Commits the events in one durable transaction.
    func commit(_ events: [QueuedEvent]) throws {
        let (begin, insert, update, commit) = (statements[0], statements[1], statements[2], statements[3])
        try step(begin)
        for event in events {
            sqlite3_bind_int64(insert, 1, next)
            sqlite3_bind_text(insert, 2, event.id, -1, transient)
            sqlite3_bind_text(insert, 3, event.type, -1, transient)
            sqlite3_bind_int64(insert, 4, event.time)
            sqlite3_bind_int64(insert, 5, 1)
            sqlite3_bind_int64(insert, 6, Int64(event.data.utf8.count))
            sqlite3_bind_text(insert, 7, event.data, -1, transient)
            next += 1
            try step(insert)
        }
        sqlite3_bind_int64(update, 1, next)
        sqlite3_bind_int64(update, 2, 0)
        try step(update)
        try step(commit)
    }

    private func step(_ statement: OpaquePointer) throws {
        guard sqlite3_step(statement) == SQLITE_DONE else { throw failure }
        sqlite3_reset(statement)
    }

    private func integer(_ sql: String) throws -> Int {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(database, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        guard sqlite3_step(statement) == SQLITE_ROW else { throw failure }
        return Int(sqlite3_column_int64(statement, 0))
    }

    private func check(_ status: Int32) throws {
        guard status == SQLITE_OK else { throw failure }
    }

    private var failure: BenchFailure {
        BenchFailure(description: "SQLite: \(String(cString: sqlite3_errmsg(database)))")
    }
}
