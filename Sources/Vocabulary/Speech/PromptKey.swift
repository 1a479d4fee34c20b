/// The name of a recorded sentence: the key under `prompts:` in a language file and the file's name in
/// `assets/prompts/LANG/`.
public struct PromptKey: RawRepresentable, Hashable, Sendable {
    /// The key.
    public let rawValue: String
    /// A key.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A key.
    public init(_ name: String) { rawValue = name }
}

/// How important an utterance is, and so which others it may interrupt; in ascending order.
public enum SpeechPriority: Int, Comparable, Hashable, Sendable {
    /// Help with the screen. Any key interrupts it (barge-in).
    case guidance
    /// Something that must be heard to the end, such as "no call was made". A stray key does not interrupt it.
    case safety
    /// Emergency speech.
    case emergency

    /// The order of importance.
    public static func < (left: SpeechPriority, right: SpeechPriority) -> Bool { left.rawValue < right.rawValue }
}

/// Where speech is heard.
public enum SpeechSink: Hashable, Sendable {
    /// By everybody near the booth.
    case loudspeaker
    /// By whoever holds the handset to the ear.
    case handset
}

/// Something to say: recorded fragments in order.
public struct Utterance: Hashable, Sendable {
    /// One part of it.
    public enum Part: Hashable, Sendable {
        /// A recording.
        case prompt(PromptKey)
        /// A recording in another language than the utterance's.
        case foreign(PromptKey, LanguageCode)
        /// Silence.
        case pause(Duration)
    }

    /// The parts in order.
    public var parts: [Part]
    /// The language whose recordings are used.
    public var language: LanguageCode
    /// What it may interrupt.
    public var priority: SpeechPriority
    /// The only place where it may be heard.
    public var sink: SpeechSink
    /// The volume step, 0 to 3. It follows from the session, the hour and "say it again".
    public var volume: Int

    /// An utterance of recordings, one after the other.
    public init(
        _ prompts: [PromptKey], language: LanguageCode, priority: SpeechPriority = .guidance,
        sink: SpeechSink = .loudspeaker, volume: Int = 2
    ) {
        parts = prompts.map { .prompt($0) }
        self.language = language
        self.priority = priority
        self.sink = sink
        self.volume = volume
    }
}
