import GRDB

/// The epochs in which a booth counted anew. What comes afterwards is kept under a name of its own: the epoch with `~`
/// and a number. Everything happens within the caller's transaction.
enum EpochBranches {
    /// The most branches: a booth that never begins a new epoch, or two with the same token, must not create ledgers
    /// without end.
    static let most = 100

    /// How often the booth has counted anew in this epoch.
    static func branch(_ db: Database, source: String, epoch: String) throws -> Int {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT branch FROM epoch_branches WHERE source = ? AND epoch = ?"),
            arguments: [source, epoch]) ?? 0
    }

    /// The name under which new sequences are accounted for.
    static func name(_ epoch: String, branch: Int) -> String { branch == 0 ? epoch : "\(epoch)~\(branch)" }

    /// Notes that the booth counts anew, and returns how often it has done so.
    static func begin(_ db: Database, source: String, epoch: String, at now: Int64) throws -> Int {
        try db.execute(
            sql: """
                INSERT INTO epoch_branches (source, epoch, branch, since) VALUES (?, ?, 1, ?)
                ON CONFLICT DO UPDATE SET branch = branch + 1, since = excluded.since
                """, arguments: [source, epoch, now])
        return try branch(db, source: source, epoch: epoch)
    }

    /// All of them, latest first.
    static func all(_ db: Database) throws -> [DoubtfulEpoch] {
        try Row.fetchAll(db, sql: "SELECT * FROM epoch_branches ORDER BY since DESC, source LIMIT 1000").map { row in
            DoubtfulEpoch(
                source: row["source"], epoch: row["epoch"], branch: row["branch"], since: Timestamp.date(row["since"]))
        }
    }
}
