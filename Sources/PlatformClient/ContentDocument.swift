import Foundation
import KioskCore

/// The platform's content, read part by part: a part that is absent is gone, a part that is unreadable or implausible is
/// named, and the caller keeps what it had.
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
        return content
    }

    /// Reads a body; nil if it is no content document at all.
    init?(_ body: [UInt8]) {
        guard let wire = try? JSONDecoder.platform.decode(Wire.self, from: Data(body)),
            let generated = RFC3339.unixMilliseconds(wire.generatedAt)
        else { return nil }
        let reader = Reader(generated: generated, sample: wire.sample ?? false)
        weather = reader.part(wire.weather, Reader.weather)
        buses = reader.part(wire.buses, Reader.buses)
        activities = reader.part(wire.activities, Reader.activities)
        notices = reader.part(wire.notices, Reader.notices)
    }

    // MARK: - The wire

    /// Decodes to nil what cannot be decoded, and remembers that it was there.
    struct Lenient<Value: Decodable>: Decodable {
        var value: Value?
        init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
    }

    private struct Wire: Decodable {
        var generatedAt: String
        var sample: Bool?
        var weather: Lenient<WeatherWire>?
        var buses: Lenient<BusesWire>?
        var activities: Lenient<ActivitiesWire>?
        var notices: Lenient<NoticesWire>?
    }

    struct WeatherWire: Decodable, Validity {
        var asOf: String?
        var validUntil: String
        var condition: String
        var temperatureC: Double
        var highC: Double
        var lowC: Double
        var tonight: String?
        var tomorrow: String?
        var tomorrowHighC: Double?
        var tomorrowLowC: Double?
        var pm25: Double?
        var warning: [String: String]?
    }

    struct BusesWire: Decodable, Validity {
        struct Line: Decodable {
            var line: String
            var towards: [String: String]
            var arrivals: [String]
            var first: String?
            var last: String?
        }
        var asOf: String?
        var validUntil: String
        var stop: [String: String]
        var lines: [Line]
    }

    struct ActivitiesWire: Decodable, Validity {
        struct Item: Decodable {
            var title: [String: String]
            var starts: String
            var ends: String?
            var place: [String: String]
            var subdistrict: [String: String]?
            var signUp: String?
        }
        var asOf: String?
        var validUntil: String
        var items: [Item]
    }

    struct NoticesWire: Decodable, Validity {
        struct Item: Decodable {
            var title: [String: String]
            var text: [String: String]
        }
        var asOf: String?
        var validUntil: String
        var items: [Item]
    }
}

/// What every part says about its time.
protocol Validity {
    var asOf: String? { get }
    var validUntil: String { get }
}

/// Turns parts of the wire into values, or nil where they make no sense.
private struct Reader {
    let generated: Int64
    let sample: Bool
    private static let mostItems = 100

    func part<Wire: Validity & Decodable, Value: Equatable & Sendable>(
        _ lenient: ContentDocument.Lenient<Wire>?, _ read: (Wire) -> Value?
    ) -> ContentDocument.Part<Value> {
        guard let lenient else { return .absent }
        guard let wire = lenient.value, let until = RFC3339.unixMilliseconds(wire.validUntil),
            let asOf = wire.asOf.map(RFC3339.unixMilliseconds) ?? generated, asOf < until, let value = read(wire)
        else { return .bad }
        return .good(Dated(value: value, asOf: asOf, validUntil: until, sample: sample))
    }

    static func weather(_ wire: ContentDocument.WeatherWire) -> Weather? {
        guard let sky = Sky(rawValue: wire.condition), let now = degrees(wire.temperatureC),
            let high = degrees(wire.highC), let low = degrees(wire.lowC), low <= high
        else { return nil }
        let tomorrowHigh = wire.tomorrowHighC.flatMap(degrees)
        let tomorrowLow = wire.tomorrowLowC.flatMap(degrees)
        let tomorrowFits = zip2(tomorrowLow, tomorrowHigh).map { $0 <= $1 } ?? true
        let dust = wire.pm25.flatMap { (0...2000).contains($0) ? Int($0.rounded()) : nil }
        var warnings: [WeatherWarning] = []
        if let words = wire.warning {
            guard let text = text(words) else { return nil }
            warnings = [WeatherWarning(text: text)]
        }
        return Weather(
            sky: sky, temperature: now, high: high, low: low, tonight: wire.tonight.flatMap(Sky.init),
            tomorrow: wire.tomorrow.flatMap(Sky.init), tomorrowHigh: tomorrowFits ? tomorrowHigh : nil,
            tomorrowLow: tomorrowFits ? tomorrowLow : nil, pm25: dust, warnings: warnings)
    }

    static func buses(_ wire: ContentDocument.BusesWire) -> BusStop? {
        guard let name = text(wire.stop), wire.lines.count <= mostItems else { return nil }
        var lines: [BusLine] = []
        for line in wire.lines {
            let arrivals = line.arrivals.compactMap(RFC3339.unixMilliseconds)
            let first = line.first.map(TimeOfDay.init)
            let last = line.last.map(TimeOfDay.init)
            guard let towards = text(line.towards), isPlain(line.line, most: 40), arrivals.count <= mostItems,
                arrivals.count == line.arrivals.count, first != .some(nil), last != .some(nil)
            else { return nil }
            lines.append(
                BusLine(
                    line: line.line, towards: towards, arrivals: arrivals.sorted(), first: first ?? nil,
                    last: last ?? nil))
        }
        return BusStop(name: name, lines: lines)
    }

    static func activities(_ wire: ContentDocument.ActivitiesWire) -> [Activity]? {
        all(wire.items) { item in
            guard let title = text(item.title), let place = text(item.place),
                let starts = RFC3339.unixMilliseconds(item.starts)
            else { return nil }
            let ends = item.ends.map(RFC3339.unixMilliseconds)
            let subdistrict = item.subdistrict.map(Self.text)
            guard ends != .some(nil), (ends ?? nil).map({ $0 >= starts }) ?? true, subdistrict != .some(nil),
                item.signUp.map({ $0.hasPrefix("https://") && $0.utf8.count <= 200 && isPlain($0, most: 200) }) ?? true
            else { return nil }
            return Activity(
                title: title, starts: starts, ends: ends ?? nil, place: place,
                subdistrict: (subdistrict ?? nil) ?? [:], signUp: item.signUp)
        }
    }

    static func notices(_ wire: ContentDocument.NoticesWire) -> [Notice]? {
        all(wire.items) { item in
            guard let title = text(item.title), let body = text(item.text) else { return nil }
            return Notice(title: title, text: body)
        }
    }

    /// Every item, or nil if one is bad or there are too many.
    private static func all<Item, Value>(_ items: [Item], _ read: (Item) -> Value?) -> [Value]? {
        let values = items.compactMap(read)
        return values.count == items.count && items.count <= mostItems ? values : nil
    }

    private static func zip2(_ left: Int?, _ right: Int?) -> (Int, Int)? {
        guard let left, let right else { return nil }
        return (left, right)
    }

    /// Whole degrees Celsius that can occur on this planet.
    private static func degrees(_ value: Double) -> Int? {
        (-90...60).contains(value) ? Int(value.rounded()) : nil
    }

    /// A text in at least one language, without control characters other than line breaks.
    private static func text(_ words: [String: String]) -> LocalizedText? {
        guard !words.isEmpty, words.values.allSatisfy({ !$0.isEmpty && isPlain($0, most: 2000) }) else { return nil }
        return LocalizedText(
            Dictionary(
                words.map { (LanguageCode(rawValue: $0.key), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func isPlain(_ text: String, most: Int) -> Bool {
        text.count <= most && text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.isControl }
    }
}
