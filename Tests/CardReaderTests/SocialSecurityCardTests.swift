import Testing

@testable import CardReader

/// What cards answer, right and wrong.
struct SocialSecurityCardTests {
    private func read(_ answer: @escaping ([UInt8]) -> [UInt8]) throws -> String {
        let card = SocialSecurityCard { command, buffer throws(SocialSecurityCard.Failure) in
            let bytes = answer(command)
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
        return try card.read(answerToReset: [0x3B, 0x00]).hexadecimal.identification
    }

    @Test func `a card that wants the length said again is told it`() throws {
        let code = try read { command in
            switch command {
            case [0x00, 0xB2, 0x01, 0x04, 0x00]: [0x6C, 0x12]
            case [0x00, 0xB2, 0x01, 0x04, 0x12]: [0x01, 0x10] + SocialCard.bytes + [0x90, 0x00]
            default: [0x90, 0x00]
            }
        }
        #expect(code == SocialCard.code)
    }

    @Test func `a record without its tag is the code itself`() throws {
        #expect(try read { $0[1] == 0xB2 ? SocialCard.bytes + [0x90, 0x00] : [0x90, 0x00] } == SocialCard.code)
    }

    @Test(arguments: [
        [], [0x90], [0x90, 0x00], [0x01, 0x10, 0x90, 0x00], [0x02, 0x10] + SocialCard.bytes + [0x90, 0x00],
        [0x01, 0x20] + SocialCard.bytes + [0x90, 0x00], [UInt8](repeating: 0x55, count: 256) + [0x90, 0x00],
    ])
    func `a record that is none is not taken for one`(_ record: [UInt8]) {
        #expect(throws: SocialSecurityCard.Failure.malformed(command: "READ RECORD 1")) {
            try read { $0[1] == 0xB2 ? record : [0x90, 0x00] }
        }
    }

    @Test func `a card that refuses is named by its status`() {
        #expect(throws: SocialSecurityCard.Failure.refused(command: "SELECT EF05", status: 0x6982)) {
            try read { $0.suffix(2) == [0xEF, 0x05] ? [0x69, 0x82] : [0x90, 0x00] }
        }
    }
}

/// The reader that a demonstration has.
struct SimulatedCardReaderTests {
    @Test func `it reads a card once it may, and tells when the card has gone`() async throws {
        let reports = Reports()
        let reader = SimulatedCardReader(report: reports.take)
        reader.start()
        let card = SocialCard.bytes.withUnsafeBytes { CardIdentity(answerToReset: [0x3B, 0x00], identification: $0) }
        reader.insert(card)
        reader.permit()
        reader.remove()
        reader.forbid()
        reader.insert(card)
        let said = ["available simulated", "inserted", "read 3B00 \(SocialCard.code)", "removed", "inserted"]
        for words in said { try await #expect(reports.next() == words) }
        reader.stop()
    }
}
