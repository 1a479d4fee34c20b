/// What a source of daily-life information is about.
public enum LifeTopic: String, CaseIterable, Hashable, Sendable {
    case weather, air, buses, activities, notices, holidays, places

    /// The fault that is raised while a source of this topic gives no good answer.
    public var fault: Fault {
        switch self {
        case .weather: .weatherSource
        case .air: .airSource
        case .buses: .busesSource
        case .activities: .activitiesSource
        case .notices: .noticesSource
        case .holidays: .holidaysSource
        case .places: .placesSource
        }
    }

    /// Whether a topic can have several sources, whose content is combined. Any other topic has one source.
    public var addsUp: Bool {
        switch self {
        case .weather, .air, .buses: false
        case .activities, .notices, .holidays, .places: true
        }
    }
}
