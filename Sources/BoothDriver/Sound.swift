import Foundation

/// The 16-bit samples of a WAV file.
package struct Sound {
    package let samples: [Int16]
    /// Samples per second, of all channels together.
    private let rate: Int

    /// Reads a file whose header is complete; nil until then. A recorder writes the length when the call is over.
    package init?(finished path: String) {
        guard let data = FileManager.default.contents(atPath: path), data.count > 44 else { return nil }
        let bytes = [UInt8](data)
        let length = Int(Self.number(bytes, at: 40))
        guard bytes[36..<40].elementsEqual("data".utf8), length > 0, 44 + length <= bytes.count else { return nil }
        samples = Self.samples(bytes[44..<44 + length])
        rate = Int(bytes[22]) * Int(Self.number(bytes, at: 24))
    }

    /// Reads what a device has written to its file so far, from a byte offset on.
    package init(device path: String, from start: Int) {
        let bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
        let begin = min(bytes.count, max(44, start + start % 2))
        samples = Self.samples(bytes[begin...])
        rate = 48_000
    }

    /// How long it lasts.
    package var seconds: Double { Double(samples.count) / Double(max(1, rate)) }

    /// The root mean square in dBFS.
    package var level: Double {
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
        return 10 * log10(power / (32_768 * 32_768))
    }

    private static func number(_ bytes: [UInt8], at index: Int) -> UInt32 {
        bytes[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func samples(_ bytes: ArraySlice<UInt8>) -> [Int16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
    }
}
