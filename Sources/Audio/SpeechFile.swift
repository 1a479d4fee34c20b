import CSndFile
import Glibc

/// Speech prepared for the booth: as loud as the other recordings, and without the silence around it.
///
/// The levels are those of `assets/prompts/README.md`: -20 dBFS RMS over frames of 20 ms within 30 dB of the loudest,
/// no peak above -1 dBFS, and at most 80 ms before the first sound.
public enum SpeechFile {
    /// The sampling rate of what is written, in Hz.
    public static let rate = 24_000

    /// The file cannot be written, or it contains no speech.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened, in English.
        public let description: String
    }

    private static let frame = rate / 50
    private static let level = -20.0
    private static let highestPeak = -1.0

    /// Writes speech sampled at `rate` as FLAC, atomically. `tail` is the silence after it in milliseconds: 150 after a
    /// sentence, 30 after a fragment that another follows.
    public static func write(_ samples: [Int16], tail: Int, to path: String) throws(Failure) {
        let speech = prepared(samples, tail: tail)
        guard !speech.isEmpty else { throw Failure(description: "\(path): there is nothing to be heard in it") }
        var information = SF_INFO()
        information.samplerate = Int32(rate)
        information.channels = 1
        information.format = Int32(SF_FORMAT_FLAC | SF_FORMAT_PCM_16)
        let draft = path + ".new"
        guard let file = sf_open(draft, Int32(SFM_WRITE), &information) else {
            throw Failure(description: "\(draft): \(String(cString: sf_strerror(nil)))")
        }
        let written = sf_write_short(file, speech, sf_count_t(speech.count))
        guard sf_close(file) == 0, written == sf_count_t(speech.count), rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw Failure(description: "\(path): cannot be written (\(reason))")
        }
    }

    /// The speech in `samples`, at the level of the booth's recordings; empty if they are silent.
    static func prepared(_ samples: [Int16], tail: Int) -> [Int16] {
        let starts = stride(from: 0, to: samples.count, by: frame)
        let powers = starts.map { start in power(samples[start..<min(start + frame, samples.count)]) }
        guard let loudest = powers.max(), loudest > 1 else { return [] }
        let spoken = powers.indices.filter { powers[$0] > loudest / 1_000 }
        guard let first = spoken.first, let last = spoken.last else { return [] }
        let rms = (spoken.reduce(0) { $0 + powers[$1] } / Double(spoken.count)).squareRoot()
        let begin = max(0, first * frame - rate * 60 / 1_000)
        let end = min(samples.count, (last + 1) * frame)
        let peak = Double(samples[begin..<end].map { abs(Int($0)) }.max() ?? 1)
        let gain = min(
            32_768 * Double(Gain.factor(decibels: level)) / rms,
            32_768 * Double(Gain.factor(decibels: highestPeak)) / peak)
        return samples[begin..<end].map { Int16(clamping: Int((Double($0) * gain).rounded())) }
            + [Int16](repeating: 0, count: rate * tail / 1_000)
    }

    private static func power(_ samples: ArraySlice<Int16>) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
    }
}
