/// Whole recordings, for those who need samples rather than sound.
public enum Recording {
    /// The file cannot be opened, is not a recording, or has a rate that cannot be converted.
    public struct Unreadable: Error, CustomStringConvertible {
        /// The file.
        public let path: String
        /// Names the file and says what to do.
        public var description: String { "\(path): not a readable recording; put a WAV, FLAC or Ogg file there" }
    }

    /// Decodes a file to mono 16-bit samples at a rate in Hz. It reads the whole file, so it is meant for seconds or
    /// minutes of speech, off the main queue.
    /// - Parameter seconds: The limit of what is decoded. The rest is cut off.
    public static func decode(
        _ path: String, sampleRate: Int, atMost seconds: Int = 3_600
    ) throws(Unreadable) -> [Int16] {
        var samples: [Int16] = []
        do {
            let decoder = try PromptDecoder(path: path, rate: sampleRate)
            while decoder.decode(into: &samples), samples.count / max(1, sampleRate) < seconds {}
        } catch {
            throw Unreadable(path: path)
        }
        return samples
    }

    /// Judges a recording as `SoundDoubt.judge` judges all of its samples, but decodes little more than it must: until it
    /// has been loud enough for its whole length, which takes speech a tenth of a second, and its end, because a file that was
    /// cut still tells its whole length. What is damaged in between is not noticed; compare the file's digest for that.
    /// - Parameters:
    ///   - expected: Roughly how many seconds its text takes; nil if that is not known.
    ///   - seconds: The limit of what is decoded.
    public static func doubt(
        _ path: String, expected: Double?, atMost seconds: Int = 3_600
    ) throws(Unreadable) -> SoundDoubt? {
        guard let decoder = try? PromptDecoder(path: path, rate: nil) else { throw Unreadable(path: path) }
        let (length, rate) = (decoder.frames, decoder.rate)
        let isPlain = length > 0 && length / max(1, rate) < seconds
        let enough = isPlain ? SoundDoubt.audible(length) : .infinity
        var block: [Int16] = []
        var energy = 0.0
        var count = 0
        var isMore = true
        while isMore, count / max(1, rate) < seconds {
            block.removeAll(keepingCapacity: true)
            isMore = decoder.decode(into: &block)
            for sample in block { energy += Double(sample) * Double(sample) }
            count += block.count
            guard energy >= enough else { continue }
            if decoder.endsWhereItSays() {
                return SoundDoubt.judge(energy: energy, count: length, sampleRate: rate, expected: expected)
            }
            // It was cut: how much of it is left has to be counted.
            let samples = try decode(path, sampleRate: rate, atMost: seconds)
            return SoundDoubt.judge(samples, sampleRate: rate, expected: expected)
        }
        return SoundDoubt.judge(energy: energy, count: count, sampleRate: rate, expected: expected)
    }

    /// Whether a file is a recording that is not empty, judging by its header. Nothing is decoded.
    public static func isReadable(_ path: String) -> Bool { PromptDecoder.canOpen(path) }
}
