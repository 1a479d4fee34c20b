/// How much a prompt matters. A prompt of a lower priority never interrupts one of a higher priority.
public enum SpeechPriority: Int, Comparable, Sendable, CaseIterable {
    /// What a screen is for and which keys work. The next key cuts it off.
    case guidance
    /// What must be heard to the end, such as "your call is about to end". A stray key does not cut it.
    case safety
    /// The emergency functions.
    case emergency

    /// Orders by importance, least important first.
    public static func < (left: SpeechPriority, right: SpeechPriority) -> Bool { left.rawValue < right.rawValue }
}

/// Where sound comes out. Each sink is a separate device with its own faults.
public enum AudioSink: Sendable, CaseIterable {
    /// For everybody near the booth.
    case loudspeaker
    /// The earpiece of the handset: for one person.
    case handset
}

/// Recorded fragments to be played one after another as one prompt.
public struct PlayList: Sendable, Equatable {
    /// Absolute paths of the recordings, in the order in which they are heard. Any format that libsndfile reads
    /// (Ogg/Opus, FLAC, WAV) and any sampling rate will do; several channels are mixed to one.
    public var files: [String]
    /// Decides what this prompt may interrupt, and what may interrupt it.
    public var priority: SpeechPriority
    /// The only device that plays this prompt. If it fails, the prompt is cut, never moved.
    public var sink: AudioSink
    /// Silence after each recording in milliseconds, 0 to 10,000. There is none after the last recording, nor after
    /// those for which the list is too short.
    public var pauses: [Int]
    /// The volume step of this prompt, one of `PromptPlayer.volumeSteps`; nil means the player's.
    public var volume: Int?

    /// Makes a list from its parts. Values out of range are moved to the nearest limit.
    public init(
        files: [String], priority: SpeechPriority = .guidance, sink: AudioSink = .loudspeaker, pauses: [Int] = [],
        volume: Int? = nil
    ) {
        self.files = files
        self.priority = priority
        self.sink = sink
        self.pauses = pauses.map { min(max($0, 0), 10_000) }
        self.volume = volume.map(Gain.nearestStep)
    }
}

/// What the player reports. For each token given to `PromptPlayer.play`, exactly one of `finished`, `cut` and
/// `notPlayed` arrives. It follows `started` if any part of the prompt was given to the device.
public enum AudioEvent: Sendable, Equatable {
    /// Why a prompt was not played.
    public enum Refusal: Sendable, Equatable {
        /// Something more important is being played.
        case higherPriority
        /// Its sink has no working device now, or the player is closed.
        case noDevice
        /// None of the prompt's files could be read.
        case nothingReadable
    }

    /// The first samples of the prompt were given to the device.
    case started(UInt64)
    /// The last sample of the prompt was heard.
    case finished(UInt64)
    /// The prompt ended before its last sample: replaced, stopped, or the device was lost.
    case cut(UInt64)
    /// Nothing of the prompt was heard.
    case notPlayed(UInt64, Refusal)
    /// A recording does not exist or cannot be decoded. The rest of its prompt is played.
    case missing(path: String)
    /// The sink's device failed and reopening it at once failed too. Reported once, with the reason in English for the
    /// log.
    case deviceLost(AudioSink, String)
    /// The sink's device works again after `deviceLost`.
    case deviceBack(AudioSink)
}
