import Prompts
public import Vocabulary

extension State {
    /// The reason why a topic has nothing to show; meaningful only if it has nothing.
    public func absence(of topic: InformationTopic) -> Absence {
        let content = life.content
        return switch topic {
        case .weather: absence(of: .weather, content.weather)
        case .buses: absence(of: .buses, content.buses)
        case .activities: absence(of: .activities, content.activities)
        case .notices: absence(of: .notices, content.notices)
        // The booth's own details are all in its configuration, or were never written down.
        case .numbers, .connectivity: .notSetUp
        }
    }

    /// The reason why there is no place of a kind; meaningful only if there is none.
    public func absence(of kind: PlaceKind) -> Absence {
        switch life.standings[.places] {
        case .notSetUp?: .notSetUp
        // The part that could not be read may be known to be of other kinds only.
        case .unreadable?: life.places?.unread?.contains(kind) == false ? .none : .unreadable
        case .outdated(let asOf)?: .outdated(asOf: asOf)
        case .waiting?: .unknown
        case .sound?: .none
        case nil: life.places == nil ? .unknown : .none
        }
    }

    /// The reason why an information function has nothing at all to show, if it is the same for each of its parts. Nil
    /// otherwise, and for every other function.
    public func absence(of function: Function, _ local: LocalInformation) -> Absence? {
        var absences: [Absence?] = []
        for step in function.steps {
            switch step {
            case .places: absences += PlaceKind.allCases.map { life.places(of: $0).isEmpty ? absence(of: $0) : nil }
            case .information(let topics): absences += topics.map { shows($0, local) ? nil : absence(of: $0) }
            default: break
            }
        }
        guard let first = absences.first, let first else { return nil }
        return absences.allSatisfy { $0.map(first.isLike) == true } ? first : nil
    }

    private func absence<Value>(of topic: LifeTopic, _ dated: Dated<Value>?) -> Absence {
        if let dated, wall != nil, !dated.isValid(at: wall) { return .outdated(asOf: dated.asOf) }
        switch life.standings[topic] {
        case .notSetUp?: return .notSetUp
        case .unreadable?: return .unreadable
        case .outdated(let asOf)?: return .outdated(asOf: asOf)
        // There is no point in waiting for a platform that cannot be reached.
        case .waiting?: return health.online ? .unknown : .unreadable
        case .sound?: return dated == nil ? .unknown : .none
        case nil: return dated?.isValid(at: wall) == true ? .none : .unknown
        }
    }
}

extension Absence {
    /// Whether another absence has the same cause; the age of outdated information may differ.
    func isLike(_ other: Absence) -> Bool {
        switch (self, other) {
        case (.outdated, .outdated): true
        default: self == other
        }
    }

    /// The prompt that says so.
    var prompt: PromptKey {
        switch self {
        case .none: .infoNone
        case .notSetUp: .infoNotSetUp
        case .unreadable: .infoUnreadable
        case .outdated: .infoOutdated
        case .unknown: .infoUnavailable
        }
    }
}
