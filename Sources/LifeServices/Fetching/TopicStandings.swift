import Glibc
import Vocabulary

/// What can be said of each topic where there is nothing to show, from where its sources stand.
enum TopicStandings {
    /// The topics that have a page of their own.
    private static let topics: [LifeTopic] = [.weather, .buses, .activities, .notices, .places]

    /// - Parameters:
    ///   - platform: what the platform offers; nil within if it has not said so yet, nil altogether without a platform.
    ///   - now: milliseconds since 1970.
    static func of(
        _ sources: [(source: LifeSource, standing: SourceRunner.Standing)], booth: Booth, platform: LifeContent??,
        at now: Int64
    ) -> [LifeTopic: TopicStanding] {
        Dictionary(
            uniqueKeysWithValues: topics.map { topic in
                let own = sources.filter { $0.source.topic == topic && !isAbsent($0.source) }.map(\.standing)
                if topic == .places, !booth.isLocated { return (topic, .notSetUp) }
                return (topic, own.isEmpty ? offered(topic, platform) : standing(own, at: now))
            })
    }

    /// The packaged places where there are none: nobody named them, so nobody misses them.
    private static func isAbsent(_ source: LifeSource) -> Bool {
        guard source.id == LifeSource.packagedPlaces, case .file(let path) = source.origin else { return false }
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }

    /// Of a topic without a source of its own; nobody but `sources.yaml` knows places.
    private static func offered(_ topic: LifeTopic, _ platform: LifeContent??) -> TopicStanding {
        guard topic != .places, let platform else { return .notSetUp }
        guard let content = platform else { return .waiting }
        if content.unreadable.contains(topic) { return .unreadable }
        let isThere =
            switch topic {
            case .weather: content.weather != nil
            case .buses: content.buses != nil
            case .activities: content.activities != nil
            case .notices: content.notices != nil
            case .air, .holidays, .places: false
            }
        return isThere ? .sound : .notSetUp
    }

    /// Of a topic with sources of its own. One that is down, or has nothing valid, may know what the others do not; and what
    /// one left out because it could not be read may be what is missed.
    private static func standing(_ own: [SourceRunner.Standing], at now: Int64) -> TopicStanding {
        let doubtful = own.filter { ($0.held?.validUntil ?? 0) <= now }
        let isPartial = own.contains { $0.held?.isPartial == true }
        if doubtful.isEmpty { return isPartial ? .unreadable : .sound }
        let asOf = doubtful.compactMap(\.held?.asOf).max()
        if let asOf, doubtful.count == own.count { return .outdated(asOf: asOf) }
        return isPartial || doubtful.contains { $0.trouble != nil || $0.held != nil } ? .unreadable : .waiting
    }
}
