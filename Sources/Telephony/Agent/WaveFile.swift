import Foundation

/// Sound as it travels through a telephone: 16-bit linear PCM in one channel.
///
/// Reads the WAV files that the agent writes and plays. The agent's file source accepts only the plain PCM format (not
/// WAVE_FORMAT_EXTENSIBLE) at the codec's rate, which is 8,000 Hz for PCMA and PCMU.
public struct WaveFile: Equatable, Sendable {
    /// Why a file is unusable.
    public enum Failure: Error, Equatable {
        /// It cannot be read.
        case unreadable(path: String)
        /// It is not a WAV file in 16-bit linear PCM with one channel.
        case unsupported(path: String)
        /// It cannot be written.
        case unwritable(path: String)
    }

    /// Samples per second (Hz).
    public var sampleRate: Int
    /// The samples, -32,768 to 32,767.
    public var samples: [Int16]

    /// Sound made in memory.
    public init(sampleRate: Int, samples: [Int16]) {
        self.sampleRate = sampleRate
        self.samples = samples
    }

    /// Reads a file. A file that is still being written has no size in its header yet; it is read to its end.
    public init(path: String) throws(Failure) {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
        let bytes = [UInt8](data)
        guard bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WAVE".utf8) else {
            throw .unsupported(path: path)
        }
        var rate: Int?
        var index = 12
        while index + 8 <= bytes.count {
            let name = bytes[index..<index + 4]
            let size = Self.integer(bytes[index + 4..<index + 8])
            let body = index + 8
            if name.elementsEqual("fmt ".utf8), size >= 16, body + 16 <= bytes.count {
                let format = Self.integer(bytes[body..<body + 2])
                let channels = Self.integer(bytes[body + 2..<body + 4])
                let bits = Self.integer(bytes[body + 14..<body + 16])
                guard format == 1, channels == 1, bits == 16 else { throw .unsupported(path: path) }
                rate = Self.integer(bytes[body + 4..<body + 8])
            } else if name.elementsEqual("data".utf8), let rate {
                let end = size == 0 ? bytes.count : min(body + size, bytes.count)
                let samples = bytes[body..<max(body, end)].withUnsafeBytes { raw in
                    (0..<raw.count / 2).map {
                        Int16(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self))
                    }
                }
                self.init(sampleRate: rate, samples: samples)
                return
            }
            index = body + size + size % 2
        }
        throw .unsupported(path: path)
    }

    /// Writes a file. An old one is replaced atomically.
    public func write(to path: String) throws(Failure) {
        var data = Data()
        let size = samples.count * 2
        func append(_ value: Int, bytes count: Int) {
            for shift in 0..<count { data.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
        }
        data.append(contentsOf: "RIFF".utf8)
        append(36 + size, bytes: 4)
        data.append(contentsOf: "WAVEfmt ".utf8)
        append(16, bytes: 4)
        append(1, bytes: 2)
        append(1, bytes: 2)
        append(sampleRate, bytes: 4)
        append(sampleRate * 2, bytes: 4)
        append(2, bytes: 2)
        append(16, bytes: 2)
        data.append(contentsOf: "data".utf8)
        append(size, bytes: 4)
        samples.map { $0.littleEndian }.withUnsafeBytes { data.append(contentsOf: $0) }
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path)
        }
    }

    /// How long it plays.
    public var duration: Duration { .milliseconds(sampleRate > 0 ? samples.count * 1000 / sampleRate : 0) }

    /// The energy of the sound: root mean square of the samples, 0 (silence) to 1 (a full square wave).
    public var level: Double {
        guard !samples.isEmpty else { return 0 }
        let sum = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        return (sum / Double(samples.count)).squareRoot() / 32_768
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
}
