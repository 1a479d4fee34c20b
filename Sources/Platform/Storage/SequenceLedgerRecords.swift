import GRDB

/// Sequence ledgers as rows. All within the caller's transaction.
enum SequenceLedgerRecords {
    /// The ledger of one epoch; an empty one if nothing was ever received.
    static func read(_ db: Database, source: String, epoch: String) throws -> SequenceLedger {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT highest, lowest_unsent, dropped, forgotten_through FROM sequence_ledgers
                    WHERE source = ? AND epoch = ?
                    """),
            arguments: [source, epoch])
        guard let row else { return SequenceLedger() }
        return SequenceLedger(
            highest: row["highest"], holes: try holes(db, source: source, epoch: epoch),
            lowestUnsent: row["lowest_unsent"], dropped: row["dropped"], forgottenThrough: row["forgotten_through"])
    }

    /// Writes what changed.
    static func write(
        _ db: Database, source: String, epoch: String, from old: SequenceLedger, to new: SequenceLedger, at now: Int64
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO sequence_ledgers (source, epoch, watermark, highest, lowest_unsent, dropped, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET watermark = excluded.watermark, highest = excluded.highest,
                    lowest_unsent = excluded.lowest_unsent, dropped = excluded.dropped,
                    updated_at = excluded.updated_at
                """
        ).execute(
            arguments: [source, epoch, new.watermark, new.highest, new.lowestUnsent, new.dropped, now])
        guard new.holes != old.holes else { return }
        try db.cachedStatement(sql: "DELETE FROM sequence_holes WHERE source = ? AND epoch = ?")
            .execute(arguments: [source, epoch])
        let insert = try db.cachedStatement(
            sql: "INSERT INTO sequence_holes (source, epoch, first, last) VALUES (?, ?, ?, ?)")
        for hole in new.holes { try insert.execute(arguments: [source, epoch, hole.lowerBound, hole.upperBound]) }
    }

    /// Notes that an event of this sequence is removed.
    static func forget(_ db: Database, source: String, epoch: String, through sequence: Int64) throws {
        try db.cachedStatement(
            sql: """
                UPDATE sequence_ledgers SET forgotten_through = max(forgotten_through, ?)
                WHERE source = ? AND epoch = ?
                """
        ).execute(arguments: [sequence, source, epoch])
    }

    /// Every ledger, the most recently used first.
    static func all(_ db: Database) throws -> [LedgerEntry] {
        try Row.fetchAll(db, sql: "SELECT * FROM sequence_ledgers ORDER BY updated_at DESC").map { row in
            let source: String = row["source"]
            let epoch: String = row["epoch"]
            return LedgerEntry(
                source: source, epoch: epoch,
                ledger: SequenceLedger(
                    highest: row["highest"], holes: try holes(db, source: source, epoch: epoch),
                    lowestUnsent: row["lowest_unsent"], dropped: row["dropped"],
                    forgottenThrough: row["forgotten_through"]),
                updatedAt: Timestamp.date(row["updated_at"]))
        }
    }

    private static func holes(_ db: Database, source: String, epoch: String) throws -> [ClosedRange<Int64>] {
        let statement = try db.cachedStatement(
            sql: "SELECT first, last FROM sequence_holes WHERE source = ? AND epoch = ? ORDER BY first")
        return try Row.fetchAll(statement, arguments: [source, epoch]).map { row in
            let first: Int64 = row["first"]
            return first...row["last"]
        }
    }
}
