import Basics
import Foundation
import GRDB
public import Reporting

extension QueueStore {
    /// The most refused loss reports in quarantine. Reports of one kind are merged, so only past epochs add more.
    private static let mostRefusedReports = 16

    /// Moves a record that the platform will never take into quarantine and writes the loss down, rolled up with
    /// earlier reports. A full quarantine gives up its least important and oldest records, emergencies last; these are
    /// counted as dropped and reported. A refused loss report causes no further report, because two programs would
    /// otherwise keep each other busy for ever. It is kept beside the records and never takes the place of one.
    public func quarantine(_ sequence: Int64, reason: String, now: Int64) throws(StorageTrouble) -> (
        stored: [StoredEvent], lost: [QueueLoss]
    ) {
        try write { db, totals in
            guard
                let row = try Row.fetchOne(db, sql: "SELECT * FROM event WHERE sequence = ?", arguments: [sequence])
            else { return ([], []) }
            try db.execute(sql: "DELETE FROM event WHERE sequence = ?", arguments: [sequence])
            totals.remove(sequence, bytes: row["bytes"])
            let refused = Refused(row, reason: reason, at: now)
            var lost: [QueueLoss] = []
            var reports: [QueueLoss] = []
            if refused.type == QueueLoss.eventType {
                let evicted = try self.keep(report: refused, db)
                totals.quarantined = try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0
                // Reports of records given up here are of one kind and share one place, so this terminates.
                if !evicted.isEmpty { reports = try self.countOut(evicted, db, &totals, &lost) }
            } else {
                try refused.insert(db)
                lost = [QueueLoss(epoch: self.epoch, ranges: [sequence...sequence], count: 1, reason: .quarantined)]
                reports = try self.rollUp([sequence...sequence], reason: .quarantined, db, &totals)
                totals.quarantined += 1
                let evicted = totals.quarantined > self.bounds.quarantineRows ? try self.evict(db) : []
                if !evicted.isEmpty {
                    totals.quarantined -= evicted.count
                    reports += try self.countOut(evicted, db, &totals, &lost)
                }
            }
            return (try Self.insert(reports.map { self.record($0, now: now) }, db, &totals), lost)
        }
    }

    /// Counts evicted records as dropped and returns the reports to write for them.
    private func countOut(
        _ evicted: [Int64], _ db: Database, _ totals: inout Totals, _ lost: inout [QueueLoss]
    ) throws -> [QueueLoss] {
        totals.dropped += evicted.count
        let ranges = SequenceRanges.covering(evicted)
        lost.append(QueueLoss(epoch: epoch, ranges: ranges, count: evicted.count, reason: .rows))
        return try rollUp(ranges, reason: .rows, db, &totals)
    }

    /// Gives up records beyond the bound and returns their sequences. Loss reports have a bound of their own.
    private func evict(_ db: Database) throws -> [Int64] {
        let count =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM quarantine WHERE type <> ?", arguments: [QueueLoss.eventType]) ?? 0
        guard count > bounds.quarantineRows else { return [] }
        let doomed = try Int64.fetchAll(
            db, sql: "SELECT sequence FROM quarantine WHERE type <> ? ORDER BY priority, sequence LIMIT ?",
            arguments: [QueueLoss.eventType, count - bounds.quarantineRows])
        for sequence in doomed { try Self.forget(sequence, db) }
        return doomed
    }

    /// Keeps a refused loss report under a new id, merged with those of its kind that were refused before. Returns the
    /// sequences of reports that were given up for it.
    private func keep(report: Refused, _ db: Database) throws -> [Int64] {
        var kept = report
        if let new = LossReport(report.data), let reason = LossReason(rawValue: new.reason) {
            var (ranges, count) = (new.ranges, new.count)
            // Its own sequence is a hole as well.
            if new.epoch == epoch, !ranges.isEmpty { ranges.append(report.sequence...report.sequence) }
            let rows = try Row.fetchAll(
                db, sql: "SELECT sequence, data FROM quarantine WHERE type = ?", arguments: [QueueLoss.eventType])
            for row in rows {
                guard let old = LossReport(row["data"]), old.epoch == new.epoch, old.reason == new.reason,
                    old.ranges.isEmpty == ranges.isEmpty, old.ranges.count + ranges.count <= Self.rangesPerLoss
                else { continue }
                ranges += old.ranges
                // If only one of the counts is known, the sum is at least that.
                count = (count != nil || old.count != nil) ? Self.sum(count ?? 0, old.count ?? 0) : nil
                try Self.forget(row["sequence"], db)
            }
            ranges = SequenceRanges.merged(ranges)
            if !ranges.isEmpty { count = ranges.reduce(0) { $0 + $1.count } }
            kept.id = UUID().uuidString.lowercased()
            kept.data =
                QueueLoss(epoch: new.epoch, ranges: ranges, count: count, reason: reason)
                .data(booth: booth).serialized
        }
        try kept.insert(db)
        let doomed = try Int64.fetchAll(
            db, sql: "SELECT sequence FROM quarantine WHERE type = ? ORDER BY sequence DESC LIMIT -1 OFFSET ?",
            arguments: [QueueLoss.eventType, Self.mostRefusedReports])
        for sequence in doomed { try Self.forget(sequence, db) }
        return doomed.sorted()
    }

    private static func sum(_ one: Int, _ other: Int) -> Int { min(max(one, 0), 1 << 40) + min(max(other, 0), 1 << 40) }

    private static func forget(_ sequence: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM quarantine WHERE sequence = ?", arguments: [sequence])
    }

    /// The records in quarantine after the sequence `after`, ordered by sequence.
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

    /// Moves everything in quarantine back to the end of the queue, under the same ids. Returns the newly stored
    /// records.
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

/// A row of the quarantine.
private struct Refused {
    var sequence: Int64
    var id: String
    var type: String
    var time: Int64
    var priority: Int
    var data: String
    var reason: String
    var at: Int64

    /// From a row of the queue.
    init(_ row: Row, reason: String, at: Int64) {
        (sequence, id, type, time) = (row["sequence"], row["id"], row["type"], row["time"])
        (priority, data) = (row["priority"], row["data"])
        (self.reason, self.at) = (reason, at)
    }

    func insert(_ db: Database) throws {
        // Names its columns, because a newer version's table may have more.
        try db.execute(
            sql: """
                INSERT INTO quarantine (sequence, id, type, time, priority, data, reason, set_aside_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [sequence, id, type, time, priority, data, reason, at])
    }
}
