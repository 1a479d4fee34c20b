public import Vocabulary

/// What became of a call.
public enum CallOutcome: String, CaseIterable, Hashable, Sendable {
    case answered, busy, refused, noAnswer = "no_answer", unreachable, mediaLost = "media_lost",
        agentLost = "agent_lost", cancelled, notLive = "not_live"
    /// The booth did not dial: this number was called too recently. Which number is nowhere.
    case quota
}

/// Who called whom.
public enum CallDirection: String, CaseIterable, Hashable, Sendable {
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
public enum CallEndedBy: String, CaseIterable, Hashable, Sendable {
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
public enum EmergencyOrigin: String, CaseIterable, Hashable, Sendable {
    /// Its own key.
    case tile
    /// Dialled as on a telephone.
    case dialled
    /// Dialled slowly or with a second meaning; asked, that was what was meant.
    case asked
    /// Entered in a field for numbers.
    case entered
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
public enum EmergencyOutcome: String, CaseIterable, Hashable, Sendable {
    case dialling, answered, cancelled, unreached, cannotCall = "cannot_call", switched, hungUp = "hung_up"
    /// A number was heard in digits that meant something else; nothing was dialled.
    case declined
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
