import Basics
import AdapterTestSupport
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Platform

/// The platform's own clock, right and wrong.
@Suite struct ClockTests {
    private static let start = Date(timeIntervalSince1970: 1_740_792_600)
    private static let day: TimeInterval = 86_400

    private static func retention(_ platform: RunningPlatform, days: Double = 180) -> Retention {
        Retention(
            events: platform.server.events, requests: platform.server.desk.store, lifetime: days * day,
            watch: platform.server.watch, logger: platform.log.logger())
    }

    private static func stored(_ platform: RunningPlatform) async throws -> Int {
        try await platform.server.events.events(of: nil, after: 0, limit: 999).count
    }

    /// A platform that got 50 events at the start.
    private static func fill(_ directory: TestDirectory) async throws {
        try await withPlatform(in: directory, clock: TestClock(start)) { platform in
            let events = (1...50).map { TestEvent.make($0, time: Timestamp.text(start)) }
            _ = try await platform.http.postEvents(events)
            _ = try await retention(platform).step(at: start)
        }
    }

    @Test(arguments: [3650.0, 400, 2])
    func `started with a clock that is ahead, it removes nothing by age until an operator says that it is right`(
        days: Double
    ) async throws {
        let directory = try TestDirectory()
        try await Self.fill(directory)
        try await withPlatform(in: directory, clock: TestClock(Self.start + days * Self.day)) { platform in
            let retention = Self.retention(platform, days: 1)
            for _ in 0..<3 { _ = try await retention.step(at: platform.server.clock.now) }
            #expect(try await Self.stored(platform) == 50)
            #expect(platform.log.text.contains("clock: not believed"))
            let browser = try await Browser(platform, as: "Li")
            #expect(try await browser.get("/").text.contains("Nothing is removed by age"))
            // A form from another site does not count.
            #expect(try await browser.post("/clock", [], headers: ["Origin": "http://elsewhere"]).status == 403)
            _ = try await retention.step(at: platform.server.clock.now)
            #expect(try await Self.stored(platform) == 50)
            #expect(try await browser.post("/clock", []).status == 303)
            #expect(try await !browser.get("/").text.contains("Nothing is removed by age"))
            _ = try await retention.step(at: platform.server.clock.now)
            #expect(try await Self.stored(platform) == 1, "the latest stays")
        }
    }

    @Test func `nobody but an operator gives that word`() async throws {
        try await withPlatform { platform in
            let answer = try await RawConnection.exchange(
                platform.port, "POST /clock HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 303") && answer.contains("/login"))
            #expect(!platform.log.text.contains("is right, says"))
        }
    }

    @Test func `a clock that is set while it runs is not believed until it is set back`() async throws {
        let directory = try TestDirectory()
        let clock = TestClock(Self.start)
        try await withPlatform(in: directory, clock: clock) { platform in
            _ = try await platform.http.postEvents((1...10).map { TestEvent.make($0) })
            let retention = Self.retention(platform)
            _ = try await retention.step(at: clock.now)
            clock.advance(200 * Self.day)
            _ = try await retention.step(at: clock.now)
            #expect(try await Self.stored(platform) == 10)
            guard case .moved(let seconds) = platform.server.watch.doubt else {
                Issue.record("\(String(describing: platform.server.watch.doubt))")
                return
            }
            #expect(abs(seconds - 200 * Self.day) < 60)
            clock.advance(-200 * Self.day)
            _ = try await retention.step(at: clock.now)
            #expect(platform.server.watch.doubt == nil)
            #expect(platform.log.text.contains("clock: believed again"))
        }
    }

    @Test func `one that goes on as it should removes what is due, across restarts`() async throws {
        let directory = try TestDirectory()
        try await Self.fill(directory)
        let now = Self.start + 181 * Self.day
        // The last run was this morning.
        let database = try DatabaseQueue(path: directory.file("platform.db"))
        try await database.write { db in
            try db.execute(
                sql: "UPDATE clock SET believed_at = ?", arguments: [Timestamp.milliseconds(now - 6 * 3600)])
        }
        try database.close()
        try await withPlatform(in: directory, clock: TestClock(now)) { platform in
            _ = try await Self.retention(platform).step(at: now)
            #expect(try await Self.stored(platform) == 1)
            #expect(platform.server.watch.doubt == nil)
        }
    }

    @Test(arguments: [2.0, -2])
    func `with every booth's clock another one, nothing is removed`(days: Double) async throws {
        let directory = try TestDirectory()
        try await Self.fill(directory)
        let now = Self.start + 181 * Self.day
        let database = try DatabaseQueue(path: directory.file("platform.db"))
        try await database.write { db in
            try db.execute(sql: "UPDATE clock SET believed_at = ?", arguments: [Timestamp.milliseconds(now - 60)])
        }
        try database.close()
        try await withPlatform(in: directory, clock: TestClock(now)) { platform in
            let theirs = TestEvent.make(
                1, booth: TestAccess.otherBooth, time: Timestamp.text(now + days * Self.day))
            _ = try await platform.http.postEvents([theirs], token: TestAccess.otherToken)
            let retention = Self.retention(platform)
            _ = try await retention.step(at: now)
            #expect(try await Self.stored(platform) == 51)
            #expect(platform.server.watch.doubt == .booths)
            // One booth that has the same time is enough: a booth that sends old events does not contradict it.
            _ = try await platform.http.postEvents([TestEvent.make(51, time: Timestamp.text(now))], lowest: 51)
            _ = try await retention.step(at: now)
            #expect(try await Self.stored(platform) == 2)
        }
    }

    @Test func `started with a clock that was set back: a booth that is gone does not look alive`() async throws {
        let directory = try TestDirectory()
        try await withPlatform(in: directory, clock: TestClock(Self.start)) { platform in
            _ = try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat())
            _ = try await Self.retention(platform).step(at: Self.start)
        }
        try await withPlatform(in: directory, clock: TestClock(Self.start - 3 * 3600)) { platform in
            _ = try await Self.retention(platform).step(at: Self.start)
            let page = try await platform.http.get("/", token: TestAccess.operatorToken).text
            #expect(page.contains("失联") && !page.contains("在线 <span"))
            #expect(page.contains("clock in doubt"))
            #expect(page.contains("Nothing is removed by age"))
            _ = try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat())
            #expect(try await platform.http.get("/", token: TestAccess.operatorToken).text.contains("在线 <span"))
        }
    }

    @Test func `started with a clock that was set back: requests and numbers do not wait for hours`() async throws {
        let directory = try TestDirectory()
        let ids = [UUID().uuidString, UUID().uuidString]
        try await withPlatform(in: directory, clock: TestClock(Self.start)) { platform in
            for id in ids {
                let order = #"{"id":"\#(id)","kind":"taxi","language":"en","address":"x","booth_number":"PT-0042"}"#
                _ = try await platform.http.post("/v1/requests", json: order)
                _ = try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"13800991234"}"#)
            }
            #expect(try await platform.http.post("/v1/requests/\(ids[1])/cancel", json: "{}").status == 200)
        }
        let clock = TestClock(Self.start - 3 * 3600)
        try await withPlatform(in: directory, clock: clock) { platform in
            func contacts() async throws -> Int? {
                try await platform.server.database.read {
                    try Int.fetchOne($0, sql: "SELECT count(*) FROM requests WHERE contact IS NOT NULL")
                }
            }
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await platform.http.get("/v1/requests/\(ids[0])").value("state") == .string("submitted"))
            clock.advance(600)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await platform.http.get("/v1/requests/\(ids[0])").value("reason") == .string("no_answer"))
            clock.advance(1200)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await contacts() == 1, "of the one that closed ten minutes after the start")
            clock.advance(600)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try await contacts() == 0)
        }
    }

    @Test func `started with a clock that is ahead: once it is set right, nothing is stamped ahead any more`()
        async throws
    {
        let directory = try TestDirectory()
        try await Self.fill(directory)
        let clock = TestClock(Self.start + 40 * Self.day)
        try await withPlatform(in: directory, clock: clock) { platform in
            let retention = Self.retention(platform)
            _ = try await retention.step(at: clock.now)
            #expect(platform.server.watch.doubt != nil)
            clock.advance(-39.9 * Self.day)
            _ = try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat())
            _ = try await retention.step(at: clock.now)
            #expect(platform.server.watch.doubt == nil)
            _ = try await platform.http.postEvents([TestEvent.make(52)], lowest: 52)
            let stored = try await platform.server.events.events(of: nil, after: 0, limit: 99)
            let last = try #require(stored.last)
            #expect(abs(last.receivedAt.timeIntervalSince(clock.now)) < 60)
        }
    }

    @Test func `a request that closed while the clock was ahead does not stay for ever`() async throws {
        let directory = try TestDirectory()
        let clock = TestClock(Self.start)
        try await withPlatform(in: directory, clock: clock) { platform in
            let id = UUID().uuidString
            let order = #"{"id":"\#(id)","kind":"taxi","language":"en","address":"x","booth_number":"PT-0042"}"#
            _ = try await platform.http.post("/v1/requests", json: order)
            #expect(try await platform.http.post("/v1/requests/\(id)/cancel", json: "{}").status == 200)
            try await platform.server.database.write {
                try $0.execute(
                    sql: "UPDATE requests SET closed_at = ?",
                    arguments: [Timestamp.milliseconds(Self.start + 3650 * Self.day)])
            }
            let retention = Self.retention(platform, days: 0.01)
            _ = try await retention.step(at: clock.now)
            clock.advance(3000)
            func closed() async throws -> Int? {
                try await platform.server.database.read {
                    try Int.fetchOne(
                        $0, sql: "SELECT count(*) FROM requests WHERE closed_at > ?",
                        arguments: [Timestamp.milliseconds(clock.now + 2 * Self.day)])
                }
            }
            #expect(try await closed() == 0)
        }
    }

    @Test func `time never goes back while the platform runs, and catches up`() {
        let readings = Mutex((wall: Self.start, at: ContinuousClock.now))
        func pass(_ seconds: TimeInterval, setBy step: TimeInterval = 0) {
            readings.withLock { $0 = ($0.wall + seconds + step, $0.at + .seconds(seconds)) }
        }
        let clock = SteadyClock(
            wall: { readings.withLock { $0.wall } }, monotonic: { readings.withLock { $0.at } })
        #expect(clock.now == Self.start)
        pass(10, setBy: -7200)
        #expect(clock.now == Self.start + 10)
        pass(600)
        #expect(clock.now == Self.start + 610, "those who wait are served")
        pass(10, setBy: 7000)
        #expect(clock.now == Self.start + 620)
        pass(10, setBy: 500)
        #expect(clock.now == Self.start + 930, "set right, and beyond")
        pass(10)
        #expect(clock.now == Self.start + 940)
    }
}
