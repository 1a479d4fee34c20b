import AdapterTestSupport
import Foundation
import GRDB
import Glibc
import Logging
import Synchronization
import Testing

@testable import Platform

/// What becomes of the platform when something happens to its database.
@Suite struct StorageHealthTests {
    private static let id = "00000000-0000-4000-8000-000000000001"

    /// Sends one request of each kind and returns their statuses.
    private static func statuses(_ http: HTTPTestClient) async throws -> [String: Int] {
        let order =
            #"{"id":"\#(id)","kind":"taxi","language":"en","address":"x","booth_number":"PT-0042"}"#
        let operatorToken = TestAccess.operatorToken
        return [
            "events": try await http.postEvents([TestEvent.make(1)]).status,
            "heartbeat": try await http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat()).status,
            "order": try await http.post("/v1/requests", json: order).status,
            "poll": try await http.get("/v1/requests/\(id)").status,
            "cancel": try await http.post("/v1/requests/\(id)/cancel", json: "{}").status,
            "content": try await http.get("/v1/content").status,
            "export": try await http.get("/v1/admin/events", token: operatorToken).status,
            "page": try await http.get("/", token: operatorToken).status,
            "requests": try await http.get("/requests", token: operatorToken).status,
            "health": try await http.get("/healthz", token: nil).status,
            "login": try await http.get("/login", token: nil).status,
            "nothing": try await http.get("/nothing", token: nil).status,
        ]
    }

    private static func lines(_ log: String, _ word: String) -> Int {
        log.split(separator: "\n").count { $0.contains("storage:") && $0.contains(word) }
    }

    @Test(arguments: ["moved", "removed", "replaced"])
    func `a file that is moved, removed or replaced under it: nothing is acknowledged any more, and it says so`(
        what: String
    ) async throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        try await withPlatform(in: directory) { platform in
            #expect(try await platform.http.postEvents([TestEvent.make(1)]).dispositions == ["accepted"])
            let before = try #require(FileManager.default.contents(atPath: path))
            switch what {
            case "moved": #expect(rename(path, path + ".moved") == 0)
            case "removed": #expect(unlink(path) == 0)
            default:
                try before.write(to: URL(filePath: path + ".other"))
                #expect(rename(path + ".other", path) == 0)
            }
            #expect(Set(try await Self.statuses(platform.http).values) == [503])
            let answer = try await platform.http.postEvents([TestEvent.make(2)])
            #expect(try answer.isProblem(503) && answer["retry-after"] != nil)
            #expect(answer.text.contains("moved or replaced"))
            #expect(Self.lines(platform.log.text, "while the platform runs") == 1, "said once")
            guard what == "moved" else { return }
            #expect(rename(path + ".moved", path) == 0)
            #expect(try await platform.http.postEvents([TestEvent.make(2)]).dispositions == ["accepted"])
            #expect(try await platform.server.events.events(of: nil, after: 0, limit: 9).count == 2)
            #expect(Self.lines(platform.log.text, "works again") == 1)
        }
    }

    @Test func `a file that is moved while something is written to it works again when it is back`() throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE note (text TEXT)") }
        let health = StorageHealth(
            path: path, isWatched: true, logger: Logger(label: "storage") { _ in SwiftLogNoOpLogHandler() })
        try health.check()
        try queue.inDatabase { db in
            try health.writing(db) {
                try db.execute(sql: "INSERT INTO note VALUES ('one')")
                #expect(rename(path, path + ".moved") == 0)
            }
            #expect(throws: StorageTrouble.self) { try health.check() }
            #expect(rename(path + ".moved", path) == 0)
            try health.check()
            try health.writing(db) { try db.execute(sql: "INSERT INTO note VALUES ('two')") }
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM note") == 2)
        }
    }

    @Test(arguments: [false, true])
    func `a backup that is copied over it in place is noticed by the first request of any kind, and left alone`(
        isSameSize: Bool
    ) async throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        if !isSameSize {
            try await withPlatform(in: directory) { _ = try await $0.http.postEvents([TestEvent.make(9)]) }
        }
        let backup = FileManager.default.contents(atPath: path)
        try await withPlatform(in: directory) { platform in
            for sequence in 1...20 as ClosedRange<Int64> {
                _ = try await platform.http.postEvents([TestEvent.make(sequence)])
            }
            let copy = try #require(backup ?? FileManager.default.contents(atPath: path))
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: copy)
            try handle.close()
            #expect(try await platform.http.get("/healthz", token: nil).status == 503)
            #expect(Set(try await Self.statuses(platform.http).values) == [503])
            #expect(Self.lines(platform.log.text, "written over") == 1, "said once")
        }
        if let backup { #expect(FileManager.default.contents(atPath: path) == backup, "nothing is written into it") }
    }

    @Test func `what another SQLite commits is no file written over`() async throws {
        let directory = try TestDirectory()
        try await withPlatform(in: directory) { platform in
            _ = try await platform.http.postEvents([TestEvent.make(1)])
            let other = try DatabaseQueue(path: directory.file("platform.db"))
            try await other.write { try $0.execute(sql: "CREATE TABLE IF NOT EXISTS notes (text TEXT)") }
            try await other.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try other.close()
            #expect(try await platform.http.get("/healthz", token: nil).status == 200)
            #expect(try await platform.http.postEvents([TestEvent.make(2)]).dispositions == ["accepted"])
        }
    }

    @Test func `a file that goes while a commit waits is noticed before the answer`() async throws {
        let directory = try TestDirectory()
        try await withPlatform(in: directory) { platform in
            _ = try await platform.http.postEvents([TestEvent.make(1)])
            let (started, start) = AsyncStream<Void>.makeStream()
            let gate = DispatchSemaphore(value: 0)
            async let held: Void = platform.server.database.queue.writeWithoutTransaction { _ in
                start.yield()
                gate.wait()
            }
            for await _ in started { break }
            async let answer = platform.http.postEvents([TestEvent.make(2)])
            try await eventually("the batch waits") { (platform.server.events as? SQLiteEventStore)?.waitingCount == 1 }
            #expect(unlink(directory.file("platform.db")) == 0)
            gate.signal()
            try await held
            #expect(try await answer.isProblem(503))
        }
    }

    @Test(arguments: ["garbage", "page"])
    func `a damaged database is found at the start and answered for with 503 on every route`(
        what: String
    ) async throws {
        let directory = try TestDirectory()
        let path = directory.file("platform.db")
        if what == "garbage" {
            try Data(repeating: 0x41, count: 65_536).write(to: URL(filePath: path))
        } else {
            try await withPlatform(in: directory) { platform in
                for first in stride(from: 1 as Int64, to: 400, by: 100) {
                    _ = try await platform.http.postEvents(
                        (first..<first + 100).map { TestEvent.make($0) }, lowest: first)
                }
            }
            Self.damage(path)
        }
        let process = try PlatformProcess.serve(in: directory)
        let http = try await process.client()
        #expect(Set(try await Self.statuses(http).values) == [503])
        #expect(await process.end(SIGTERM) == 0)
        let log = process.standardError
        #expect(Self.lines(log, "is damaged") == 1, "\(log)")
        #expect(log.contains("put a backup in its place"))
        let left = try #require(FileManager.default.contents(atPath: path))
        #expect(left[20_480..<24_576].allSatisfy { $0 == left[20_480] }, "nothing is made in its place")
    }

    /// Writes noise over the middle of the file, past its first pages.
    private static func damage(_ path: String) {
        let file = open(path, O_RDWR)
        var size = stat()
        fstat(file, &size)
        let noise = [UInt8](repeating: 0xA5, count: 4096)
        for page in 4..<(size.st_size / 4096 - 1) { pwrite(file, noise, noise.count, page * 4096) }
        close(file)
    }

    @Test func `damage that is met while it runs is answered 503 from then on`() async throws {
        let directory = try TestDirectory()
        try await withPlatform(in: directory) { platform in
            for first in stride(from: 1 as Int64, to: 400, by: 100) {
                _ = try await platform.http.postEvents((first..<first + 100).map { TestEvent.make($0) }, lowest: first)
            }
            try await platform.server.database.queue.writeWithoutTransaction { db in
                _ = try db.checkpoint(.truncate)
                try db.execute(sql: "PRAGMA shrink_memory")
            }
            Self.damage(directory.file("platform.db"))
            #expect(try await platform.http.get("/v1/admin/events", token: TestAccess.operatorToken).isProblem(503))
            #expect(Set(try await Self.statuses(platform.http).values) == [503])
            #expect(Self.lines(platform.log.text, "is damaged") == 1)
            #expect(!platform.log.text.contains(" 500 "))
        }
    }

    @Test func `damage that is first met by a commit is answered 503 from then on`() async throws {
        try await withPlatform { platform async throws in
            let damaged = DamagedCommit()
            platform.server.database.queue.add(transactionObserver: damaged, extent: .observerLifetime)
            damaged.isOn.withLock { $0 = true }
            #expect(try await platform.http.postEvents([TestEvent.make(1)]).isProblem(503))
            damaged.isOn.withLock { $0 = false }
            #expect(Set(try await Self.statuses(platform.http).values) == [503])
            #expect(Self.lines(platform.log.text, "is damaged") == 1)
        }
    }

    @Test func `while another program has the database locked, whatever would be written is answered 503`() async throws
    {
        let directory = try TestDirectory()
        try await withPlatform(in: directory) { platform in
            var configuration = Configuration()
            configuration.busyMode = .timeout(20)
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: directory.file("platform.db"), configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let statuses = try await Self.statuses(platform.http)
            #expect(["events", "heartbeat", "order"].allSatisfy { statuses[$0] == 503 }, "\(statuses)")
            #expect(!statuses.values.contains(500))
            let heartbeat = try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat())
            #expect(try heartbeat.isProblem(503) && heartbeat["retry-after"] == "5")
            #expect(Self.lines(platform.log.text, "is locked by another program") == 1)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
            #expect(try await platform.http.postEvents([TestEvent.make(1)]).dispositions == ["accepted"])
            #expect(try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat()).status == 200)
            #expect(Self.lines(platform.log.text, "works again") == 1)
        }
    }

    @Test func `a full disk is answered 503 for everything that is written`() async throws {
        try await withPlatform { platform in
            let database = platform.server.database.queue
            let pages = try await database.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
            try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    let body =
                        #"{"id":"\#(UUID().uuidString)","kind":"taxi","language":"en","address":"\#(number)","booth_number":"PT-0042"}"#
                    group.addTask { try await platform.http.post("/v1/requests", json: body).status }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(statuses.contains(503) && statuses.isSubset(of: [201, 503]), "\(statuses)")
            #expect(platform.log.text.contains("Is the disk full"))
        }
    }

    @Test func `a second platform on the same database does not start`() async throws {
        let directory = try TestDirectory()
        let first = try PlatformProcess.serve(in: directory)
        let http = try await first.client()
        let name = directory.file("alias.db")
        symlink(directory.file("platform.db"), name)
        for database in [directory.file("platform.db"), name] {
            let second = try PlatformProcess(
                in: directory,
                [
                    "--database", database, "--listen", "127.0.0.1:0", "--tokens", directory.file("tokens.json"),
                ])
            #expect(await second.exitCode() != 0)
            #expect(second.standardError.contains("(process \(first.pid)) serves this database"))
        }
        #expect(try await http.postEvents([TestEvent.make(1)]).dispositions == ["accepted"])
        // However one ends, the next one may start.
        #expect(await first.end(SIGKILL) == -SIGKILL)
        let third = try PlatformProcess.serve(in: directory)
        #expect(try await third.client().get("/healthz", token: nil).status == 200)
        #expect(await third.end(SIGTERM) == 0)
    }
}

/// Makes SQLite find the file damaged when it commits.
private final class DamagedCommit: TransactionObserver, Sendable {
    let isOn = Mutex(false)

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws {
        if isOn.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "malformed") }
    }
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}
