import CPCSC

/// The dialogue with a social security card (LD/T 32-2015). It reads the one thing that a booth needs: the card
/// identification code, which is the first record of EF05 in the social security environment and readable by anybody
/// with a reader. EF06, with the owner's name and number, lies beside it and is just as open; it is never selected.
struct SocialSecurityCard {
    /// Why a card cannot be read.
    enum Failure: Error, Equatable, CustomStringConvertible {
        /// The card has no social security environment: another kind of card.
        case otherCard(status: UInt16)
        /// The card refused a command.
        case refused(command: String, status: UInt16)
        /// The card's answer is malformed.
        case malformed(command: String)
        /// The reader reports that the card was taken out or does not answer.
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

    /// Sends a command and writes the response into the buffer; returns the number of bytes written.
    let transmit: (_ command: [UInt8], _ response: UnsafeMutableRawBufferPointer) throws(Failure) -> Int

    /// The name of the social security environment: `sx1.sh.` and 社会保障 in GBK.
    static let environment: [UInt8] = [
        0x73, 0x78, 0x31, 0x2E, 0x73, 0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF,
    ]
    private static let identificationLength = 16
    /// The longest response in bytes: 256 bytes of data and the two of the status (ISO/IEC 7816-4, short length).
    static let longestResponse = 258

    /// Reads the card identification code.
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
        // The record is tag 01, the length and the code. The first cards issued have no tag and no length.
        let record = UnsafeRawBufferPointer(buffer)[..<length]
        let isTagged =
            length == Self.identificationLength + 2 && record[0] == 0x01
            && Int(record[1]) == Self.identificationLength
        guard isTagged || length == Self.identificationLength else { throw .malformed(command: "READ RECORD 1") }
        let code = record.suffix(Self.identificationLength)
        return CardIdentity(answerToReset: answerToReset, identification: UnsafeRawBufferPointer(rebasing: code))
    }

    /// Sends a command and fetches the data that a card under T=0 holds back.
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
