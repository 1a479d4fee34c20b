import CSndFile
import Glibc

/// Decodes one recording block by block to mono samples, at 48 kHz by default.
final class PromptDecoder {
    /// The recording cannot be opened, or the file is not a recording.
    struct Unreadable: Error {}

    private static let blockFrames = 1_024

    private let file: OpaquePointer
    private let channels: Int
    /// The length and the rate in Hz that the file's header tells.
    let frames: Int
    let rate: Int
    private let resampler: Resampler?
    private var scratch: [Float]

    /// - Parameter target: the rate in Hz of the decoded samples; nil leaves the file's own.
    init(path: String, rate target: Int? = PCMFormat.rate) throws(Unreadable) {
        // Opening a named pipe would wait for its writer, possibly for ever.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw Unreadable() }
        var information = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &information) else { throw Unreadable() }
        let rate = Int(information.samplerate)
        let target = target ?? rate
        let resampler = rate == target ? nil : Resampler(from: rate, to: target)
        guard (1...8).contains(information.channels), rate == target || resampler != nil else {
            sf_close(file)
            throw Unreadable()
        }
        self.file = file
        self.resampler = resampler
        channels = Int(information.channels)
        frames = Int(information.frames)
        self.rate = rate
        scratch = [Float](repeating: 0, count: Self.blockFrames * channels)
    }

    deinit { sf_close(file) }

    /// Whether a file is a recording that is not empty.
    static func canOpen(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        var information = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &information) else { return false }
        sf_close(file)
        return (1...8).contains(information.channels) && information.frames > 0
    }

    /// Whether there is sound at the end that the header tells of. It moves there, so nothing is decoded after it.
    func endsWhereItSays() -> Bool {
        let last = min(frames, Self.blockFrames)
        guard last > 0, sf_seek(file, sf_count_t(frames - last), Int32(SEEK_SET)) == frames - last else { return false }
        return sf_readf_float(file, &scratch, sf_count_t(last)) == last
    }

    /// Appends the next block to `samples`. Returns false at the end of the recording, or where it is damaged.
    func decode(into samples: inout [Int16]) -> Bool {
        let frames = Int(sf_readf_float(file, &scratch, sf_count_t(Self.blockFrames)))
        var mono = [Float]()
        mono.reserveCapacity(Self.blockFrames)
        for frame in 0..<max(0, frames) {
            var sum: Float = 0
            for channel in 0..<channels { sum += scratch[frame * channels + channel] }
            mono.append(sum / Float(channels))
        }
        if let resampler {
            var converted = [Float]()
            resampler.process(mono, isLast: frames <= 0, into: &converted)
            mono = converted
        }
        samples.reserveCapacity(samples.count + mono.count)
        for sample in mono { samples.append(Int16(clamping: Int((sample * 32_768).rounded()))) }
        return frames > 0
    }
}
