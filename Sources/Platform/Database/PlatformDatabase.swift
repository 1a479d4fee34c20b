import Foundation
import GRDB
import Logging

/// The platform's SQLite file.
///
/// There is one connection for everything, because SQLite before 3.51.3 can lose a write-ahead log when two connections
/// checkpoint at the same time. Every commit is on the disk before it returns (WAL with synchronous=FULL).
struct PlatformDatabase: Sendable {
    /// The file cannot be used as required.
    struct OpenError: Error, CustomStringConvertible {
        let description: String
    }

    let queue: DatabaseQueue
    let health: StorageHealth

    /// Larger files are not read whole at the start, which would take minutes; in bytes.
    private static let largestChecked = 4 << 30

    /// Opens a file as `init` does, and watches it from then on. A damaged file does not keep the platform from
    /// starting: every request is answered with 503, which says more to booths and operators than a port on which
    /// nobody listens.
    static func open(path: String, logger: Logger) throws -> PlatformDatabase {
        do {
            return try PlatformDatabase(path: path, isWatched: true, logger: logger)
        } catch let damage as Damage {
            return try PlatformDatabase(inPlaceOf: path, damage: damage.reason, logger: logger)
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            return try PlatformDatabase(inPlaceOf: path, damage: error.message ?? "no database", logger: logger)
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            throw OpenError(description: "\(path): another program has locked it; end that program first")
        }
    }

    private struct Damage: Error { let reason: String }

    /// An empty database in memory, used while the file is damaged.
    private init(inPlaceOf path: String, damage: String, logger: Logger) throws {
        queue = try DatabaseQueue()
        try Self.migrator.migrate(queue)
        health = StorageHealth(path: path, isWatched: true, damage: .damaged(damage), logger: logger)
    }

    /// Opens or creates the file, checks it, migrates its schema and checks that commits are durable. If it is watched,
    /// moving or replacing the file is detected.
    init(path: String, isWatched: Bool = false, logger: Logger = Logger(label: "storage")) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.label = "platform"
        // A short lock, such as a backup's, is waited for; after a longer one the answer is 503.
        configuration.busyMode = .timeout(0.25)
        configuration.prepareDatabase { db in
            // Erased contact numbers must not survive in unused parts of pages.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        queue = try DatabaseQueue(path: path, configuration: configuration)
        if size <= Self.largestChecked {
            let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            guard verdict == "ok" else { throw Damage(reason: verdict ?? "quick_check gave no answer") }
        } else {
            logger.notice("\(path) is too large to be checked at the start; run PRAGMA quick_check on a copy")
        }
        try queue.writeWithoutTransaction { db in
            // GRDB sets NORMAL while it opens a WAL database; only FULL survives a power cut, and it can only be set
            // outside a transaction.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Ids are random, so every insert touches another page of their index; a cache of 64 MiB keeps it in
            // memory. The log is written back less often than by default, 16 MiB at a time, because each time waits for
            // the disk twice.
            try db.execute(sql: "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard synchronous == 2, journal == "wal" else {
                throw OpenError(
                    description: "\(path): commits would not be durable (synchronous \(synchronous ?? -1), "
                        + "journal \(journal ?? "unknown"))")
            }
        }
        try Self.migrate(queue, logger)
        // Data erased just before a crash must not stay in the log.
        try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        let health = StorageHealth(path: path, isWatched: isWatched, logger: logger)
        self.health = health
        try health.check()
        try queue.writeWithoutTransaction { try health.examine($0) }
    }

    /// Runs one transaction. When it returns, the data is on the disk, in the file that its path leads to.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await believing {
            let value = try await queue.writeWithoutTransaction { [health] db in
                try health.writing(db) {
                    var value: Value?
                    try db.inTransaction(.immediate) {
                        value = try body(db)
                        return .commit
                    }
                    return value
                }
            }
            guard let value else { throw CancellationError() }  // Unreachable: the closure has thrown.
            try health.check()
            health.noteWritten()
            return value
        }
    }

    /// Runs a read.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await believing {
            try await queue.read { [health] db in
                try health.examine(db)
                return try body(db)
            }
        }
    }

    /// Empties the write-ahead log into the database, so that erased data does not stay in it.
    func checkpoint() async throws {
        try await believing {
            try await queue.writeWithoutTransaction { [health] db in
                try health.writing(db) { _ = try db.checkpoint(.truncate) }
            }
        }
    }

    /// Throws if something is wrong with the file.
    func check() async throws {
        try health.check()
        if health.isSuspicious { try await read { _ in } }
    }

    /// Closes the connection. The last connection to close writes the log back into the database and removes it. This
    /// must not happen to a file that somebody put in its place.
    func close() throws {
        guard !health.mustNotClose else {
            // The connection then lives until the program ends, which closes it without involving SQLite.
            _ = Unmanaged.passRetained(queue)
            return
        }
        try queue.close()
    }

    private func believing<Value>(_ work: () async throws -> Value) async throws -> Value {
        try health.check()
        do {
            return try await work()
        } catch {
            throw health.meaning(of: error)
        }
    }

    private static func migrate(_ queue: DatabaseQueue, _ logger: Logger) throws {
        let events = try queue.read { db -> Int64? in
            let done = try migrator.appliedIdentifiers(db)
            // The events are not counted, which would also take minutes.
            return done.contains("1") && !done.contains("5")
                ? try Int64.fetchOne(db, sql: "SELECT max(row) FROM events") : nil
        }
        if let events {
            logger.notice(
                "storage: building an index over up to \(events) events, once; this can take minutes, and nothing is answered meanwhile"
            )
        }
        try migrator.migrate(queue)
        if events != nil { logger.notice("storage: the index is built") }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in try db.execute(sql: schema) }
        migrator.registerMigration("2") { db in
            // For retention, and for the page's counts without reading a day of documents.
            try db.execute(
                sql: """
                    ALTER TABLE sequence_ledgers ADD COLUMN forgotten_through INTEGER NOT NULL DEFAULT 0;
                    CREATE INDEX events_used ON events (occurred_at, function, language)
                        WHERE type = 'cn.laoyouting.booth.function.v1';
                    """)
        }
        migrator.registerMigration("3") { db in
            // The resident's choices in words, and the history of each request.
            try db.execute(
                sql: """
                    ALTER TABLE requests ADD COLUMN words TEXT NOT NULL DEFAULT '[]';
                    CREATE TABLE request_log (
                        request TEXT NOT NULL COLLATE NOCASE REFERENCES requests (id) ON DELETE CASCADE,
                        version INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        author TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        PRIMARY KEY (request, version)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX requests_closed ON requests (closed_at) WHERE closed_at IS NOT NULL;
                    """)
        }
        migrator.registerMigration("4") { db in
            // The name of a technician's own kind of request.
            try db.execute(sql: "ALTER TABLE requests ADD COLUMN kind_in_words TEXT")
        }
        migrator.registerMigration("5") { db in
            // Booths whose sequences came again under other ids, and when the clock was last trusted.
            try db.execute(
                sql: """
                    ALTER TABLE sequence_ledgers ADD COLUMN forgotten_at INTEGER NOT NULL DEFAULT 0;
                    -- What was removed before had come in by then; 0 would make each of them look new.
                    UPDATE sequence_ledgers SET forgotten_at = updated_at WHERE forgotten_through > 0;
                    CREATE INDEX events_by_sequence ON events (source, epoch, sequence);
                    CREATE TABLE epoch_branches (
                        source TEXT NOT NULL,
                        epoch TEXT NOT NULL,
                        branch INTEGER NOT NULL,
                        since INTEGER NOT NULL,
                        PRIMARY KEY (source, epoch)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE clock (
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        believed_at INTEGER NOT NULL
                    ) STRICT;
                    """)
        }
        migrator.registerMigration("6") { db in
            // What an earlier form of the fifth migration left out.
            try db.execute(
                sql: """
                    UPDATE sequence_ledgers SET forgotten_at = updated_at
                        WHERE forgotten_through > 0 AND forgotten_at = 0;
                    CREATE INDEX IF NOT EXISTS events_by_sequence ON events (source, epoch, sequence);
                    """)
        }
        return migrator
    }

    // A rowid table with a unique index handles twice as many events per second as a table keyed by (source, id).
    private static let schema = """
        CREATE TABLE events (
            row INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            occurred_at INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            epoch TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            function TEXT,
            language TEXT,
            document TEXT NOT NULL,
            UNIQUE (source, id)
        ) STRICT;
        CREATE INDEX events_by_time ON events (occurred_at);

        CREATE TABLE sequence_ledgers (
            source TEXT NOT NULL,
            epoch TEXT NOT NULL,
            watermark INTEGER NOT NULL,
            highest INTEGER NOT NULL,
            lowest_unsent INTEGER NOT NULL,
            dropped INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (source, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sequence_holes (
            source TEXT NOT NULL,
            epoch TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (source, epoch, first)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE heartbeats (
            booth TEXT PRIMARY KEY,
            received_at INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE requests (
            id TEXT PRIMARY KEY COLLATE NOCASE,
            booth TEXT NOT NULL,
            kind TEXT NOT NULL,
            language TEXT NOT NULL,
            address TEXT NOT NULL,
            choices TEXT NOT NULL,
            state TEXT NOT NULL,
            version INTEGER NOT NULL,
            assignment TEXT,
            reason TEXT,
            simulated INTEGER NOT NULL,
            contact TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            closed_at INTEGER
        ) STRICT;
        CREATE INDEX requests_open ON requests (created_at) WHERE closed_at IS NULL;
        CREATE INDEX requests_with_contact ON requests (closed_at) WHERE contact IS NOT NULL;
        """
}
