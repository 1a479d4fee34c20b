import Foundation
import GRDB
import Reporting

extension QueueStore {
    /// The most records that are renumbered at once, because it happens in one transaction.
    static let mostRenumbered = 20_000

    /// Begins a new epoch in the same file. The queued records get new sequences from 1, in the same order and under
    /// the same ids. A booth needs this if the platform already has its sequences under other ids, for example after
    /// its file was restored from an old image. Quarantined records are numbered after the queued ones, and their
    /// sequences are reported as quarantined.
    /// - Returns: the stored report, if there is one; nil if the queue is too long, and then nothing is done.
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
        // Negative first, so that no sequence ever occurs twice.
        try db.execute(sql: "UPDATE \(table) SET sequence = -sequence")
        try db.execute(
            sql: """
                WITH ranked AS (SELECT sequence AS old, row_number() OVER (ORDER BY sequence DESC) AS place FROM \(table))
                UPDATE \(table) SET sequence = ranked.place + ? - 1 FROM ranked WHERE \(table).sequence = ranked.old
                """, arguments: [first])
    }
}
