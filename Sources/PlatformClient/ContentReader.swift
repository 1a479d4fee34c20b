import Basics
import Reading
import Vocabulary

/// Turns the parts of the platform's content into values.
struct ContentReader {
    let root: JSONNode
    /// When the content was made, in milliseconds since 1970; nil if it does not say.
    let generated: Int64?
    /// When the content was fetched, in milliseconds since 1970.
    let fetchedAt: Int64
    let sample: Bool

    /// Nobody turns pages for more items than this.
    private static let mostItems = 100
    private static let mostLines = 40
    private static let mostArrivals = 100

    /// Reads a part. It is bad if nothing in it can be used, or if it says neither until when it is valid nor what time
    /// it is for: such a part might stay out of date for ever.
    /// - Parameter format: a source of the same topic. Its expiry is used if the part does not say until when it is
    ///   valid.
    func part<Value: Equatable & Sendable>(
        _ name: String, lasts format: SourceFormat, _ read: (JSONNode) -> Value?
    ) -> ContentDocument.Part<Value> {
        guard let node = root[name] else { return .absent }
        guard let part = node.object else { return .bad }
        let given = part.instant("as_of")
        guard let until = part.instant("valid_until") else {
            guard let asOf = given ?? generated else {
                part.remark("valid_until", .missing)
                return .bad
            }
            let seconds = format.expiry.components.seconds
            part.remark("valid_until", .unlimited(seconds: seconds))
            return read(part).map { value in
                // A time in the future must not make the content valid for longer than the present time would.
                let start = min(asOf, fetchedAt)
                return .limited(
                    Dated(value: value, asOf: start, validUntil: start + seconds * 1000, sample: sample))
            } ?? .bad
        }
        let generated = generated ?? fetchedAt
        // If `as_of` is impossible, only that member is ignored, and the time when the content was made is used
        // instead.
        let asOf = given.flatMap { $0 < until ? $0 : nil } ?? generated
        guard asOf < until else {
            part.remark("valid_until", .implausible("before it was made"))
            return .bad
        }
        if let given, given >= until { part.remark("as_of", .implausible("not before valid_until")) }
        guard let value = read(part) else { return .bad }
        return .good(Dated(value: value, asOf: asOf, validUntil: until, sample: sample))
    }

    // MARK: Parts

    static func weather(_ part: JSONNode) -> Weather? {
        let (low, high) = range(part, "low_c", "high_c", needed: true)
        let (tomorrowLow, tomorrowHigh) = range(part, "tomorrow_low_c", "tomorrow_high_c", needed: false)
        var warnings: [WeatherWarning] = []
        if part["warning"] != nil, let text = part.words("warning") { warnings = [WeatherWarning(text: text)] }
        let weather = Weather(
            sky: sky(part, "condition", needed: true),
            temperature: whole(part, "temperature_c", -90...60, needed: true),
            high: high, low: low, tonight: sky(part, "tonight", needed: false),
            tomorrow: sky(part, "tomorrow", needed: false), tomorrowHigh: tomorrowHigh, tomorrowLow: tomorrowLow,
            pm25: whole(part, "pm25", 0...2000, needed: false), warnings: warnings)
        return weather.saysAnything ? weather : nil
    }

    static func buses(_ part: JSONNode) -> BusStop? {
        let given = part.list("lines", most: mostLines, needed: true)
        let lines = given.compactMap { line -> BusLine? in
            guard let line = line.object, let name = line.line("line", most: 40, needed: true) else { return nil }
            let arrivals = line.list("arrivals", most: mostArrivals).compactMap { $0.instant }
            return BusLine(
                line: name, towards: line.words("towards") ?? [:], arrivals: arrivals.sorted(),
                first: line.timeOfDay("first"), last: line.timeOfDay("last"))
        }
        guard part["lines"] != nil, given.isEmpty || !lines.isEmpty else { return nil }
        return BusStop(name: part.words("stop") ?? [:], lines: lines)
    }

    static func activities(_ part: JSONNode) -> [Activity]? {
        items(part) { item in
            guard let title = item.words("title"), let starts = item.instant("starts", needed: true) else { return nil }
            var ends = item.instant("ends")
            if let end = ends, end < starts {
                item.remark("ends", .syntax("before it starts"))
                ends = nil
            }
            var link = item.text("sign_up")
            if let text = link,
                !text.hasPrefix("https://") || text.utf8.count > 200 || PlainText.line(text, most: 200)?.text != text
            {
                item.remark("sign_up", .syntax("should be an https address of at most 200 characters"))
                link = nil
            }
            return Activity(
                title: title, starts: starts, ends: ends, place: item.words("place") ?? [:],
                subdistrict: item["subdistrict"] == nil ? [:] : item.words("subdistrict") ?? [:], signUp: link)
        }
    }

    static func notices(_ part: JSONNode) -> [Notice]? {
        items(part) { item in
            guard let text = item.words("text", most: 2000) else { return nil }
            return Notice(title: item.words("title") ?? [:], text: text)
        }
    }

    // MARK: Elements

    /// The usable items, up to the bound; nil if there are items but none is usable.
    private static func items<Value>(_ part: JSONNode, _ read: (JSONNode) -> Value?) -> [Value]? {
        guard part["items"] != nil else {
            part.remark("items", .missing)
            return nil
        }
        let given = part.list("items", most: mostItems)
        let values = given.compactMap { $0.object.flatMap(read) }
        return given.isEmpty || !values.isEmpty ? values : nil
    }

    private static func sky(_ part: JSONNode, _ name: String, needed: Bool) -> Sky? {
        guard let text = part.text(name, needed: needed) else { return nil }
        if let sky = Sky(rawValue: text) { return sky }
        part.remark(name, .implausible(String(text.prefix(40))))
        return nil
    }

    private static func whole(
        _ part: JSONNode, _ name: String, _ range: ClosedRange<Double>, needed: Bool
    ) -> Int? {
        guard let number = part.number(name, needed: needed) else { return nil }
        guard range.contains(number) else {
            part.remark(name, .implausible("\(number)"))
            return nil
        }
        return Int(number.rounded())
    }

    private static func range(
        _ part: JSONNode, _ lowName: String, _ highName: String, needed: Bool
    ) -> (low: Int?, high: Int?) {
        let low = whole(part, lowName, -90...60, needed: needed)
        let high = whole(part, highName, -90...60, needed: needed)
        if let low, let high, low > high {
            part.remark(highName, .implausible("\(high) below \(low)"))
            return (nil, nil)
        }
        return (low, high)
    }
}

extension JSONNode {
    /// The node as a time in milliseconds since 1970.
    fileprivate var instant: Int64? {
        guard let text else { return nil }
        if let instant = RFC3339.unixMilliseconds(text) { return instant }
        remark(.syntax("'\(text.prefix(40))' is no time"))
        return nil
    }

    /// A member as a time in milliseconds since 1970.
    func instant(_ name: String, needed: Bool = false) -> Int64? {
        if self[name] == nil, needed { remark(name, .missing) }
        return self[name]?.instant
    }

    fileprivate func timeOfDay(_ name: String) -> TimeOfDay? {
        guard let text = text(name) else { return nil }
        if let time = TimeOfDay(text) { return time }
        remark(name, .syntax("'\(text.prefix(40))' is no time of day"))
        return nil
    }

    /// A member as a text in at least one language. If the text of a language cannot be used, only that language is
    /// missing.
    fileprivate func words(_ name: String, most: Int? = nil) -> LocalizedText? {
        guard let node = object(name, needed: true) else { return nil }
        var values: [LanguageCode: String] = [:]
        for language in node.names where node[language] != nil {
            // A title is one line; the text of a notice may have several.
            let text = most.map { node.plain(language, most: $0) } ?? node.line(language, most: 200)
            if let text { values[LanguageCode(rawValue: language)] = text }
        }
        if values.isEmpty, node.names.isEmpty { node.remark(.empty) }
        return values.isEmpty ? nil : LocalizedText(values)
    }
}
