import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import PlatformClient

@Suite("Pensions", .timeLimit(.minutes(1)))
struct PensionClientTests {
    private static let code = "310000D156000005FFEEDDCCBBAA0099"
    private let handle = CardHandle(1)

    private func server(_ answer: [ScriptedServer.Step]) throws -> ScriptedServer {
        try ScriptedServer { request in
            request.path == "/v1/pension-inquiries" ? answer : otherwise(request)
        }
    }

    private func ask(_ booth: Booth) {
        booth.client.askPension(handle, answerToReset: "3B00", identification: Self.code)
    }

    @Test("An answer of the platform is an answer")
    func answer() async throws {
        let server = try server([.respond(200, #"{"amount_cents":432150,"month":"2026-10","simulated":true}"#)])
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        ask(booth)
        let reports = try await booth.reports.wait { $0.contains { $0.isAboutCard } }.filter(\.isAboutCard)
        let answer = try #require(PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true))
        #expect(reports == [.card(handle, .answer(answer))])
        let body = try #require(server.requests.first { $0.path == "/v1/pension-inquiries" }).object
        #expect(body as? [String: String] == ["answer_to_reset": "3B00", "card_identification": Self.code])
        await booth.stop()
    }

    @Test(
        "Anything else is no answer, and is not asked again",
        arguments: [
            (404, "{}"), (500, ""), (401, ""), (200, ""), (200, "{}"),
            (200, #"{"amount_cents":-1,"month":"2026-10"}"#), (200, #"{"amount_cents":1e12,"month":"2026-10"}"#),
            (200, #"{"amount_cents":"432150","month":"2026-10"}"#), (200, #"{"amount_cents":1,"month":"2026-13"}"#),
            (200, #"{"amount_cents":1,"month":"-026-10"}"#), (200, #"{"amount_cents":1,"month":"2026-1"}"#),
        ])
    func noAnswer(_ status: Int, _ body: String) async throws {
        let server = try server([.respond(status, body)])
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        ask(booth)
        let reports = try await booth.reports.wait { $0.contains { $0.isAboutCard } }.filter(\.isAboutCard)
        #expect(reports == [.card(handle, .unanswered)])
        #expect(server.requests.count { $0.path == "/v1/pension-inquiries" } == 1)
        await booth.stop()
    }

    @Test("What is no document of the platform is no amount", arguments: ["text/html", "text/plain", ""])
    func otherType(_ type: String) async throws {
        let body = #"{"amount_cents":432150,"month":"2026-10","simulated":true}"#
        let server = try server([.respond(200, body, type: type)])
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        ask(booth)
        let reports = try await booth.reports.wait { $0.contains { $0.isAboutCard } }.filter(\.isAboutCard)
        #expect(reports == [.card(handle, .unanswered)])
        await booth.stop()
    }

    @Test("The answer about a card that was taken out is nobody's")
    func forgotten() async throws {
        let server = try server([.hold])
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        ask(booth)
        booth.client.forgetPension()
        booth.client.askPension(CardHandle(2), answerToReset: "3B00", identification: Self.code)
        booth.client.forgetPension()
        await booth.stop()
        #expect(!booth.reports.values.contains { $0.isAboutCard })
    }
}

extension PlatformReport {
    fileprivate var isAboutCard: Bool { if case .card = self { true } else { false } }
}
