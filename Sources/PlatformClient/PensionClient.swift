import Serial
import EventQueue
import Foundation
import HTTPClient
import Basics
import Vocabulary

/// Asks the platform about the pension that belongs to a card. Nothing about the card is kept longer than the single
/// request, which is never retried: the cardholder can put the card in again.
actor PensionClient {
    private let link: PlatformLink
    /// How long a person waits in front of the screen.
    private let patience: Duration
    private var asked: (handle: CardHandle, transfer: HTTPHandle?)?

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(link: PlatformLink, patience: Duration) {
        self.link = link
        self.patience = patience
    }

    private struct Wire: Decodable {
        var amountCents: Int
        var month: String
        var simulated: Bool?
    }

    nonisolated func ask(_ handle: CardHandle, answerToReset: String, identification: String) {
        link.queue.run(on: self) { client in
            client.drop()
            let body = JSONValue.object([
                "answer_to_reset": .string(answerToReset), "card_identification": .string(identification),
            ]).serialized
            let transfer = client.link.send(
                .post, "/v1/pension-inquiries", body: body, timeout: client.patience, to: client
            ) { client, answer in client.answered(handle, answer) }
            client.asked = (handle, transfer)
        }
    }

    /// Drops the request, because nobody waits for the answer any more.
    nonisolated func forget() { link.queue.run(on: self) { client in client.drop() } }

    private func drop() {
        if let transfer = asked?.transfer { link.cancel(transfer) }
        asked = nil
    }

    private func answered(_ handle: CardHandle, _ answer: PlatformLink.Answer) {
        guard asked?.handle == handle else { return }
        asked = nil
        guard case .success(let response) = answer, response.status == 200, response.isOfType("application/json"),
            let pension = Self.read(response.body)
        else { return link.report(.card(handle, .unanswered)) }
        link.report(.card(handle, .answer(pension)))
    }

    /// Reads an answer; nil if it is not a plausible one.
    static func read(_ body: [UInt8]) -> PensionAnswer? {
        guard let wire = try? JSONDecoder.platform.decode(Wire.self, from: Data(body)) else { return nil }
        let parts = wire.month.split(separator: "-", omittingEmptySubsequences: false)
        guard wire.month.utf8.count == 7, parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else {
            return nil
        }
        return PensionAnswer(cents: wire.amountCents, year: year, month: month, isSimulated: wire.simulated ?? false)
    }
}
