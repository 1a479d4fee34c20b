/// What the resident ordered.
public struct RequestOrder: Hashable, Sendable {
    /// The function that made it.
    public var function: FunctionID
    /// The platform's word for the kind of order, such as `taxi`.
    public var kind: String
    /// The kind in Chinese, as on the tile; nil in orders stored by an earlier version.
    public var name: String?
    /// The ids of the options chosen, by choice id.
    public var choices: [String: String]
    /// The choices in words, for the people who answer the order: the platform has no `functions.yaml`.
    public var words: [ChoiceWords]
    /// The language to answer in.
    public var language: LanguageCode

    /// An order.
    public init(
        function: FunctionID, kind: String, name: String? = nil, choices: [String: String] = [:],
        words: [ChoiceWords] = [], language: LanguageCode
    ) {
        self.function = function
        self.kind = kind
        self.name = name
        self.choices = choices
        self.words = words
        self.language = language
    }
}

/// A question and its answer in Chinese, the language of those who answer orders.
public struct ChoiceWords: Hashable, Codable, Sendable {
    /// The choice's id.
    public var id: String
    /// The question as it was shown.
    public var question: String
    /// The option chosen, as it was shown.
    public var answer: String

    /// A question and its answer.
    public init(id: String, question: String, answer: String) {
        self.id = id
        self.question = question
        self.answer = answer
    }
}

/// An order that an earlier run of the kiosk left open.
public struct RestoredOrder: Equatable, Sendable {
    /// The handle that it had; facts about it carry this handle.
    public var handle: RequestHandle
    /// What was ordered.
    public var order: RequestOrder
    /// When it was ordered, on this boot's clock. An order from an earlier boot may lie before the clock's origin.
    public var orderedAt: Moment
    /// The platform's last answer; nil if the order was still being sent.
    public var answer: RequestAnswer?
    /// Whether the platform has a number to call back.
    public var contactGiven: Bool
    /// Whether a number to call back is still on its way to the platform.
    public var contactPending: Bool
    /// Whether it was being cancelled.
    public var isCancelling: Bool

    /// An order left open.
    public init(
        handle: RequestHandle, order: RequestOrder, orderedAt: Moment, answer: RequestAnswer? = nil,
        contactGiven: Bool = false, contactPending: Bool = false, isCancelling: Bool = false
    ) {
        self.handle = handle
        self.order = order
        self.orderedAt = orderedAt
        self.answer = answer
        self.contactGiven = contactGiven
        self.contactPending = contactPending
        self.isCancelling = isCancelling
    }
}

/// How far an order has progressed.
public enum RequestPhase: String, CaseIterable, Hashable, Codable, Sendable {
    case submitted, accepted, assigned, completed, failed, cancelled

    /// Whether the order will not change any more.
    public var isFinal: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// What the platform assigned to an order. A member is nil if it does not apply or is not known.
public struct Assignment: Hashable, Codable, Sendable {
    /// Licence plate, such as `沪A·D5638`.
    public var plate: String?
    /// What the car looks like.
    public var car: String?
    /// When it arrives, wall time in milliseconds since 1970.
    public var arrivesAt: Int64?
    /// The hospital.
    public var hospital: String?
    /// The department of the hospital.
    public var department: String?
    /// The half-day or hour of the appointment.
    public var slot: String?
    /// What it is. This member and the next three are for kinds of order that a technician
    /// defined.
    public var title: String?
    /// When it is.
    public var when: String?
    /// Where it is.
    public var place: String?
    /// What to bear in mind.
    public var note: String?

    /// An assignment.
    public init(
        plate: String? = nil, car: String? = nil, arrivesAt: Int64? = nil, hospital: String? = nil,
        department: String? = nil, slot: String? = nil, title: String? = nil, when: String? = nil,
        place: String? = nil, note: String? = nil
    ) {
        self.title = title
        self.when = when
        self.place = place
        self.note = note
        self.plate = plate
        self.car = car
        self.arrivesAt = arrivesAt
        self.hospital = hospital
        self.department = department
        self.slot = slot
    }
}

/// The platform's answer to an order.
public struct RequestAnswer: Hashable, Codable, Sendable {
    /// How far the order has progressed.
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

/// What the platform client reports about one order.
public enum RequestFact: Hashable, Sendable {
    /// The platform's current answer.
    case answer(RequestAnswer)
    /// The platform could not be reached with the order. If it may have received the order all the same,
    /// `cancelUnconfirmed` follows.
    case unreachable
    /// The cancellation came too late.
    case tooLateToCancel
    /// The cancellation could not be confirmed.
    case cancelUnconfirmed
    /// The platform has the number to call back.
    case contactDelivered
}
