import Foundation
import Hummingbird

/// `POST /v1/pension-inquiries`: the pension that belongs to a card. The answers are invented: the real ones come from
/// the pension office, and this platform only shows how to ask. Nothing about an inquiry is stored or logged.
struct PensionRoutes: Sendable {
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) { endpoints.on("/v1/pension-inquiries", .post, handler: ask) }

    @Sendable private func ask(_ request: Request, _ context: PlatformContext) async throws -> Response {
        _ = try context.booth
        let inquiry = try await request.json(PensionInquiry.self)
        if let problem = inquiry.problem { throw Problem.malformed(problem) }
        guard let answer = SimulatedPensions.answer(to: inquiry, at: clock()) else { throw Problem.notFound }
        return try .json(answer, headers: [.cacheControl: "no-store"])
    }
}

/// What a booth sends about a card, as hexadecimal digits.
struct PensionInquiry: Decodable, Sendable {
    let answerToReset: String
    let cardIdentification: String

    enum CodingKeys: String, CodingKey {
        case answerToReset = "answer_to_reset"
        case cardIdentification = "card_identification"
    }

    /// What is wrong with it, or nil; never repeats what was sent.
    var problem: String? {
        guard Self.isHexadecimal(answerToReset, bytes: 2...33) else {
            return "answer_to_reset: 2 to 33 bytes as hexadecimal digits"
        }
        guard Self.isHexadecimal(cardIdentification, bytes: 16...16) else {
            return "card_identification: 16 bytes as hexadecimal digits"
        }
        return nil
    }

    private static func isHexadecimal(_ text: String, bytes: ClosedRange<Int>) -> Bool {
        let digits = text.utf8
        return digits.count.isMultiple(of: 2) && bytes.contains(digits.count / 2)
            && digits.allSatisfy { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }
    }
}

/// The answer.
struct PensionAnswer: Encodable, Equatable, Sendable {
    /// The amount in hundredths of a yuan.
    let amountCents: Int
    /// The month that it was paid for, such as `2026-10`.
    let month: String
    let simulated: Bool

    enum CodingKeys: String, CodingKey {
        case month, simulated
        case amountCents = "amount_cents"
    }
}

/// Invented pensions, always the same for the same card.
enum SimulatedPensions {
    /// The answer for a card. A card whose identification code ends in 00 counts as unknown, so that this case can be
    /// shown, too.
    static func answer(to inquiry: PensionInquiry, at now: Date) -> PensionAnswer? {
        let code = inquiry.cardIdentification.uppercased()
        guard !code.hasSuffix("00") else { return nil }
        let hash = code.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
        let cents = 250_000 + Int(hash % 400_000)
        // Paid for the previous month, in Shanghai's time.
        let local = now.addingTimeInterval(8 * 3600)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: local)
        let (year, month) = (parts.year ?? 2000, parts.month ?? 1)
        let paid = month == 1 ? (year - 1, 12) : (year, month - 1)
        return PensionAnswer(
            amountCents: cents, month: "\(paid.0)-\(paid.1 < 10 ? "0" : "")\(paid.1)", simulated: true)
    }
}
