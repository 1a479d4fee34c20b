import Foundation

/// What makes a recording useless, as far as a machine can hear it.
public enum SoundDoubt: Hashable, Sendable, CustomStringConvertible {
    /// It is over before anything can be said: seconds.
    case tooShort(Double)
    /// It lasts far longer or shorter than its text: seconds, and about how many it should have.
    case unlikeItsText(Double, expected: Double)
    /// Nobody would hear it: dBFS.
    case tooQuiet(Double)

    /// In English, for whoever records it anew.
    public var description: String {
        switch self {
        case .tooShort(let seconds): "it lasts \(Self.tenths(seconds)) s"
        case .unlikeItsText(let seconds, let expected):
            "it lasts \(Self.tenths(seconds)) s, and its text takes about \(Self.tenths(expected)) s"
        case .tooQuiet(let level): "it is silent (\(Int(level.rounded())) dBFS)"
        }
    }

    private static func tenths(_ value: Double) -> String { String((value * 10).rounded() / 10) }

    /// Quieter than a whisper in the next room, in dBFS; recordings are at -20.
    private static let quietest = -50.0
    /// People speak twice as fast as others, and half as fast; beyond this it is another text.
    private static let likely = 0.35...4.0

    /// Judges a whole recording.
    /// - Parameters:
    ///   - expected: about how many seconds its text takes; nil if that is not known.
    ///   - shortest: how many seconds it has at least; a single word has less than a sentence.
    /// - Returns: nil if nothing speaks against it.
    public static func judge(
        _ samples: [Int16], sampleRate: Int, expected: Double?, shortest: Double = 0.3
    ) -> SoundDoubt? {
        let seconds = Double(samples.count) / Double(max(1, sampleRate))
        guard seconds >= shortest else { return .tooShort(seconds) }
        let sum = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        let level = (sum / Double(samples.count)).squareRoot() / 32_768
        let decibels = level > 0 ? 20 * log10(level) : -100
        guard decibels >= quietest else { return .tooQuiet(decibels) }
        if let expected, expected > 0, !likely.contains(seconds / expected) {
            return .unlikeItsText(seconds, expected: expected)
        }
        return nil
    }
}
