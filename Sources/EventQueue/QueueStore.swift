import Foundation
import GRDB
import KioskCore

/// The queue's database: one SQLite connection in WAL mode with `synchronous=FULL`, used by one thread at a time.
///
/// Invariants: what `append` returned survives a power cut; a sequence is given once in an epoch; a record leaves only by
/// `acknowledge`, into quarantine, or over a bound, and then in the same transaction that writes the loss down.
/// Every method throws `StorageTrouble`.
public final class QueueStore {
    /// Names this database: a fresh one has a new epoch, and sequences start again.
    public let epoch: String
    /// Why commits might not survive a power cut; nil if they do.
    public let notDurable: String?
    let database: DatabaseQueue
    var totals: Totals
    let booth: String
    let bounds: QueueBounds

    /// What is cached, so that status never counts rows.
    struct Totals: Equatable {
        var next: Int64 = 1
        var depth = 0
        var bytes = 0
        var dropped = 0
        var quarantined = 0
    }

    /// Opens the database, or makes one with mode 0600. No other connection may be open: see `StateLock`.
    public init(path: String, booth: String, bounds: QueueBounds = QueueBounds()) throws(StorageTrouble) {
        self.booth = booth
        self.bounds = bounds
        (database, epoch, totals, notDurable) = try Self.checked { try Self.open(path: path) }
    }

    /// What is in it.
    public func status() throws(StorageTrouble) -> QueueStatus {
        try Self.checked {
            try database.read { db in
                let first = try Row.fetchOne(db, sql: "SELECT sequence, time FROM event ORDER BY sequence LIMIT 1")
                var status = QueueStatus()
                status.epoch = epoch
                status.depth = totals.depth
                status.bytes = totals.bytes
                status.oldest = first?["time"]
                status.lowestUnsent = first?["sequence"] ?? totals.next
                status.dropped = totals.dropped
                status.quarantined = totals.quarantined
                return status
            }
        }
    }

    /// Writes records durably, in this order, and gives up others if a bound is passed. A record whose id is already in
    /// the queue is left out. Returns what is new, with sequences, and what was given up.
    public func append(_ events: [QueuedEvent], now: Int64) throws(StorageTrouble) -> (
        stored: [StoredEvent], lost: [QueueLoss]
    ) {
        try write { db, totals in
            var stored = try Self.insert(events, db, &totals)
            let lost = try self.enforceBounds(db, &totals)
            stored += try Self.insert(lost.map { self.record($0, now: now) }, db, &totals)
            return (stored, lost)
        }
    }

    /// The oldest records in order: at most `count`, at most `bytes` of them but at least one, none of `excluding`.
    public func peek(
        count: Int, bytes: Int, excluding: Set<Int64> = []
    ) throws(StorageTrouble) -> [StoredEvent] {
        try Self.checked {
            try database.read { db in
                var events: [StoredEvent] = []
                var size = 0
                let rows = try Row.fetchCursor(
                    db, sql: "SELECT sequence, id, type, time, priority, data FROM event ORDER BY sequence")
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
    }

    /// Deletes what the platform has stored. Sequences that are not there any more are ignored.
    public func acknowledge(_ sequences: [Int64]) throws(StorageTrouble) {
        try write { db, totals in
            let delete = try db.cachedStatement(sql: "DELETE FROM event WHERE sequence = ? RETURNING bytes")
            for sequence in sequences {
                guard let bytes = try Int.fetchOne(delete, arguments: [sequence]) else { continue }
                totals.depth -= 1
                totals.bytes -= bytes
            }
        }
    }

    /// Empties the write-ahead log into the database; worth it when the queue has run empty.
    public func truncateLog() throws(StorageTrouble) {
        try Self.checked { _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
    }

    /// Closes the connection; nothing may be called afterwards.
    public func close() throws(StorageTrouble) {
        try Self.checked { try database.close() }
    }

    // MARK: - Transactions

    /// One immediate transaction; the totals change only if it is committed.
    func write<Result>(_ body: (Database, inout Totals) throws -> Result) throws(StorageTrouble) -> Result {
        let (result, changed) = try Self.checked {
            try database.write { db in
                var changed = totals
                let result = try body(db, &changed)
                if changed.next != totals.next || changed.dropped != totals.dropped {
                    try db.execute(
                        sql: "UPDATE queue SET next = ?, dropped = ?", arguments: [changed.next, changed.dropped])
                }
                return (result, changed)
            }
        }
        totals = changed
        return result
    }

    static func insert(_ events: [QueuedEvent], _ db: Database, _ totals: inout Totals) throws -> [StoredEvent] {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO event (sequence, id, type, time, priority, bytes, data) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING
                """)
        var stored: [StoredEvent] = []
        stored.reserveCapacity(events.count)
        for event in events {
            try insert.execute(arguments: [
                totals.next, event.id, event.type, event.time, event.priority.rawValue, event.bytes, event.data,
            ])
            guard db.changesCount > 0 else { continue }
            stored.append(StoredEvent(sequence: totals.next, event: event))
            totals.next += 1
            totals.depth += 1
            totals.bytes += event.bytes
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

    /// The event that tells the platform of a loss.
    func record(_ loss: QueueLoss, now: Int64) -> QueuedEvent {
        QueuedEvent(
            id: UUID().uuidString.lowercased(), type: QueueLoss.eventType, time: now, urgent: true,
            data: loss.data(booth: booth).serialized)
    }
}
