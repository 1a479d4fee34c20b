import Foundation

/// Where a request stands.
enum RequestState: String, Codable, CaseIterable, Sendable {
    case submitted, accepted, assigned, completed, failed, cancelled

    /// Nothing happens to it any more.
    var isClosed: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// What somebody was given: a car, or an appointment. Absent members do not apply to the kind.
struct Assignment: Codable, Equatable, Sendable {
    var plate: String?
    var car: String?
    var minutes: Int?
    var arrivesAt: Date?
    var hospital: String?
    var department: String?
    var slot: String?

    enum CodingKeys: String, CodingKey {
        case plate, car, minutes, hospital, department, slot
        case arrivesAt = "arrives_at"
    }
}

/// What a booth asks for.
struct RequestSubmission: Codable, Equatable, Sendable {
    let id: String
    /// `taxi`, `clinic`, or a kind that a technician defined.
    let kind: String
    let language: String
    let address: String
    let boothNumber: String
    let choices: [String: String]?

    enum CodingKeys: String, CodingKey {
        case id, kind, language, address, choices
        case boothNumber = "booth_number"
    }

    /// What is wrong with it, or nil.
    var problem: String? {
        if UUID(uuidString: id) == nil { return "id: no UUID" }
        if !Self.isToken(kind) { return "kind: 1 to 64 of a-z, 0-9, dot, hyphen, underscore" }
        if !(1...35).contains(language.utf8.count)
            || !language.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        {
            return "language: 1 to 35 letters, digits and hyphens (BCP 47)"
        }
        if address.count > 200 { return "address: at most 200 characters" }
        let choices = choices ?? [:]
        if choices.count > 16 { return "choices: at most 16" }
        if choices.contains(where: { !Self.isToken($0.key) || $0.value.count > 64 }) {
            return "choices: names as for kind, values at most 64 characters"
        }
        return nil
    }

    private static func isToken(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }
}

/// A request as the platform holds it, without the contact number.
struct ServiceRequest: Equatable, Sendable {
    /// What moves a request on.
    enum Change: Equatable, Sendable {
        case accept
        case assign(Assignment)
        case complete(Assignment?)
        case fail(reason: String)
        case cancel
    }

    let id: String
    let booth: String
    let kind: String
    let language: String
    let address: String
    let choices: [String: String]
    private(set) var state: RequestState
    private(set) var version: Int
    private(set) var assignment: Assignment?
    private(set) var reason: String?
    /// True if a simulator answers it and nobody real.
    let simulated: Bool
    let createdAt: Date
    private(set) var updatedAt: Date
    private(set) var closedAt: Date?

    /// A new request.
    init(_ submission: RequestSubmission, booth: String, simulated: Bool, at now: Date) {
        self.init(
            submission, booth: booth, state: .submitted, version: 1, assignment: nil, reason: nil, simulated: simulated,
            createdAt: now, updatedAt: now, closedAt: nil)
    }

    /// A request as it was stored.
    init(
        _ submission: RequestSubmission, booth: String, state: RequestState, version: Int, assignment: Assignment?,
        reason: String?, simulated: Bool, createdAt: Date, updatedAt: Date, closedAt: Date?
    ) {
        id = submission.id
        self.booth = booth
        kind = submission.kind
        language = submission.language
        address = submission.address
        choices = submission.choices ?? [:]
        self.state = state
        self.version = version
        self.assignment = assignment
        self.reason = reason
        self.simulated = simulated
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.closedAt = closedAt
    }

    /// Applies a change; false, and nothing altered, if the state does not allow it.
    mutating func apply(_ change: Change, at now: Date) -> Bool {
        guard !state.isClosed else { return false }
        switch change {
        case .accept:
            guard state == .submitted else { return false }
            state = .accepted
        case .assign(let given):
            guard state == .submitted || state == .accepted else { return false }
            state = .assigned
            assignment = given
        case .complete(let given):
            state = .completed
            assignment = given ?? assignment
        case .fail(let why):
            state = .failed
            reason = why
        case .cancel:
            state = .cancelled
        }
        version += 1
        updatedAt = now
        closedAt = state.isClosed ? now : nil
        return true
    }

    /// The request document of the wire contract.
    struct Document: Encodable, Sendable {
        let id: String
        let kind: String
        let state: RequestState
        let version: Int
        let assignment: Assignment?
        let reason: String?
        let simulated: Bool
        let updatedAt: Date

        enum CodingKeys: String, CodingKey {
            case id, kind, state, version, assignment, reason, simulated
            case updatedAt = "updated_at"
        }
    }

    var document: Document {
        Document(
            id: id, kind: kind, state: state, version: version, assignment: assignment, reason: reason,
            simulated: simulated, updatedAt: updatedAt)
    }
}
