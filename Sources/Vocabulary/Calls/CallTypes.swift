/// An emergency service; the screen always shows its name with its number.
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

    /// The key it has on home and in the chooser.
    public var key: Int {
        switch self {
        case .police: 4
        case .ambulance: 5
        case .fire: 6
        }
    }

    /// The name of its number in `booth.yaml`.
    public var service: ServiceID { ServiceID(rawValue: rawValue) }

    /// The service on this key of home and chooser.
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
    /// Help centre, hotline, service numbers: not limited, "still there?" now and then.
    case assistance
    /// A resident's own number: limited.
    case free
    /// The booth's own daily test call.
    case test
}

/// What limits how often a free number is called.
public enum CallQuota: Hashable, Sendable {
    /// A number that somebody typed: one answered call in a while, whoever calls. Telephony remembers a digest of it.
    case number
    /// A number that a page offers: some answered calls in a resident's session. The core counts them.
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
    /// What limits how often it is called; nothing limits services.
    public var quota: CallQuota?

    /// A target.
    public init(trunk: TrunkID, number: String, callClass: CallClass, quota: CallQuota? = nil) {
        self.trunk = trunk
        self.number = number
        self.callClass = callClass
        self.quota = quota
    }
}

/// What Telephony reports of one attempt.
public enum CallFact: Hashable, Sendable {
    /// Early media (183): speech before the answer, such as "all lines are busy".
    case earlyMedia
    /// It rings at the far side (180).
    case ringing
    /// Answered.
    case established
    /// The trunk's peer is at work on it (100 Trying): a sign of life, and nothing of the far side yet.
    case trying
    /// Whether sound (RTP) arrives from the far side, in early media or after the answer; reported where it changes.
    case sound(Bool)
    /// A digit from the far side.
    case dtmf(Character)
    /// The agent has begun to play this to the far side.
    case announcing(Announcement)
    /// An announcement was played to its end, or could not be played.
    case announced(Announcement)
    /// The call is over, or never came about.
    case closed(CloseReason)
}

/// Why an attempt is over.
public enum CloseReason: Hashable, Sendable {
    /// The far side hung up after an answer, or turned the call away with no SIP failure.
    case remote
    /// We hung up.
    case local
    /// The far side or the network refused with this SIP status (RFC 3261 section 21), 400 to 699.
    case refused(Int)
    /// Nothing came back: time-out or transport error.
    case unreachable
    /// The sound stopped coming (no RTP).
    case mediaLost
    /// The SIP agent died or its control connection broke.
    case agentLost
    /// The booth may not dial there: the target is outside the machine and the booth is not `live`.
    case notLive
    /// The sound device failed.
    case audio
    /// This number had an answered free call too recently, and can be called after this time. It was not dialled.
    case quota(left: Duration)

    /// The SIP status, where there was one.
    public var sipStatus: Int? {
        if case .refused(let status) = self { return status }
        return nil
    }
}

/// What is played to the far side of an emergency call on the resident's wish.
public enum Announcement: String, CaseIterable, Hashable, Sendable {
    /// Booth number and address.
    case address
    /// The caller may be unable to speak; booth number and address.
    case unable
}

/// What Telephony reports of the SIP agent itself.
public enum AgentFact: Hashable, Sendable {
    /// The control connection stands. What was found in the agent was reported before.
    case connected
    /// The control connection is gone; a live call, if any, ends with `.closed(.agentLost)` as well.
    case disconnected
    /// A trunk is registered, or is not.
    case trunk(TrunkID, registered: Bool)
    /// The agent had a call that nobody here ordered, and was told to end it.
    case unordered
    /// A trunk answers SIP OPTIONS, or does not.
    case reachable(TrunkID, Bool)
}
