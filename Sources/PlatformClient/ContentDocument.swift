import Reading
import Vocabulary

/// The platform's content, read part by part and in each part element by element: a part that is absent is gone, a part of
/// which nothing can be used is named, and the caller keeps what it had; an element that cannot be used is left out with a
/// remark.
struct ContentDocument {
    /// A part's fate.
    enum Part<Value: Equatable & Sendable> {
        case good(Dated<Value>)
        /// It does not say until when it is true, and a short time stands in. That is better than nothing, and no better than
        /// what is still valid.
        case limited(Dated<Value>)
        case absent
        case bad

        /// What to show from now on, given what was shown before.
        func merged(with earlier: Dated<Value>?, at now: Int64) -> Dated<Value>? {
            switch self {
            case .good(let value): value
            case .limited(let value): isRefused(given: earlier, at: now) ? earlier : value
            case .absent: nil
            case .bad: earlier
            }
        }

        /// Whether it is not used.
        func isRefused(given earlier: Dated<Value>?, at now: Int64) -> Bool {
            switch self {
            case .good, .absent: false
            case .limited(let value): earlier.map { $0.validUntil > now || value.validUntil <= now } ?? false
            case .bad: true
            }
        }
    }

    let weather: Part<Weather>
    let buses: Part<BusStop>
    let activities: Part<[Activity]>
    let notices: Part<[Notice]>
    /// What was left out of the parts that are good, and why the others are bad.
    let remarks: [SourceError]
    /// Milliseconds since 1970.
    private let fetchedAt: Int64

    /// Names of the parts that cannot be used.
    var badParts: [String] { refused(given: LifeContent()) }

    /// Names of the parts that are not used, given what there is.
    func refused(given earlier: LifeContent) -> [String] {
        [
            ("weather", weather.isRefused(given: earlier.weather, at: fetchedAt)),
            ("buses", buses.isRefused(given: earlier.buses, at: fetchedAt)),
            ("activities", activities.isRefused(given: earlier.activities, at: fetchedAt)),
            ("notices", notices.isRefused(given: earlier.notices, at: fetchedAt)),
        ].filter(\.1).map(\.0)
    }

    /// The content with bad parts taken from `earlier`.
    func merged(with earlier: LifeContent) -> LifeContent {
        var content = LifeContent(
            weather: weather.merged(with: earlier.weather, at: fetchedAt),
            buses: buses.merged(with: earlier.buses, at: fetchedAt),
            activities: activities.merged(with: earlier.activities, at: fetchedAt),
            notices: notices.merged(with: earlier.notices, at: fetchedAt))
        let bad = badParts
        if bad.contains("weather"), content.weather == nil { content.unreadable.insert(.weather) }
        if bad.contains("buses"), content.buses == nil { content.unreadable.insert(.buses) }
        if bad.contains("activities"), content.activities == nil { content.unreadable.insert(.activities) }
        if bad.contains("notices"), content.notices == nil { content.unreadable.insert(.notices) }
        // Where an item was left out, an empty page cannot say that there is none.
        for (topic, items) in [
            (LifeTopic.buses, "buses.lines"), (.activities, "activities.items"), (.notices, "notices.items"),
        ] where remarks.contains(where: { $0.leavesOut && ($0.place.isEmpty || $0.place.hasPrefix(items + "[")) }) {
            content.unreadable.insert(topic)
        }
        return content
    }

    /// Reads a body.
    /// - Parameter fetchedAt: milliseconds since 1970; stands in where the platform does not say when it was made.
    /// - Throws: that it is no content document at all.
    init(_ body: [UInt8], fetchedAt: Int64) throws(SourceError) {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        let names = ["weather", "buses", "activities", "notices"]
        guard root["generated_at"] != nil || names.contains(where: { root[$0] != nil }) else {
            throw SourceError("generated_at", .missing)
        }
        let generated = root.instant("generated_at")
        if generated == nil { root.remark("generated_at", .undated) }
        // What may be made up is shown as made up.
        let sample = root["sample"] == nil ? false : root.flag("sample") ?? true
        let reader = ContentReader(root: root, generated: generated, fetchedAt: fetchedAt, sample: sample)
        self.fetchedAt = fetchedAt
        weather = reader.part("weather", lasts: .openMeteo, ContentReader.weather)
        buses = reader.part("buses", lasts: .siriLite, ContentReader.buses)
        activities = reader.part("activities", lasts: .icalendar, ContentReader.activities)
        notices = reader.part("notices", lasts: .jsonFeed, ContentReader.notices)
        self.remarks = remarks.all
    }
}
