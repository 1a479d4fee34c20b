import AdapterTestSupport
import Foundation
import GRDB
import Vocabulary
import Testing

@testable import EventQueue

/// The file of a made-up next version of this program.
@Suite("A file of the next version is used, or left alone; it is not broken", .timeLimit(.minutes(1)))
struct NextVersionTests {
    private func made(by next: String, in directory: TemporaryDirectory, count: Int = 500) async throws {
        let booth = Booth(directory.path)
        for number in 0..<count { booth.queue.append(event("\(number)", urgent: number == count - 1)) }
        _ = try await booth.committed(count)
        await booth.close()
        let database = try DatabaseQueue(path: booth.file)
        try await database.write { try $0.execute(sql: next + "INSERT INTO grdb_migrations VALUES ('next')") }
        try database.close()
    }

    /// A next version may add, and nothing else.
    private static let additions = """
        ALTER TABLE event ADD COLUMN shard INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE quarantine ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE queue ADD COLUMN begun_at INTEGER;
        CREATE TABLE receipt (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        CREATE INDEX event_shard ON event (shard);
        UPDATE event SET priority = 7 WHERE sequence % 50 = 0;
        """

    @Test("500 events of the next version are all there, and go; new ones come, refusals are set aside")
    func used() async throws {
        let directory = try TemporaryDirectory()
        try await made(by: Self.additions, in: directory)
        let booth = Booth(directory.path)
        let (epoch, events) = await booth.peek()
        #expect(events?.map(\.event.id) == (0..<500).map(String.init))
        #expect(events?.map(\.sequence) == Array(1...500))
        booth.queue.append(event("of this version", urgent: true))
        #expect(try await booth.committed(1).map(\.sequence) == [501])
        await booth.quarantine(50, epoch: epoch, reason: "status 400")
        #expect(booth.queue.status.quarantined == 1)
        await booth.acknowledge(Array(1...500), epoch: epoch)
        #expect(await booth.peek().events?.map(\.sequence) == [501, 502])
        #expect(booth.reports.values.allSatisfy { $0.asidePath == nil && !$0.isDegraded })
        await booth.close()

        // And the next version finds its own again.
        let database = try DatabaseQueue(path: booth.file)
        #expect(
            try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event WHERE shard = 0") } == 2)
        #expect(
            try await database.read { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations") }.contains(
                "next"))
        try database.close()
    }

    @Test(
        "One that this version cannot use is left as it is, however often it is tried; events wait in memory",
        arguments: [
            "ALTER TABLE event RENAME COLUMN data TO body;",
            "ALTER TABLE quarantine RENAME TO refused;",
            "CREATE TRIGGER no BEFORE INSERT ON event BEGIN SELECT raise(ABORT, 'not like this'); END;",
        ])
    func leftAlone(change: String) async throws {
        let directory = try TemporaryDirectory()
        try await made(by: change, in: directory, count: 5)
        let file = directory.path + "/events.sqlite"
        let whole = try contents(file)
        let booth = Booth(directory.path)
        booth.queue.append(event("meanwhile", urgent: true))
        guard case .degraded(.unavailable(let reason)) = try await booth.reports.first(where: \.isDegraded) else {
            Issue.record("not told")
            return
        }
        #expect(reason.contains("newer version"))
        // Make the queue try again at least once.
        for _ in 0..<2 {
            booth.queue.append(event("again", urgent: true))
            await withCheckedContinuation { continuation in booth.queue.inspect { _ in continuation.resume() } }
        }
        #expect(booth.queue.status.inMemory >= 1)
        await booth.close()
        #expect(booth.reports.values.allSatisfy { $0.asidePath == nil })
        #expect(try contents(file) == whole)
    }

    private func contents(_ file: String) throws -> [String] {
        let database = try DatabaseQueue(path: file)
        defer { try? database.close() }
        return try database.read { db in
            try String.fetchAll(db, sql: "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1")
                + String.fetchAll(db, sql: "SELECT sequence || ' ' || id || ' ' || type || ' ' || time FROM event")
                + String.fetchAll(db, sql: "SELECT epoch || ' ' || next || ' ' || dropped FROM queue")
        }
    }
}
