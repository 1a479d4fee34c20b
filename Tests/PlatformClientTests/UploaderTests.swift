import AdapterTestSupport
import EventQueue
import Foundation
import Basics
import Reporting
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

@Suite("Upload", .timeLimit(.minutes(1)))
struct UploaderTests {
    @Test("Events arrive as the contract says, and leave the queue when the platform has them")
    func contract() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url + "/")
        let ids = try await booth.append(5)
        booth.client.start()
        try await booth.uploaded(5)
        #expect(store.stored == ids)
        #expect(booth.queue.status.depth == 0)
        let post = try #require(server.requests.first { $0.path == "/v1/events" })
        #expect(post.headers["content-type"] == "application/cloudevents-batch+json")
        #expect(post.headers["content-encoding"] == "gzip")
        #expect(post.headers["authorization"] == "Bearer secret-token")
        #expect(post.headers["kiosk-queue-epoch"] == booth.queue.status.epoch)
        #expect(post.headers["kiosk-lowest-unsent"] == "00000000000000000001")
        let event = try #require(post.array.first)
        #expect(event["source"] as? String == "/booths/PT-0042")
        #expect(event["sequence"] as? String == "00000000000000000001")
        #expect(event["queueepoch"] as? String == booth.queue.status.epoch)
        #expect((event["data"] as? [String: Any])?["outcome"] as? String == "shown")

        // The next one goes at once when nudged, long before the interval.
        try await booth.append(1, prefix: "urgent")
        booth.client.uploadNow()
        try await booth.uploaded(6)
        let last = server.requests.last { $0.path == "/v1/events" }
        #expect(last?.headers["kiosk-lowest-unsent"] == "00000000000000000006")
        await booth.stop()
    }

    @Test("Whatever breaks on the way, each event is stored exactly once and in order")
    func exactlyOnce() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            // Nothing stored.
            switch request.number % 9 {
            case 1: return [.close]
            case 3: return [.respond(503, headers: [("Retry-After", "0")])]
            case 5: return [.respond(500)]
            default: break
            }
            let body = store.take(request).body
            // Stored, but the answer is lost or unreadable.
            switch request.number % 9 {
            case 0: return [.close]
            case 2: return [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{\"resu".utf8)), .reset]
            case 4: return [.respond(200, "<html>Welcome to the café Wi-Fi</html>", type: "text/html")]
            case 6: return [.send(Array("garbage\r\n\r\n".utf8)), .close]
            case 7: return [.dribble(ScriptedServer.Step.bytes(200, body))]
            default: return [.respond(200, body)]
            }
        }
        defer { server.stop() }
        let booth = try Booth(
            url: server.url,
            plan: UploadPlan(maximumCount: 20, backoff: Backoff(base: .milliseconds(2), cap: .milliseconds(10))))
        let ids = try await booth.append(300)
        booth.client.start()
        try await booth.uploaded(300)
        #expect(store.stored == ids)
        #expect(booth.queue.status.depth == 0)
        await booth.stop()
    }

    @Test("413 halves the batch until it fits")
    func tooLarge() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            return request.array.count > 3 ? [.respond(413)] : [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(20)
        booth.client.start()
        try await booth.uploaded(20)
        #expect(store.stored == ids)
        #expect(booth.queue.status.quarantined == 0)
        await booth.stop()
    }

    @Test(
        "An event that the platform cannot take is found and set aside; the others arrive, its hole is explained",
        arguments: [400, 413, 415, 422])
    func poison(status: Int) async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            if request.array.contains(where: { $0["id"] as? String == "e7" }) { return [.respond(status)] }
            return [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(16)
        booth.client.start()
        try await booth.uploaded(16)
        #expect(store.stored.filter { $0.hasPrefix("e") && $0.count < 5 } == ids.filter { $0 != "e7" })
        #expect(booth.queue.status.quarantined == 1)
        #expect(booth.queue.status.depth == 0)
        let losses = server.requests.flatMap { $0.array }.filter { $0["type"] as? String == QueueLoss.eventType }
        #expect((losses.last?["data"] as? [String: Any])?["ranges"] as? [[Int]] == [[8, 8]])
        await booth.stop()
    }

    @Test(
        "What a proxy refuses is not the event's fault: nothing is set aside, and all arrives once it lets it through",
        arguments: [400, 401, 403, 413, 415, 422])
    func proxy(status: Int) async throws {
        let store = EventStore()
        let refused = Mutex(0)
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            let isOver = refused.withLock { count in
                count += 1
                return count > 8
            }
            if !isOver { return [.respond(status, "<html>No.</html>", type: "text/html")] }
            return [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(4)
        booth.client.start()
        try await booth.uploaded(4)
        #expect(store.stored == ids)
        #expect(booth.queue.status.quarantined == 0)
        let troubles = booth.reports.values.filter { report in
            switch report {
            case .credentials, .upload(.credentials): true
            default: false
            }
        }
        #expect(troubles.isEmpty)
        await booth.stop()
    }

    @Test("An event at which the platform always fails is found and set aside once others have been taken")
    func stumblingBlock() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            if request.array.contains(where: { $0["id"] as? String == "e0" }) { return [.respond(500)] }
            return [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(16)
        booth.client.start()
        try await booth.uploaded(16)
        #expect(store.stored.filter { $0.hasPrefix("e") && $0.count < 5 } == Array(ids.dropFirst()))
        #expect(booth.queue.status.quarantined == 1)
        #expect(booth.queue.status.depth == 0)
        let behind = server.requests.first { request in
            request.path == "/v1/events" && !request.array.contains { $0["id"] as? String == "e0" }
        }
        #expect(behind?.headers["kiosk-lowest-unsent"] == "00000000000000000001", "what is left out is not sent yet")
        await booth.stop()
    }

    @Test("Another booth's token is a steady alarm, though the heartbeat's part takes it: events are kept")
    func anotherBoothsToken() async throws {
        let posts = Recorder<Int>()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return [.respond(200, "{}")] }
            posts.record(request.number)
            let results = request.array.map { event in
                "{\"id\":\"\(event["id"] as? String ?? "")\",\"status\":\"rejected\",\"reason\":\"source.mismatch\"}"
            }
            return [.respond(200, "{\"results\":[\(results.joined(separator: ","))]}")]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        try await booth.append(2)
        booth.client.start()
        try await booth.reports.first { if case .credentials(refused: .some) = $0 { true } else { false } }
        for round in 2...3 {
            booth.client.uploadNow()
            _ = try await posts.wait { $0.count >= round }
        }
        #expect(!booth.reports.values.contains(.credentials(refused: nil)))
        #expect(booth.queue.status.depth == 2)
        await booth.stop()
    }

    @Test("Rejected events are set aside with the platform's reason")
    func rejected() async throws {
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            let results = request.array.map { event in
                let id = event["id"] as? String ?? ""
                return id == "e1"
                    ? "{\"id\":\"e1\",\"status\":\"rejected\",\"reason\":\"time.future\"}"
                    : "{\"id\":\"\(id)\",\"status\":\"accepted\"}"
            }
            return [.respond(200, "{\"results\":[\(results.joined(separator: ","))]}")]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        try await booth.append(3)
        booth.client.start()
        try await booth.uploaded(3)
        let aside: [QuarantinedEvent]? = await withCheckedContinuation { continuation in
            booth.queue.inspect { continuation.resume(returning: try? $0?.quarantined(limit: 10)) }
        }
        #expect(aside?.map(\.stored.event.id) == ["e1"])
        #expect(aside?.first?.reason == "time.future")
        await booth.stop()
    }

    @Test("A refused token keeps everything and says so; a new token in the file is used without a restart")
    func credentials() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.headers["authorization"] == "Bearer fresh" else { return [.respond(401)] }
            return request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(4)
        booth.client.start()
        try await booth.reports.first { $0 == .credentials(refused: "status 401") }
        try await booth.reports.first { $0 == .upload(.credentials) }
        #expect(booth.queue.status.depth == 4)
        try booth.directory.file("token", Array("fresh".utf8))
        try await booth.uploaded(4)
        #expect(store.stored == ids)
        try await booth.reports.first { $0 == .credentials(refused: nil) }
        #expect(booth.queue.status.quarantined == 0)
        await booth.stop()
    }

    @Test("A token file that others can read is not used", arguments: [0o644, 0o640, 0o604])
    func exposedToken(mode: Int) async throws {
        let server = try ScriptedServer(script: otherwise)
        defer { server.stop() }
        let booth = try Booth(url: server.url, tokenMode: mode)
        booth.client.start()
        let report = try await booth.reports.first { if case .credentials = $0 { true } else { false } }
        #expect("\(report)".contains("chmod 600"))
        #expect("\(report)".contains("secret-token") == false)
        #expect(server.requests.isEmpty)
        await booth.stop()
    }

    @Test("Stopping waits for no answer; what was under way is sent again by the next run, under the same ids")
    func stopInMidPost() async throws {
        let arrived = Recorder<Bool>()
        let silent = try ScriptedServer { request in
            if request.path == "/v1/events" { arrived.record(true) }
            return request.path == "/v1/events" ? [.hold] : otherwise(request)
        }
        let booth = try Booth(url: silent.url)
        let ids = try await booth.append(3)
        booth.client.start()
        try await arrived.wait { !$0.isEmpty }
        await booth.stop()
        silent.stop()

        let store = EventStore()
        let server = try ScriptedServer { request in
            request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { server.stop() }
        let next = try Booth(url: server.url, directory: booth.directory)
        next.client.start()
        try await next.uploaded(3)
        #expect(store.stored == ids)
        await next.stop()
    }
}
