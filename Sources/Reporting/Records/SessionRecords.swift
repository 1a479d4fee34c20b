public import Vocabulary

/// How a session ended.
public enum SessionEnd: String, CaseIterable, Hashable, Sendable {
    /// The resident pressed `*` on home or put the handset back.
    case left
    /// The idle countdown ran out.
    case idle
}

/// Indicators of the booth's usability from one session.
public struct SessionFindings: Hashable, Sendable {
    /// From the start of the session to the first key after it; nil if no key followed.
    public var firstKeyLatency: Duration?
    /// How many keys had no meaning where they were pressed.
    public var wrongKeys = 0
    /// How often "say it again" was used.
    public var repeats = 0
    /// How many digits were erased.
    public var erasures = 0
    /// How many steps back were made.
    public var backs = 0
    /// How often the language was changed and changed back within 10 s.
    public var languageReturns = 0
    /// How many emergency numbers were dialled as on a telephone.
    public var rescues = 0

    /// Findings of a session that has just begun.
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
    /// Back to the previous step, or home by `*`.
    case back
    /// Nobody pressed a key.
    case idle
    /// Left for another function, an emergency or the end of the session, or because the step could not be done.
    case abandoned
}

/// The record of one visit to a step of a function, which shows where residents get stuck. The event's `duration` says
/// how long the visit took.
public struct StepRecord: Hashable, Sendable {
    /// The verb of the step.
    public var step: StepName
    /// Its position in the function, from 1. A function may have the same verb twice, such as two questions.
    public var position: Int
    /// How it was left.
    public var outcome: StepOutcome
    /// From its appearance to the first key; nil if no key came.
    public var firstKeyLatency: Duration?
    /// How many keys had no meaning on it.
    public var wrongKeys: Int
    /// How often "say it again" was used on it.
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
