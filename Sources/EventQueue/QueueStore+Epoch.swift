import Foundation
import GRDB
import Reporting

extension QueueStore {
    /// Most records that are given new numbers at once: it is one transaction.
    static let mostRenumbered = 20_000

    /// Begins a new epoch in the same file: what is in it gets new sequences from 1, in the same order, under the ids it
    /// had. For a booth whose sequences came to the platform before with other ids, as after its file was put back from
    /// an old image. What is in quarantine comes after the queue, and its places are reported as such.
    /// - Returns: the report, if there is one; nil, and nothing is done, while the queue is too long.
    func beginEpoch(now: Int64) throws(StorageTrouble) -> [StoredEvent]? {
        guard totals.depth + totals.quarantined <= Self.mostRenumbered else { return nil }
        let fresh = UUID().uuidString.lowercased()
        let stored = try write { db, totals in
            let (depth, aside) = (Int64(totals.depth), Int64(totals.quarantined))
            try Self.renumber("event", from: 1, db)
            try Self.renumber("quarantine", from: depth + 1, db)
            totals = Totals(
                next: depth + aside + 1, depth: totals.depth, bytes: totals.bytes, dropped: totals.dropped,
                quarantined: totals.quarantined)
            try db.execute(sql: "UPDATE queue SET epoch = ?, next = ?", arguments: [fresh, depth + aside + 1])
            guard aside > 0 else { return [] as [StoredEvent] }
            let loss = QueueLoss(
                epoch: fresh, ranges: [depth + 1...depth + aside], count: Int(aside), reason: .quarantined)
            return try Self.insert([self.record(loss, now: now)], db, &totals)
        }
        epoch = fresh
        return stored
    }

    private static func renumber(_ table: String, from first: Int64, _ db: Database) throws {
        // Out of the way first: a sequence is never there twice.
        try db.execute(sql: "UPDATE \(table) SET sequence = -sequence")
        try db.execute(
            sql: """
                WITH ranked AS (SELECT sequence AS old, row_number() OVER (ORDER BY sequence DESC) AS place FROM \(table))
                UPDATE \(table) SET sequence = ranked.place + ? - 1 FROM ranked WHERE \(table).sequence = ranked.old
                """, arguments: [first])
    }
}
