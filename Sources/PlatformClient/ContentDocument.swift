import KioskCore

/// The platform's content, read part by part and in each part element by element: a part that is absent is gone, a part of
/// which nothing can be used is named, and the caller keeps what it had; an element that cannot be used is left out with a
/// remark.
struct ContentDocument {
    /// A part's fate.
    enum Part<Value: Equatable & Sendable> {
        case good(Dated<Value>)
        case absent
        case bad

        /// What to show from now on, given what was shown before.
        func merged(with earlier: Dated<Value>?) -> Dated<Value>? {
            switch self {
            case .good(let value): value
            case .absent: nil
            case .bad: earlier
            }
        }

        var isBad: Bool { if case .bad = self { true } else { false } }
    }

    let weather: Part<Weather>
    let buses: Part<BusStop>
    let activities: Part<[Activity]>
    let notices: Part<[Notice]>
    /// What was left out of the parts that are good, and why the others are bad.
    let remarks: [SourceError]

    /// Names of the parts that cannot be used.
    var badParts: [String] {
        [
            ("weather", weather.isBad), ("buses", buses.isBad), ("activities", activities.isBad),
            ("notices", notices.isBad),
        ].filter(\.1).map(\.0)
    }

    /// The content with bad parts taken from `earlier`.
    func merged(with earlier: LifeContent) -> LifeContent {
        var content = LifeContent(
            weather: weather.merged(with: earlier.weather), buses: buses.merged(with: earlier.buses),
            activities: activities.merged(with: earlier.activities), notices: notices.merged(with: earlier.notices))
        if weather.isBad, content.weather == nil { content.unreadable.insert(.weather) }
        if buses.isBad, content.buses == nil { content.unreadable.insert(.buses) }
        if activities.isBad, content.activities == nil { content.unreadable.insert(.activities) }
        if notices.isBad, content.notices == nil { content.unreadable.insert(.notices) }
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
        let reader = ContentReader(root: root, generated: generated ?? fetchedAt, sample: sample)
        weather = reader.part("weather", ContentReader.weather)
        buses = reader.part("buses", ContentReader.buses)
        activities = reader.part("activities", ContentReader.activities)
        notices = reader.part("notices", ContentReader.notices)
        self.remarks = remarks.all
    }
}
