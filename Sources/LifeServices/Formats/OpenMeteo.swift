import KioskCore

/// Open-Meteo's forecast and air quality (https://open-meteo.com/en/docs), JSON in metric units.
enum OpenMeteo {
    /// What to ask: weather now, this evening, today and tomorrow.
    static func forecastPath(_ booth: Booth) -> String {
        "/v1/forecast?\(place(booth))&current=temperature_2m,weather_code,wind_speed_10m&hourly=weather_code"
            + "&daily=weather_code,temperature_2m_max,temperature_2m_min&forecast_days=2&timeformat=unixtime"
    }

    /// What to ask: fine dust now.
    static func airPath(_ booth: Booth) -> String {
        "/v1/air-quality?\(place(booth))&current=pm2_5&timeformat=unixtime"
    }

    private static func place(_ booth: Booth) -> String {
        "latitude=\(booth.latitude)&longitude=\(booth.longitude)&timezone=Asia%2FShanghai"
    }

    private struct Forecast: Decodable {
        struct Current: Decodable {
            enum CodingKeys: String, CodingKey {
                case time
                case temperature = "temperature_2m"
                case code = "weather_code"
                case wind = "wind_speed_10m"
            }
            var time: Int64
            var temperature: Double
            var code: Int
            /// Kilometres an hour.
            var wind: Double?
        }
        struct Hourly: Decodable {
            enum CodingKeys: String, CodingKey {
                case time
                case codes = "weather_code"
            }
            var time: [Int64]
            var codes: [Int?]
        }
        struct Daily: Decodable {
            enum CodingKeys: String, CodingKey {
                case time
                case codes = "weather_code"
                case highs = "temperature_2m_max"
                case lows = "temperature_2m_min"
            }
            var time: [Int64]
            var codes: [Int?]
            var highs: [Double?]
            var lows: [Double?]
        }
        var current: Current
        var hourly: Hourly?
        var daily: Daily
    }

    private struct Air: Decodable {
        struct Current: Decodable {
            enum CodingKeys: String, CodingKey {
                case time
                case pm25 = "pm2_5"
            }
            var time: Int64
            var pm25: Double
        }
        var current: Current
    }

    static func forecast(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let wire = try Bytes.json(body, as: Forecast.self)
        let daily = wire.daily
        guard !daily.time.isEmpty, daily.codes.count == daily.time.count,
            daily.highs.count == daily.time.count, daily.lows.count == daily.time.count
        else { throw SourceError("daily", .syntax("lists of different length")) }
        // The days begin at midnight of the booth's zone; an answer from yesterday must not pass for today.
        let today = context.now.date
        guard let index = daily.time.firstIndex(where: { day($0, context) == today }) else {
            throw SourceError("daily.time", .implausible("no \(today.year)-\(today.month)-\(today.day)"))
        }
        let (low, high) = try range(daily, index)
        var weather = Weather(
            sky: try sky(wire.current.code, wind: wire.current.wind, "current.weather_code"),
            temperature: try Plausible.degrees(wire.current.temperature, "current.temperature_2m"), high: high,
            low: low, tonight: try tonight(wire.hourly, context))
        if index + 1 < daily.time.count, let code = daily.codes[index + 1] {
            weather.tomorrow = try sky(code, wind: nil, "daily.weather_code[\(index + 1)]")
            (weather.tomorrowLow, weather.tomorrowHigh) = try range(daily, index + 1)
        }
        return Reading(value: .weather(weather), asOf: wire.current.time * 1000)
    }

    static func air(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let wire = try Bytes.json(body, as: Air.self)
        return Reading(
            value: .air(pm25: try Plausible.pm25(wire.current.pm25, "current.pm2_5")),
            asOf: wire.current.time * 1000)
    }

    private static func day(_ seconds: Int64, _ context: ReadingContext) -> CivilDate? {
        guard abs(seconds) < 1 << 40 else { return nil }
        return WallTime(unixMilliseconds: seconds * 1000, utcOffsetSeconds: context.now.utcOffsetSeconds).date
    }

    private static func range(_ daily: Forecast.Daily, _ index: Int) throws(SourceError) -> (low: Int, high: Int) {
        guard let high = daily.highs[index] else {
            throw SourceError("daily.temperature_2m_max[\(index)]", .missing)
        }
        guard let low = daily.lows[index] else {
            throw SourceError("daily.temperature_2m_min[\(index)]", .missing)
        }
        guard low <= high else {
            throw SourceError("daily.temperature_2m_max[\(index)]", .implausible("\(high) below \(low)"))
        }
        return (
            try Plausible.degrees(low, "daily.temperature_2m_min[\(index)]"),
            try Plausible.degrees(high, "daily.temperature_2m_max[\(index)]")
        )
    }

    /// The worst of the evening, 18 to 24 o'clock of today; nil once there is none of it left.
    private static func tonight(_ hourly: Forecast.Hourly?, _ context: ReadingContext) throws(SourceError) -> Sky? {
        guard let hourly, hourly.time.count == hourly.codes.count else { return nil }
        var worst: Int?
        for (time, code) in zip(hourly.time, hourly.codes) {
            guard let code, day(time, context) == context.now.date else { continue }
            let hour = WallTime(unixMilliseconds: time * 1000, utcOffsetSeconds: context.now.utcOffsetSeconds)
            // WMO's codes grow with what they mean for somebody outside.
            if hour.minuteOfDay >= 18 * 60 { worst = max(worst ?? code, code) }
        }
        guard let worst else { return nil }
        return try sky(worst, wind: nil, "hourly.weather_code")
    }

    /// WMO's weather codes (table 4677) as far as Open-Meteo gives them. Wind matters where nothing falls: 39 km/h is
    /// Beaufort 6, the force of China's blue warning.
    private static func sky(_ code: Int, wind: Double?, _ place: String) throws(SourceError) -> Sky {
        let sky: Sky =
            switch code {
            case 0, 1: .clear
            case 2: .cloudy
            case 3: .overcast
            case 45, 48: .fog
            case 51...57, 61, 63, 66, 80, 81: .rain
            case 65, 67, 82: .heavyRain
            case 71...77, 85, 86: .snow
            case 95...99: .thunder
            default: throw SourceError(place, .implausible("\(code)"))
            }
        if let wind, wind >= 39, [.clear, .cloudy, .overcast].contains(sky) { return .wind }
        return sky
    }
}
