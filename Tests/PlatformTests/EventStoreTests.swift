import AdapterTestSupport
import Foundation
import GRDB
import Logging
import Synchronization
import Testing

@testable import Platform

/// The SQLite store below HTTP: what it promises under a failing disk or a heavy load.
@Suite struct EventStoreTests {
    private static func batch(
        _ sequences: some Collection<Int64>, booth: String = TestAccess.booth
    ) throws -> EventBatch {
        let validator = CloudEventValidator(booth: booth, schemas: try RecordSchemas())
        let submissions = try sequences.map { sequence in
            let text = TestEvent.make(sequence, booth: booth)
            return validator.read(try JSONParser.parse(Array(text.utf8)), document: text)
        }
        return EventBatch(
            submissions: submissions, queueEpoch: TestEvent.epoch, lowestUnsent: sequences.min() ?? 1,
            receivedAt: Date())
    }

    private static func store(
        _ directory: TestDirectory, deadline: Duration = .seconds(60)
    ) throws -> (database: PlatformDatabase, events: SQLiteEventStore) {
        let database = try PlatformDatabase(path: directory.file("platform.db"))
        let store = SQLiteEventStore(database: database, commitDeadline: deadline, logger: LogRecorder().logger())
        return (database, store)
    }

    @Test func `commits are durable: write-ahead log, synchronous FULL, one connection`() async throws {
        let (database, _) = try Self.store(try TestDirectory())
        let pragmas = try await database.queue.writeWithoutTransaction { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"), try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA secure_delete"),
            ]
        }
        #expect(pragmas == ["wal", "2", "1"])
    }

    @Test func `a full disk stores nothing of a batch, and says so`() async throws {
        let directory = try TestDirectory()
        let (database, store) = try Self.store(directory)
        let batch = try Self.batch(1...400)
        let pages = try await database.queue.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        // The limit on pages makes SQLite meet SQLITE_FULL as it would on a full disk.
        try await database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 4)") }
        await #expect(throws: EventStoreError.unavailable(retryAfterSeconds: 10)) {
            try await store.append(batch, from: TestAccess.booth)
        }
        #expect(try await store.events(of: nil, after: 0, limit: 1).isEmpty)
        #expect(try await store.ledgers().isEmpty)
        try await database.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        let dispositions = try await store.append(batch, from: TestAccess.booth)
        #expect(dispositions == Array(repeating: .accepted, count: 400))
    }

    @Test func `a commit that takes too long has an unknown outcome, and sending again is safe`() async throws {
        let (database, store) = try Self.store(try TestDirectory(), deadline: .milliseconds(20))
        let batch = try Self.batch(1...3)
        let gate = Gate()
        async let held: Void = database.queue.writeWithoutTransaction { _ in gate.hold() }
        await gate.reached()
        await #expect(throws: EventStoreError.outcomeUnknown) { try await store.append(batch, from: TestAccess.booth) }
        gate.open()
        try await held
        let patient = SQLiteEventStore(database: database, logger: LogRecorder().logger())
        let dispositions = try await patient.append(batch, from: TestAccess.booth)
        #expect(Set(dispositions.map { $0 == .accepted || $0 == .duplicate }) == [true])
        #expect(try await patient.events(of: nil, after: 0, limit: 9).count == 3)
    }

    @Test func `with too many batches waiting, the next is turned away`() async throws {
        let (database, store) = try Self.store(try TestDirectory())
        let limit = CommitQueue.maximumWaiting
        let gate = Gate()
        async let held: Void = database.queue.writeWithoutTransaction { _ in gate.hold() }
        await gate.reached()
        let batches = try (1...limit + 5).map { try Self.batch(Int64($0)...Int64($0)) }
        let outcomes = await withTaskGroup(of: Result<[Disposition], EventStoreError>.self) { group in
            for batch in batches {
                group.addTask {
                    do throws(EventStoreError) {
                        return .success(try await store.append(batch, from: TestAccess.booth))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var outcomes: [Result<[Disposition], EventStoreError>] = []
            for await outcome in group {
                outcomes.append(outcome)
                if outcomes.count == 5 { gate.open() }
            }
            return outcomes
        }
        try await held
        #expect(outcomes.prefix(5) == Array(repeating: .failure(.overloaded(retryAfterSeconds: 2)), count: 5)[...])
        #expect(outcomes.dropFirst(5) == Array(repeating: .success([.accepted]), count: limit)[...])
    }

    @Test func `batches that arrive during a commit share the next`() async throws {
        let (database, _) = try Self.store(try TestDirectory())
        let commits = CommitCounter()
        try await database.queue.writeWithoutTransaction { $0.add(transactionObserver: commits) }
        let gate = Gate()
        async let held: Void = database.queue.writeWithoutTransaction { _ in gate.hold() }
        await gate.reached()
        let count = CommitQueue.maximumTogether + 4
        let entered = AsyncStream<Void>.makeStream()
        let queue = CommitQueue(database: database) { entry, db in
            try db.execute(sql: "INSERT INTO heartbeats VALUES (?, 0, '')", arguments: [UUID().uuidString])
            return entry.batch.submissions.map { _ in .accepted }
        }
        for number in 1...count {
            let batch = try Self.batch(Int64(number)...Int64(number))
            let isAdmitted = queue.add(
                CommitQueue.Entry(batch: batch, booth: TestAccess.booth, finish: { _ in entered.continuation.yield() }))
            #expect(isAdmitted)
        }
        gate.open()
        try await held
        var finished = 0
        for await _ in entered.stream {
            finished += 1
            if finished == count { break }
        }
        #expect(commits.count == 2)
    }

    /// Makes the holes that a ledger has before a test begins: every second number.
    private static func makeHoles(_ count: Int, in database: PlatformDatabase) async throws {
        var ledger = SequenceLedger()
        for number in 1...Int64(count) { ledger.receive(2 * number) }
        try await database.queue.write { [ledger] db in
            try SequenceLedgerRecords.write(
                db, source: CloudEventValidator.source(of: TestAccess.booth), epoch: TestEvent.epoch,
                from: SequenceLedger(), to: ledger, at: 0)
        }
    }

    @Test func `a batch writes its own holes and no others`() async throws {
        let (database, store) = try Self.store(try TestDirectory())
        try await Self.makeHoles(5000, in: database)
        func changes() async throws -> Int { try await database.queue.read { $0.totalChangesCount } }
        let before = try await changes()
        // The event, the ledger, and the hole that it fills.
        _ = try await store.append(try Self.batch([4001 as Int64]), from: TestAccess.booth)
        #expect(try await changes() - before == 3)
        // The event, the ledger, and the hole that it leaves.
        _ = try await store.append(try Self.batch([10_003 as Int64]), from: TestAccess.booth)
        #expect(try await changes() - before == 6)
        let holes = try await database.queue.read { db in
            try SequenceLedgerRecords.read(
                db, source: CloudEventValidator.source(of: TestAccess.booth), epoch: TestEvent.epoch
            ).holes
        }
        #expect(holes.count == 5000 && holes.last == 10_001...10_002 && !holes.contains(4001...4001))
    }

    @Test func `the page gets some of very many holes, and their true number`() async throws {
        let (database, store) = try Self.store(try TestDirectory())
        try await Self.makeHoles(5000, in: database)
        // All odd numbers below 8000 are gaps: 1, 3, ... 7999.
        _ = try await store.append(try Self.batch([8000 as Int64]), from: TestAccess.booth)
        let entry = try #require(try await store.ledgers().first)
        #expect(entry.gapCount == 4000)
        #expect(entry.ledger.gaps.count == SequenceLedgerRecords.listedHoles)
    }

    @Test func `a booth with too many holes is told to come later, alone, and may still fill them`() async throws {
        let (database, store) = try Self.store(try TestDirectory())
        let limit = SequenceLedgerRecords.maximumHoles
        try await Self.makeHoles(limit, in: database)
        let beyond = 2 * Int64(limit) + 2
        // It is in one commit with another booth's batch, which does not suffer from it.
        let gate = Gate()
        async let held: Void = database.queue.writeWithoutTransaction { _ in gate.hold() }
        await gate.reached()
        let hostile = try Self.batch([beyond])
        let theirs = try Self.batch([1 as Int64], booth: TestAccess.otherBooth)
        async let refused = #expect(throws: EventStoreError.overloaded(retryAfterSeconds: 60)) {
            try await store.append(hostile, from: TestAccess.booth)
        }
        async let accepted = store.append(theirs, from: TestAccess.otherBooth)
        gate.open()
        try await held
        _ = await refused
        #expect(try await accepted == [.accepted])
        #expect(try await store.events(of: nil, after: 0, limit: 9).count == 1)
        #expect(try await store.append(try Self.batch([5 as Int64]), from: TestAccess.booth) == [.accepted])
        #expect(try await store.append(hostile, from: TestAccess.booth) == [.accepted])
    }

    @Test func `events removed before the platform noted when they had come in are still known`() async throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        let received = Timestamp.milliseconds(Date(timeIntervalSince1970: 1_740_792_600))
        do {
            let old = try DatabaseQueue(path: path)
            try PlatformDatabase.migrator.migrate(old, upTo: "4")
            try await old.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sequence_ledgers
                            (source, epoch, watermark, highest, lowest_unsent, dropped, updated_at, forgotten_through)
                        VALUES (?, ?, 3, 3, 1, 0, ?, 3)
                        """, arguments: ["/booths/\(TestAccess.booth)", TestEvent.epoch, received])
            }
            try old.close()
        }
        let store = SQLiteEventStore(database: try PlatformDatabase(path: path), logger: LogRecorder().logger())
        let batch = try Self.batch(1...4)
        let later = EventBatch(
            submissions: batch.submissions, queueEpoch: batch.queueEpoch, lowestUnsent: 1,
            receivedAt: Timestamp.date(received) + 30 * 86_400)
        #expect(
            try await store.append(later, from: TestAccess.booth) == [.duplicate, .duplicate, .duplicate, .accepted])
        #expect(try await !store.isInDoubt(TestEvent.epoch, of: TestAccess.booth))
    }

    @Test func `a database of an earlier form of the fifth migration comes to the same schema and the same marks`()
        async throws
    {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        do {
            let old = try DatabaseQueue(path: path)
            try PlatformDatabase.migrator.migrate(old, upTo: "5")
            try await old.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sequence_ledgers (source, epoch, watermark, highest, lowest_unsent, dropped,
                            updated_at, forgotten_through, forgotten_at)
                        VALUES ('/booths/a', 'e', 3, 3, 1, 0, 77, 3, 0), ('/booths/b', 'e', 3, 3, 1, 0, 77, 3, 55),
                            ('/booths/c', 'e', 3, 3, 1, 0, 77, 0, 0)
                        """)
                try db.execute(sql: "DROP INDEX events_by_sequence")
            }
            try old.close()
        }
        let fresh = try PlatformDatabase(path: directory.file("fresh.db"))
        let schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        for _ in 0..<2 {
            let database = try PlatformDatabase(path: path)
            let marks = try await database.read {
                try Int64.fetchAll($0, sql: "SELECT forgotten_at FROM sequence_ledgers ORDER BY source")
            }
            #expect(marks == [77, 55, 0])
            let (found, wanted) = try await (
                database.read { try String.fetchAll($0, sql: schema) },
                fresh.read { try String.fetchAll($0, sql: schema) }
            )
            #expect(found.map { $0.replacing("IF NOT EXISTS ", with: "") } == wanted)
            try database.close()
        }
    }

    @Test func `a database of the next version is used as it is`() async throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        do {
            let next = try DatabaseQueue(path: path)
            var migrator = PlatformDatabase.migrator
            migrator.registerMigration("next") { db in
                try db.execute(
                    sql: """
                        ALTER TABLE events ADD COLUMN colour TEXT NOT NULL DEFAULT '';
                        ALTER TABLE sequence_ledgers ADD COLUMN colour TEXT NOT NULL DEFAULT '';
                        CREATE TABLE colours (name TEXT);
                        """)
            }
            try migrator.migrate(next)
            try next.close()
        }
        let store = SQLiteEventStore(database: try PlatformDatabase(path: path), logger: LogRecorder().logger())
        let batch = try Self.batch(1...20)
        #expect(try await store.append(batch, from: TestAccess.booth) == Array(repeating: .accepted, count: 20))
        #expect(try await store.append(batch, from: TestAccess.booth) == Array(repeating: .duplicate, count: 20))
    }

    @Test func `the start that builds the index says so before and after, and no other start does`() throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        do {
            let old = try DatabaseQueue(path: path)
            try PlatformDatabase.migrator.migrate(old, upTo: "4")
            try old.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO events (row, source, id, type, occurred_at, received_at, epoch, sequence, document)
                        VALUES (7, 's', 'i', 't', 1, 1, 'e', 1, '{}')
                        """)
            }
            try old.close()
        }
        let log = LogRecorder()
        try PlatformDatabase(path: path, logger: log.logger()).close()
        let lines = log.text.split(separator: "\n").filter { $0.contains("index") }
        #expect(lines.count == 2)
        #expect(lines.first?.contains("building an index over up to 7 events, once; this can take minutes") == true)
        try PlatformDatabase(path: path, logger: log.logger()).close()
        try PlatformDatabase(path: directory.file("fresh.db"), logger: log.logger()).close()
        #expect(log.text.split(separator: "\n").count { $0.contains("index") } == 2)
    }

    @Test func `a file that is no database is refused with its path`() throws {
        let directory = try TestDirectory()
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: directory.file("platform.db")))
        #expect(throws: (any Error).self) { try PlatformDatabase(path: directory.file("platform.db")) }
    }
}

/// Holds a thread (of the database, never of the cooperative pool) until it is opened.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let arrivals = AsyncStream<Void>.makeStream()

    func hold() {
        arrivals.continuation.yield()
        semaphore.wait()
    }

    func reached() async { for await _ in arrivals.stream { return } }

    func open() { semaphore.signal() }
}

/// Counts transactions.
private final class CommitCounter: TransactionObserver, Sendable {
    private let commits = Mutex(0)

    var count: Int { commits.withLock(\.self) }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}
