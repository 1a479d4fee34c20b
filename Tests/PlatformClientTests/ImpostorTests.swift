import AdapterTestSupport
import Foundation
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

/// What stands between a booth and its platform, answering in the platform's place.
struct Impostor: Sendable, CustomTestStringConvertible {
    static let id = "6f0c2c5e-0000-4000-8000-000000000001"
    static let other = "6f0c2c5e-0000-4000-8000-000000000002"
    private static let html = "<html>Welcome! Please log in.</html>"

    let name: String
    let answer: ScriptedServer.Step

    var testDescription: String { name }

    static func document(_ state: String, _ version: Int, of id: String = id) -> String {
        "{\"id\":\"\(id)\",\"kind\":\"taxi\",\"state\":\"\(state)\",\"version\":\(version),\"simulated\":false}"
    }

    static let all: [Impostor] =
        [200, 201, 400, 401, 403, 404, 408, 409, 410, 422, 429, 502, 511].map {
            Impostor(name: "\($0) in HTML", answer: .respond($0, html, type: "text/html; charset=utf-8"))
        }
        + [400, 404, 409, 410].map {
            Impostor(name: "\($0) in JSON", answer: .respond($0, #"{"message":"no route"}"#))
        }
        + [404, 409].map {
            Impostor(
                name: "\($0), somebody else's problem",
                answer: .respond(
                    $0, "{\"type\":\"about:blank\",\"title\":\"No\",\"status\":\($0),\"request\":\"\(id)\"}",
                    type: "application/problem+json"))
        }
        + [
            Impostor(
                name: "a redirection",
                answer: .respond(302, html, type: "text/html", headers: [("Location", "/log-in")])),
            Impostor(name: "nothing at all", answer: .respond(200, "", type: "")),
            Impostor(name: "no contents", answer: .respond(204, "")),
            Impostor(name: "an empty object", answer: .respond(200, "{}")),
            Impostor(name: "somebody's JSON", answer: .respond(200, #"{"ok":true,"state":"cancelled"}"#)),
            Impostor(name: "another order's document", answer: .respond(200, document("cancelled", 9, of: other))),
            Impostor(
                name: "a document without a version",
                answer: .respond(200, "{\"id\":\"\(id)\",\"kind\":\"taxi\",\"state\":\"cancelled\"}")),
            Impostor(name: "a document of version 0", answer: .respond(200, document("cancelled", 0))),
            Impostor(
                name: "a document in HTML", answer: .respond(200, document("cancelled", 9), type: "text/html")),
            Impostor(name: "a problem about another order", answer: problem(404, "not-found", request: other)),
            Impostor(name: "a problem about no order", answer: problem(404, "not-found")),
            Impostor(name: "too late for another order", answer: problem(409, "too-late", request: other)),
            Impostor(name: "refused, about no order", answer: problem(400, "malformed")),
            Impostor(
                name: "a problem with another status",
                answer: .respond(
                    200, "{\"type\":\"urn:laoyouting:problem:not-found\",\"status\":404,\"request\":\"\(id)\"}",
                    type: "application/problem+json")),
        ]
}

/// An order and a number are believed to be where the platform itself says they are, and nowhere else.
@Suite("Whatever answers in the platform's place", .timeLimit(.minutes(2)))
struct ImpostorTests {
    private static let id = Impostor.id
    private let handle = RequestHandle(1)
    private let order = RequestOrder(function: FunctionID(rawValue: "taxi"), kind: "taxi", language: .chinese)

    /// What is asked of the platform about an order.
    private enum Question: Sendable, Equatable {
        case submit, poll, cancel, contact
    }

    /// A platform whose answers to one question are somebody else's, twice, before its own come through.
    private func server(
        _ impostor: Impostor, to question: Question, polls: String? = nil, submit: ScriptedServer.Step? = nil,
        cancel: ScriptedServer.Step = .respond(200, Impostor.document("cancelled", 7))
    ) throws -> ScriptedServer {
        let times = Mutex(0)
        return try ScriptedServer { request in
            let asked: Question
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"): asked = .submit
            case ("POST", let path) where path.hasSuffix("/cancel"): asked = .cancel
            case ("POST", let path) where path.hasSuffix("/contact"): asked = .contact
            case ("GET", let path) where path.hasPrefix("/v1/requests/"): asked = .poll
            default: return otherwise(request)
            }
            if asked == question,
                times.withLock({
                    $0 += 1; return $0
                }) <= 2
            {
                return [impostor.answer]
            }
            switch asked {
            case .submit: return [submit ?? .respond(201, Impostor.document("submitted", 1))]
            case .poll: return [polls.map { .respond(200, $0) } ?? .hold]
            case .cancel: return [cancel]
            case .contact: return [.respond(200, Impostor.document("submitted", 1))]
            }
        }
    }

    private func booth(_ server: ScriptedServer, patience: Duration = .seconds(20)) throws -> Booth {
        // Waits are as short as they can be.
        try Booth(url: server.url, patience: patience, random: { 0 })
    }

    /// Returns the facts about the order once there are this many. Nothing may have been asked for at the place that a
    /// redirection pointed to.
    private func facts(_ count: Int, _ booth: Booth, _ server: ScriptedServer) async throws -> [RequestFact] {
        let handle = handle
        let facts = try await booth.reports.wait { $0.facts(handle).count >= count }.facts(handle)
        await booth.stop()
        #expect(!server.requests.contains { $0.path == "/log-in" })
        return facts
    }

    @Test("An order is not placed and not refused until the platform says so", arguments: Impostor.all)
    func submit(_ impostor: Impostor) async throws {
        let server = try server(impostor, to: .submit)
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        #expect(try await facts(1, booth, server) == [.answer(RequestAnswer(phase: .submitted))])
        let posts = server.requests.filter { $0.path == "/v1/requests" }
        #expect(posts.count == 3)
        #expect(Set(posts.map(\.text)).count == 1, "one order, however often it is sent")
    }

    @Test("An order does not end, and is not forgotten, until the platform says so", arguments: Impostor.all)
    func poll(_ impostor: Impostor) async throws {
        let server = try server(impostor, to: .poll, polls: Impostor.document("assigned", 3))
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        let expected: [RequestFact] = [
            .answer(RequestAnswer(phase: .submitted)), .answer(RequestAnswer(phase: .assigned)),
        ]
        #expect(try await facts(2, booth, server) == expected)
    }

    @Test("An order is not cancelled, and not too late to cancel, until the platform says so", arguments: Impostor.all)
    func cancel(_ impostor: Impostor) async throws {
        let server = try server(impostor, to: .cancel)
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        try await booth.reports.wait { $0.facts(handle).count == 1 }
        booth.client.cancel(handle)
        let expected: [RequestFact] = [
            .answer(RequestAnswer(phase: .submitted)), .answer(RequestAnswer(phase: .cancelled)),
        ]
        #expect(try await facts(2, booth, server) == expected)
        #expect(server.requests.count { $0.path.hasSuffix("/cancel") } == 3)
    }

    @Test("A number is not the dispatcher's until the platform says so", arguments: Impostor.all)
    func contact(_ impostor: Impostor) async throws {
        let server = try server(impostor, to: .contact)
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        booth.client.addContact(handle, number: "13812345678")
        let expected: [RequestFact] = [.answer(RequestAnswer(phase: .submitted)), .contactDelivered]
        #expect(try await facts(2, booth, server) == expected)
        let sent = server.requests.filter { $0.path.hasSuffix("/contact") }.map(\.text)
        #expect(sent == Array(repeating: #"{"number":"13812345678"}"#, count: 3))
    }

    @Test("What may have been placed is called off until the platform says that it is", arguments: Impostor.all)
    func withdraw(_ impostor: Impostor) async throws {
        let server = try server(impostor, to: .cancel, submit: .close)
        defer { server.stop() }
        let booth = try booth(server, patience: .milliseconds(300))
        booth.client.submit(handle, id: Self.id, order)
        let expected: [RequestFact] = [
            .unreachable, .cancelUnconfirmed, .answer(RequestAnswer(phase: .cancelled)),
        ]
        #expect(try await facts(3, booth, server) == expected)
    }

    @Test(
        "What became of an order that could not be called off is asked until the platform says it",
        arguments: Impostor.all)
    func lookBack(_ impostor: Impostor) async throws {
        let server = try server(
            impostor, to: .poll, polls: Impostor.document("completed", 4), submit: .close,
            cancel: problem(409, "too-late", request: Self.id))
        defer { server.stop() }
        let booth = try booth(server, patience: .milliseconds(300))
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        let completed = RequestFact.answer(RequestAnswer(phase: .completed))
        let facts = try await booth.reports.wait { $0.facts(handle).contains(completed) }.facts(handle)
        await booth.stop()
        // On a busy machine the cancellation may outlast the booth's patience, and the booth then says so.
        #expect(facts.filter { $0 != .cancelUnconfirmed } == [.unreachable, completed])
    }

    @Test("The platform's own word that there is no such order ends it", arguments: [false, true])
    func unknown(cancelling: Bool) async throws {
        let gone = problem(404, "not-found", request: Self.id.uppercased())
        let server = try ScriptedServer { request in
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"): [.respond(201, Impostor.document("submitted", 1))]
            case ("POST", let path) where path.hasSuffix("/cancel"): [gone]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"): cancelling ? [.hold] : [gone]
            default: otherwise(request)
            }
        }
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        let handle = handle
        try await booth.reports.wait { !$0.facts(handle).isEmpty }
        if cancelling { booth.client.cancel(handle) }
        let end = RequestAnswer(phase: cancelling ? .cancelled : .failed)
        #expect(try await facts(2, booth, server).last == .answer(end))
    }

    @Test("An older document that a proxy remembers changes nothing")
    func stale() async throws {
        let polls = Mutex([Impostor.document("assigned", 3), Impostor.document("cancelled", 2)])
        let server = try ScriptedServer { request in
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"): return [.respond(201, Impostor.document("submitted", 1))]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"):
                let next = polls.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                return [.respond(200, next ?? Impostor.document("completed", 4))]
            default: return otherwise(request)
            }
        }
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        let phases: [RequestPhase] = [.submitted, .assigned, .completed]
        #expect(try await facts(3, booth, server) == phases.map { .answer(RequestAnswer(phase: $0)) })
    }

    @Test("A type with parameters is that type")
    func parameters() async throws {
        let type = "Application/JSON; charset=utf-8"
        let server = try ScriptedServer { request in
            request.path == "/v1/requests"
                ? [.respond(201, Impostor.document("completed", 4), type: type)] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try booth(server)
        booth.client.submit(handle, id: Self.id, order)
        #expect(try await facts(1, booth, server) == [.answer(RequestAnswer(phase: .completed))])
    }
}
