import CSndFile
import Foundation

@testable import Audio

/// Recordings written and read by libsndfile.
enum Recording {
    struct Failure: Error { let text: String }

    static let wav = Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_PCM_16)
    static let flac = Int32(SF_FORMAT_FLAC) | Int32(SF_FORMAT_PCM_16)
    static let opus = Int32(SF_FORMAT_OGG) | Int32(SF_FORMAT_OPUS)

    /// A tone that begins and ends softly, so that its spectrum is a line.
    static func tone(_ hertz: Double, milliseconds: Int, rate: Int = 48_000, amplitude: Double = 8_000) -> [Int16] {
        let count = milliseconds * rate / 1_000
        let fade = Double(min(count / 2, rate / 200))
        return (0..<count).map { index in
            let edge = min(1, Double(min(index, count - 1 - index)) / fade)
            return Int16(amplitude * edge * sin(2 * .pi * hertz * Double(index) / Double(rate)))
        }
    }

    /// A sound that resembles only itself, for comparison sample by sample.
    static func noise(seed: UInt64, milliseconds: Int, rate: Int = 48_000) -> [Int16] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<milliseconds * rate / 1_000).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int16(truncatingIfNeeded: state >> 48) / 4
        }
    }

    static func write(
        _ samples: [Int16], to path: String, rate: Int = 48_000, format: Int32 = wav, channels: Int = 1
    ) throws {
        var information = SF_INFO()
        information.samplerate = Int32(rate)
        information.channels = Int32(channels)
        information.format = format
        guard let file = sf_open(path, Int32(SFM_WRITE), &information) else {
            throw Failure(text: String(cString: sf_strerror(nil)))
        }
        defer { sf_close(file) }
        guard sf_write_short(file, samples, sf_count_t(samples.count)) == sf_count_t(samples.count) else {
            throw Failure(text: "short write")
        }
    }

    static func read(_ path: String) throws -> (samples: [Int16], rate: Int, channels: Int) {
        var information = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &information) else {
            throw Failure(text: String(cString: sf_strerror(nil)))
        }
        defer { sf_close(file) }
        var samples = [Int16](repeating: 0, count: Int(information.frames) * Int(information.channels))
        let count = sf_read_short(file, &samples, sf_count_t(samples.count))
        return (Array(samples.prefix(Int(count))), Int(information.samplerate), Int(information.channels))
    }
}

extension Array where Element == Int16 {
    /// Where `other` begins in this sound, sample for sample.
    func position(of other: [Int16]) -> Int? {
        guard let first = other.first, other.count <= count else { return nil }
        return (0...count - other.count).first {
            self[$0] == first && self[$0..<$0 + other.count].elementsEqual(other)
        }
    }

    /// Root mean square.
    var level: Double {
        isEmpty ? 0 : (reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)).squareRoot()
    }

    /// How much of one frequency is in this sound: the amplitude of that tone.
    func amplitude(at hertz: Double, rate: Int = 48_000) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in enumerated() {
            let angle = 2 * Double.pi * hertz * Double(index) / Double(rate)
            real += Double(sample) * cos(angle)
            imaginary += Double(sample) * sin(angle)
        }
        return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(Swift.max(1, count))
    }

    /// The sound without the silence at both ends.
    var trimmed: [Int16] {
        guard let first = firstIndex(where: { $0 != 0 }), let last = lastIndex(where: { $0 != 0 }) else { return [] }
        return Array(self[first...last])
    }
}
