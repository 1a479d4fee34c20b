import Basics
import Foundation
import Testing

@testable import Platform

@Suite struct HeartbeatTests {
    static func heartbeat(_ booth: String = TestAccess.booth, version: String = "1.0", faults: String = "[]") -> String
    {
        """
        {"booth":"\(booth)","version":"\(version)","uptime_s":12.5,"boot_id":"b1",
        "queue":{"depth":3,"oldest_age_s":null,"dropped":2,"quarantined":1},"trunks":[{"id":"main","state":"registered"}],
        "audio":"ok","storage":"degraded","config_hash":"0123456789abcdef","config_state":"last_good",
        "faults":\(faults),"last_session_age_s":60,"from_the_future":{"x":1}}
        """
    }

    @Test func `the latest heartbeat replaces the one before, and is no event`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            let first = try await platform.http.post("/v1/heartbeat", json: Self.heartbeat())
            #expect(first.status == 200)
            #expect(try first.value("time")?.string == "2025-03-01T01:30:00.000Z")
            clock.advance(60)
            _ = try await platform.http.post("/v1/heartbeat", json: Self.heartbeat(version: "1.1"))
            let stored = try await HeartbeatStore(database: platform.server.database).all()
            #expect(stored.map(\.heartbeat.version) == ["1.1"])
            #expect(stored.first?.receivedAt == clock.now)
            #expect(
                stored.first?.heartbeat.queue
                    == Heartbeat.Queue(depth: 3, oldestAgeSeconds: nil, dropped: 2, quarantined: 1))
            #expect(try await platform.server.events.events(of: nil, after: 0, limit: 9).isEmpty)
        }
    }

    @Test func `a booth speaks for itself only`() async throws {
        try await withPlatform { platform in
            let answer = try await platform.http.post(
                "/v1/heartbeat", token: TestAccess.otherToken, json: Self.heartbeat())
            #expect(try answer.isProblem(403))
        }
    }

    @Test(arguments: ["", "[]", "{}", #"{"booth":"PT-0042"}"#])
    func `a heartbeat that is none is refused`(body: String) async throws {
        try await withPlatform { platform async throws in
            #expect(try await platform.http.post("/v1/heartbeat", json: body).isProblem(400))
        }
    }

    @Test func `nothing in a heartbeat may be long`() async throws {
        let long = String(repeating: "x", count: 65)
        try await withPlatform { platform async throws in
            for json in [
                Self.heartbeat(version: long), Self.heartbeat(faults: "[\"\(long)\"]"),
                Self.heartbeat(faults: "[\(Array(repeating: "\"x\"", count: 65).joined(separator: ","))]"),
                Self.heartbeat().replacing("\"depth\":3", with: "\"depth\":-1"),
            ] {
                #expect(try await platform.http.post("/v1/heartbeat", json: json).isProblem(400))
            }
        }
    }

    @Test func `a booth that fell silent is shown as such`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            _ = try await platform.http.post("/v1/heartbeat", json: Self.heartbeat(faults: #"["audio.lost"]"#))
            let present = try await platform.http.get("/", token: TestAccess.operatorToken).text
            #expect(present.contains("在线"))
            #expect(present.contains("audio.lost"))
            #expect(!present.contains("失联"))
            clock.advance(191)
            #expect(try await platform.http.get("/", token: TestAccess.operatorToken).text.contains("失联"))
        }
    }
}
