public import Vocabulary

/// How a session ended.
public enum SessionEnd: String, CaseIterable, Hashable, Sendable {
    /// `*` on home, or the handset put back.
    case left
    /// The idle countdown ran out.
    case idle
}

/// What a session shows about the booth's usability.
public struct SessionFindings: Hashable, Sendable {
    /// From the start of the session to its first key after that.
    public var firstKeyLatency: Duration?
    /// Keys that meant nothing where they were pressed.
    public var wrongKeys = 0
    /// "Say it again".
    public var repeats = 0
    /// Digits erased.
    public var erasures = 0
    /// Steps back.
    public var backs = 0
    /// Languages changed and changed back within 10 s.
    public var languageReturns = 0
    /// Emergency numbers dialled as on a telephone.
    public var rescues = 0

    /// Nothing found yet.
    public init() {}
}

/// How a function was left.
public enum FunctionOutcome: String, CaseIterable, Hashable, Sendable {
    case completed, abandoned, failed, unavailable, idle
}

/// How a step of a function was left.
public enum StepOutcome: String, CaseIterable, Hashable, Sendable {
    /// On to the next step, or to the function's end.
    case forward
    /// Back to the step before, or home by `*`.
    case back
    /// Nobody pressed a key.
    case idle
    /// For another function, an emergency or the end of the session, or because the step could not be done.
    case abandoned
}

/// One visit to a step of a function: where residents get stuck. How long it took is the event's `duration`.
public struct StepRecord: Hashable, Sendable {
    /// Which verb.
    public var step: StepName
    /// Its place in the function, the first is 1: a function may ask two questions.
    public var position: Int
    /// How it was left.
    public var outcome: StepOutcome
    /// From its appearance to the first key; none if no key came.
    public var firstKeyLatency: Duration?
    /// Keys that meant nothing on it.
    public var wrongKeys: Int
    /// "Say it again" on it.
    public var repeats: Int

    /// A record of a step.
    public init(
        step: StepName, position: Int, outcome: StepOutcome, firstKeyLatency: Duration? = nil, wrongKeys: Int = 0,
        repeats: Int = 0
    ) {
        self.step = step
        self.position = position
        self.outcome = outcome
        self.firstKeyLatency = firstKeyLatency
        self.wrongKeys = wrongKeys
        self.repeats = repeats
    }
}
