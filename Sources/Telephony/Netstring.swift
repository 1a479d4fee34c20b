/// Takes netstrings (`<decimal length>:<bytes>,`) out of a byte stream, however it was cut into pieces.
///
/// A decoder that has thrown is spent: there is no way to find the next frame in garbage, so the connection has to be
/// made anew.
public struct NetstringDecoder: Sendable {
    /// The longest payload accepted, in bytes. The agent's longest answer (a call's debug text) is under 4 KiB.
    public static let largestPayload = 65_536

    private var buffer: [UInt8] = []

    /// A decoder at the start of a stream.
    public init() {}

    /// Adds what was received and returns the payloads that are now complete, in order.
    public mutating func receive(_ bytes: some Sequence<UInt8>) throws(ControlProtocolError) -> [[UInt8]] {
        buffer.append(contentsOf: bytes)
        var payloads: [[UInt8]] = []
        var start = buffer.startIndex
        while let frame = try Self.frame(in: buffer[start...]) {
            payloads.append(Array(buffer[frame]))
            start = frame.upperBound + 1
        }
        buffer.removeFirst(start - buffer.startIndex)
        return payloads
    }

    /// The range of the first payload in `bytes`, nil if it is not complete yet. Wrong bytes are refused as soon as
    /// they are seen, so that garbage cannot make the kiosk wait for a frame that never ends.
    private static func frame(in bytes: ArraySlice<UInt8>) throws(ControlProtocolError) -> Range<Int>? {
        var length = 0
        var index = bytes.startIndex
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: ":") {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index], index - bytes.startIndex < 9 else {
                throw .malformedLength
            }
            length = length * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard length <= largestPayload else { throw .oversized(length) }
        guard index < bytes.endIndex else { return nil }
        guard index > bytes.startIndex else { throw .malformedLength }
        let end = index + 1 + length
        guard end < bytes.endIndex else { return nil }
        guard bytes[end] == UInt8(ascii: ",") else { throw .missingComma }
        return index + 1..<end
    }
}

/// The netstring that carries `payload`.
public func netstring(_ payload: [UInt8]) -> [UInt8] {
    Array("\(payload.count):".utf8) + payload + [UInt8(ascii: ",")]
}
