import GRDB

/// Sequence ledgers as rows. Everything happens within the caller's transaction.
enum SequenceLedgerRecords {
    /// The most holes that one booth may have over all its epochs. A booth sends in order and reports what it drops, so
    /// an honest one has next to none. Every batch reads the holes of its epoch, so a hostile booth must not pile them
    /// up.
    static let maximumHoles = 10_000
    /// The most holes of one ledger that the page gets.
    static let listedHoles = 1000

    /// The ledger of one epoch; an empty one if nothing was ever received.
    static func read(_ db: Database, source: String, epoch: String) throws -> SequenceLedger {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT highest, lowest_unsent, dropped, forgotten_through, forgotten_at FROM sequence_ledgers
                    WHERE source = ? AND epoch = ?
                    """),
            arguments: [source, epoch])
        guard let row else { return SequenceLedger() }
        return SequenceLedger(
            highest: row["highest"], holes: try holes(db, source: source, epoch: epoch),
            lowestUnsent: row["lowest_unsent"], dropped: row["dropped"], forgottenThrough: row["forgotten_through"],
            forgottenAt: row["forgotten_at"])
    }

    /// Writes what changed, and touches no other hole.
    ///
    /// Throws `EventStoreError.overloaded` if the booth would have too many holes. Filling holes is always possible.
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
        let (before, after) = (Set(old.holes), Set(new.holes))
        let delete = try db.cachedStatement(
            sql: "DELETE FROM sequence_holes WHERE source = ? AND epoch = ? AND first = ?")
        for hole in before.subtracting(after) { try delete.execute(arguments: [source, epoch, hole.lowerBound]) }
        let insert = try db.cachedStatement(
            sql: "INSERT INTO sequence_holes (source, epoch, first, last) VALUES (?, ?, ?, ?)")
        for hole in after.subtracting(before) {
            try insert.execute(arguments: [source, epoch, hole.lowerBound, hole.upperBound])
        }
        guard after.count > before.count else { return }
        let count =
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT count(*) FROM sequence_holes WHERE source = ?"), arguments: [source])
            ?? 0
        guard count <= maximumHoles else { throw EventStoreError.overloaded(retryAfterSeconds: 60) }
    }

    /// Notes that an event with this sequence, received at this time, has been removed.
    static func forget(
        _ db: Database, source: String, epoch: String, through sequence: Int64, receivedAt: Int64
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE sequence_ledgers SET forgotten_through = max(forgotten_through, ?),
                    forgotten_at = max(forgotten_at, ?)
                WHERE source = ? AND epoch = ?
                """
        ).execute(arguments: [sequence, receivedAt, source, epoch])
    }

    /// The names of an epoch's ledgers from which something was removed by age.
    static func forgetful(_ db: Database, source: String, epoch: String) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(
                // The names given by `EpochBranches`: the epoch, and the epoch with `~` and digits, which sorts before
                // `~~`.
                sql: """
                    SELECT epoch FROM sequence_ledgers
                    WHERE source = :source AND (epoch = :epoch OR (epoch > :epoch || '~' AND epoch < :epoch || '~~'))
                        AND forgotten_through > 0
                    """),
            arguments: ["source": source, "epoch": epoch])
    }

    /// Every ledger, most recently used first, each with its first `listedHoles` holes.
    static func all(_ db: Database) throws -> [LedgerEntry] {
        try Row.fetchAll(db, sql: "SELECT * FROM sequence_ledgers ORDER BY updated_at DESC").map { row in
            let source: String = row["source"]
            let epoch: String = row["epoch"]
            let ledger = SequenceLedger(
                highest: row["highest"], holes: try holes(db, source: source, epoch: epoch, limit: listedHoles),
                lowestUnsent: row["lowest_unsent"], dropped: row["dropped"],
                forgottenThrough: row["forgotten_through"])
            var gapCount = ledger.gaps.count
            if ledger.holes.count == listedHoles, let last = ledger.holes.last {
                gapCount +=
                    try Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FROM sequence_holes
                            WHERE source = ? AND epoch = ? AND first > ? AND first < ?
                            """,
                        arguments: [source, epoch, last.upperBound, ledger.lowestUnsent]) ?? 0
            }
            return LedgerEntry(
                source: source, epoch: epoch, ledger: ledger, gapCount: gapCount,
                updatedAt: Timestamp.date(row["updated_at"]))
        }
    }

    /// The holes in ascending order; a limit of -1 means no limit.
    private static func holes(
        _ db: Database, source: String, epoch: String, limit: Int = -1
    ) throws -> [ClosedRange<Int64>] {
        let statement = try db.cachedStatement(
            sql: "SELECT first, last FROM sequence_holes WHERE source = ? AND epoch = ? ORDER BY first LIMIT ?")
        var holes: [ClosedRange<Int64>] = []
        let rows = try Row.fetchCursor(statement, arguments: [source, epoch, limit])
        while let row = try rows.next() {
            let first: Int64 = row[0]
            holes.append(first...row[1])
        }
        return holes
    }
}
