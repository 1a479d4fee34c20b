/// A file that the agent can play to the far side during a call: the speech, then a long silence.
///
/// The silence matters. The agent ends the whole call when its file source reaches the end of the file. Without the
/// tail, a kiosk that dies or is late in switching back to the microphone would cost the resident the call. A value of
/// this type proves that the tail is there.
public struct PreparedAnnouncement: Equatable, Sendable {
    /// Why a file could not be prepared.
    public enum Failure: Error, Equatable {
        /// The path is longer than 127 bytes or contains white space, `,` or `#`; the agent cannot keep it.
        case path(String)
        /// The speech is not at 8,000 Hz.
        case sampleRate(Int)
        /// The file could not be written.
        case file(WaveFile.Failure)
    }

    /// The only rate that the agent's file source supports with PCMA and PCMU, in Hz.
    public static let sampleRate = 8_000
    /// The silence after the speech. It gives a dead kiosk time to come back, and takes 2 MB of the agent's memory.
    public static let tail = Duration.seconds(120)

    /// Where the agent finds the file.
    public let path: String
    /// How long the speech lasts, without the tail.
    public let speechDuration: Duration

    /// Writes `speech` with its tail to `path`. The agent's user must be able to read the file there.
    public init(speech: WaveFile, path: String) throws(Failure) {
        guard speech.sampleRate == Self.sampleRate else { throw .sampleRate(speech.sampleRate) }
        guard AgentConfiguration.isUsablePath(path) else { throw .path(path) }
        var padded = speech
        padded.samples += [Int16](repeating: 0, count: Self.sampleRate * Int(Self.tail.components.seconds))
        do { try padded.write(to: path) } catch { throw .file(error) }
        self.path = path
        speechDuration = speech.duration
    }
}
