import AdapterTestSupport
import Foundation
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

@Suite("Heartbeat and reachability", .timeLimit(.minutes(1)))
struct PresenceTests {
    @Test("A heartbeat says how the booth is")
    func heartbeat() async throws {
        let server = try ScriptedServer(script: otherwise)
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.start()
        try await booth.reports.first { $0 == .online }
        let beat = try #require(server.requests.first { $0.path == "/v1/heartbeat" }).object
        #expect(beat["booth"] as? String == "PT-0042")
        #expect(beat["uptime_s"] as? Int == 90)
        #expect(beat["boot_id"] as? String == "boot")
        #expect((beat["queue"] as? [String: Any])?["depth"] as? Int == 0)
        #expect((beat["queue"] as? [String: Any])?["quarantined"] as? Int == 0)
        #expect((beat["queue"] as? [String: Any])?["dropped"] as? Int == 0)
        #expect((beat["queue"] as? [String: Any])?["oldest_age_s"] is NSNull)
        #expect(beat["version"] as? String == "0.1")
        #expect(beat["config_hash"] as? String == "")
        #expect(beat["audio"] as? String == "ok")
        #expect(beat["storage"] as? String == "ok")
        #expect(beat["config_state"] as? String == "current")
        #expect(beat["faults"] as? [String] == ["audio.failed"])
        #expect((beat["trunks"] as? [[String: String]])?.first == ["id": "main", "state": "registered"])
        #expect(beat["last_session_age_s"] as? Int == 12)
        await booth.stop()
    }

    @Test("A platform that goes is noticed, and noticed again when it is back; what waited is then sent")
    func comesAndGoes() async throws {
        let first = try ScriptedServer(script: otherwise)
        let booth = try Booth(url: first.url, heartbeat: .milliseconds(50))
        booth.client.start()
        try await booth.reports.first { $0 == .online }
        first.stop()
        try await booth.reports.first { if case .offline = $0 { true } else { false } }

        try await booth.append(2)
        let store = EventStore()
        let second = try ScriptedServer(port: first.port) { request in
            request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { second.stop() }
        try await booth.uploaded(2)
        let presence = booth.reports.values.compactMap { report in
            switch report {
            case .online: true
            case .offline: false
            default: nil
            }
        }
        #expect(presence == [true, false, true])
        await booth.stop()
    }

    @Test(
        "Whatever answers in the platform's place is not the platform: neither its Date nor its refusal counts",
        arguments: [200, 302, 401, 403, 404])
    func somebodyElse(status: Int) async throws {
        let isThere = Mutex(false)
        let server = try ScriptedServer { request in
            if isThere.withLock({ $0 }) { return otherwise(request) }
            let fields = [("Date", "Thu, 28 May 2026 22:26:40 GMT"), ("Location", "/log-in")]
            return [.respond(status, "<html>Welcome! Please log in.</html>", type: "text/html", headers: fields)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, heartbeat: .milliseconds(50), now: { 1_780_000_000_000 })
        booth.client.start()
        let report = try await booth.reports.first { if case .offline = $0 { true } else { false } }
        #expect(report == .offline(reason: "status \(status), text/html: not the platform"))
        isThere.withLock { $0 = true }
        let reports = try await booth.reports.wait { $0.contains(.online) }
        let others = reports.filter { report in
            switch report {
            case .clock, .credentials: true
            default: false
            }
        }
        #expect(others.isEmpty)
        #expect(!server.requests.contains { $0.path == "/log-in" })
        await booth.stop()
    }

    @Test("A wrong wall clock is noticed from the platform's Date, and that it is right again")
    func clock() async throws {
        let server = try ScriptedServer { request in
            let date = request.number < 2 ? "Thu, 28 May 2026 22:26:40 GMT" : "Thu, 28 May 2026 20:26:50 GMT"
            return [.respond(200, "{}", headers: [("Date", date)])]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, heartbeat: .milliseconds(20), now: { 1_780_000_000_000 })
        booth.client.start()
        try await booth.reports.first { $0 == .clock(ahead: .seconds(-7_200)) }
        try await booth.reports.first { $0 == .clock(ahead: nil) }
        await booth.stop()
    }
}
