import Basics
import Foundation
import GRDB
import Reporting
import Vocabulary

extension QueueStore {
    /// The most ranges named in one loss event, so that the event stays small.
    static let rangesPerLoss = 1_000

    /// The most records given up beyond the bound at a time, so that the transaction and the log stay small.
    private static let mostSlack = 1_000

    /// Gives up the least important and oldest records until rows and bytes are a little below their bounds. A full
    /// queue then writes one loss event for many records instead of one for each.
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

    /// Gives up records older than the bound, at most ten thousand per call; call it until nothing is lost any more. It
    /// looks at every row, so call it seldom.
    func enforceAge(now: Int64) throws(StorageTrouble) -> (stored: [StoredEvent], lost: [QueueLoss]) {
        // A clock that was never set says nothing about age.
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

    /// Deletes records and returns the reports to write, rolled up with earlier reports of the same kind that are still
    /// queued.
    private func giveUp(
        _ sequences: [Int64], reason: LossReason, _ db: Database, _ totals: inout Totals
    ) throws -> [QueueLoss] {
        guard !sequences.isEmpty else { return [] }
        totals.dropped += sequences.count
        let delete = try db.cachedStatement(sql: "DELETE FROM event WHERE sequence = ?")
        for sequence in sequences { try delete.execute(arguments: [sequence]) }
        return try rollUp(SequenceRanges.covering(sequences), reason: reason, db, &totals)
    }

    /// The reports to write for these losses. Reports of the same kind that are still in the queue are taken out and
    /// merged in, so that a booth that is offline or refused for long does not fill its queue with them.
    func rollUp(
        _ ranges: [ClosedRange<Int64>], reason: LossReason, _ db: Database, _ totals: inout Totals
    ) throws -> [QueueLoss] {
        var ranges = ranges
        let rows = try Row.fetchAll(
            // The number is written into the SQL text; with a parameter, SQLite would not use the partial index.
            db, sql: "SELECT sequence, bytes, data FROM event WHERE priority = \(QueuedEvent.Priority.loss.rawValue)")
        let delete = try db.cachedStatement(sql: "DELETE FROM event WHERE sequence = ?")
        for row in rows {
            guard let earlier = LossReport(row["data"]), earlier.epoch == epoch, earlier.reason == reason.rawValue
            else {
                continue
            }
            ranges += earlier.ranges + [row["sequence"]...row["sequence"]]
            try delete.execute(arguments: [row["sequence"]])
            totals.remove(row["sequence"], bytes: row["bytes"])
        }
        return Self.reports(SequenceRanges.merged(ranges), epoch: epoch, reason: reason)
    }

    /// The fewest reports that can hold these ranges.
    static func reports(_ ranges: [ClosedRange<Int64>], epoch: String?, reason: LossReason) -> [QueueLoss] {
        stride(from: 0, to: ranges.count, by: rangesPerLoss).map { start in
            let part = Array(ranges[start..<min(start + rangesPerLoss, ranges.count)])
            return QueueLoss(epoch: epoch, ranges: part, count: part.reduce(0) { $0 + $1.count }, reason: reason)
        }
    }
}

/// The data of a loss report; ranges that cannot be are left out.
struct LossReport: Decodable {
    var epoch: String?
    var ranges: [ClosedRange<Int64>]
    var count: Int?
    var reason: String

    private enum CodingKeys: String, CodingKey { case epoch, ranges, count, reason }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        epoch = try values.decodeIfPresent(String.self, forKey: .epoch)
        count = try values.decodeIfPresent(Int.self, forKey: .count)
        reason = try values.decode(String.self, forKey: .reason)
        // Numbers outside the sequences ever given name nothing, and the lengths of such ranges could overflow.
        let given = 1...Int64(1 << 53)
        ranges = try values.decode([[Int64]].self, forKey: .ranges).compactMap { range in
            guard range.count == 2, given.contains(range[0]), given.contains(range[1]), range[0] <= range[1] else {
                return nil
            }
            return range[0]...range[1]
        }
    }

    /// Reads the data of an event; nil for any other data.
    init?(_ data: String) {
        guard let report = try? JSONDecoder().decode(LossReport.self, from: Data(data.utf8)) else { return nil }
        self = report
    }
}
