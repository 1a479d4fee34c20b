import Basics
import Foundation
import Testing

@testable import CardReader

/// A real pcscd with its real library. The reader's driver and the card are virtual. It needs name spaces, so it runs
/// as root, as CI does.
@Suite(.serialized, .enabled(if: geteuid() == 0))
struct PCSCReaderTests {
    @Test func `a permitted card is read: its code, and nothing that names its owner`() async throws {
        try await withReader { service, reader, reports in
            try await #expect(reports.next() == "available Booth 00 00")
            reader.permit()
            let card = try VirtualCard(in: service, answer: SocialCard.answer)
            try await #expect(reports.next() == "inserted")
            try await #expect(reports.next() == "read 3B6D000080318065B0893501F183009000 \(SocialCard.code)")
            card.remove()
            try await #expect(reports.next() == "removed")
            #expect(!card.commands.isEmpty)
            #expect(!card.commands.contains { $0.contains([0xEF, 0x06]) })
        }
    }

    @Test func `a card is not touched before somebody agrees`() async throws {
        try await withReader { service, reader, reports in
            try await #expect(reports.next() == "available Booth 00 00")
            let card = try VirtualCard(in: service, answer: SocialCard.answer)
            try await #expect(reports.next() == "inserted")
            #expect(card.commands.isEmpty)
            reader.permit()
            try await #expect(reports.next().hasPrefix("read "))
            // The consent counted once, and does not count again for the same card.
            let commands = card.commands.count
            card.remove()
            try await #expect(reports.next() == "removed")
            #expect(card.commands.count == commands)
        }
    }

    @Test func `a card is read once for each time that it is put in`() async throws {
        try await withReader { service, reader, reports in
            try await #expect(reports.next() == "available Booth 00 00")
            reader.permit()
            let card = try VirtualCard(in: service, answer: SocialCard.answer)
            try await #expect(reports.next() == "inserted")
            try await #expect(reports.next().hasPrefix("read "))
            let commands = card.commands.count
            reader.permit()
            card.remove()
            // Nothing comes in between, because the second consent is for the next card.
            try await #expect(reports.next() == "removed")
            #expect(card.commands.count == commands)
            let next = try VirtualCard(in: service, answer: SocialCard.answer)
            try await #expect(reports.next() == "inserted")
            try await #expect(reports.next().hasPrefix("read "))
            next.remove()
        }
    }

    @Test func `a card that was there before the reader was looked at is said to be so, and not touched`() async throws
    {
        let service = try await CardService()
        defer { service.stop() }
        let first = Reports()
        let before = PCSCReader(report: first.take)
        before.start()
        try await #expect(first.next() == "available Booth 00 00")
        let card = try VirtualCard(in: service, answer: SocialCard.answer)
        try await #expect(first.next() == "inserted")
        before.stop()
        let reports = Reports()
        let reader = PCSCReader(report: reports.take)
        defer { reader.stop() }
        reader.start()
        try await #expect(reports.next() == "available Booth 00 00, occupied")
        card.remove()
        try await #expect(reports.next() == "removed")
        #expect(card.commands.isEmpty)
    }

    @Test func `the simulated reader does the same`() async throws {
        let reports = Reports()
        let reader = SimulatedCardReader(report: reports.take)
        defer { reader.stop() }
        let code: [UInt8] = SocialCard.bytes
        let card = code.withUnsafeBytes { CardIdentity(answerToReset: [0x3B, 0x00], identification: $0) }
        reader.insert(card)
        reader.start()
        try await #expect(reports.next() == "available simulated, occupied")
        reader.permit()
        try await #expect(reports.next() == "read 3B00 \(SocialCard.code)")
        reader.permit()
        reader.remove()
        try await #expect(reports.next() == "removed")
        reader.insert(card)
        try await #expect(reports.next() == "inserted")
        try await #expect(reports.next() == "read 3B00 \(SocialCard.code)")
    }

    @Test func `consent that was taken back is none for the next card`() async throws {
        try await withReader { service, reader, reports in
            try await #expect(reports.next() == "available Booth 00 00")
            reader.permit()
            reader.forbid()
            let card = try VirtualCard(in: service, answer: SocialCard.answer)
            try await #expect(reports.next() == "inserted")
            card.remove()
            try await #expect(reports.next() == "removed")
            #expect(card.commands.isEmpty)
        }
    }

    @Test func `another kind of card is said to be one`() async throws {
        try await withReader { service, reader, reports in
            try await #expect(reports.next() == "available Booth 00 00")
            reader.permit()
            let card = try VirtualCard(in: service) { _ in [0x6A, 0x82] }
            try await #expect(reports.next() == "inserted")
            try await #expect(reports.next() == "unreadable no social security card (status 6a82)")
            card.remove()
        }
    }

    @Test func `without pcscd there is no reader, and with it there is one`() async throws {
        _ = CardService.directory
        let reports = Reports()
        let reader = PCSCReader(backoff: .init(base: .milliseconds(20), cap: .milliseconds(50)), report: reports.take)
        defer { reader.stop() }
        reader.start()
        let reason = try await reports.next()
        #expect(reason.hasPrefix("unavailable "))
        let service = try await CardService()
        try await #expect(reports.next(unlike: reason) == "available Booth 00 00")
        service.stop()
        try await #expect(reports.next().hasPrefix("unavailable "))
        let again = try await CardService()
        defer { again.stop() }
        while try await reports.next() != "available Booth 00 00" {}
    }

    @Test func `a reader of another name is not used`() async throws {
        let service = try await CardService()
        defer { service.stop() }
        let reports = Reports()
        let reader = PCSCReader(name: "Left slot", report: reports.take)
        defer { reader.stop() }
        reader.start()
        try await #expect(reports.next() == "unavailable no card reader called “Left slot” is plugged in")
    }

    private func withReader(_ body: (CardService, PCSCReader, Reports) async throws -> Void) async throws {
        let service = try await CardService()
        defer { service.stop() }
        let reports = Reports()
        let reader = PCSCReader(report: reports.take)
        defer { reader.stop() }
        reader.start()
        try await body(service, reader, reports)
    }
}

/// What a source of cards reported, in order and in words.
final class Reports {
    let take: @Sendable (CardReport) -> Void
    private var iterator: AsyncStream<String>.Iterator

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        take = { report in
            switch report {
            case .available(let reader, let isOccupied):
                continuation.yield("available \(reader)" + (isOccupied ? ", occupied" : ""))
            case .unavailable(let reason): continuation.yield("unavailable \(reason)")
            case .inserted: continuation.yield("inserted")
            case .removed: continuation.yield("removed")
            case .read(let card):
                let digits = card.hexadecimal
                continuation.yield("read \(digits.answerToReset) \(digits.identification)")
            case .unreadable(let reason): continuation.yield("unreadable \(reason)")
            }
        }
        iterator = stream.makeAsyncIterator()
    }

    func next() async throws -> String {
        guard let words = await iterator.next(isolation: nil) else { throw Failure("no more reports") }
        return words
    }

    /// The next report that is not this one again.
    func next(unlike words: String) async throws -> String {
        while true {
            let next = try await next()
            if next != words { return next }
        }
    }
}

/// A made-up social security card.
enum SocialCard {
    static let code = "310000D156000005FFEEDDCCBBAA0099"

    /// The card's answers. As on T=0 cards, it keeps the environment's description back for GET RESPONSE.
    static let answer: VirtualCard.Answer = { command in
        switch command.prefix(4) {
        case [0x00, 0xA4, 0x04, 0x00]: command.dropFirst(5).elementsEqual(environment) ? [0x61, 0x02] : [0x6A, 0x82]
        case [0x00, 0xC0, 0x00, 0x00]: [0x6F, 0x00, 0x90, 0x00]
        case [0x00, 0xA4, 0x02, 0x00]: command.suffix(2) == [0xEF, 0x05] ? [0x90, 0x00] : [0x6A, 0x82]
        case [0x00, 0xB2, 0x01, 0x04]: [0x01, 0x10] + bytes + [0x90, 0x00]
        default: [0x6D, 0x00]
        }
    }

    static let environment = Array("sx1.sh.".utf8) + [0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF]
    static let bytes: [UInt8] = stride(from: 0, to: code.count, by: 2).compactMap { index in
        let start = code.index(code.startIndex, offsetBy: index)
        return UInt8(code[start..<code.index(start, offsetBy: 2)], radix: 16)
    }
}
