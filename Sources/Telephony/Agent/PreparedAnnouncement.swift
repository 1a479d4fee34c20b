/// A file that the agent can play to the far side in mid-call: the speech, then a long silence.
///
/// The silence matters. The agent's file source ends the whole call when it comes to its end, so a kiosk that dies or
/// is late in switching back to the microphone would cost the resident the call. A value of this type is the proof that
/// the tail is there.
public struct PreparedAnnouncement: Equatable, Sendable {
    /// Why a file could not be prepared.
    public enum Failure: Error, Equatable {
        /// The agent keeps no longer path than 127 bytes and none with white space.
        case path(String)
        /// The speech is not at 8,000 Hz.
        case sampleRate(Int)
        /// The file could not be written.
        case file(WaveFile.Failure)
    }

    /// The only rate of the agent's file source on PCMA and PCMU, in Hz.
    public static let sampleRate = 8_000
    /// The silence after the speech: time for a dead kiosk to come back, and 2 MB of the agent's memory.
    public static let tail = Duration.seconds(120)

    /// Where the agent finds it.
    public let path: String
    /// How long the speech lasts, without the tail.
    public let speechDuration: Duration

    /// Writes `speech` with its tail to `path`, where the agent's user must be able to read it.
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
