/// What the resident ordered.
public struct RequestOrder: Hashable, Sendable {
    /// The platform's word for it, such as `taxi`.
    public var kind: String
    /// Answers by choice id.
    public var choices: [String: String]
    /// The language to answer in.
    public var language: LanguageCode

    /// An order.
    public init(kind: String, choices: [String: String] = [:], language: LanguageCode) {
        self.kind = kind
        self.choices = choices
        self.language = language
    }
}

/// How far an order is.
public enum RequestPhase: String, CaseIterable, Hashable, Sendable {
    case submitted, accepted, assigned, completed, failed, cancelled

    /// Whether nothing will change any more.
    public var isFinal: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// What the platform assigned.
public struct Assignment: Hashable, Sendable {
    /// Licence plate, such as `沪A·D5638`.
    public var plate: String?
    /// What the car looks like.
    public var car: String?
    /// When it arrives, wall time in milliseconds since 1970.
    public var arrivesAt: Int64?
    /// Hospital.
    public var hospital: String?
    /// Department.
    public var department: String?
    /// Half-day or hour.
    public var slot: String?

    /// An assignment.
    public init(
        plate: String? = nil, car: String? = nil, arrivesAt: Int64? = nil, hospital: String? = nil,
        department: String? = nil, slot: String? = nil
    ) {
        self.plate = plate
        self.car = car
        self.arrivesAt = arrivesAt
        self.hospital = hospital
        self.department = department
        self.slot = slot
    }
}

/// The platform's answer to an order.
public struct RequestAnswer: Hashable, Sendable {
    /// How far it is.
    public var phase: RequestPhase
    /// What was assigned.
    public var assignment: Assignment?
    /// Whether a simulator answered.
    public var simulated: Bool

    /// An answer.
    public init(phase: RequestPhase, assignment: Assignment? = nil, simulated: Bool = false) {
        self.phase = phase
        self.assignment = assignment
        self.simulated = simulated
    }
}

/// What the platform client reports of one order.
public enum RequestFact: Hashable, Sendable {
    /// The platform's present answer.
    case answer(RequestAnswer)
    /// The platform could not be reached with the order. If it may have it all the same, `cancelUnconfirmed` follows.
    case unreachable
    /// Cancelling came too late.
    case tooLateToCancel
    /// Cancelling could not be confirmed.
    case cancelUnconfirmed
}
