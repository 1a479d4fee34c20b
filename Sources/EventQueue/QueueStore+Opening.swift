import Foundation
import GRDB

extension QueueStore {
    typealias Opened = (database: DatabaseQueue, epoch: String, totals: Totals, notDurable: String?)

    static func open(path: String, log: LogGauge) throws(StorageTrouble) -> Opened {
        // Created here rather than by SQLite, which would make it readable for everybody. The log inherits the mode.
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageTrouble.unavailable("\(path): \(String(cString: strerror(errno)))")
        }
        _ = Foundation.close(descriptor)

        var configuration = Configuration()
        configuration.label = "event-queue"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(2)
        // The store runs its own statements to begin and end transactions; a failed ROLLBACK must not stop the program.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            // Keeps every other process out, and keeps the log's index in memory instead of in a mapped file.
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.execute(sql: "PRAGMA cache_size = -1024")
            try db.execute(sql: "PRAGMA journal_size_limit = 4194304")
        }
        return try checked {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            do {
                return try prepare(database, path: path, log: log)
            } catch {
                try? database.close()
                throw error
            }
        }
    }

    private static func prepare(_ database: DatabaseQueue, path: String, log: LogGauge) throws -> Opened {
        let verdict = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else { throw StorageTrouble.corrupt(verdict ?? "quick_check gave no answer") }
        // A newer version only adds things and removes none. A database made by one is used as it is or left alone; it
        // is not broken.
        let isNewer = try database.read(migrator.hasBeenSuperseded)
        guard isNewer else { return try load(database, isNewer: false, log: log) }
        do {
            let opened = try load(database, isNewer: true, log: log)
            try database.writeWithoutTransaction(rehearse)
            return opened
        } catch let error where isNoFault(of: error) {
            throw error
        } catch {
            throw StorageTrouble.unavailable(
                "\(path) was made by a newer version of this program, and this one cannot use it (\(error)); "
                    + "install the newer version again: nothing in the file was changed")
        }
    }

    /// Whether an error comes from the disk and not from the schema.
    private static func isNoFault(of error: any Error) -> Bool {
        switch (error as? DatabaseError)?.resultCode {
        case nil, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: false
        default: true
        }
    }

    /// Performs every kind of write once and rolls it back.
    private static func rehearse(_ db: Database) throws {
        try db.inTransaction(.immediate) {
            var totals = Totals(next: 1 << 53, depth: 0, bytes: 0, dropped: 0, quarantined: 0)
            let id = UUID().uuidString
            _ = try insert([QueuedEvent(id: id, type: "-", time: 0, urgent: false, data: "{}")], db, &totals)
            try db.execute(
                sql: """
                    INSERT INTO quarantine (sequence, id, type, time, priority, data, reason, set_aside_at)
                    SELECT sequence, id, type, time, priority, data, '', 0 FROM event WHERE id = ?
                    """, arguments: [id])
            try db.execute(sql: "DELETE FROM event WHERE id = ? AND bytes >= 0", arguments: [id])
            try db.execute(sql: "UPDATE queue SET epoch = epoch, next = next, dropped = dropped")
            return .rollback
        }
    }

    private static func load(_ database: DatabaseQueue, isNewer: Bool, log: LogGauge) throws -> Opened {
        try migrator.migrate(database)

        let doubt = try database.writeWithoutTransaction { db in
            log.attach(to: db)
            // When GRDB turns WAL on, it sets NORMAL, which may lose the last commits in a power cut. So set FULL
            // afterwards, outside a transaction, and believe only what SQLite answers.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            return try self.doubt(db)
        }
        let (epoch, totals) = try database.read { db in
            if let nonsense = try nonsense(in: db, isNewer: isNewer) { throw StorageTrouble.corrupt(nonsense) }
            guard let queue = try Row.fetchOne(db, sql: "SELECT epoch, next, dropped FROM queue"),
                let events = try Row.fetchOne(db, sql: "SELECT count(*), coalesce(sum(bytes), 0) FROM event")
            else { throw StorageTrouble.corrupt("the table 'queue' is empty") }
            var totals = Totals(
                next: queue["next"], depth: events[0], bytes: events[1], dropped: queue["dropped"],
                quarantined: try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0)
            try totals.findOldest(db)
            return (queue["epoch"] as String, totals)
        }
        return (database, epoch, totals, doubt)
    }

    /// Finds values that no version of this program writes: of another type than their column, or beyond any plausible
    /// number. SQLite stores them silently, and reading them would crash the program. Nil if there are none.
    private static func nonsense(in db: Database, isNewer: Bool) throws -> String? {
        // A newer version may know more kinds of records.
        let highest = isNewer ? 1_000 : QueuedEvent.Priority.loss.rawValue
        // Times lie in the years 1 to 9999, as far as RFC 3339 can write them.
        let record = """
            typeof(id) <> 'text' OR typeof(type) <> 'text' OR typeof(data) <> 'text'
            OR typeof(time) <> 'integer' OR time NOT BETWEEN -62135596800000 AND 253402300799999
            OR typeof(priority) <> 'integer' OR priority NOT BETWEEN 0 AND \(highest)
            OR sequence NOT BETWEEN 1 AND (SELECT max(next) - 1 FROM queue)
            """
        let checks = [
            "queue": """
            typeof(epoch) <> 'text' OR length(epoch) NOT BETWEEN 1 AND 256
            OR typeof(next) <> 'integer' OR next NOT BETWEEN 1 AND \(mostSequences)
            OR typeof(dropped) <> 'integer' OR dropped NOT BETWEEN 0 AND \(mostSequences)
            """,
            "event": "typeof(bytes) <> 'integer' OR bytes NOT BETWEEN 0 AND \(mostBytes) OR \(record)",
            "quarantine": """
            typeof(reason) <> 'text' OR typeof(set_aside_at) <> 'integer' OR \(record)
            """,
        ]
        for (table, isNonsense) in checks.sorted(by: { $0.key > $1.key }) {
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table) WHERE \(isNonsense)") ?? 0
            if count > 0 { return "\(count) rows of the table '\(table)' are none that this program writes" }
        }
        return nil
    }

    /// The highest sequence: one record every millisecond for three hundred thousand years, and the end of JSON's exact
    /// integers.
    private static let mostSequences = 1 << 53
    /// Far more bytes than any record has.
    private static let mostBytes = 64 << 20

    /// Why commits on this connection might not survive a power cut; nil if they do.
    static func doubt(_ db: Database) throws -> String? {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        guard mode != "wal" || level != 2 else { return nil }
        return "journal_mode=\(mode ?? "?") synchronous=\(level.map(String.init) ?? "?")"
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE event (
                        sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
                        time INTEGER NOT NULL, priority INTEGER NOT NULL, bytes INTEGER NOT NULL, data TEXT NOT NULL);
                    CREATE TABLE quarantine (
                        sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, time INTEGER NOT NULL,
                        priority INTEGER NOT NULL, data TEXT NOT NULL, reason TEXT NOT NULL,
                        set_aside_at INTEGER NOT NULL);
                    CREATE TABLE queue (epoch TEXT NOT NULL, next INTEGER NOT NULL, dropped INTEGER NOT NULL);
                    """)
            try db.execute(
                sql: "INSERT INTO queue (epoch, next, dropped) VALUES (?, 1, 0)",
                arguments: [UUID().uuidString.lowercased()])
        }
        // Losses are looked up whenever a bound is passed, and the table is full then.
        migrator.registerMigration("2") { db in
            try db.execute(sql: "CREATE INDEX event_loss ON event (sequence) WHERE priority = 3")
        }
        return migrator
    }

    /// Runs `body` and translates SQLite's errors into `StorageTrouble`.
    static func checked<Result>(_ body: () throws -> Result) throws(StorageTrouble) -> Result {
        do {
            return try body()
        } catch let error as StorageTrouble {
            throw error
        } catch let error as DatabaseError {
            switch error.resultCode {
            // If a table or column is missing, this is not a database of ours, whatever else it is.
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH:
                throw .corrupt(error.expandedMessage)
            default: throw .unavailable(error.expandedMessage)
            }
        } catch {
            throw .unavailable("\(error)")
        }
    }
}

extension DatabaseError {
    /// SQLite's error code and message, never a statement with its values.
    fileprivate var expandedMessage: String {
        "SQLite \(extendedResultCode.rawValue): \(message ?? extendedResultCode.description)"
    }
}
