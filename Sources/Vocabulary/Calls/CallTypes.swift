/// An emergency service. The screen always shows its name and number together.
public enum EmergencyService: String, CaseIterable, Hashable, Sendable {
    /// 报警 110.
    case police
    /// 急救 120.
    case ambulance
    /// 火警 119.
    case fire

    /// The number people know it by in China.
    public var publicNumber: String {
        switch self {
        case .police: "110"
        case .ambulance: "120"
        case .fire: "119"
        }
    }

    /// Its key on home and in the chooser.
    public var key: Int {
        switch self {
        case .police: 4
        case .ambulance: 5
        case .fire: 6
        }
    }

    /// The name of its number in `booth.yaml`.
    public var service: ServiceID { ServiceID(rawValue: rawValue) }

    /// The service on this key of home and the chooser; nil if there is none.
    public init?(key: Int) {
        guard let service = Self.allCases.first(where: { $0.key == key }) else { return nil }
        self = service
    }
}

/// A callable service that `booth.yaml` names, such as `help-centre`.
public struct ServiceID: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String
    /// A name as written in `booth.yaml`.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The booth's own help centre: people who know the booth.
    public static let helpCentre = ServiceID(rawValue: "help-centre")
    /// 12345, the city's hotline.
    public static let hotline = ServiceID(rawValue: "hotline")
}

/// A SIP trunk that `booth.yaml` names.
public struct TrunkID: RawRepresentable, Hashable, Sendable {
    /// The name.
    public let rawValue: String
    /// A name as written in `booth.yaml`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// How a call is treated.
public enum CallClass: String, CaseIterable, Hashable, Sendable {
    /// Never ended by the booth, never limited.
    case emergency
    /// Help centre, hotline, service numbers: not limited; the booth asks "still there?" now and then.
    case assistance
    /// A resident's own number: limited.
    case free
    /// The booth's own daily test call.
    case test
}

/// What limits how often a free number is called.
public enum CallQuota: Hashable, Sendable {
    /// A typed number: one answered call in each quota interval, whoever calls. Telephony remembers a digest of it.
    case number
    /// A number that a page offers: a limited number of answered calls in each session. The core counts them.
    case session
}

/// What one attempt dials.
public struct DialTarget: Hashable, Sendable {
    /// The trunk to use.
    public var trunk: TrunkID
    /// Digits only. It goes to the agent and nowhere else: never into a log or an event.
    public var number: String
    /// How the call is treated.
    public var callClass: CallClass
    /// What limits how often it is called; nil for services, which are not limited.
    public var quota: CallQuota?

    /// A target.
    public init(trunk: TrunkID, number: String, callClass: CallClass, quota: CallQuota? = nil) {
        self.trunk = trunk
        self.number = number
        self.callClass = callClass
        self.quota = quota
    }
}

/// What Telephony reports about one call attempt.
public enum CallFact: Hashable, Sendable {
    /// Early media (183): sound before the answer, such as an announcement that all lines are busy.
    case earlyMedia
    /// The far side rings (180).
    case ringing
    /// Answered.
    case established
    /// The trunk's peer is working on it (100 Trying). The peer is alive; this says nothing about the far side.
    case trying
    /// Whether sound (RTP) arrives from the far side, in early media or after the answer; reported on each change.
    case sound(Bool)
    /// Which of the booth's devices the agent could open for this call; reported if one is missing, and when both work
    /// again.
    case devices(microphone: Bool, earpiece: Bool)
    /// The far side sent a digit.
    case dtmf(Character)
    /// The agent has begun to play this to the far side.
    case announcing(Announcement)
    /// An announcement was played to its end, or could not be played.
    case announced(Announcement)
    /// The call is over, or was never established.
    case closed(CloseReason)
}

/// Why an attempt is over.
public enum CloseReason: Hashable, Sendable {
    /// The far side hung up after an answer, or rejected the call without a SIP failure.
    case remote
    /// The booth hung up.
    case local
    /// The far side or the network refused with this SIP status (RFC 3261 section 21), 400 to 699.
    case refused(Int)
    /// No response: time-out or transport error.
    case unreachable
    /// Sound stopped arriving (no RTP).
    case mediaLost
    /// The SIP agent died or its control connection broke.
    case agentLost
    /// The booth may not dial this target: it is outside the machine, and the booth is not `live`.
    case notLive
    /// The sound device failed.
    case audio
    /// This number had an answered free call too recently and was not dialled. It can be called again after this time.
    case quota(left: Duration)

    /// The SIP status; nil if there was none.
    public var sipStatus: Int? {
        if case .refused(let status) = self { return status }
        return nil
    }
}

/// A recording that is played to the far side of an emergency call when the resident asks for it.
public enum Announcement: String, CaseIterable, Hashable, Sendable {
    /// Booth number and address.
    case address
    /// That the caller may be unable to speak; then booth number and address.
    case unable
}

/// What Telephony reports about the SIP agent itself.
public enum AgentFact: Hashable, Sendable {
    /// The control connection is up. Calls found in the agent were reported before this.
    case connected
    /// The control connection is lost. A live call, if any, also ends with `.closed(.agentLost)`.
    case disconnected
    /// Whether a trunk is registered.
    case trunk(TrunkID, registered: Bool)
    /// The agent had a call that the booth did not order, and was told to end it.
    case unordered
    /// Whether a trunk answers SIP OPTIONS.
    case reachable(TrunkID, Bool)
}
