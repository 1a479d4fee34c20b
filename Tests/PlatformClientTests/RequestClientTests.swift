import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import PlatformClient

@Suite("Orders", .timeLimit(.minutes(1)))
struct RequestClientTests {
    private static let id = "6f0c2c5e-0000-4000-8000-000000000001"
    private let handle = RequestHandle(1)
    private let order = RequestOrder(
        function: FunctionID(rawValue: "taxi"), kind: "taxi", name: "叫出租车", choices: ["slot": "now"],
        words: [ChoiceWords(id: "slot", question: "几时", answer: "现在")], language: .english)

    private static func document(_ state: String, _ version: Int, _ more: String = "") -> String {
        "{\"id\":\"\(id)\",\"kind\":\"taxi\",\"state\":\"\(state)\",\"version\":\(version),\"simulated\":true\(more)}"
    }

    private static let assigned = document(
        "assigned", 3,
        #","assignment":{"plate":"沪A·D5638","car":"白色 大众朗逸","minutes":6,"arrives_at":"2026-05-28T20:32:40Z"}"#
    )

    /// A platform with one order: created on POST, then one document for each poll, then silence.
    private func platform(
        polls: [String], cancel: [ScriptedServer.Step] = [problem(409, "too-late", request: id)],
        seen: Recorder<String> = Recorder()
    ) throws -> ScriptedServer {
        let polled = Recorder<Int>()
        return try ScriptedServer { request in
            seen.record("\(request.method) \(request.path)")
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"): return [.respond(201, Self.document("submitted", 1))]
            case ("POST", let path) where path.hasSuffix("/cancel"): return cancel
            case ("POST", let path) where path.hasSuffix("/contact"):
                return [.respond(200, Self.document("accepted", 2))]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"):
                let number = polled.values.count
                polled.record(number)
                return number < polls.count ? [.respond(200, polls[number])] : [.hold]
            default: return otherwise(request)
            }
        }
    }

    @Test("An order is followed from submission to the car and its end")
    func story() async throws {
        let server = try platform(polls: [
            Self.document("accepted", 2), Self.assigned, Self.document("completed", 4),
        ])
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        let facts = try await booth.reports.wait { $0.facts(handle).count == 4 }.facts(handle)
        let car = Assignment(plate: "沪A·D5638", car: "白色 大众朗逸", arrivesAt: 1_780_000_360_000)
        #expect(
            facts == [
                .answer(RequestAnswer(phase: .submitted, simulated: true)),
                .answer(RequestAnswer(phase: .accepted, simulated: true)),
                .answer(RequestAnswer(phase: .assigned, assignment: car, simulated: true)),
                .answer(RequestAnswer(phase: .completed, simulated: true)),
            ])
        let body = try #require(server.requests.first { $0.path == "/v1/requests" }).object
        #expect(body["id"] as? String == Self.id)
        #expect(body["kind"] as? String == "taxi")
        #expect(body["kind_in_words"] as? String == "叫出租车")
        #expect(body["language"] as? String == "en")
        #expect(body["booth_number"] as? String == "PT-0042")
        #expect(body["address"] as? String == "普陀区曹杨路 500 号")
        #expect(body["choices"] as? [String: String] == ["slot": "now"])
        #expect(
            body["choices_in_words"] as? [[String: String]] == [["id": "slot", "question": "几时", "answer": "现在"]])
        #expect(server.requests.contains { $0.path == "/v1/requests/\(Self.id)?after=3&wait=25" })
        await booth.stop()
    }

    @Test("A lost answer to the submission is asked for again under the same id; lost polls are taken up again")
    func lostAnswers() async throws {
        let server = try ScriptedServer { request in
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"):
                return request.number == 0 ? [.close] : [.respond(200, Self.document("submitted", 1))]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"):
                switch request.number % 4 {
                case 0: return [.close]
                case 1: return [.respond(502)]
                case 2: return [.respond(200, "{}")]
                default: return [.respond(200, Self.assigned)]
                }
            default: return otherwise(request)
            }
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        let facts = try await booth.reports.wait { $0.facts(handle).count == 2 }.facts(handle)
        guard case .answer(let answer) = facts[1] else {
            Issue.record("\(facts)")
            return
        }
        #expect(answer.phase == .assigned)
        let posts = server.requests.filter { $0.path == "/v1/requests" }
        #expect(posts.count == 2)
        #expect(Set(posts.map(\.text)).count == 1)
        await booth.stop()
    }

    @Test("A platform that cannot be reached is reported; an order it may have all the same is cancelled there")
    func unreachable() async throws {
        let server = try ScriptedServer { request in
            request.path.hasSuffix("/cancel") ? [.respond(200, Self.document("cancelled", 2))] : [.close]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url, patience: .seconds(3))
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        let facts = try await booth.reports.wait { $0.facts(handle).count == 2 }.facts(handle)
        #expect(facts == [.unreachable, .answer(RequestAnswer(phase: .cancelled))])
        #expect(server.requests.contains { $0.path == "/v1/requests/\(Self.id)/cancel" })
        await booth.stop()
    }

    @Test("Not known to be cancelled until the platform says so; one that was done all the same is reported as that")
    func unconfirmed() async throws {
        let ends: [(ScriptedServer.Step, RequestPhase)] = [
            (.respond(200, Self.document("cancelled", 2)), .cancelled),
            (problem(404, "not-found", request: Self.id), .cancelled),
            (problem(409, "too-late", request: Self.id), .completed),
        ]
        let handle = handle
        for (step, phase) in ends {
            let cancellations = Recorder<Int>()
            let server = try ScriptedServer { request in
                if request.method == "GET" { return [.respond(200, Self.document("completed", 4))] }
                guard request.path.hasSuffix("/cancel") else { return [.close] }
                cancellations.record(request.number)
                return cancellations.values.count == 1 ? [.close] : [step]
            }
            defer { server.stop() }
            let booth = try Booth(url: server.url, patience: .milliseconds(300))
            booth.client.submit(handle, id: Self.id, order)
            let facts = try await booth.reports.wait { $0.facts(handle).count == 3 }.facts(handle)
            #expect(Array(facts.prefix(2)) == [.unreachable, .cancelUnconfirmed])
            guard case .answer(let answer) = facts[2] else {
                Issue.record("\(facts)")
                continue
            }
            #expect(answer.phase == phase)
            await booth.stop()
        }
    }

    @Test("Nothing listening: reported as unreachable, and nothing to withdraw")
    func nobody() async throws {
        let gone = try ScriptedServer(script: otherwise)
        gone.stop()
        let booth = try Booth(url: gone.url, patience: .milliseconds(300))
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        #expect(try await booth.reports.wait { !$0.facts(handle).isEmpty }.facts(handle) == [.unreachable])
        await booth.stop()
    }

    @Test("An order that the platform itself refuses is failed, not retried")
    func refused() async throws {
        let server = try ScriptedServer {
            $0.path == "/v1/requests" ? [problem(422, "malformed", request: Self.id)] : otherwise($0)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        let facts = try await booth.reports.wait { !$0.facts(handle).isEmpty }.facts(handle)
        #expect(facts == [.answer(RequestAnswer(phase: .failed))])
        #expect(server.requests.count == 1)
        await booth.stop()
    }

    @Test("Cancelled, too late, and not to be confirmed are told apart")
    func cancelling() async throws {
        let cancelled = RequestAnswer(phase: .cancelled, simulated: true)
        let cases: [([ScriptedServer.Step], RequestFact)] = [
            ([.respond(200, Self.document("cancelled", 9))], .answer(cancelled)),
            ([problem(409, "too-late", request: Self.id)], .tooLateToCancel),
            ([.close], .cancelUnconfirmed),
        ]
        let handle = handle
        for (steps, expected) in cases {
            let server = try platform(polls: [], cancel: steps)
            defer { server.stop() }
            let booth = try Booth(url: server.url, patience: .seconds(3))
            booth.client.submit(handle, id: Self.id, order)
            try await booth.reports.wait { $0.facts(handle).count == 1 }
            booth.client.cancel(handle)
            #expect(try await booth.reports.wait { $0.facts(handle).count == 2 }.facts(handle)[1] == expected)
            await booth.stop()
        }
    }

    @Test("A call-back number reaches the platform and nothing else: no file of the booth ever holds it")
    func canary() async throws {
        let number = "13812345678"
        let store = EventStore()
        let seen = Recorder<String>()
        let server = try ScriptedServer { request in
            switch request.path {
            case "/v1/events": return [.respond(200, store.take(request).body)]
            case "/v1/requests": return [.respond(201, Self.document("submitted", 1))]
            case let path where path.hasSuffix("/contact"):
                seen.record(request.text)
                return [.respond(200, Self.document("submitted", 1))]
            case let path where path.hasPrefix("/v1/requests/"): return [.hold]
            default: return otherwise(request)
            }
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.submit(handle, id: Self.id, order)
        booth.client.addContact(handle, number: number)
        try await booth.append(5, prefix: "seen-")
        #expect(try await seen.wait { !$0.isEmpty } == ["{\"number\":\"\(number)\"}"])
        let queued = try booth.directory.contents()
        #expect(queued.values.contains { $0.range(of: Data("seen-".utf8)) != nil }, "the search finds what is there")
        booth.client.start()
        try await booth.uploaded(5)
        let uploaded = try booth.directory.contents()
        for (name, bytes) in Array(queued) + Array(uploaded) {
            #expect(bytes.range(of: Data(number.utf8)) == nil, "\(name)")
        }
        for request in server.requests where !request.path.hasSuffix("/contact") {
            #expect(!request.text.contains(number) && !request.path.contains(number), "\(request.path)")
        }
        #expect(!"\(booth.reports.values)".contains(number))
        await booth.stop()
    }
}
