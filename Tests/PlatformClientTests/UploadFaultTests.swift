import AdapterTestSupport
import EventQueue
import Foundation
import Basics
import Reporting
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

/// What comes back for the first post, instead of the platform's answer.
struct Fault: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Whether the platform stored the events before.
    var stores = false
    /// What the booth says about it.
    var trouble: UploadTrouble
    /// Steps, given what the platform's answer would be.
    var answer: @Sendable (String) -> [ScriptedServer.Step]

    init(
        _ name: String, stores: Bool = false, _ trouble: UploadTrouble,
        _ answer: @escaping @Sendable (String) -> [ScriptedServer.Step]
    ) {
        testDescription = name
        self.stores = stores
        self.trouble = trouble
        self.answer = answer
    }

    static let all: [Fault] =
        [
            Fault("cut after the body, lost", .unreachable) { _ in [.close] },
            Fault("cut after the body, stored", stores: true, .unreachable) { _ in [.close] },
            Fault("reset, stored", stores: true, .unreachable) { _ in [.reset] },
            Fault("half an answer", stores: true, .unreachable) { body in
                [.send(Array(ScriptedServer.Step.bytes(200, body).dropLast(20))), .close]
            },
            Fault("half a head", stores: true, .unreachable) { _ in
                [.send(Array("HTTP/1.1 200 OK\r\nCont".utf8)), .reset]
            },
            Fault("garbage", stores: true, .refused(status: 200)) { _ in
                [.send(Array("220 smtp ready\r\n".utf8)), .close]
            },
            Fault("a captive portal", .refused(status: 200)) { _ in
                [.respond(200, "<html>Welcome! Please log in.</html>", type: "text/html")]
            },
            Fault("another JSON", .refused(status: 200)) { _ in [.respond(200, #"{"ok":true}"#)] },
            Fault("no results", stores: true, .refused(status: 200)) { _ in [.respond(200, #"{"results":[]}"#)] },
            Fault("results for unknown ids", .refused(status: 200)) { _ in
                [.respond(200, #"{"results":[{"id":"x","status":"accepted"},{"id":"","status":"rejected"}]}"#)]
            },
            Fault("a verdict that nobody knows", .refused(status: 200)) { _ in
                [.respond(200, #"{"results":[{"id":"e0","status":"maybe"}]}"#)]
            },
            Fault("a date for Retry-After without Date", .busy) { _ in
                [.respond(503, headers: [("Retry-After", "Thu, 28 May 2026 20:26:50 GMT")])]
            },
        ]
        + [201, 202, 204, 206, 402, 404, 405, 406, 408, 409, 410, 411, 412, 414, 421, 451].map { status in
            Fault("status \(status)", .refused(status: status)) { _ in [.respond(status)] }
        }
        + [500, 501, 502, 504, 599].map { status in
            Fault("status \(status)", stores: true, .refused(status: status)) { _ in [.respond(status)] }
        }
        + [401, 403].map { status in Fault("status \(status)", .credentials) { _ in [.respond(status)] } }
        + [429, 503].flatMap { status in
            [nil, "", "0", "-1", "soon", "1e9", "99999999999999999999"].map { value in
                Fault("status \(status), Retry-After \(value ?? "missing")", .busy) { _ in
                    [.respond(status, headers: value.map { [("Retry-After", $0)] } ?? [])]
                }
            }
        }
}

@Suite("Upload under fire", .timeLimit(.minutes(1)))
struct UploadFaultTests {
    /// Waits an hour after the first failure, so whatever comes sooner was asked for.
    private static let patient = UploadPlan(backoff: Backoff(base: .seconds(3_600), cap: .seconds(3_600)))

    @Test(
        "After each fault everything is kept, it is reported, and the next attempt delivers it once",
        arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        let store = EventStore()
        let isFirst = Mutex(true)
        let server = try ScriptedServer { request in
            // On a connection that was used before, libcurl itself sends again what was cut off.
            guard request.path == "/v1/events" else {
                return [.respond(200, "{}", headers: [("Connection", "close")]), .close]
            }
            let isFirst = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            if isFirst, !fault.stores { return fault.answer(EventStore().take(request).body) }
            let body = store.take(request).body
            return isFirst ? fault.answer(body) : [.respond(200, body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, plan: Self.patient, random: { 0.999 })
        let ids = try await booth.append(3)
        booth.client.start()
        try await booth.reports.first { $0 == .upload(fault.trouble) }

        // An hour's wait is ahead, unless a nudge came while the first attempt was on its way.
        booth.client.uploadNow()
        try await booth.uploaded(3)
        #expect(store.stored == ids)
        #expect(booth.queue.status.depth == 0)
        #expect(booth.queue.status.quarantined == 0)
        let said = booth.reports.values.filter { if case .upload = $0 { true } else { false } }
        #expect(said == [.upload(fault.trouble), .upload(nil)])
        let posts = server.requests.filter { $0.path == "/v1/events" }
        #expect(posts.map { $0.headers["kiosk-lowest-unsent"] } == ["00000000000000000001", "00000000000000000001"])
        #expect(posts[0].body == posts[1].body, "the same events under the same ids")
        await booth.stop()
    }

    @Test("A redirect is never followed, with or without the token", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let elsewhere = try ScriptedServer { _ in [.respond(200, "{}")] }
        defer { elsewhere.stop() }
        let server = try ScriptedServer { request in
            [.respond(status, headers: [("Location", elsewhere.url + request.path)])]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, plan: Self.patient, random: { 0.999 })
        try await booth.append(3)
        booth.client.start()
        try await booth.reports.first { $0 == .upload(.refused(status: status)) }
        await booth.stop()
        #expect(booth.queue.status.depth == 3)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test("Only what the answer names leaves the queue, whatever else it names")
    func partial() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            guard store.posts == 0 else { return [.respond(200, store.take(request).body)] }
            _ = store.take(request)
            let results = [
                ("e1", "accepted"), ("e4", "duplicate"), ("stranger", "rejected"), ("e3", "maybe"), ("e1", "rejected"),
                ("e5", "rejected"), ("e5", "accepted"), ("e1", "accepted"),
            ].map { #"{"id":"\#($0)","status":"\#($1)","reason":"?"}"# }
            return [.respond(200, #"{"results":[\#(results.joined(separator: ","))],"more":1}"#)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(6)
        booth.client.start()
        try await booth.uploaded(6)
        let posts = server.requests.filter { $0.path == "/v1/events" }
        #expect(posts.map { $0.array.compactMap { $0["id"] as? String } } == [ids, ["e0", "e2", "e3"]])
        #expect(posts[1].headers["kiosk-lowest-unsent"] == "00000000000000000001")
        #expect(store.stored == ids)
        #expect(booth.queue.status.depth == 0)
        #expect(booth.queue.status.quarantined == 0)
        await booth.stop()
    }

    @Test("A backlog goes out batch after batch without a wait, each with the lowest sequence not yet sent")
    func backlog() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            return [.dribble(ScriptedServer.Step.bytes(200, store.take(request).body))]
        }
        defer { server.stop() }
        // Any wait would last an hour.
        let booth = try Booth(
            url: server.url,
            plan: UploadPlan(maximumCount: 100, backoff: Backoff(base: .seconds(3_600), cap: .seconds(3_600))))
        let ids = try await booth.append(1_050)
        booth.client.start()
        try await booth.uploaded(1_050)
        #expect(store.stored == ids)
        let lowest = server.requests.filter { $0.path == "/v1/events" }.compactMap { $0.headers["kiosk-lowest-unsent"] }
        #expect(lowest.compactMap(Int.init) == Array(stride(from: 1, to: 1_050, by: 100)))
        #expect(booth.reports.values.contains(.upload(.unreachable)) == false)
        await booth.stop()
    }

    @Test("A platform that takes the post and says nothing is given up; what was urgent meanwhile is in the next post")
    func silence() async throws {
        let store = EventStore()
        let arrived = Recorder<Bool>()
        let isFirst = Mutex(true)
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            let isFirst = isFirst.withLock { first in
                defer { first = false }
                return first
            }
            guard isFirst else { return [.respond(200, store.take(request).body)] }
            arrived.record(true)
            return [.hold]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, plan: Self.patient, uploadTimeout: .seconds(1), random: { 0.999 })
        let ids = try await booth.append(2)
        booth.client.start()
        try await arrived.wait { !$0.isEmpty }
        let urgent = try await booth.append(1, prefix: "urgent")
        booth.client.uploadNow()
        try await booth.uploaded(3)
        #expect(store.stored == ids + urgent)
        #expect(booth.reports.values.contains(.upload(.unreachable)))
        await booth.stop()
    }

    @Test("A stop waits neither for a post nor for a time the platform asked for", arguments: [true, false])
    func stop(inPost: Bool) async throws {
        let arrived = Recorder<Bool>()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            arrived.record(true)
            return inPost ? [.hold] : [.respond(503, headers: [("Retry-After", "3600")])]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, uploadTimeout: .seconds(3_600))
        try await booth.append(2)
        booth.client.start()
        try await arrived.wait { !$0.isEmpty }
        if !inPost { try await booth.reports.first { $0 == .upload(.busy) } }
        await booth.stop()
        #expect(arrived.values.count == 1)
    }

    @Test("While the platform asks for patience nothing is posted, however urgent", arguments: [429, 503])
    func busy(status: Int) async throws {
        let beats = Recorder<Int>()
        let server = try ScriptedServer { request in
            if request.path == "/v1/heartbeat" { beats.record(request.number) }
            guard request.path == "/v1/events" else { return otherwise(request) }
            return [.respond(status, headers: [("Retry-After", "3600")])]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, heartbeat: .milliseconds(20))
        try await booth.append(2)
        booth.client.start()
        try await booth.reports.first { $0 == .upload(.busy) }
        for _ in 0..<5 {
            let before = beats.values.count
            booth.client.uploadNow()
            // This gives time for a post, because the client's queue went on to send heartbeats.
            try await beats.wait { $0.count >= before + 2 }
        }
        #expect(server.requests.count { $0.path == "/v1/events" } == 1)
        #expect(booth.queue.status.depth == 2)
        await booth.stop()
    }
}

@Suite("A platform, or what stands in between, that takes nothing", .timeLimit(.minutes(1)))
struct UploadRefusalTests {
    @Test(
        "Everything is kept, a technician is told, and all arrives once it is over; a restart in the middle changes nothing",
        arguments: [
            (400, "application/problem+json"), (413, "application/problem+json"), (415, "application/json"),
            (400, "text/html"), (413, "text/html"),
        ])
    func refusesEverything(status: Int, type: String) async throws {
        let isOver = Mutex(false)
        let store = EventStore()
        let posts = Recorder<Int>()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            posts.record(request.array.count)
            guard isOver.withLock({ $0 }) else { return [.respond(status, "{}", type: type)] }
            return [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let first = try Booth(url: server.url)
        let ids = try await first.append(30)
        first.client.start()
        try await first.reports.first { $0 == .uploadStuck(true) }
        try await posts.wait { $0.count >= 16 }
        #expect(first.queue.status.quarantined == 0)
        #expect(first.queue.status.depth == 30)
        await first.stop()

        let booth = try Booth(url: server.url, directory: first.directory)
        let before = posts.values.count
        booth.client.start()
        try await posts.wait { $0.count >= before + 16 }
        try await booth.reports.first { $0 == .uploadStuck(true) }
        #expect(booth.queue.status.quarantined == 0)
        isOver.withLock { $0 = true }
        try await booth.uploaded(30)
        #expect(Set(store.stored) == Set(ids) && store.stored.count == 30)
        #expect(booth.queue.status.depth == 0)
        #expect(booth.queue.status.quarantined == 0)
        try await booth.reports.first { $0 == .uploadStuck(false) }
        await booth.stop()
    }

    @Test(
        "A proxy that takes small bodies only, and says so as the platform would, costs no event",
        arguments: [1, 3, 40])
    func proxyLimit(most: Int) async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            return request.array.count > most
                ? [.respond(413, "<html>Too large.</html>", type: "text/html")]
                : [.respond(200, store.take(request).body)]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(60)
        booth.client.start()
        try await booth.uploaded(60)
        #expect(store.stored == ids)
        #expect(booth.queue.status.quarantined == 0)
        await booth.stop()
    }

    @Test("A platform that rejects each event: real ones are kept and come back when it is mended")
    func rejectsEverything() async throws {
        let isOver = Mutex(false)
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            guard !isOver.withLock({ $0 }) else { return [.respond(200, store.take(request).body)] }
            let results = request.array.map { event in
                "{\"id\":\"\(event["id"] as? String ?? "")\",\"status\":\"rejected\",\"reason\":\"data.invalid\"}"
            }
            return [.respond(200, "{\"results\":[\(results.joined(separator: ","))]}")]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(120, urgent: false)
        booth.client.start()
        try await eventually("the queue is empty") { booth.queue.status.depth == 0 }
        await booth.settled()
        #expect(booth.queue.status.dropped == 0)
        isOver.withLock { $0 = true }
        let retried = await withCheckedContinuation { continuation in
            booth.queue.retryQuarantined { continuation.resume(returning: $0) }
        }
        #expect(retried == 121, "and one report of them")
        booth.client.uploadNow()
        try await booth.uploaded(121)
        #expect(Set(store.stored).isSuperset(of: ids))
        await booth.stop()
    }

    @Test(
        "Asked for a new epoch, the booth begins one and sends what it has under it; asked again at once, it does not")
    func newEpoch() async throws {
        let store = EventStore()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/events" else { return otherwise(request) }
            return [.respond(200, String(store.take(request).body.dropLast()) + ",\"begin_epoch\":true}")]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        let ids = try await booth.append(3)
        let old = try #require(booth.queue.status.epoch)
        booth.client.start()
        try await booth.queueReports.first { if case .epochBegun = $0 { true } else { false } }
        let fresh = try #require(booth.queue.status.epoch)
        #expect(fresh != old)
        let more = try await booth.append(2, prefix: "later")
        booth.client.uploadNow()
        try await booth.uploaded(5)
        #expect(store.stored == ids + more)
        let posts = server.requests.filter { $0.path == "/v1/events" }
        #expect(posts.last?.headers["kiosk-queue-epoch"] == fresh)
        #expect(posts.last?.headers["kiosk-lowest-unsent"] == "00000000000000000001")
        #expect(booth.queue.status.epoch == fresh)
        await booth.stop()
    }
}
