import Foundation
import GRDB

/// Removes events by age. Everything happens within the caller's transaction.
///
/// Rows are in the order received, so what is due is at the beginning of the table. SQLite gives the next event the
/// number after the highest existing one. The last row therefore stays, because numbers would otherwise start again
/// below the cursors of exports.
enum EventRetention {
    /// A time this much later than the platform's own was stamped while its clock was ahead, in seconds. A smaller
    /// difference is soon over.
    static let tolerance: TimeInterval = 86_400
    /// The most rows corrected at once, and searched for one that is not ahead.
    static let mostCorrected = 20_000

    /// The time from which on a time counts as ahead, in milliseconds.
    static func ahead(of now: Date) -> Int64 {
        now >= .distantFuture ? .max : Timestamp.milliseconds(now + tolerance)
    }

    static func isDue(_ db: Database, before time: Int64, ahead: Int64) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT received_at < ? OR received_at > ? FROM events WHERE row < (SELECT max(row) FROM events)
                ORDER BY row LIMIT 1
                """, arguments: [time, ahead]) ?? false
    }

    /// Corrects the times of the first events if they are ahead. They get the time of the next event whose time is not;
    /// if there is none nearby, the present.
    /// - Returns: the number of events, the first one's earlier time, and their new time.
    static func correct(_ db: Database, ahead: Int64) throws -> (count: Int, from: Int64, to: Int64)? {
        guard
            let first = try Row.fetchOne(
                db,
                sql:
                    "SELECT row, received_at FROM events WHERE row < (SELECT max(row) FROM events) ORDER BY row LIMIT 1"
            ),
            case let from:Int64 = first["received_at"], from > ahead
        else { return nil }
        let next = try Row.fetchOne(
            db,
            sql: """
                SELECT row, received_at FROM (SELECT row, received_at FROM events ORDER BY row LIMIT ?)
                WHERE received_at <= ? ORDER BY row LIMIT 1
                """, arguments: [mostCorrected, ahead])
        let end: Int64? = next?["row"]
        let to: Int64 = next?["received_at"] ?? ahead - Int64(tolerance * 1000)
        try db.execute(
            sql: """
                UPDATE events SET received_at = ?
                WHERE row IN (SELECT row FROM events WHERE row < ? ORDER BY row LIMIT ?)
                """, arguments: [to, end ?? .max, mostCorrected])
        return (db.changesCount, from, to)
    }

    static func remove(_ db: Database, before time: Int64, limit: Int) throws -> Int {
        let oldest = try Row.fetchAll(
            db,
            sql: """
                SELECT row, source, epoch, sequence, received_at FROM events
                WHERE row < (SELECT max(row) FROM events) ORDER BY row LIMIT ?
                """,
            arguments: [limit]
        ).prefix { $0["received_at"] < time }
        guard let last: Int64 = oldest.last?["row"] else { return 0 }
        for row in oldest {
            try SequenceLedgerRecords.forget(
                db, source: row["source"], epoch: row["epoch"], through: row["sequence"],
                receivedAt: row["received_at"])
        }
        try db.execute(sql: "DELETE FROM events WHERE row <= ?", arguments: [last])
        return oldest.count
    }
}
