import Foundation
import Testing

@testable import Platform

/// The made-up answers about pensions.
@Suite struct PensionTests {
    private static let path = "/v1/pension-inquiries"

    private func inquiry(_ code: String, atr: String = "3B6D00") -> String {
        #"{"answer_to_reset":"\#(atr)","card_identification":"\#(code)"}"#
    }

    @Test func `the same card has the same pension, and it is said to be made up`() throws {
        let inquiry = PensionInquiry(answerToReset: "3B00", cardIdentification: String(repeating: "A1", count: 16))
        // The last hour of the year in London is the first day of the next in Shanghai.
        let now = Date(timeIntervalSince1970: 1_767_222_000)
        let answer = try #require(SimulatedPensions.answer(to: inquiry, at: now))
        #expect(answer.simulated)
        #expect((250_000..<650_000).contains(answer.amountCents))
        #expect(answer.month == "2025-12")
        #expect(SimulatedPensions.answer(to: inquiry, at: now) == answer)
    }

    @Test func `a booth that asks is answered, and nobody keeps the answer`() async throws {
        try await withPlatform { platform in
            let known = try await platform.http.post(Self.path, json: inquiry(String(repeating: "A1", count: 16)))
            #expect(known.status == 200)
            #expect(known["cache-control"] == "no-store")
            #expect(String(decoding: known.body, as: UTF8.self).contains(#""simulated":true"#))
            let unknown = try await platform.http.post(Self.path, json: inquiry(String(repeating: "00", count: 16)))
            #expect(unknown.status == 404)
            let wrong = try await platform.http.post(Self.path, json: inquiry("A1"))
            #expect(wrong.status == 400)
            let nobody = try await platform.http.post(
                Self.path, token: nil, json: inquiry(String(repeating: "A1", count: 16)))
            #expect(nobody.status == 401)
        }
    }

    @Test func `a card that nobody knows has none`() {
        let inquiry = PensionInquiry(answerToReset: "3B00", cardIdentification: String(repeating: "00", count: 16))
        #expect(SimulatedPensions.answer(to: inquiry, at: Date()) == nil)
    }

    @Test(arguments: [
        ("", "3B00"), ("A1", "3B00"), (String(repeating: "G1", count: 16), "3B00"),
        (String(repeating: "A1", count: 17), "3B00"), (String(repeating: "A1", count: 16), ""),
        (String(repeating: "A1", count: 16), "3B0"),
        (String(repeating: "A1", count: 16), String(repeating: "3B", count: 34)),
    ])
    func `what is no card is refused, and not repeated`(_ code: String, _ answerToReset: String) throws {
        let problem = PensionInquiry(answerToReset: answerToReset, cardIdentification: code).problem
        let words = try #require(problem)
        #expect(code.count < 4 || !words.contains(code))
    }
}
