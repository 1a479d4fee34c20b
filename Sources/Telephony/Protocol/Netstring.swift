/// Extracts netstrings (`<decimal length>:<bytes>,`) from a byte stream, however it was split.
///
/// A frame that is too long is skipped as it arrives and counted; the frames after it are read. A decoder that has
/// thrown cannot be used again: there is no way to find the next frame in garbage, so the connection has to be made
/// anew.
public struct NetstringDecoder: Sendable {
    /// The longest payload kept, in bytes. The agent takes SIP messages of up to 128 KiB over TCP and escapes each byte
    /// of a header in up to six bytes, and an answer to `listcalls` contains several headers.
    public static let largestPayload = 1 << 20

    /// The number of frames skipped so far.
    public private(set) var skipped = 0

    private var buffer: [UInt8] = []
    /// The bytes still to come of the frame that is being skipped, including its comma.
    private var toSkip = 0

    /// Creates a decoder at the start of a stream.
    public init() {}

    /// Adds received bytes and returns the payloads that are now complete, in order.
    public mutating func receive(_ bytes: some Sequence<UInt8>) throws(ControlProtocolError) -> [[UInt8]] {
        buffer.append(contentsOf: bytes)
        var payloads: [[UInt8]] = []
        var start = buffer.startIndex
        defer { buffer.removeFirst(min(start, buffer.count)) }
        while true {
            if toSkip > 0 {
                let part = min(toSkip, buffer.endIndex - start)
                start += part
                toSkip -= part
                // The skipped bytes, too, must end as a frame does.
                if toSkip == 0, part > 0, buffer[start - 1] != UInt8(ascii: ",") { throw .missingComma }
                if toSkip > 0 { return payloads }
            }
            guard let header = try Self.header(in: buffer[start...]) else { return payloads }
            if header.length > Self.largestPayload {
                skipped += 1
                start = header.end
                toSkip = header.length + 1
                continue
            }
            let end = header.end + header.length
            guard end < buffer.endIndex else { return payloads }
            guard buffer[end] == UInt8(ascii: ",") else { throw .missingComma }
            payloads.append(Array(buffer[header.end..<end]))
            start = end + 1
        }
    }

    /// The length of the first payload in `bytes` and where the payload begins; nil if that is not complete yet. Wrong
    /// bytes are refused as soon as they are seen, so that garbage cannot make the kiosk wait for a frame that never
    /// ends.
    private static func header(
        in bytes: ArraySlice<UInt8>
    ) throws(ControlProtocolError) -> (length: Int, end: Int)? {
        var length = 0
        var index = bytes.startIndex
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: ":") {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index], index - bytes.startIndex < 9 else {
                throw .malformedLength
            }
            length = length * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index < bytes.endIndex else { return nil }
        guard index > bytes.startIndex else { throw .malformedLength }
        return (length, index + 1)
    }
}

/// The netstring that carries `payload`.
public func netstring(_ payload: [UInt8]) -> [UInt8] {
    Array("\(payload.count):".utf8) + payload + [UInt8(ascii: ",")]
}
