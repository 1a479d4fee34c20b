import CPCSC

/// A connection to pcscd, used by one thread; only `cancel` may come from another.
struct PCSCContext {
    /// An error code from the PC/SC library or from pcscd.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let code: Int
        var description: String { String(cString: kiosk_pcsc_text(code)) }
        /// Another thread ended the wait.
        var isCancelled: Bool { code == KIOSK_PCSC_CANCELLED }
        var isTimeout: Bool { code == KIOSK_PCSC_TIMEOUT }
    }

    let handle: Int

    /// Connects to pcscd.
    init() throws(Failure) {
        var handle = 0
        try Self.check(kiosk_pcsc_establish(&handle))
        self.handle = handle
    }

    func release() { _ = kiosk_pcsc_release(handle) }

    /// The readers' names.
    func readers() throws(Failure) -> [String] {
        var names = [CChar](repeating: 0, count: 4096)
        var length = names.count
        let code = kiosk_pcsc_list(handle, &names, &length)
        if code == KIOSK_PCSC_NO_READERS { return [] }
        try Self.check(code)
        return names.prefix(length).split(separator: 0).map {
            String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Waits until another reader arrives.
    func waitForReader() throws(Failure) {
        var state: UInt = 0
        try Self.check(kiosk_pcsc_wait(handle, KIOSK_PCSC_ARRIVAL, -1, &state, nil))
    }

    /// Waits until the state of a reader differs from `state`; 0 stands for no known state.
    func waitForChange(of reader: String, from state: UInt) throws(Failure) -> (state: UInt, answerToReset: [UInt8]) {
        var state = state
        var answer = kiosk_pcsc_atr()
        try Self.check(kiosk_pcsc_wait(handle, reader, -1, &state, &answer))
        let bytes = withUnsafeBytes(of: answer.bytes) { Array($0.prefix(answer.length)) }
        return (state, bytes)
    }

    /// Reads the card in a reader, with exclusive access to it.
    func readCard(in reader: String, answerToReset: [UInt8]) throws(SocialSecurityCard.Failure) -> CardIdentity {
        var (card, transport): (Int, UInt) = (0, 0)
        try Self.checkCard(kiosk_pcsc_connect(handle, reader, &card, &transport))
        defer { _ = kiosk_pcsc_disconnect(card) }
        let dialogue = SocialSecurityCard { command, response throws(SocialSecurityCard.Failure) in
            var received = response.count
            let answer = response.baseAddress?.assumingMemoryBound(to: UInt8.self)
            try Self.checkCard(
                kiosk_pcsc_transmit(card, transport, command, command.count, answer, &received))
            return received
        }
        return try dialogue.read(answerToReset: answerToReset)
    }

    private static func check(_ code: Int) throws(Failure) {
        guard code == KIOSK_PCSC_OK else { throw Failure(code: code) }
    }

    private static func checkCard(_ code: Int) throws(SocialSecurityCard.Failure) {
        guard code == KIOSK_PCSC_OK else { throw .reader(Failure(code: code).description) }
    }
}
