import Basics
import Reading
import Vocabulary

/// QWeather (和风天气) version 7, https://dev.qweather.com/docs: numbers come as texts, and the real status is in `code`.
enum QWeather {
    /// The requests, in the order in which `read` wants their answers.
    static func paths(_ booth: Booth) -> [String] {
        let place = "\(hundredths(booth.longitude)),\(hundredths(booth.latitude))"
        return ["/v7/weather/now", "/v7/weather/3d", "/v7/warning/now"].map { "\($0)?location=\(place)&lang=zh&unit=m" }
    }

    /// Degrees for a request; the service accepts at most two decimals.
    private static func hundredths(_ degrees: Double) -> String { "\((degrees * 100).rounded() / 100)" }

    /// More warnings than a city has in force at once.
    private static let mostWarnings = 50

    static func read(_ bodies: [[UInt8]], _ context: ReadingContext) throws(SourceError) -> Reading {
        guard bodies.count == 3 else { throw SourceError("", .missing) }
        // Each answer has its own remarks, so that each remark can name its answer.
        let parts = [Remarks(), Remarks(), Remarks()]
        let now = try answer(bodies[0], "now", holds: "now", parts[0])
        let days = try answer(bodies[1], "3d", holds: "daily", parts[1])
        let warnings = try answer(bodies[2], "warning", holds: "warning", parts[2])
        // Warnings alone are not a weather report.
        if now == nil, days == nil, let first = parts[0].first {
            throw SourceError(name("now", first.place), first.reason)
        }
        var weather = Weather(
            warnings: warnings?.list("warning", most: mostWarnings, needed: true).compactMap { warning($0, context) }
                ?? [])
        var asOf: Int64?
        if let values = now?.object("now", needed: true) {
            weather.sky = sky(values, "icon", windScale: values["windScale"]?.text)
            weather.temperature = degrees(values, "temp")
            asOf = instant(values, "obsTime", context)
        }
        asOf = asOf ?? (now ?? days).flatMap { instant($0, "updateTime", context) }
        do throws(SourceError) {
            if let days { try add(days, to: &weather, context) }
        } catch {
            throw SourceError(name("3d", error.place), error.reason)
        }
        var remarks: [SourceError] = []
        for (answer, part) in zip(["now", "3d", "warning"], parts) {
            remarks += part.all.map { SourceError(name(answer, $0.place), $0.reason) }
        }
        guard weather.saysAnything else { throw remarks.first ?? SourceError("now", .missing) }
        if asOf == nil { remarks.append(SourceError("now: now.obsTime", .undated)) }
        return Reading(value: .weather(weather), asOf: asOf, remarks: remarks)
    }

    /// Refusals that concern the account and therefore every answer: the key, the payment and the number of requests.
    private static let accountRefusals: Set = ["401", "402", "429"]

    /// A body that stands in for an answer with an HTTP status instead of a `code`, as the service's newer hosts send
    /// it; nil if the status concerns more than this one answer.
    static func refusal(status: Int) -> [UInt8]? {
        guard (400..<500).contains(status), !accountRefusals.contains("\(status)") else { return nil }
        return Array("{\"code\":\"\(status)\"}".utf8)
    }

    /// Reads one answer; nil if it is refused or missing. The others are still used: a place without warnings (204), or
    /// a key that may not request them (403), still has weather.
    /// - Throws: a refusal of the account, or an error if the first answer is not valid: the earlier weather is better
    ///   than half a new one.
    private static func answer(
        _ body: [UInt8], _ answer: String, holds content: String, _ remarks: Remarks
    ) throws(SourceError) -> JSONNode? {
        do throws(SourceError) {
            let root = try JSONNode(document: body, remarks)
            if let code = root["code"] {
                let status = code.isNumber ? code.number.map { "\(Int(exactly: $0) ?? 0)" } : code.text
                // A text longer than a code is damage, not a refusal.
                guard let status, status != "200", !status.isEmpty, status.utf8.count <= 40 else { return root }
                throw SourceError("code", .refused(status))
            }
            root.remark("code", .missing)
            guard root[content] != nil else { throw SourceError("code", .missing) }
            return root
        } catch {
            // Anything else in place of the first answer comes from something between the booth and the service.
            let isWhole =
                if case .refused(let status) = error.reason { accountRefusals.contains(status) } else {
                    answer == "now"
                }
            if isWhole { throw SourceError(name(answer, error.place), error.reason) }
            remarks.add(error)
            return nil
        }
    }

    /// A place in an answer, with the answer's name.
    private static func name(_ answer: String, _ place: String) -> String {
        place.isEmpty ? answer : "\(answer): \(place)"
    }

    // MARK: Days

    private static func add(_ root: JSONNode, to weather: inout Weather, _ context: ReadingContext) throws(SourceError)
    {
        let days = root.list("daily", needed: true)
        let dates = days.map { day -> CivilDate? in
            guard let day = day.object, let text = day.text("fxDate", needed: true) else { return nil }
            let date = CivilDate(text)
            if date == nil { day.remark("fxDate", .implausible(JSONNode.excerpt(text))) }
            return date
        }
        let today = context.now.date
        let next = CivilDate(dayNumber: today.dayNumber + 1)
        if let index = dates.firstIndex(of: today) {
            weather.tonight = sky(days[index], "iconNight")
            (weather.low, weather.high) = range(days[index])
            if weather.sky == nil { weather.today = sky(days[index], "iconDay") }
        } else if !dates.isEmpty, !dates.contains(nil) {
            let none = SourceError.Reason.implausible("no day of today")
            guard dates.contains(next) else { throw SourceError("daily", none) }
            root.remark("daily", none)
        }
        if let index = dates.firstIndex(of: next) {
            weather.tomorrow = sky(days[index], "iconDay")
            (weather.tomorrowLow, weather.tomorrowHigh) = range(days[index])
        }
    }

    private static func range(_ day: JSONNode) -> (low: Int?, high: Int?) {
        let (low, high) = (degrees(day, "tempMin"), degrees(day, "tempMax"))
        if let low, let high, low > high {
            day.remark("tempMax", .implausible("\(high) below \(low)"))
            return (nil, nil)
        }
        return (low, high)
    }

    /// A warning in force, neither lifted nor over; nil for any other.
    private static func warning(_ node: JSONNode, _ context: ReadingContext) -> WeatherWarning? {
        guard let node = node.object, node["status"].flatMap({ $0.text }) != "cancel",
            let text = node.line("title", most: 200, needed: true)
        else { return nil }
        if let end = instant(node, "endTime", context), end <= context.now.unixMilliseconds { return nil }
        let level: WeatherWarning.Level =
            switch node.text("severityColor") {
            case "Blue": .blue
            case "Yellow": .yellow
            case "Orange": .orange
            case "Red": .red
            default: .unknown
            }
        return WeatherWarning(level: level, text: [.chinese: text])
    }

    // MARK: Values

    /// Reads a time such as `2026-11-22T11:15+08:00`, without seconds.
    private static func instant(_ node: JSONNode, _ name: String, _ context: ReadingContext) -> Int64? {
        guard let text = node.text(name) else { return nil }
        if let instant = Plausible.instant(text, context) { return instant }
        if text.utf8.count > 16 {
            let minute = text.index(text.startIndex, offsetBy: min(16, text.count))
            let whole = String(text[..<minute]) + ":00" + String(text[minute...])
            if let instant = Plausible.instant(whole, context) { return instant }
        }
        node.remark(name, .syntax("should be a time with its offset"))
        return nil
    }

    /// Degrees, from the service's text or from a number.
    private static func degrees(_ node: JSONNode, _ name: String) -> Int? {
        guard let value = node[name] else {
            node.remark(name, .missing)
            return nil
        }
        if value.isNumber { return value.number.flatMap { Plausible.degrees($0, node, name) } }
        guard let text = value.text else { return nil }
        guard text.utf8.count <= 40, let number = Double(text), number.isFinite else {
            node.remark(name, .syntax("should be a number, is '\(JSONNode.excerpt(text))'"))
            return nil
        }
        return Plausible.degrees(number, node, name)
    }

    /// The sky for an icon's number; nil with a remark for an unknown number.
    private static func sky(_ node: JSONNode, _ name: String, windScale: String? = nil) -> Sky? {
        guard let icon = node[name] else {
            node.remark(name, .missing)
            return nil
        }
        let number = icon.isNumber ? icon.number.flatMap { Int(exactly: $0) } : icon.text.flatMap { Int($0) }
        guard let number, let sky = sky(icon: number) else {
            if icon.isText || icon.isNumber {
                let written = icon.isText ? icon.text ?? "" : "\(icon.number ?? 0)"
                node.remark(name, .implausible(JSONNode.excerpt(written)))
            }
            return nil
        }
        let scale = windScale.flatMap { Int($0.split(separator: "-").last ?? "") } ?? 0
        return scale >= 6 && [.clear, .cloudy, .overcast].contains(sky) ? .wind : sky
    }

    /// The published table of conditions (https://dev.qweather.com/docs/resource/icons/). Some codes have a night
    /// version, which is 50 higher.
    static func sky(icon: Int) -> Sky? {
        switch icon {
        case 100, 102, 150, 152: .clear
        case 101, 103, 151, 153: .cloudy
        case 104, 154: .overcast
        case 302...304: .thunder
        case 300, 301, 305, 306, 309, 313, 314, 350, 351, 399: .rain
        case 307, 308, 310...312, 315...318: .heavyRain
        case 400...410, 456, 457, 499: .snow
        case 500, 501, 509, 510, 514, 515: .fog
        case 502, 511...513: .haze
        // Sand and dust come with wind.
        case 503, 504, 507, 508: .wind
        // Hot, cold and unknown say nothing about the sky.
        case 900, 901, 999: .cloudy
        default: nil
        }
    }
}
