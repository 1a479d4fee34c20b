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

    /// Whether a file is a recording that is not empty, judging by its header. Nothing is decoded.
    public static func isReadable(_ path: String) -> Bool { PromptDecoder.canOpen(path) }
}
