import Glibc
import Vocabulary

/// What to say about each topic with nothing to show, derived from the state of its sources.
enum TopicStandings {
    /// The topics that have a page of their own.
    private static let topics: [LifeTopic] = [.weather, .buses, .activities, .notices, .places]

    /// - Parameters:
    ///   - platform: the platform's content. The inner value is nil until it has been offered; the outer one is nil
    ///     without a platform.
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

    /// Whether this is the packaged places file and it does not exist. Nobody named it, so nobody misses it.
    private static func isAbsent(_ source: LifeSource) -> Bool {
        guard source.id == LifeSource.packagedPlaces, case .file(let path) = source.origin else { return false }
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }

    /// The standing of a topic without a source of its own. Only `sources.yaml` provides places.
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

    /// The standing of a topic with sources of its own. A source that is down or has nothing valid may know what the
    /// others do not, and an unreadable element may be the very one that is missing.
    private static func standing(_ own: [SourceRunner.Standing], at now: Int64) -> TopicStanding {
        let doubtful = own.filter { ($0.held?.validUntil ?? 0) <= now }
        let isPartial = own.contains { $0.held?.isPartial == true }
        if doubtful.isEmpty { return isPartial ? .unreadable : .sound }
        let asOf = doubtful.compactMap(\.held?.asOf).max()
        if let asOf, doubtful.count == own.count { return .outdated(asOf: asOf) }
        return isPartial || doubtful.contains { $0.trouble != nil || $0.held != nil } ? .unreadable : .waiting
    }
}
