import KioskCore

/// QWeather (和风天气) version 7, https://dev.qweather.com/docs: numbers are texts, and the real status is in `code`.
enum QWeather {
    /// What to ask, in the order in which `read` wants the answers.
    static func paths(_ booth: Booth) -> [String] {
        let place = "\(hundredths(booth.longitude)),\(hundredths(booth.latitude))"
        return ["/v7/weather/now", "/v7/weather/3d", "/v7/warning/now"].map { "\($0)?location=\(place)&lang=zh&unit=m" }
    }

    /// The service takes at most two decimals.
    private static func hundredths(_ degrees: Double) -> String { "\((degrees * 100).rounded() / 100)" }

    private struct Now: Decodable {
        struct Values: Decodable {
            var obsTime: String
            var temp: String
            var icon: String
            var windScale: String?
        }
        var now: Values
    }

    private struct Days: Decodable {
        struct Day: Decodable {
            var fxDate: String
            var tempMax: String
            var tempMin: String
            var iconDay: String
            var iconNight: String
        }
        var daily: [Day]
    }

    private struct Warnings: Decodable {
        struct Warning: Decodable {
            var title: String
            var status: String?
            var severityColor: String?
            var endTime: String?
        }
        var warning: [Warning]
    }

    private struct Status: Decodable { var code: String }

    static func read(_ bodies: [[UInt8]], _ context: ReadingContext) throws(SourceError) -> Reading {
        guard bodies.count == 3 else { throw SourceError("", .missing) }
        let now = try decode(bodies[0], "now", Now.self).now
        let daily = try decode(bodies[1], "3d", Days.self).daily
        let warnings = try decode(bodies[2], "warning", Warnings.self).warning
        guard let asOf = instant(now.obsTime, context) else {
            throw SourceError("now.obsTime", .syntax("should be a time with its offset"))
        }
        let today = context.now.date
        guard let index = daily.firstIndex(where: { CivilDate($0.fxDate) == today }) else {
            throw SourceError("daily", .implausible("no day of today"))
        }
        let (low, high) = try range(daily, index)
        var weather = Weather(
            sky: try sky(now.icon, windScale: now.windScale, "now.icon"),
            temperature: try degrees(now.temp, "now.temp"),
            high: high, low: low, tonight: try sky(daily[index].iconNight, "daily[\(index)].iconNight"),
            warnings: warnings.compactMap { self.warning($0, context) })
        if index + 1 < daily.count {
            weather.tomorrow = try sky(daily[index + 1].iconDay, "daily[\(index + 1)].iconDay")
            (weather.tomorrowLow, weather.tomorrowHigh) = try range(daily, index + 1)
        }
        return Reading(value: .weather(weather), asOf: asOf)
    }

    private static func decode<Value: Decodable>(
        _ body: [UInt8], _ part: String, _: Value.Type
    ) throws(SourceError) -> Value {
        do throws(SourceError) {
            let code = try Bytes.json(body, as: Status.self).code
            guard code == "200" else { throw SourceError("code", .refused(code)) }
            return try Bytes.json(body, as: Value.self)
        } catch {
            throw SourceError(error.place.isEmpty ? part : "\(part): \(error.place)", error.reason)
        }
    }

    /// `2026-11-22T11:15+08:00`: without seconds.
    private static func instant(_ text: String, _ context: ReadingContext) -> Int64? {
        if let instant = Plausible.instant(text, context) { return instant }
        guard text.utf8.count > 16 else { return nil }
        let minute = text.index(text.startIndex, offsetBy: 16)
        return RFC3339.unixMilliseconds(text[..<minute] + ":00" + text[minute...])
    }

    private static func degrees(_ text: String, _ place: String) throws(SourceError) -> Int {
        guard let value = Double(text) else { throw SourceError(place, .syntax("should be a number, is '\(text)'")) }
        return try Plausible.degrees(value, place)
    }

    private static func range(_ daily: [Days.Day], _ index: Int) throws(SourceError) -> (low: Int, high: Int) {
        let low = try degrees(daily[index].tempMin, "daily[\(index)].tempMin")
        let high = try degrees(daily[index].tempMax, "daily[\(index)].tempMax")
        guard low <= high else { throw SourceError("daily[\(index)].tempMax", .implausible("\(high) below \(low)")) }
        return (low, high)
    }

    /// A warning in force: neither lifted nor over.
    private static func warning(_ wire: Warnings.Warning, _ context: ReadingContext) -> WeatherWarning? {
        guard wire.status != "cancel", let text = Plausible.text(wire.title) else { return nil }
        if let end = wire.endTime.flatMap({ instant($0, context) }), end <= context.now.unixMilliseconds { return nil }
        let level: WeatherWarning.Level =
            switch wire.severityColor {
            case "Blue": .blue
            case "Yellow": .yellow
            case "Orange": .orange
            case "Red": .red
            default: .unknown
            }
        return WeatherWarning(level: level, text: [.chinese: text])
    }

    /// The icon's number; 100 to 104 by day, 150 to 153 by night.
    private static func sky(
        _ icon: String, windScale: String? = nil, _ place: String
    ) throws(SourceError) -> Sky {
        let sky: Sky =
            switch Int(icon) ?? 0 {
            case 100, 150, 102, 152: .clear
            case 101, 103, 151, 153: .cloudy
            case 104: .overcast
            case 302, 303, 304: .thunder
            case 300, 301, 305, 306, 309, 313, 314, 350, 351, 399: .rain
            case 307, 308, 310, 311, 312, 315, 316, 317, 318: .heavyRain
            case 400...499: .snow
            case 500, 501, 509, 510, 514, 515: .fog
            case 502, 511, 512, 513: .haze
            case 503, 504, 507, 508: .wind
            // Hot, cold and unknown say nothing of the sky.
            case 900, 901, 999: .cloudy
            default: throw SourceError(place, .implausible(icon))
            }
        let scale = windScale.flatMap { Int($0.split(separator: "-").last ?? "") } ?? 0
        return scale >= 6 && [.clear, .cloudy, .overcast].contains(sky) ? .wind : sky
    }
}
