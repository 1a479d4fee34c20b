import Foundation

/// The state of a request.
enum RequestState: String, Codable, CaseIterable, Sendable {
    case submitted, accepted, assigned, completed, failed, cancelled

    /// Whether nothing happens to it any more.
    var isClosed: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// One question of a booth's function and the resident's answer.
struct ChoiceInWords: Codable, Equatable, Sendable {
    /// The question's name among the choices.
    let id: String
    let question: String
    let answer: String

    fileprivate var isUsable: Bool {
        RequestSubmission.isToken(id) && question.count <= 100 && answer.count <= 100
    }
}

/// A booth's request.
struct RequestSubmission: Codable, Equatable, Sendable {
    let id: String
    /// `taxi`, `clinic`, or a kind that a technician defined.
    let kind: String
    /// The kind in Chinese, as the resident read it; older booths do not send it.
    var kindInWords: String?
    let language: String
    let address: String
    let boothNumber: String
    let choices: [String: String]?
    /// The choices in Chinese, as the resident read them and in the order of the questions; people answer by these.
    var words: [ChoiceInWords]?

    enum CodingKeys: String, CodingKey {
        case id, kind, language, address, choices
        case boothNumber = "booth_number"
        case kindInWords = "kind_in_words"
        case words = "choices_in_words"
    }

    /// What is wrong with it, or nil.
    var problem: String? {
        if UUID(uuidString: id) == nil { return "id: no UUID" }
        if !Self.isToken(kind) { return "kind: 1 to 64 of a-z, 0-9, dot, hyphen, underscore" }
        if let kindInWords, !(1...100).contains(kindInWords.count) { return "kind_in_words: 1 to 100 characters" }
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
        let words = words ?? []
        if words.count > 16 || words.contains(where: { !$0.isUsable }) {
            return "choices_in_words: at most 16, ids as names of choices, texts at most 100 characters"
        }
        return nil
    }

    fileprivate static func isToken(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }
}

/// A request as the platform holds it, without the contact number.
struct ServiceRequest: Equatable, Sendable {
    /// A change to a request.
    enum Change: Equatable, Sendable {
        case accept
        /// Assigns. If it is already assigned, this replaces the assignment, because a wrong plate was typed or another
        /// car comes.
        case assign(Assignment)
        case complete(Assignment?)
        case fail(reason: String)
        case cancel
    }

    let id: String
    let booth: String
    let kind: String
    let kindInWords: String?
    let language: String
    let address: String
    let choices: [String: String]
    let words: [ChoiceInWords]
    private(set) var state: RequestState
    private(set) var version: Int
    private(set) var assignment: Assignment?
    private(set) var reason: String?
    /// Whether it is answered by a simulator and nobody real.
    private(set) var simulated: Bool
    let createdAt: Date
    private(set) var updatedAt: Date
    private(set) var closedAt: Date?

    /// A new request.
    init(_ submission: RequestSubmission, booth: String, simulated: Bool, at now: Date) {
        self.init(
            submission, booth: booth, state: .submitted, version: 1, assignment: nil, reason: nil, simulated: simulated,
            createdAt: now, updatedAt: now, closedAt: nil)
    }

    /// A stored request.
    init(
        _ submission: RequestSubmission, booth: String, state: RequestState, version: Int, assignment: Assignment?,
        reason: String?, simulated: Bool, createdAt: Date, updatedAt: Date, closedAt: Date?
    ) {
        id = submission.id
        self.booth = booth
        kind = submission.kind
        kindInWords = submission.kindInWords
        language = submission.language
        address = submission.address
        choices = submission.choices ?? [:]
        words = submission.words ?? []
        self.state = state
        self.version = version
        self.assignment = assignment
        self.reason = reason
        self.simulated = simulated
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.closedAt = closedAt
    }

    /// Applies a change. Returns false, and alters nothing, if the state does not allow it. A request that a person has
    /// changed no longer belongs to the simulator.
    mutating func apply(_ change: Change, by author: RequestAuthor = .platform, at now: Date) -> Bool {
        guard !state.isClosed else { return false }
        switch change {
        case .accept:
            guard state == .submitted else { return false }
            state = .accepted
        case .assign(let given):
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
        if case .person = author { simulated = false }
        version += 1
        updatedAt = now
        closedAt = state.isClosed ? now : nil
        return true
    }

    /// The request's document in the wire contract.
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
