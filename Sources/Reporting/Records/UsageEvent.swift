public import Vocabulary

/// A record of use that the booth keeps and uploads. No field can hold a telephone, card or identity number or a name:
/// every detail is an enumeration, a counter, a duration or an id from the configuration.
public struct UsageEvent: Equatable, Sendable {
    /// What happened.
    public var detail: Detail
    /// The session it belongs to; nil for what the booth does by itself.
    public var session: SessionHandle?
    /// The function in use.
    public var function: FunctionID?
    /// The number of the use of a function within its session, from 1. With the session's id it identifies one use, so
    /// that a rating can be matched to it. Only records about a use itself have it.
    public var use: Int?
    /// The category it is reported under.
    public var official: OfficialCategory?
    /// The language of the session.
    public var language: LanguageCode
    /// How the last input was made.
    public var input: InputMethod?
    /// How long it took; nil if it has no duration.
    public var duration: Duration?
    /// Whether the platform was unreachable when it happened.
    public var offline: Bool

    /// A record.
    public init(
        _ detail: Detail, session: SessionHandle? = nil, function: FunctionID? = nil,
        official: OfficialCategory? = nil, language: LanguageCode = .chinese, input: InputMethod? = nil,
        duration: Duration? = nil, offline: Bool = false, use: Int? = nil
    ) {
        self.detail = detail
        self.session = session
        self.function = function
        self.official = official
        self.language = language
        self.input = input
        self.duration = duration
        self.offline = offline
        self.use = use
    }

    /// What a record is about.
    public enum Detail: Equatable, Sendable {
        /// A session ended.
        case session(SessionEnd, SessionFindings)
        /// A function was left.
        case function(FunctionOutcome, lastStep: StepName?)
        /// A step of a function was left.
        case step(StepRecord)
        /// A call ended.
        case call(CallRecord)
        /// An order made progress.
        case request(kind: String, phase: RequestOutcome)
        /// A page of information or a kind of place was opened.
        case information(topic: String, ageSeconds: Int64?)
        /// A resident gave a rating, 1 to 3.
        case rating(Int)
        /// The language changed.
        case language(from: LanguageCode)
        /// An emergency function ran to its end.
        case emergency(EmergencyRecord)
        /// The daily test call was made over one trunk.
        case selfTest(SelfTestRecord)
        /// A fault was raised or cleared.
        case fault(Fault, raised: Bool)
        /// A configuration came into use.
        case configuration(lastGood: Bool)
        /// The kiosk started or stopped, and why.
        case lifecycle(Lifecycle, LifecycleReason)
        /// The booth's software was updated, or was not.
        case update(UpdateRecord)
    }

    /// Whether it must be durable and uploaded at once.
    public var isUrgent: Bool {
        switch detail {
        case .emergency, .fault: true
        case .selfTest(let record): record.outcome != .answered
        case .update(let record): record.isUrgent
        case .call(let record): record.callClass == .emergency
        default: false
        }
    }
}
