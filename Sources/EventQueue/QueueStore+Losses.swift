import Foundation
import GRDB
import KioskCore

extension QueueStore {
    /// Ranges named in one loss event, so that the event stays small.
    private static let rangesPerLoss = 1_000

    /// Most records given up beyond the bound at a time, so that the transaction, and with it the log, stays small.
    private static let mostSlack = 1_000

    /// Gives up the least important and oldest records until rows and bytes are a little below their bounds, so that a
    /// full queue writes one loss event for many records and not one for each.
    func enforceBounds(_ db: Database, _ totals: inout Totals) throws -> [QueueLoss] {
        let reason: LossReason
        if totals.depth > bounds.rows {
            reason = .rows
        } else if totals.bytes > bounds.bytes {
            reason = .bytes
        } else {
            return []
        }
        let rows = bounds.rows - min(bounds.rows / 10, Self.mostSlack)
        let bytes = bounds.bytes - min(bounds.bytes / 10, Self.mostSlack * 512)
        var doomed: [Int64] = []
        for priority in QueuedEvent.Priority.allCases where priority != .loss {
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT sequence, bytes FROM event WHERE priority = ? ORDER BY sequence",
                arguments: [priority.rawValue])
            while totals.depth > rows || totals.bytes > bytes, let row = try cursor.next() {
                doomed.append(row["sequence"])
                totals.remove(row["sequence"], bytes: row["bytes"])
            }
        }
        return try giveUp(doomed, reason: reason, db, &totals)
    }

    /// Gives up records that are older than the bound, ten thousand at most: call it again until nothing is lost.
    /// Looks at every row: call it seldom.
    func enforceAge(now: Int64) throws(StorageTrouble) -> (stored: [StoredEvent], lost: [QueueLoss]) {
        // A clock that was not set yet says nothing about age.
        let plausible = WallTime.earliestPlausible
        let limit = now - bounds.age.wholeMilliseconds
        guard limit > plausible else { return ([], []) }
        return try write { db, totals in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT sequence, bytes FROM event WHERE priority < ? AND time >= ? AND time < ? LIMIT 10000",
                arguments: [QueuedEvent.Priority.emergency.rawValue, plausible, limit])
            for row in rows { totals.remove(row["sequence"], bytes: row["bytes"]) }
            let lost = try self.giveUp(rows.map { $0["sequence"] }, reason: .age, db, &totals)
            return (try Self.insert(lost.map { self.record($0, now: now) }, db, &totals), lost)
        }
    }

    /// Deletes records and says which. Losses of the same kind that are still in the queue are taken along, so that a
    /// booth that is cut off for long does not fill its queue with them.
    private func giveUp(
        _ sequences: [Int64], reason: LossReason, _ db: Database, _ totals: inout Totals
    ) throws -> [QueueLoss] {
        guard !sequences.isEmpty else { return [] }
        totals.dropped += sequences.count
        var ranges = SequenceRanges.covering(sequences)
        var doomed = sequences
        let rows = try Row.fetchCursor(
            // The number in the text, or the partial index would not be used.
            db, sql: "SELECT sequence, bytes, data FROM event WHERE priority = \(QueuedEvent.Priority.loss.rawValue)")
        while let row = try rows.next() {
            guard let earlier = Self.ranges(row["data"], epoch: epoch, reason: reason) else { continue }
            doomed.append(row["sequence"])
            ranges += earlier + [row["sequence"]...row["sequence"]]
            totals.remove(row["sequence"], bytes: row["bytes"])
        }
        let delete = try db.cachedStatement(sql: "DELETE FROM event WHERE sequence = ?")
        for sequence in doomed { try delete.execute(arguments: [sequence]) }
        ranges = SequenceRanges.merged(ranges)
        return stride(from: 0, to: ranges.count, by: Self.rangesPerLoss).map { start in
            let part = Array(ranges[start..<min(start + Self.rangesPerLoss, ranges.count)])
            return QueueLoss(epoch: epoch, ranges: part, count: part.reduce(0) { $0 + $1.count }, reason: reason)
        }
    }

    /// The ranges of a loss event of this epoch and reason; nil for any other.
    private static func ranges(_ data: String, epoch: String, reason: LossReason) -> [ClosedRange<Int64>]? {
        struct Loss: Decodable {
            var epoch: String?
            var ranges: [[Int64]]
            var reason: String
        }
        guard let loss = try? JSONDecoder().decode(Loss.self, from: Data(data.utf8)), loss.epoch == epoch,
            loss.reason == reason.rawValue
        else { return nil }
        // Beyond any sequence that was given there is nothing to name, and lengths could not be added up.
        let given = 1...Int64(1 << 53)
        return loss.ranges.compactMap { range in
            guard range.count == 2, given.contains(range[0]), given.contains(range[1]), range[0] <= range[1] else {
                return nil
            }
            return range[0]...range[1]
        }
    }

    /// Moves a record that the platform will never take into quarantine and writes the loss down. A refused loss event
    /// causes no further one: two programs would otherwise keep each other busy for ever.
    public func quarantine(_ sequence: Int64, reason: String, now: Int64) throws(StorageTrouble) -> (
        stored: [StoredEvent], lost: [QueueLoss]
    ) {
        try write { db, totals in
            guard
                let row = try Row.fetchOne(db, sql: "SELECT * FROM event WHERE sequence = ?", arguments: [sequence])
            else { return ([], []) }
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO quarantine SELECT sequence, id, type, time, priority, data, ?, ?
                    FROM event WHERE sequence = ?
                    """, arguments: [reason, now, sequence])
            try db.execute(sql: "DELETE FROM event WHERE sequence = ?", arguments: [sequence])
            try db.execute(
                sql: """
                    DELETE FROM quarantine WHERE sequence NOT IN
                    (SELECT sequence FROM quarantine ORDER BY priority DESC, sequence DESC LIMIT ?)
                    """, arguments: [self.bounds.quarantineRows])
            // Ordinary ones go first, emergencies last. The loss of each was told when it was set aside.
            totals.quarantined += 1 - db.changesCount
            totals.remove(sequence, bytes: row["bytes"])
            guard (row["type"] as String) != QueueLoss.eventType else { return ([], []) }
            let loss = QueueLoss(
                epoch: self.epoch, ranges: [sequence...sequence], count: 1, reason: .quarantined)
            return (try Self.insert([self.record(loss, now: now)], db, &totals), [loss])
        }
    }

    /// What is in quarantine, by sequence, from beyond the sequence `after`.
    public func quarantined(limit: Int, after: Int64 = 0) throws(StorageTrouble) -> [QuarantinedEvent] {
        try access { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM quarantine WHERE sequence > ? ORDER BY sequence LIMIT ?",
                arguments: [after, limit]
            ).map { row in
                QuarantinedEvent(stored: Self.event(row), reason: row["reason"], setAsideAt: row["set_aside_at"])
            }
        }
    }

    /// Puts everything in quarantine back to the end of the queue, under the ids it had. Returns what is new.
    public func retryQuarantined() throws(StorageTrouble) -> [StoredEvent] {
        try write { db, totals in
            let events = try Row.fetchAll(db, sql: "SELECT * FROM quarantine ORDER BY set_aside_at, sequence")
                .map { Self.event($0).event }
            try db.execute(sql: "DELETE FROM quarantine")
            totals.quarantined = 0
            return try Self.insert(events, db, &totals)
        }
    }
}
