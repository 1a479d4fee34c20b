/// A record of use that the booth keeps and uploads. No field can hold a telephone, card or identity number or a name:
/// every detail is an enumeration, a counter, a duration or an id from the configuration.
public struct UsageEvent: Equatable, Sendable {
    /// What happened.
    public var detail: Detail
    /// The session it belongs to; none for what the booth does by itself.
    public var session: SessionHandle?
    /// The function in use.
    public var function: FunctionID?
    /// The category it is reported under.
    public var official: OfficialCategory?
    /// The language of the session.
    public var language: LanguageCode
    /// How the last input came in.
    public var input: InputMethod?
    /// How long it took, where it took time.
    public var duration: Duration?
    /// Whether the platform was out of reach when it happened.
    public var offline: Bool

    /// A record.
    public init(
        _ detail: Detail, session: SessionHandle? = nil, function: FunctionID? = nil,
        official: OfficialCategory? = nil, language: LanguageCode = .chinese, input: InputMethod? = nil,
        duration: Duration? = nil, offline: Bool = false
    ) {
        self.detail = detail
        self.session = session
        self.function = function
        self.official = official
        self.language = language
        self.input = input
        self.duration = duration
        self.offline = offline
    }

    /// What a record is about.
    public enum Detail: Equatable, Sendable {
        /// A session ended.
        case session(SessionEnd, SessionFindings)
        /// A function was left.
        case function(FunctionOutcome, lastStep: StepName?)
        /// A call was over.
        case call(CallRecord)
        /// An order moved on.
        case request(kind: String, phase: RequestOutcome)
        /// A page of information or a kind of place was opened.
        case information(topic: String, ageSeconds: Int64?)
        /// How was it? 1 to 3.
        case rating(Int)
        /// The language changed.
        case language(from: LanguageCode)
        /// An emergency function ran to its end.
        case emergency(EmergencyRecord)
        /// The daily test call over one trunk.
        case selfTest(SelfTestRecord)
        /// A fault came or went.
        case fault(Fault, raised: Bool)
        /// A configuration was taken into use.
        case configuration(lastGood: Bool)
        /// The kiosk started or stopped.
        case lifecycle(Lifecycle)
    }

    /// Whether it must be durable and uploaded at once.
    public var isUrgent: Bool {
        switch detail {
        case .emergency, .fault: true
        case .selfTest(let record): record.outcome != .answered
        case .call(let record): record.callClass == .emergency
        default: false
        }
    }
}

/// How a session ended.
public enum SessionEnd: String, Hashable, Sendable {
    /// `*` on home.
    case left
    /// The idle countdown ran out.
    case idle
    /// After an emergency call, an order or the like with nothing more to do.
    case done
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
public enum FunctionOutcome: String, Hashable, Sendable {
    case completed, abandoned, failed, unavailable, idle
}

/// What became of an order.
public enum RequestOutcome: String, Hashable, Sendable {
    case requested, accepted, assigned, confirmed, cancelled, failed, unanswered, offline
}

/// What became of a call.
public enum CallOutcome: String, Hashable, Sendable {
    case answered, busy, refused, noAnswer = "no_answer", unreachable, mediaLost = "media_lost",
        agentLost = "agent_lost", cancelled, notLive = "not_live"
    /// The booth did not dial: this number was called too recently. Which number is nowhere.
    case quota
}

/// Who called whom.
public enum CallDirection: String, Hashable, Sendable {
    /// The booth called.
    case outgoing
    /// The booth was called.
    case incoming
}

/// The daily test call over one trunk as the log keeps it.
public struct SelfTestRecord: Hashable, Sendable {
    /// The trunk.
    public var route: TrunkID
    /// `answered` is a pass.
    public var outcome: CallOutcome
    /// SIP status of a refusal.
    public var sipStatus: Int?
    /// From dialling to the answer or the end.
    public var ring: Duration

    /// A record of a test call.
    public init(route: TrunkID, outcome: CallOutcome, sipStatus: Int? = nil, ring: Duration) {
        self.route = route
        self.outcome = outcome
        self.sipStatus = sipStatus
        self.ring = ring
    }
}

/// Who ended a call.
public enum CallEndedBy: String, Hashable, Sendable {
    case farSide = "far_side", resident, limit, network
}

/// A call as the log keeps it.
public struct CallRecord: Hashable, Sendable {
    /// Class.
    public var callClass: CallClass
    /// Who called whom.
    public var direction: CallDirection
    /// The service called; none for a resident's own number.
    public var service: ServiceID?
    /// The trunk of the last attempt.
    public var route: TrunkID?
    /// What became of it.
    public var outcome: CallOutcome
    /// SIP status of a refusal.
    public var sipStatus: Int?
    /// Who ended it.
    public var endedBy: CallEndedBy?
    /// Attempts made.
    public var attempts: Int
    /// From the first attempt to the answer or the end.
    public var ring: Duration
    /// From the answer to the end.
    public var talk: Duration

    /// A record of a call.
    public init(
        callClass: CallClass, direction: CallDirection = .outgoing, service: ServiceID?, route: TrunkID?,
        outcome: CallOutcome, sipStatus: Int? = nil, endedBy: CallEndedBy? = nil, attempts: Int, ring: Duration,
        talk: Duration
    ) {
        self.callClass = callClass
        self.direction = direction
        self.service = service
        self.route = route
        self.outcome = outcome
        self.sipStatus = sipStatus
        self.endedBy = endedBy
        self.attempts = attempts
        self.ring = ring
        self.talk = talk
    }
}

/// How an emergency function started.
public enum EmergencyOrigin: String, Hashable, Sendable {
    /// Its own key.
    case tile
    /// Dialled as on a telephone.
    case dialled
    /// The SOS chooser.
    case chooser
    /// SOS without a choice.
    case automatic
    /// Found in the agent after a restart of the kiosk.
    case restored
    /// Somebody called back.
    case callBack = "call_back"
}

/// What became of an emergency.
public enum EmergencyOutcome: String, Hashable, Sendable {
    case dialling, answered, cancelled, unreached, cannotCall = "cannot_call", switched, hungUp = "hung_up"
}

/// An emergency as the log keeps it; times are relative to the key press.
public struct EmergencyRecord: Hashable, Sendable {
    /// The service; none is the help centre.
    public var service: EmergencyService?
    /// How it started.
    public var origin: EmergencyOrigin
    /// What became of it.
    public var outcome: EmergencyOutcome
    /// From the press to the first dialling.
    public var dialledAfter: Duration?
    /// From the press to the answer.
    public var connectedAfter: Duration?
    /// From the press to the cancellation.
    public var cancelledAfter: Duration?
    /// The trunk that answered or was tried last.
    public var route: TrunkID?
    /// Whether the booth is in demonstration.
    public var demonstration: Bool

    /// A record of an emergency.
    public init(
        service: EmergencyService?, origin: EmergencyOrigin, outcome: EmergencyOutcome, dialledAfter: Duration? = nil,
        connectedAfter: Duration? = nil, cancelledAfter: Duration? = nil, route: TrunkID? = nil, demonstration: Bool
    ) {
        self.service = service
        self.origin = origin
        self.outcome = outcome
        self.dialledAfter = dialledAfter
        self.connectedAfter = connectedAfter
        self.cancelledAfter = cancelledAfter
        self.route = route
        self.demonstration = demonstration
    }
}

/// Start and stop of the kiosk.
public enum Lifecycle: String, Hashable, Sendable {
    case started, stopped
    /// Started after a run that did not stop properly.
    case recovered
}
