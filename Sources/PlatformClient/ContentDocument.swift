import Reading
import Vocabulary

/// The platform's content. It is read part by part, and within each part element by element. A part that is absent is
/// gone. If nothing in a part can be used, the part is named, and the caller keeps what it had. An element that cannot
/// be used is left out with a remark.
struct ContentDocument {
    /// The result of reading a part.
    enum Part<Value: Equatable & Sendable> {
        case good(Dated<Value>)
        /// The part does not say until when it is valid, so a short time is assumed. That is better than nothing, but
        /// never replaces something that is still valid.
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

        /// Whether this part is not used.
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
    /// What was left out of the good parts, and why the others are bad.
    let remarks: [SourceError]
    /// When the document was fetched, in milliseconds since 1970.
    private let fetchedAt: Int64

    /// The names of the parts that cannot be used.
    var badParts: [String] { refused(given: LifeContent()) }

    /// The names of the parts that are not used, given the earlier content.
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
        // If an item was left out, an empty page must not claim that there is none.
        for (topic, items) in [
            (LifeTopic.buses, "buses.lines"), (.activities, "activities.items"), (.notices, "notices.items"),
        ] where remarks.contains(where: { $0.leavesOut && ($0.place.isEmpty || $0.place.hasPrefix(items + "[")) }) {
            content.unreadable.insert(topic)
        }
        return content
    }

    /// Reads a body.
    /// - Parameter fetchedAt: milliseconds since 1970; used if the platform does not say when the content was made.
    /// - Throws: an error if this is not a content document at all.
    init(_ body: [UInt8], fetchedAt: Int64) throws(SourceError) {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        let names = ["weather", "buses", "activities", "notices"]
        guard root["generated_at"] != nil || names.contains(where: { root[$0] != nil }) else {
            throw SourceError("generated_at", .missing)
        }
        let generated = root.instant("generated_at")
        if generated == nil { root.remark("generated_at", .undated) }
        // If the flag cannot be read, the content may be made up, so it is shown as a sample.
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
