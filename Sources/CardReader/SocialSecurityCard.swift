import CPCSC

/// What a social security card (LD/T 32-2015) tells anybody who has a reader, and a booth needs: its card identification
/// code, the first record of EF05 in the social security environment. EF06, with the owner's name and number, lies beside
/// it and is just as open; it is never selected.
struct SocialSecurityCard {
    /// Why a card cannot be read.
    enum Failure: Error, Equatable, CustomStringConvertible {
        /// The card has no social security environment: another kind of card.
        case otherCard(status: UInt16)
        /// The card refused a command.
        case refused(command: String, status: UInt16)
        /// It answered what cannot be an answer.
        case malformed(command: String)
        /// The reader's word: the card was taken out, or does not answer.
        case reader(String)

        var description: String {
            switch self {
            case .otherCard(let status): "no social security card (status \(String(status, radix: 16)))"
            case .refused(let command, let status): "\(command) was refused with \(String(status, radix: 16))"
            case .malformed(let command): "\(command) was answered with what is no answer"
            case .reader(let words): words
            }
        }
    }

    /// Sends a command and puts the response into the buffer; the number of its bytes.
    let transmit: (_ command: [UInt8], _ response: UnsafeMutableRawBufferPointer) throws(Failure) -> Int

    /// `sx1.sh.` and 社会保障 in GBK: the name of the social security environment.
    static let environment: [UInt8] = [
        0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF,
    ]
    private static let identificationLength = 16
    /// 256 bytes and the status (ISO/IEC 7816-4, short length).
    static let longestResponse = 258

    /// Reads the code.
    func read(answerToReset: [UInt8]) throws(Failure) -> CardIdentity {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.longestResponse, alignment: 1)
        defer {
            kiosk_pcsc_wipe(buffer.baseAddress, buffer.count)
            buffer.deallocate()
        }
        do {
            try send("SELECT", [0x00, 0xA4, 0x04, 0x00, UInt8(Self.environment.count)] + Self.environment, buffer)
        } catch .refused(_, let status) {
            throw .otherCard(status: status)
        }
        try send("SELECT EF05", [0x00, 0xA4, 0x02, 0x00, 0x02, 0xEF, 0x05], buffer)
        let length = try send("READ RECORD 1", [0x00, 0xB2, 0x01, 0x04, 0x00], buffer)
        // The record is tag 01, its length and the code; the first cards leave tag and length out.
        let record = UnsafeRawBufferPointer(buffer)[..<length]
        let isTagged =
            length == Self.identificationLength + 2 && record[0] == 0x01
            && Int(record[1]) == Self.identificationLength
        guard isTagged || length == Self.identificationLength else { throw .malformed(command: "READ RECORD 1") }
        let code = record.suffix(Self.identificationLength)
        return CardIdentity(answerToReset: answerToReset, identification: UnsafeRawBufferPointer(rebasing: code))
    }

    /// Sends a command and fetches what a T=0 card keeps back for it.
    /// - Returns: the number of bytes before the status.
    @discardableResult
    private func send(
        _ name: String, _ command: [UInt8], _ buffer: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> Int {
        var (length, status) = try exchange(name, command, buffer)
        if status >> 8 == 0x61 {
            (length, status) = try exchange(name, [0x00, 0xC0, 0x00, 0x00, UInt8(status & 0xFF)], buffer)
        } else if status >> 8 == 0x6C {
            (length, status) = try exchange(name, command.dropLast() + [UInt8(status & 0xFF)], buffer)
        }
        guard status == 0x9000 else { throw .refused(command: name, status: status) }
        return length
    }

    private func exchange(
        _ name: String, _ command: [UInt8], _ buffer: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> (length: Int, status: UInt16) {
        let received = try transmit(command, buffer)
        guard (2...buffer.count).contains(received) else { throw .malformed(command: name) }
        return (received - 2, UInt16(buffer[received - 2]) << 8 | UInt16(buffer[received - 1]))
    }
}
