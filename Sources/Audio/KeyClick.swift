import Glibc

/// The sound of a key. It is the same for every digit, so it does not reveal what is typed.
enum KeyClick {
    /// 12 ms of 1 kHz, fading: low enough for ears that have lost the high tones, and too short to disturb speech.
    static func samples() -> [Int16] {
        let frames = PCMFormat.frames(milliseconds: 12)
        return (0..<frames).map { frame in
            let time = Double(frame) / Double(PCMFormat.rate)
            let fade = exp(-time * 250) * (1 - Double(frame) / Double(frames))
            return Int16(10_000 * fade * sin(2 * .pi * 1_000 * time))
        }
    }

    /// The click from a recording, at most 100 ms of it; the built-in click if there is no readable recording.
    static func samples(path: String?) -> [Int16] {
        guard let path, let decoder = try? PromptDecoder(path: path) else { return samples() }
        let limit = PCMFormat.frames(milliseconds: 100)
        var recorded: [Int16] = []
        while recorded.count < limit, decoder.decode(into: &recorded) {}
        return recorded.isEmpty ? samples() : Array(recorded.prefix(limit))
    }
}
