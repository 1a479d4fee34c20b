import Foundation
import GRDB
import Logging
import Synchronization

/// Events in SQLite.
///
/// At every moment, even after a crash or power cut, the following holds. An event is stored at most once. A
/// disposition is given only for what is on the disk. The sequence ledgers agree with the events, because both change
/// in one transaction.
final class SQLiteEventStore: EventStore {
    private let database: PlatformDatabase
    private let commitDeadline: Duration
    private let logger: Logger
    private let commits: CommitQueue
    private let doubts = KnownDoubts()

    /// - Parameter commitDeadline: how long a booth waits for its commit before it is told to send again.
    init(database: PlatformDatabase, commitDeadline: Duration = .seconds(10), logger: Logger) {
        self.database = database
        self.commitDeadline = commitDeadline
        self.logger = logger
        commits = CommitQueue(database: database) { [logger, doubts] entry, db in
            let (dispositions, begun, isInDoubt) = try EventBatchInsertion.insert(
                entry.batch, from: entry.booth, in: db)
            doubts.note(isInDoubt, entry.batch.queueEpoch, of: entry.booth)
            for epoch in begun {
                logger.warning(
                    "\(entry.booth): sequences of epoch \(epoch) come again under other ids (was an old image put back?); stored and accounted for apart, and the booth is told to begin a new epoch"
                )
            }
            return dispositions
        }
    }

    func append(_ batch: EventBatch, from booth: String) async throws(EventStoreError) -> [Disposition] {
        let (outcomes, outcome) = AsyncStream<Result<[Disposition], any Error>>.makeStream()
        guard commits.add(CommitQueue.Entry(batch: batch, booth: booth, finish: { outcome.yield($0) })) else {
            throw .overloaded(retryAfterSeconds: 2)
        }
        // The commit is not waited for beyond the deadline, because a hanging disk must not hold up the answer.
        let timer = Task { [commitDeadline] in
            try await Task.sleep(for: commitDeadline)
            outcome.yield(.failure(CancellationError()))
        }
        defer { timer.cancel() }
        do {
            for await result in outcomes { return try result.get() }
            throw CancellationError()  // The caller itself was cancelled: the stream ended without a result.
        } catch let error as EventStoreError {
            logger.error("batch of \(booth) not stored: \(error)")
            throw error
        } catch let trouble as StorageTrouble {
            // Whoever watches the storage has already logged this once.
            logger.debug("batch of \(booth) not stored: \(trouble)")
            if case .failing = trouble { throw .unavailable(retryAfterSeconds: 10) }
            throw .storage(trouble)
        } catch is CancellationError {
            logger.error("batch of \(booth): no commit within \(commitDeadline)")
            throw .outcomeUnknown
        } catch {
            logger.error("batch of \(booth) not stored: \(error)")
            throw .unavailable(retryAfterSeconds: 10)
        }
    }

    /// The number of batches that wait for a commit.
    var waitingCount: Int { commits.waitingCount }

    func isInDoubt(_ epoch: String, of booth: String) async throws -> Bool {
        if let known = doubts.known(epoch, of: booth) { return known }
        let source = CloudEventValidator.source(of: booth)
        return try await database.read { try EpochBranches.branch($0, source: source, epoch: epoch) > 0 }
    }

    func doubtfulEpochs() async throws -> [DoubtfulEpoch] { try await database.read(EpochBranches.all) }

    func hasEvents(receivedBefore time: Date, now: Date) async throws -> Bool {
        let (time, ahead) = (Timestamp.milliseconds(time), EventRetention.ahead(of: now))
        return try await database.read { try EventRetention.isDue($0, before: time, ahead: ahead) }
    }

    func events(of booth: String?, after row: Int64, limit: Int) async throws -> [ReceivedEvent] {
        let source = booth.map(CloudEventValidator.source)
        return try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT row, received_at, document FROM events
                    WHERE row > :row AND (:source IS NULL OR source = :source) ORDER BY row LIMIT :limit
                    """,
                arguments: ["row": row, "source": source, "limit": limit])
            return rows.map {
                ReceivedEvent(row: $0["row"], receivedAt: Timestamp.date($0["received_at"]), document: $0["document"])
            }
        }
    }

    func removeEvents(receivedBefore time: Date, limit: Int, now: Date) async throws -> Int {
        let (time, ahead) = (Timestamp.milliseconds(time), EventRetention.ahead(of: now))
        let (corrected, removed) = try await database.write { db in
            let corrected = try EventRetention.correct(db, ahead: ahead)
            return (corrected, try EventRetention.remove(db, before: time, limit: limit))
        }
        if let corrected {
            logger.notice(
                "\(corrected.count) events came in while the clock was ahead, as it said at \(Timestamp.text(Timestamp.date(corrected.from))) and later; they count as received at \(Timestamp.text(Timestamp.date(corrected.to)))"
            )
        }
        return removed
    }

    func ledgers() async throws -> [LedgerEntry] { try await database.read(SequenceLedgerRecords.all) }

    func activity(since start: Date, latest: Int) async throws -> EventActivity {
        let start = Timestamp.milliseconds(start)
        return try await database.read { db in
            var activity = EventActivity()
            activity.total =
                try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM events WHERE occurred_at >= :start AND occurred_at < :start + 86400000",
                    arguments: ["start": start]) ?? 0
            let groups = try Row.fetchCursor(
                db,
                sql: """
                    SELECT function, language, (occurred_at - :start) / 3600000 AS hour, count(*) AS number
                    FROM events WHERE type = 'cn.laoyouting.booth.function.v1'
                        AND occurred_at >= :start AND occurred_at < :start + 86400000 GROUP BY 1, 2, 3
                    """,
                arguments: ["start": start])
            while let row = try groups.next() {
                let number: Int = row["number"]
                activity.uses += number
                activity.byHour[row["hour"], default: 0] += number
                if let function: String = row["function"] { activity.byFunction[function, default: 0] += number }
                if let language: String = row["language"] { activity.byLanguage[language, default: 0] += number }
            }
            activity.latest = try Row.fetchAll(
                db,
                sql: """
                    SELECT source, type, function, language, occurred_at, received_at FROM events
                    ORDER BY row DESC LIMIT ?
                    """,
                arguments: [latest]
            ).map { row in
                EventActivity.Latest(
                    source: row["source"], type: row["type"], function: row["function"], language: row["language"],
                    occurredAt: Timestamp.date(row["occurred_at"]), receivedAt: Timestamp.date(row["received_at"]))
            }
            return activity
        }
    }
}

/// Whether each booth's last batch was of a doubtful epoch, so that its answer does not have to wait for the database
/// again.
private final class KnownDoubts: Sendable {
    private let last = Mutex<[String: (epoch: String, isInDoubt: Bool)]>([:])

    func note(_ isInDoubt: Bool, _ epoch: String, of booth: String) {
        last.withLock { $0[booth] = (epoch, isInDoubt) }
    }

    /// Whether the epoch is in doubt; nil if that is not known.
    func known(_ epoch: String, of booth: String) -> Bool? {
        last.withLock { last in last[booth].flatMap { $0.epoch == epoch ? $0.isInDoubt : nil } }
    }
}
