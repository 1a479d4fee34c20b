import Foundation

/// What makes a recording useless, as far as a machine can hear it.
public enum SoundDoubt: Hashable, Sendable, CustomStringConvertible {
    /// It is too short to say anything. The length is in seconds.
    case tooShort(Double)
    /// It is far longer or shorter than its text. The values are its length and the expected length in seconds.
    case unlikeItsText(Double, expected: Double)
    /// It is too quiet to be heard. The level is in dBFS.
    case tooQuiet(Double)

    /// The doubt in English, for the person who will record it anew.
    public var description: String {
        switch self {
        case .tooShort(let seconds): "it lasts \(Self.tenths(seconds)) s"
        case .unlikeItsText(let seconds, let expected):
            "it lasts \(Self.tenths(seconds)) s, and its text takes about \(Self.tenths(expected)) s"
        case .tooQuiet(let level): "it is silent (\(Int(level.rounded())) dBFS)"
        }
    }

    private static func tenths(_ value: Double) -> String { String((value * 10).rounded() / 10) }

    /// Quieter than a whisper in the next room, in dBFS. The booth's recordings are at -20.
    private static let quietest = -50.0
    /// Some people speak twice as fast as others, and some half as fast. Beyond this range it is another text.
    private static let likely = 0.35...4.0

    /// Judges a whole recording.
    /// - Parameters:
    ///   - expected: Roughly how many seconds its text takes; nil if that is not known.
    ///   - shortest: The least length in seconds. A single word is shorter than a sentence.
    /// - Returns: nil if nothing speaks against the recording.
    public static func judge(
        _ samples: [Int16], sampleRate: Int, expected: Double?, shortest: Double = 0.3
    ) -> SoundDoubt? {
        let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        return judge(
            energy: energy, count: samples.count, sampleRate: sampleRate, expected: expected, shortest: shortest)
    }

    /// Judges a recording by the sum of its samples' squares.
    static func judge(
        energy: Double, count: Int, sampleRate: Int, expected: Double?, shortest: Double = 0.3
    ) -> SoundDoubt? {
        let seconds = Double(count) / Double(max(1, sampleRate))
        guard seconds >= shortest else { return .tooShort(seconds) }
        let level = (energy / Double(count)).squareRoot() / 32_768
        let decibels = level > 0 ? 20 * log10(level) : -100
        guard decibels >= quietest else { return .tooQuiet(decibels) }
        if let expected, expected > 0, !likely.contains(seconds / expected) {
            return .unlikeItsText(seconds, expected: expected)
        }
        return nil
    }

    /// The energy from which on a recording of so many samples is not too quiet, whatever the rest of it is.
    static func audible(_ count: Int) -> Double {
        let level = pow(10, quietest / 20) * 32_768
        return level * level * Double(count) * 1.01
    }
}
