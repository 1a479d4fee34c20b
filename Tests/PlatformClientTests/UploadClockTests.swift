import Reporting
import EventQueue
import AdapterTestSupport
import Foundation
import Basics
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

@Suite("The wall clock steps", .timeLimit(.minutes(1)))
struct UploadClockTests {
    private static let now: Int64 = 1_780_000_000_000

    /// A platform whose clock is right.
    private func server(_ store: EventStore) throws -> ScriptedServer {
        try ScriptedServer { request in
            let date = ("Date", "Thu, 28 May 2026 20:26:40 GMT")
            return request.path == "/v1/events"
                ? [.respond(200, store.take(request).body, headers: [date])]
                : [.respond(200, "{}", headers: [date])]
        }
    }

    @Test("Hours forwards and backwards: one post an event, none by itself, none left out; reported once each way")
    func steps() async throws {
        let store = EventStore()
        let server = try server(store)
        defer { server.stop() }
        let clock = Mutex(Self.now)
        let booth = try Booth(url: server.url, now: { clock.withLock { $0 } })
        booth.client.start()
        try await booth.reports.first { $0 == .online }
        let hours = [1, 30, 29, -5, -400_000, -400_001, 0, 100_000, 0].map { Int64($0) * 3_600_000 }
        for (number, step) in hours.enumerated() {
            clock.withLock { $0 = Self.now + step }
            try await booth.append(1, prefix: "step\(number)-")
            booth.client.uploadNow()
            try await booth.uploaded(number + 1)
        }
        #expect(server.requests.count { $0.path == "/v1/events" } == hours.count)
        #expect(server.requests.count { $0.path == "/v1/heartbeat" } == 1)
        let said = booth.reports.values.filter { if case .clock = $0 { true } else { false } }
        #expect(
            said == [
                .clock(ahead: .seconds(3_600)), .clock(ahead: nil), .clock(ahead: .seconds(360_000_000)),
                .clock(ahead: nil),
            ])
        await booth.stop()
    }

    @Test("A clock at the border of what is tolerated is not reported with every answer")
    func border() async throws {
        let store = EventStore()
        let server = try server(store)
        defer { server.stop() }
        let clock = Mutex(Self.now)
        let booth = try Booth(url: server.url, now: { clock.withLock { $0 } })
        booth.client.start()
        try await booth.reports.first { $0 == .online }
        for (number, ahead) in [119, 120, 121, 120, 119, 121, 61, 121, -61, 60, 61, 120].enumerated() {
            clock.withLock { $0 = Self.now + Int64(ahead) * 1_000 }
            try await booth.append(1, prefix: "border\(number)-")
            booth.client.uploadNow()
            try await booth.uploaded(number + 1)
        }
        let said = booth.reports.values.filter { if case .clock = $0 { true } else { false } }
        #expect(said == [.clock(ahead: .seconds(121)), .clock(ahead: nil)])
        await booth.stop()
    }

    @Test("A boot in 1970: what happened then goes out with that time, in order, and has no age of decades")
    func boot() async throws {
        let store = EventStore()
        let server = try server(store)
        defer { server.stop() }
        let clock = Mutex<Int64>(12_000)
        let booth = try Booth(url: server.url, heartbeat: .milliseconds(20), now: { clock.withLock { $0 } })
        try await booth.append(1, prefix: "early", time: 12_000)
        await booth.settled()
        #expect(age(of: booth, now: 12_500) == .null)
        clock.withLock { $0 = Self.now }
        try await booth.append(1, prefix: "late", time: Self.now)
        await booth.settled()
        #expect(age(of: booth, now: Self.now) == .null)
        booth.client.start()
        try await booth.uploaded(2)
        #expect(store.stored == ["early0", "late0"])
        let events = server.requests.first { $0.path == "/v1/events" }?.array ?? []
        #expect(events.map { $0["time"] as? String } == ["1970-01-01T00:00:12.000Z", "2026-05-28T20:26:40.000Z"])
        await booth.stop()
    }

    @Test("A restart with a clock 200 days off drops nothing; only a clock that the platform confirms does")
    func restart() async throws {
        let store = EventStore()
        let isTaking = Mutex(false)
        let server = try ScriptedServer { request in
            let date = ("Date", "Thu, 28 May 2026 20:26:40 GMT")
            guard request.path == "/v1/events" else { return [.respond(200, "{}", headers: [date])] }
            return isTaking.withLock { $0 }
                ? [.respond(200, store.take(request).body, headers: [date])] : [.respond(503, "{}", headers: [date])]
        }
        defer { server.stop() }
        let first = try Booth(url: server.url, now: { Self.now })
        let ids = try await first.append(50)
        await first.stop()

        let clock = Mutex(Self.now + 200 * 86_400_000)
        let booth = try Booth(url: server.url, now: { clock.withLock { $0 } }, directory: first.directory)
        try await booth.append(1, prefix: "ahead")
        booth.client.start()
        try await booth.reports.first { if case .clock(ahead: .some) = $0 { true } else { false } }
        try await booth.append(1, prefix: "again")
        #expect(booth.queue.status.depth == 52)
        #expect(booth.queue.status.dropped == 0)
        clock.withLock { $0 = Self.now }
        isTaking.withLock { $0 = true }
        booth.client.uploadNow()
        try await booth.uploaded(52)
        #expect(Array(store.stored.prefix(50)) == ids)
        #expect(booth.queue.status.dropped == 0)

        // Now it is confirmed, and what is really old goes.
        isTaking.withLock { $0 = false }
        try await booth.append(1, prefix: "old", time: Self.now - 200 * 86_400_000)
        await booth.stop()
        let last = try Booth(url: server.url, now: { Self.now }, directory: first.directory)
        last.client.start()
        try await last.queueReports.first { if case .dropped(let loss) = $0 { loss.reason == .age } else { false } }
        await last.stop()
    }

    private func age(of booth: Booth, now: Int64) -> JSONValue? {
        let snapshot = HeartbeatSnapshot(version: "", uptime: .zero, bootID: "")
        return Heartbeat.body(snapshot, booth.queue.status, booth: "", now: now)["queue"]?["oldest_age_s"]
    }
}
