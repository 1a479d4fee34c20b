public import Foundation

/// Ways in which a file may differ from what was written: after a disk fault, a power cut, or somebody's editing.
public struct Damage {
    private var random: SplitMix

    /// The same seed gives the same damage again.
    public init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// Numbers that make sums and lengths go wrong, and values of other types.
    private static let values = [
        "-9223372036854775808", "9223372036854775807", "-1", "0", "1e308", "-1e308", "9223372036854775808", "0.5",
        "null",
        "true", "\"\"", "\"\\u0000\"", "\"x\"", "[]", "{}", "[[[[]]]]", "{\"a\":{\"a\":{}}}",
        "\"" + String(repeating: "长", count: 5_000) + "\"", "\"110\"", "\"emergency\"",
        String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000),
    ]

    /// Returns the file with one to three kinds of damage.
    public mutating func damaged(_ whole: Data) -> Data {
        var bytes = [UInt8](whole)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !bytes.isEmpty else { break }
            switch Int.random(in: 0..<10, using: &random) {
            case 0: bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
            case 1: bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
            case 2: bytes[Int.random(in: 0..<bytes.count, using: &random)] = 0
            case 3: bytes.insert(contentsOf: [0xC3, 0x28, 0xFF], at: Int.random(in: 0...bytes.count, using: &random))
            case 4: bytes = Array(bytes.suffix(Int.random(in: 0..<bytes.count, using: &random)))
            case 5: bytes += bytes
            default: bytes = replacingAValue(in: bytes)
            }
        }
        return Data(bytes)
    }

    /// Replaces one JSON value with another.
    private mutating func replacingAValue(in bytes: [UInt8]) -> [UInt8] {
        let starts = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
        guard let start = starts.randomElement(using: &random) else { return bytes }
        var end = start + 1
        var depth = 0
        var isQuoted = false
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += isQuoted ? 0 : 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= isQuoted ? 0 : 1
            default: break
            }
            let ends = bytes[end] == UInt8(ascii: ",") && depth == 0 && !isQuoted
            if ends || depth < 0 { break }
            end += 1
        }
        let value = Self.values.randomElement(using: &random) ?? "null"
        return Array(bytes[...start]) + Array(value.utf8) + Array(bytes[min(end, bytes.count)...])
    }
}
