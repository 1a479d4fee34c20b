import Foundation
import GRDB
import Logging
import Synchronization

/// Events in SQLite.
///
/// What holds at every moment, a crash or power cut included: an event is stored at most once, a disposition is only
/// given for what is on the disk, and the sequence ledgers agree with the events, since both change in one transaction.
final class SQLiteEventStore: EventStore {
    /// Batches that may wait for the connection; beyond, a booth is asked to come again.
    static let maximumWaiting = 64

    private let database: PlatformDatabase
    private let commitDeadline: Duration
    private let logger: Logger
    private let waiting = Mutex(0)

    /// `commitDeadline`: how long a booth is kept waiting for its commit before it is told to send again.
    init(database: PlatformDatabase, commitDeadline: Duration = .seconds(10), logger: Logger) {
        self.database = database
        self.commitDeadline = commitDeadline
        self.logger = logger
    }

    func append(_ batch: EventBatch, from booth: String) async throws(EventStoreError) -> [Disposition] {
        let admitted = waiting.withLock { count in
            guard count < Self.maximumWaiting else { return false }
            count += 1
            return true
        }
        guard admitted else { throw .overloaded(retryAfterSeconds: 2) }
        do {
            return try await firstResult(within: commitDeadline) { [self] in
                defer { waiting.withLock { $0 -= 1 } }
                return try await database.queue.writeWithoutTransaction { db in
                    try Self.commit(batch, from: booth, in: db)
                }
            }
        } catch let error as EventStoreError {
            logger.error("batch of \(booth) not stored: \(error)")
            throw error
        } catch is CancellationError {
            logger.error("batch of \(booth): no commit within \(commitDeadline)")
            throw .outcomeUnknown
        } catch {
            logger.error("batch of \(booth) not stored: \(error)")
            throw .unavailable(retryAfterSeconds: 10)
        }
    }

    /// The whole transaction. Errors before the commit leave nothing behind; an error of the commit itself may come
    /// after the data reached the disk, and only a transaction written out by hand can tell the two apart.
    private static func commit(_ batch: EventBatch, from booth: String, in db: Database) throws -> [Disposition] {
        try db.beginTransaction(.immediate)
        let dispositions: [Disposition]
        do {
            dispositions = try insert(batch, from: booth, in: db)
        } catch {
            try db.rollback()
            throw error
        }
        do {
            try db.commit()
        } catch {
            if db.isInsideTransaction { try db.rollback() }
            throw EventStoreError.outcomeUnknown
        }
        return dispositions
    }

    private static func insert(_ batch: EventBatch, from booth: String, in db: Database) throws -> [Disposition] {
        let source = CloudEventValidator.source(of: booth)
        let receivedAt = Timestamp.milliseconds(batch.receivedAt)
        var before: [String: SequenceLedger] = [:]
        var ledgers: [String: SequenceLedger] = [:]
        func update(_ epoch: String, _ change: (inout SequenceLedger) -> Void) throws {
            if ledgers[epoch] == nil {
                let stored = try SequenceLedgerRecords.read(db, source: source, epoch: epoch)
                before[epoch] = stored
                ledgers[epoch] = stored
            }
            change(&ledgers[epoch, default: SequenceLedger()])
        }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO events
                    (source, id, type, occurred_at, received_at, epoch, sequence, function, language, document)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, id) DO NOTHING
                """)
        var dispositions: [Disposition] = []
        dispositions.reserveCapacity(batch.submissions.count)
        for submission in batch.submissions {
            switch submission {
            case .unreadable(_, let reason):
                dispositions.append(.rejected(reason: reason.rawValue))
            case .event(let event):
                guard event.source == source else {
                    dispositions.append(.rejected(reason: RejectionReason.source.rawValue))
                    continue
                }
                try statement.execute(arguments: [
                    source, event.id, event.type, event.occurredAt, receivedAt, event.epoch, event.sequence,
                    event.function, event.language, event.document,
                ])
                guard db.changesCount == 1 else {
                    dispositions.append(.duplicate)
                    continue
                }
                dispositions.append(.accepted)
                try update(event.epoch) { $0.receive(event.sequence) }
                if let report = event.dropReport, let epoch = report.epoch {
                    try update(epoch) { ledger in report.ranges.forEach { ledger.explain($0) } }
                }
            }
        }
        try update(batch.queueEpoch) { $0.announce(lowestUnsent: batch.lowestUnsent) }
        for (epoch, ledger) in ledgers {
            guard let old = before[epoch], old != ledger else { continue }
            try SequenceLedgerRecords.write(db, source: source, epoch: epoch, from: old, to: ledger, at: receivedAt)
        }
        return dispositions
    }

    func events(of booth: String?, after row: Int64, limit: Int) async throws -> [StoredEvent] {
        let source = booth.map(CloudEventValidator.source)
        return try await database.queue.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT row, received_at, document FROM events
                    WHERE row > :row AND (:source IS NULL OR source = :source) ORDER BY row LIMIT :limit
                    """,
                arguments: ["row": row, "source": source, "limit": limit])
            return rows.map {
                StoredEvent(row: $0["row"], receivedAt: Timestamp.date($0["received_at"]), document: $0["document"])
            }
        }
    }

    func ledgers() async throws -> [LedgerEntry] { try await database.queue.read(SequenceLedgerRecords.all) }

    func activity(since start: Date, latest: Int) async throws -> EventActivity {
        let start = Timestamp.milliseconds(start)
        return try await database.queue.read { db in
            var activity = EventActivity()
            let groups = try Row.fetchCursor(
                db,
                sql: """
                    SELECT function, language, (occurred_at - :start) / 3600000 AS hour, count(*) AS number
                    FROM events WHERE occurred_at >= :start AND occurred_at < :start + 86400000 GROUP BY 1, 2, 3
                    """,
                arguments: ["start": start])
            while let row = try groups.next() {
                let number: Int = row["number"]
                activity.total += number
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

/// What the operation comes to, or `CancellationError` when the time is up. The operation is then cancelled but not
/// waited for: a disk that hangs must not hold up the answer.
private func firstResult<Value: Sendable>(
    within deadline: Duration, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let (results, continuation) = AsyncStream<Result<Value, any Error>>.makeStream()
    let work = Task {
        do {
            continuation.yield(.success(try await operation()))
        } catch {
            continuation.yield(.failure(error))
        }
    }
    let timer = Task {
        try await Task.sleep(for: deadline)
        work.cancel()
        continuation.yield(.failure(CancellationError()))
    }
    defer { timer.cancel() }
    for await result in results { return try result.get() }
    work.cancel()  // The caller itself was cancelled: the stream ended without a result.
    throw CancellationError()
}
