import Vocabulary

/// Merges what the booth's own sources and the platform offer.
///
/// A source in `sources.yaml` wins for its topic. The platform's part is the default: it is shown if the topic has no
/// source, or if none of its sources has anything still valid. Fresh news helps more than old news from the right
/// place.
struct LifeMerge: Equatable {
    /// What is shown.
    var content: LifeContent
    /// The places; nil if no source has any.
    var places: PlaceList?
    /// When the first part of it expires, in milliseconds since 1970; nil if nothing expires.
    var expires: Int64?

    init(_ sources: [(source: LifeSource, held: Held?)], platform: LifeContent, at now: Int64) {
        content = platform
        let valid = sources.compactMap { entry -> (LifeSource, Held)? in
            guard let held = entry.held, held.validUntil > now else { return nil }
            return (entry.source, held)
        }
        expires = valid.map(\.1.validUntil).min()
        var activities = Parts<Activity>()
        var notices = Parts<Notice>()
        var holidays = Parts<Holidays>()
        var air: Int?
        // If a source of places has nothing valid, its places are unknown.
        let isPlaceless = sources.contains { entry in
            entry.source.topic == .places && entry.held.map { $0.validUntil <= now } ?? true
        }
        for (source, held) in valid {
            switch held.value {
            case .weather(let weather): content.weather = Self.dated(weather, source, held)
            case .buses(let stop): content.buses = Self.dated(stop, source, held)
            case .air(let pm25): air = pm25
            case .activities(let list):
                let coming = list.filter { ($0.ends ?? $0.starts) > now }
                expires = (coming.map { $0.ends ?? $0.starts } + [expires ?? .max]).min()
                activities.add(coming, source, held)
            case .notices(let list): notices.add(list, source, held)
            case .holidays(let year): holidays.add([year], source, held)
            case .places(let list): places = Self.joined(places, list)
            }
        }
        if isPlaceless { places?.unread = nil }
        if let air { content.weather?.value.pm25 = air }
        if let all = activities.dated { content.activities = all }
        content.activities?.value.sort { $0.starts < $1.starts }
        content.notices = notices.dated ?? content.notices
        if let years = holidays.dated {
            content.holidays = Dated(
                value: Holidays(
                    years.value.reduce(into: [:]) { $0.merge($1.days) { _, later in later } },
                    years: years.value.reduce(into: []) { $0.formUnion($1.years) }),
                asOf: years.asOf, validUntil: years.validUntil, sample: years.sample)
        }
    }

    private static func dated<Value>(_ value: Value, _ source: LifeSource, _ held: Held) -> Dated<Value> {
        Dated(value: value, asOf: held.asOf, validUntil: held.validUntil, sample: source.sample)
    }

    private static func joined(_ first: PlaceList?, _ second: PlaceList) -> PlaceList {
        guard var all = first else { return second }
        all.places = (all.places + second.places).sorted { $0.minutes < $1.minutes }
        // The older of the two dates, so that the data never looks newer than it is.
        all.dated = min(all.dated, second.dated)
        all.sample = all.sample || second.sample
        all.unread = all.unread.flatMap { first in second.unread.map { first.union($0) } }
        return all
    }

    /// The items of several sources together; they count as being as old as the oldest.
    private struct Parts<Item: Equatable & Sendable> {
        var dated: Dated<[Item]>?

        mutating func add(_ items: [Item], _ source: LifeSource, _ held: Held) {
            dated = Dated(
                value: (dated?.value ?? []) + items, asOf: min(dated?.asOf ?? .max, held.asOf),
                validUntil: min(dated?.validUntil ?? .max, held.validUntil),
                sample: dated?.sample == true || source.sample)
        }
    }
}
