import CPCSC

/// What identifies a social security card to the pension office: its answer to reset and its card identification code.
/// Neither names a person, but the office knows whose card it is. They therefore stay in memory only as long as the
/// question takes, and the code is overwritten afterwards.
public final class CardIdentity: Sendable {
    /// The answer to reset (ISO/IEC 7816-3): which kind of chip it is.
    public let answerToReset: [UInt8]
    // Written before any other thread can see it, read-only afterwards, and freed with the last reference.
    nonisolated(unsafe) private let code: UnsafeMutableRawBufferPointer

    /// Keeps a copy of the code; the caller must overwrite its own.
    public init(answerToReset: [UInt8], identification: UnsafeRawBufferPointer) {
        self.answerToReset = answerToReset
        code = .allocate(byteCount: identification.count, alignment: 1)
        code.copyMemory(from: identification)
    }

    deinit {
        kiosk_pcsc_wipe(code.baseAddress, code.count)
        code.deallocate()
    }

    /// Lends the card identification code for the duration of `body`.
    public func withIdentification<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(code))
    }

    /// Both as uppercase hexadecimal digits, as a request carries them. Only the code's own bytes are overwritten with
    /// this object; these strings are freed with the request that they go into.
    public var hexadecimal: (answerToReset: String, identification: String) {
        (Self.digits(answerToReset), withIdentification { Self.digits($0) })
    }

    private static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { text, byte in
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16, uppercase: true)
        }
    }
}
