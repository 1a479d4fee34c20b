import Basics
import Foundation
import GRDB
public import Reporting

/// The queue's database: one SQLite connection in WAL mode with `synchronous=FULL`, used by one thread at a time.
///
/// Invariants: a record that `append` returned survives a power cut. A sequence is given once in an epoch. A record
/// leaves only by `acknowledge`, into quarantine, or over a bound; in the last two cases the same transaction writes
/// the loss down. Every method throws `StorageTrouble`.
public final class QueueStore {
    /// Identifies this database. A fresh one has a new epoch, and its sequences start again.
    public internal(set) var epoch: String
    /// Why commits might not survive a power cut; nil if they do.
    public let notDurable: String?
    let database: DatabaseQueue
    var totals: Totals
    let booth: String
    let bounds: QueueBounds
    let log: LogGauge
    let file: FileIdentity

    /// Opens the database, or creates one with mode 0600. No other connection may be open: see `StateLock`.
    public init(path: String, booth: String, bounds: QueueBounds = QueueBounds()) throws(StorageTrouble) {
        self.booth = booth
        self.bounds = bounds
        let log = LogGauge()
        (database, epoch, totals, notDurable) = try Self.open(path: path, log: log)
        self.log = log
        file = try FileIdentity(path)
    }

    /// The status, from totals in memory.
    public var status: QueueStatus {
        var status = QueueStatus()
        status.epoch = epoch
        status.depth = totals.depth
        status.bytes = totals.bytes
        status.oldest = totals.oldest?.time
        status.lowestUnsent = totals.oldest?.sequence ?? totals.next
        status.dropped = totals.dropped
        status.quarantined = totals.quarantined
        return status
    }

    /// Writes records durably, in this order, and gives up others if a bound is passed. A record whose id is already in
    /// the queue is left out.
    /// - Parameter lost: how many events were given up before they came here; they are counted as dropped.
    /// - Returns: the new records with their sequences, and the losses.
    public func append(
        _ events: some Collection<QueuedEvent>, lost: Int = 0, now: Int64
    ) throws(StorageTrouble) -> (stored: [StoredEvent], lost: [QueueLoss]) {
        try write { db, totals in
            totals.dropped += lost
            var stored = try Self.insert(events, db, &totals)
            let lost = try self.enforceBounds(db, &totals)
            if !lost.isEmpty { stored += try Self.insert(lost.map { self.record($0, now: now) }, db, &totals) }
            return (stored, lost)
        }
    }

    /// The oldest records after the sequence `after`, in order: at most `count`, at most `bytes` bytes but at least one
    /// record, and none of `excluding`.
    public func peek(
        count: Int, bytes: Int, after: Int64 = 0, excluding: Set<Int64> = []
    ) throws(StorageTrouble) -> [StoredEvent] {
        try access { db in
            var events: [StoredEvent] = []
            var size = 0
            let select = try db.cachedStatement(
                sql: """
                    SELECT sequence, id, type, time, priority, data FROM event WHERE sequence > ? ORDER BY sequence
                    """)
            let rows = try Row.fetchCursor(select, arguments: [after])
            while events.count < count, let row = try rows.next() {
                let event = Self.event(row)
                if excluding.contains(event.sequence) { continue }
                size += event.event.data.utf8.count + CloudEventBatch.envelopeBytes
                if size > bytes, !events.isEmpty { break }
                events.append(event)
            }
            return events
        }
    }

    /// Deletes records that the platform has stored. Sequences that are already gone are ignored.
    public func acknowledge(_ sequences: some Collection<Int64>) throws(StorageTrouble) {
        try write { db, totals in
            let delete = try db.cachedStatement(sql: "DELETE FROM event WHERE sequence = ? RETURNING bytes")
            for sequence in sequences {
                guard let bytes = try Int.fetchOne(delete, arguments: [sequence]) else { continue }
                totals.remove(sequence, bytes: bytes)
            }
        }
    }

    /// Closes the connection; call nothing afterwards.
    public func close() throws(StorageTrouble) {
        try Self.checked { try database.close() }
    }

    // MARK: - Transactions

    /// Runs one immediate transaction; the totals change only if it is committed. Its statements are compiled once,
    /// whereas GRDB's own `write` compiles BEGIN and COMMIT anew each time.
    func write<Result>(_ body: (Database, inout Totals) throws -> Result) throws(StorageTrouble) -> Result {
        let (result, changed) = try access { db in
            var changed = totals
            // A ROLLBACK that failed leaves a transaction open; BEGIN would then fail in a way that looks like a broken
            // database.
            if db.isInsideTransaction { try db.rollback() }
            try AppendStatement("BEGIN IMMEDIATE", db).run()
            do {
                let result = try body(db, &changed)
                if changed.next != totals.next || changed.dropped != totals.dropped {
                    let update = try AppendStatement("UPDATE queue SET next = ?, dropped = ?", db)
                    update.bind(1, changed.next)
                    update.bind(2, changed.dropped)
                    try update.run()
                }
                try changed.findOldest(db)
                try AppendStatement("COMMIT", db).run()
                return (result, changed)
            } catch {
                try? db.rollback()
                throw error
            }
        }
        totals = changed
        // A commit to a file that nobody can find again does not count.
        try file.checkExists()
        return result
    }

    /// Lends the connection, on the calling thread.
    func access<Result>(_ body: (Database) throws -> Result) throws(StorageTrouble) -> Result {
        try Self.checked { try database.writeWithoutTransaction(body) }
    }

    static func insert(
        _ events: some Collection<QueuedEvent>, _ db: Database, _ totals: inout Totals
    ) throws -> [StoredEvent] {
        let insert = try AppendStatement(
            """
            INSERT INTO event (sequence, id, type, time, priority, bytes, data) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """, db)
        var stored: [StoredEvent] = []
        stored.reserveCapacity(events.count)
        for event in events {
            let bytes = event.bytes
            insert.bind(1, totals.next)
            insert.bind(2, event.id)
            insert.bind(3, event.type)
            insert.bind(4, event.time)
            insert.bind(5, event.priority.rawValue)
            insert.bind(6, bytes)
            insert.bind(7, event.data)
            try insert.run()
            guard db.changesCount > 0 else { continue }
            stored.append(StoredEvent(sequence: totals.next, event: event))
            totals.add(time: event.time, bytes: bytes)
        }
        return stored
    }

    static func event(_ row: Row) -> StoredEvent {
        let priority: Int = row["priority"]
        return StoredEvent(
            sequence: row["sequence"],
            event: QueuedEvent(
                id: row["id"], type: row["type"], time: row["time"],
                urgent: priority != QueuedEvent.Priority.ordinary.rawValue, data: row["data"]))
    }

    /// The event that reports a loss to the platform.
    static func record(_ loss: QueueLoss, booth: String, now: Int64) -> QueuedEvent {
        QueuedEvent(
            id: UUID().uuidString.lowercased(), type: QueueLoss.eventType, time: now, urgent: true,
            data: loss.data(booth: booth).serialized)
    }

    func record(_ loss: QueueLoss, now: Int64) -> QueuedEvent { Self.record(loss, booth: booth, now: now) }
}
