import AdapterTestSupport
import Foundation
import HTTPClient
import Synchronization
import Testing

@testable import PlatformClient

/// A booth is online when its platform answers, and not when something in between does.
@Suite(.timeLimit(.minutes(1))) struct PlatformAnswerTests {
    private func isOwn(_ status: Int, _ body: String, _ type: String = "application/json") -> Bool {
        PlatformAnswer.isOwn(
            HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", type)], body: Array(body.utf8)))
    }

    @Test("The platform's own documents and problems are its answers")
    func own() {
        #expect(isOwn(200, #"{"time":"2026-11-28T00:00:00Z"}"#))
        #expect(isOwn(200, #"{"results":[]}"#, "application/json; charset=utf-8"))
        #expect(isOwn(200, #"{"generated_at":"x","weather":null}"#))
        #expect(isOwn(201, #"{"id":"a","state":"submitted","version":1}"#))
        #expect(isOwn(401, #"{"type":"urn:laoyouting:problem:unauthorized","status":401}"#, "application/problem+json"))
        #expect(isOwn(304, "", ""))
        // With an element that only a lenient reader takes, and without a date, as the reader allows.
        #expect(isOwn(200, "{\"generated_at\":\"x\",\"notices\":{\"items\":[{\"title\":\"a\nb\"},]}}"))
        #expect(isOwn(200, #"{"weather":{}}"#))
    }

    private static let others: [(Int, String, String)] = [
        (200, "<html>Log in</html>", "text/html"), (200, "<html>Log in</html>", "application/json"),
        (200, "{\"captive\":true,\"user-portal-url\":\"https://portal.example\"}", "application/captive+json"),
        (200, "{\"captive\":true,\"user-portal-url\":\"https://portal.example\"}", "application/json"),
        (200, "[]", "application/json"), (200, "ok", "text/plain"), (204, "", ""), (302, "", "text/html"),
        (403, "{\"message\":\"Forbidden\"}", "application/json"),
        (404, "{\"type\":\"about:blank\",\"status\":404}", "application/problem+json"), (407, "{}", "application/json"),
        (511, "{}", "application/json"), (502, "<html>Bad gateway</html>", "text/html"),
    ]

    @Test("Nothing of a portal or a proxy is", arguments: others)
    func other(status: Int, body: String, type: String) {
        #expect(!isOwn(status, body, type))
    }

    @Test(
        "A booth behind such an answer is offline, keeps its token and its events, and is online when the platform is back",
        arguments: others)
    func offline(status: Int, body: String, type: String) async throws {
        let isThere = Mutex(false)
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard isThere.withLock({ $0 }) else { return [.respond(status, body, type: type)] }
            return request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, heartbeat: .milliseconds(50))
        let ids = try await booth.append(2)
        booth.client.start()
        try await booth.reports.first { if case .offline = $0 { true } else { false } }
        #expect(!booth.reports.values.contains(.online))
        isThere.withLock { $0 = true }
        try await booth.uploaded(2)
        #expect(Set(store.stored) == Set(ids))
        #expect(!booth.reports.values.contains { if case .credentials(.some) = $0 { true } else { false } })
        await booth.stop()
    }

    @Test("Kept content is looked at from outside, and left where it is")
    func kept() throws {
        let directory = try TemporaryDirectory()
        #expect(KeptContent.problem(in: directory.path) == nil)
        let path = "\(directory.path)/\(KeptContent.file)"
        for noise in ["", "{", "[]", #"{"fetchedAt":1,"body":"e30="}"#] {
            try Data(noise.utf8).write(to: URL(fileURLWithPath: path))
            #expect(KeptContent.problem(in: directory.path)?.contains("damaged") == true, "\(noise)")
        }
        let body = Data(#"{"generated_at":"2026-11-28T00:00:00Z","weather":{"valid_until":5}}"#.utf8)
        ContentCache(path: path).save(.init(fetchedAt: 1, body: body))
        #expect(KeptContent.problem(in: directory.path)?.contains("weather") == true)
        ContentCache(path: path).save(.init(fetchedAt: 1, body: Data(#"{"generated_at":"2026-11-28T00:00:00Z"}"#.utf8)))
        #expect(KeptContent.problem(in: directory.path) == nil)
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
