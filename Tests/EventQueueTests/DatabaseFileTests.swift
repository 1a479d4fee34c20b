import AdapterTestSupport
import Foundation
import GRDB
import Vocabulary
import Testing

@testable import EventQueue

@Suite("The database file", .timeLimit(.minutes(1)))
struct DatabaseFileTests {
    /// What each former version of this program left, in SQL as it was then; never changed afterwards.
    private static let former = [
        "1": """
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
            time INTEGER NOT NULL, priority INTEGER NOT NULL, bytes INTEGER NOT NULL, data TEXT NOT NULL);
        CREATE TABLE quarantine (
            sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, time INTEGER NOT NULL,
            priority INTEGER NOT NULL, data TEXT NOT NULL, reason TEXT NOT NULL, set_aside_at INTEGER NOT NULL);
        CREATE TABLE queue (epoch TEXT NOT NULL, next INTEGER NOT NULL, dropped INTEGER NOT NULL);
        INSERT INTO queue VALUES ('former-epoch', 9, 3);
        INSERT INTO event VALUES
            (4, 'a', 'cn.laoyouting.booth.step.v1', 1780000000000, 0, 64, '{"n":1}'),
            (8, 'b', 'cn.laoyouting.booth.emergency.v1', 1780000000001, 2, 72, '{"n":2}');
        INSERT INTO quarantine VALUES
            (5, 'q', 'cn.laoyouting.booth.step.v1', 1780000000000, 0, '{"n":3}', 'status 400',
             1780000000002);
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        """
    ]

    @Test("A file of each former version is taken over: nothing lost, numbers go on")
    func migrations() throws {
        let known = QueueStore.migrator.migrations
        #expect(Self.former.keys.sorted() == known.dropLast(), "a fixture for each version but the present one")
        for (version, sql) in Self.former {
            let directory = try TemporaryDirectory()
            let path = directory.path + "/events.sqlite"
            let made = try DatabaseQueue(path: path)
            try made.writeWithoutTransaction { try $0.execute(sql: sql) }
            try made.close()

            let store = try QueueStore(path: path, booth: "PT-0042", bounds: QueueBounds(rows: 10))
            #expect(store.epoch == "former-epoch", "version \(version)")
            #expect(try store.peek(count: 9, bytes: .max).map(\.event.id) == ["a", "b"])
            #expect(try store.quarantined(limit: 9).map(\.stored.event.id) == ["q"])
            let status = store.status
            #expect((status.depth, status.bytes, status.dropped, status.quarantined) == (2, 136, 3, 1))
            #expect((status.lowestUnsent, status.oldest) == (4, 1_780_000_000_000))
            #expect(try store.append([event("c")], now: 0).stored.map(\.sequence) == [9])
            #expect(try store.retryQuarantined().map(\.sequence) == [10])
            try store.close()

            // The same schema as a file made today.
            let fresh = try QueueStore(path: directory.path + "/fresh.sqlite", booth: "PT-0042")
            try fresh.close()
            #expect(try schema(path) == schema(directory.path + "/fresh.sqlite"), "version \(version)")
        }
    }

    private func schema(_ path: String) throws -> [String] {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        return try database.read { db in
            let names = try String.fetchAll(
                db, sql: "SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'grdb%' ORDER BY 1")
            return try names
                + String.fetchAll(
                    db,
                    sql: """
                        SELECT m.name || '.' || c.name || ' ' || c.type || c."notnull" || c.pk FROM sqlite_schema m
                        JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'grdb%' ORDER BY 1
                        """)
        }
    }

    @Test("Commits that would not survive a power cut are noticed", arguments: ["OFF", "NORMAL"])
    func doubtful(level: String) throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(path: directory.path + "/events.sqlite", booth: "PT-0042")
        #expect(try store.access(QueueStore.doubt) == nil)
        try store.access { try $0.execute(sql: "PRAGMA synchronous = \(level)") }
        #expect(try store.access(QueueStore.doubt)?.hasPrefix("journal_mode=wal synchronous=") == true)
        try store.close()
        var configuration = Configuration()
        configuration.journalMode = .default
        let plain = try DatabaseQueue(path: directory.path + "/plain.sqlite", configuration: configuration)
        #expect(try plain.read(QueueStore.doubt) == "journal_mode=delete synchronous=2")
        try plain.close()
    }

    @Test("The log stays small through 100,000 appends with a reader and acknowledgements beside them")
    func boundedLog() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path, grouping: .milliseconds(5))
        let log = booth.file + "-wal"
        var longest = 0
        for round in 0..<100 {
            for n in 0..<1_000 { booth.queue.append(event("\(round)-\(n)", urgent: n % 250 == 0)) }
            let (epoch, events) = await booth.peek(400)
            _ = await booth.peek(50)
            if round.isMultiple(of: 2) {
                await booth.acknowledge(try #require(events).map(\.sequence), epoch: epoch)
            }
            longest = max(longest, try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0)
        }
        _ = try await booth.committed(100_000)
        longest = max(longest, try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0)
        // 4 MB when it is due, and one transaction more.
        #expect(longest < 12_000_000)
        #expect(longest > 1_000_000, "the log was used at all")
        #expect(booth.queue.status.depth > 50_000)
        await booth.close()
    }

    @Test("Who waits for a commit is told before the log is emptied")
    func reportBeforeCheckpoint() async throws {
        let directory = try TemporaryDirectory()
        let steps = Recorder<String>()
        var tuning = QueueTuning()
        tuning.logPages = 1
        tuning.phase = { if $0 != .idle { steps.record("\($0)") } }
        let queue = EventQueue(
            directory: directory.path, booth: "PT-0042", bounds: QueueBounds(), grouping: .seconds(3600),
            tuning: tuning, now: { 1_780_000_000_000 }
        ) { _ in steps.record("told") }
        queue.append(event("a", urgent: true))
        #expect(try await steps.wait { $0.count >= 3 } == ["commit", "told", "emptyLog"])
        await withCheckedContinuation { continuation in queue.close { continuation.resume() } }
    }

    @Test("A transaction that could not be undone is undone before the next, and no database is set aside for it")
    func leftOpen() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("a", urgent: true))
        _ = try await booth.committed(1)
        booth.queue.inspect { store in try? store?.access { try $0.execute(sql: "BEGIN; DELETE FROM event") } }
        booth.queue.append(event("b", urgent: true))
        #expect(try await booth.committed(2).map(\.sequence) == [1, 2])
        #expect(await booth.peek().events?.map(\.event.id) == ["a", "b"])
        #expect(booth.reports.values.allSatisfy { $0.asidePath == nil })
        await booth.close()
    }

    @Test("Many at once are committed in transactions of a bounded size")
    func boundedTransactions() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path, grouping: .seconds(3600))
        for n in 0..<2_000 { booth.queue.append(event("\(n)")) }
        booth.queue.append(event("last", urgent: true))
        #expect(try await booth.committed(2_001).map(\.sequence) == Array(1...2_001))
        let sizes = booth.reports.values.map(\.stored.count)
        #expect(sizes.allSatisfy { $0 <= 500 }, "\(sizes)")
        await booth.close()
    }
}
