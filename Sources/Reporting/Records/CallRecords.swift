public import Vocabulary

/// What became of a call.
public enum CallOutcome: String, CaseIterable, Hashable, Sendable {
    case answered, busy, refused, noAnswer = "no_answer", unreachable, mediaLost = "media_lost",
        agentLost = "agent_lost", cancelled, notLive = "not_live"
    /// The booth did not dial, because this number was called too recently. No record says which number it was.
    case quota
}

/// Who called whom.
public enum CallDirection: String, CaseIterable, Hashable, Sendable {
    /// The booth called.
    case outgoing
    /// The booth was called.
    case incoming
}

/// The record of the daily test call over one trunk.
public struct SelfTestRecord: Hashable, Sendable {
    /// The trunk.
    public var route: TrunkID
    /// What became of it; `answered` is a pass.
    public var outcome: CallOutcome
    /// The SIP status of a refusal.
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

/// The record of a call.
public struct CallRecord: Hashable, Sendable {
    /// The class of the call.
    public var callClass: CallClass
    /// Who called whom.
    public var direction: CallDirection
    /// The service called; nil for a resident's own number, for one that a page offers, and for a caller who
    /// was not put through.
    public var service: ServiceID?
    /// The trunk of the last attempt.
    public var route: TrunkID?
    /// What became of it.
    public var outcome: CallOutcome
    /// The SIP status of a refusal.
    public var sipStatus: Int?
    /// Who ended it.
    public var endedBy: CallEndedBy?
    /// The number of attempts made.
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
    /// By its own key.
    case tile
    /// Its number was dialled as on a telephone.
    case dialled
    /// Its number was dialled slowly or had a second meaning. The booth asked, and the resident confirmed it.
    case asked
    /// Its number was entered in a field for numbers.
    case entered
    /// From the SOS chooser.
    case chooser
    /// By SOS without a choice.
    case automatic
    /// The call was found in the agent after a restart of the kiosk.
    case restored
    /// The service called back.
    case callBack = "call_back"
}

/// What became of an emergency.
public enum EmergencyOutcome: String, CaseIterable, Hashable, Sendable {
    case dialling, answered, cancelled, unreached, cannotCall = "cannot_call", switched, hungUp = "hung_up"
    /// The digits looked like an emergency number but meant something else. Nothing was dialled.
    case declined
}

/// The record of an emergency. Times are relative to the key press.
public struct EmergencyRecord: Hashable, Sendable {
    /// The service; nil is the help centre, or none at all if the emergency was declined.
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
    /// Whether the booth is a demonstration.
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
