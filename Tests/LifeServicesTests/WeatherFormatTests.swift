import Reading
import Vocabulary
import Testing

@testable import LifeServices

@Suite struct OpenMeteoTests {
    private let context = Fixtures.context(.openMeteo)

    /// The only remark on a forecast with something in it replaced, and what is still shown of it.
    private func read(_ old: String, _ new: String) throws -> (remark: String?, weather: Weather) {
        let held = try Fixtures.held([try Fixtures.edited("open-meteo.json", old, new)], context)
        #expect(held.remarks.count <= 1)
        return (held.remarks.first?.description, try #require(held.value.weather))
    }

    private static let whole = Weather(
        sky: .overcast, temperature: 12, high: 14, low: 8, tonight: .rain, tomorrow: .clear, tomorrowHigh: 17,
        tomorrowLow: 6)

    @Test func `weather now, tonight and tomorrow`() throws {
        let held = try Fixtures.held([try Fixtures.bytes("open-meteo.json")], context)
        #expect(
            held.value.weather
                == Weather(
                    sky: .overcast, temperature: 12, high: 14, low: 8, tonight: .rain, tomorrow: .clear,
                    tomorrowHigh: 17, tomorrowLow: 6))
        #expect(held.value.weather?.hints == [.umbrella, .coat])
        #expect(held.asOf == (try Fixtures.instant("2026-11-23 09:45")))
        #expect(held.validUntil == (try Fixtures.instant("2026-11-23 12:45")))
    }

    @Test func `a storm wind is said where nothing falls`() throws {
        let body = try Fixtures.edited("open-meteo.json", "\"wind_speed_10m\": 12.2", "\"wind_speed_10m\": 41")
        #expect(try Fixtures.held([body], context).value.weather?.sky == .wind)
    }

    /// The least number cannot be negated.
    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "1e300", "-1e300"])
    func `a time at the end of all numbers is none`(_ number: String) throws {
        let body = Array("{\"current\": {\"time\": \(number), \"pm2_5\": 83}}".utf8)
        let held = try Fixtures.held([body], Fixtures.context(.openMeteoAir))
        #expect(held.value == .air(pm25: 83))
        #expect(held.asOf == Fixtures.now.unixMilliseconds)
    }

    @Test func `fine dust`() throws {
        let held = try Fixtures.held([try Fixtures.bytes("open-meteo-air.json")], Fixtures.context(.openMeteoAir))
        #expect(held.value == .air(pm25: 83))
        #expect(held.asOf == (try Fixtures.instant("2026-11-23 09:00")))
    }

    @Test(arguments: [
        ("11.6", "\"11.6\"", "current.temperature_2m: should be a number"),
        ("11.6", "111.6", "current.temperature_2m: '111.6' cannot be"),
        ("11.6", "null", "current.temperature_2m: missing"),
        ("11.6", "NaN", "current.temperature_2m: should be a number"),
        ("\"temperature_2m\": 11.6, ", "", "current.temperature_2m: missing"),
    ]) func `no temperature costs the temperature`(_ old: String, _ new: String, _ words: String) throws {
        let (remark, weather) = try read(old, new)
        #expect(remark == words)
        var expected = Self.whole
        expected.temperature = nil
        #expect(weather == expected)
    }

    @Test func `where nobody knows the sky now there is today's`() throws {
        let (remark, weather) = try read("\"weather_code\": 3, \"wind", "\"weather_code\": 42, \"wind")
        #expect(remark == "current.weather_code: '42' cannot be")
        var expected = Self.whole
        (expected.sky, expected.today) = (nil, .rain)
        #expect(weather == expected)
    }

    @Test(arguments: [
        ("[4.4, 16.5]", "daily.temperature_2m_max[0]: '4.4 below 7.5' cannot be"),
        ("[null, 16.5]", "daily.temperature_2m_max[0]: missing"),
        ("[\"a\", 16.5]", "daily.temperature_2m_max[0]: should be a number"),
    ]) func `a value of today costs nothing of tomorrow's`(_ new: String, _ words: String) throws {
        let (remark, weather) = try read("[14.4, 16.5]", new)
        #expect(remark == words)
        #expect(weather.high == nil)
        #expect((weather.tomorrowHigh, weather.tomorrowLow, weather.temperature) == (17, 6, 12))
    }

    /// Nobody knows whose value the remaining one is.
    @Test func `a list with an item too few costs the list`() throws {
        let held = try Fixtures.held([try Fixtures.edited("open-meteo.json", "[14.4, 16.5]", "[14.4]")], context)
        #expect(
            Set(held.remarks.map(\.description)) == ["daily.temperature_2m_max: 1 values for 2 days"])
        let weather = try #require(held.value.weather)
        #expect((weather.high, weather.tomorrowHigh, weather.low, weather.tomorrowLow) == (nil, nil, 8, 6))
    }

    @Test func `an answer of another time is refused`() throws {
        let body = try Fixtures.bytes("open-meteo.json")
        func error(after duration: Duration) -> String? {
            Fixtures.error([body], Fixtures.context(.openMeteo, at: Fixtures.now.adding(duration)))
        }
        #expect(error(after: .seconds(9899)) == nil)
        #expect(error(after: .seconds(9900)) == "10800 s old")
        #expect(error(after: .seconds(-1500)) == nil)
        #expect(error(after: .seconds(-1501)) == "601 s in the future")
        // Two days later, today is no longer among the answer's days.
        #expect(error(after: .seconds(86_400 * 2)) == "daily.time: 'no 2026-11-25' cannot be")
    }
}

@Suite struct QWeatherTests {
    private let context = Fixtures.context(.qweather)

    private func bodies(_ edits: (part: Int, old: String, new: String)...) throws -> [[UInt8]] {
        let names = ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"]
        return try names.enumerated().map { index, name in
            guard let edit = edits.first(where: { $0.part == index }) else { return try Fixtures.bytes(name) }
            return try Fixtures.edited(name, edit.old, edit.new)
        }
    }

    @Test func `numbers are texts, and the worst warning in force comes first`() throws {
        let held = try Fixtures.held(try bodies(), context)
        #expect(
            held.value.weather
                == Weather(
                    sky: .rain, temperature: 12, high: 14, low: 8, tonight: .overcast, tomorrow: .cloudy,
                    tomorrowHigh: 16, tomorrowLow: 7,
                    warnings: [
                        WeatherWarning(level: .orange, text: [.chinese: "上海中心气象台发布道路结冰橙色预警"]),
                        WeatherWarning(level: .blue, text: [.chinese: "上海中心气象台发布大风蓝色预警"]),
                    ]))
        #expect(held.asOf == (try Fixtures.instant("2026-11-23 09:45")))
    }

    @Test func `the service asks for two decimals, longitude first`() {
        #expect(QWeather.paths(Fixtures.booth)[0] == "/v7/weather/now?location=121.42,31.24&lang=zh&unit=m")
    }

    @Test(arguments: [
        (0, "\"code\":\"200\"", "\"code\":\"401\"", "now: code: the service answers '401'"),
        (0, "\"code\":\"200\"", "\"code\":401", "now: code: the service answers '401'"),
        (2, "\"code\":\"200\"", "\"code\":\"402\"", "warning: code: the service answers '402'"),
        (1, "2026-11-2", "2026-12-2", "3d: daily: 'no day of today' cannot be"),
    ]) func `what the service refuses, or says of another day, is refused`(
        _ part: Int, _ old: String, _ new: String, _ words: String
    ) throws {
        #expect(Fixtures.error(try bodies((part, old, new)), context) == words)
    }

    @Test(arguments: [
        (0, "\"temp\":\"12\"", "\"temp\":\"warm\"", ["now: now.temp: should be a number, is 'warm'"]),
        (0, "\"temp\":\"12\"", "\"temp\":\"1e9\"", ["now: now.temp: '1000000000.0' cannot be"]),
        (0, "\"icon\":\"305\"", "\"icon\":\"12\"", ["now: now.icon: '12' cannot be"]),
        (0, "2026-11-23T09:45+08:00", "yesterday", ["now: now.obsTime: should be a time with its offset"]),
        (1, "\"tempMax\":\"14\"", "\"tempMax\":\"4\"", ["3d: daily[0].tempMax: '4 below 8' cannot be"]),
        (1, "\"daily\":[", "\"days\":[", ["3d: daily: missing"]),
        (1, "2026-11-23", "2026-11-22", ["3d: daily: 'no day of today' cannot be"]),
        (2, "\"title\":\"上海中心气象台发布大风蓝色预警\"", "\"title\":7", ["warning: warning[0].title: should be a text"]),
        (0, "\"code\":\"200\",\"updateTime\":\"2026-11-23T09:51+08:00\"", "\"codes\":\"200\"", ["now: code: missing"]),
    ]) func `one odd member costs itself and is named`(
        _ part: Int, _ old: String, _ new: String, _ words: [String]
    ) throws {
        let held = try Fixtures.held(try bodies((part, old, new)), context)
        #expect(held.remarks.map(\.description) == words)
        let weather = try #require(held.value.weather)
        // The other two answers are shown whole.
        if part != 0 { #expect(weather.temperature == 12) }
        if part != 1 { #expect((weather.low, weather.high, weather.tomorrowHigh) == (8, 14, 16)) }
        if part != 2 { #expect(weather.warnings.count == 2) }
    }

    private static let refusals: [(String, String)] = [
        (#"{"code":"204"}"#, "code: the service answers '204'"),
        (#"{"code":"403"}"#, "code: the service answers '403'"),
        (#"{"code":500}"#, "code: the service answers '500'"),
        (#"{"code":"200","warn"#, "no JSON document, or cut off"),
        ("", "nothing in it"), ("{}", "code: missing"),
    ]

    @Test(arguments: 0..<3, refusals)
    func `one answer that is refused or cut costs itself and is named`(_ part: Int, _ refusal: (String, String)) throws
    {
        var bodies = try bodies()
        bodies[part] = Array(refusal.0.utf8)
        guard part > 0 || refusal.1.contains("the service answers") else {
            // The page is about the current weather. Without that answer, what was there before is better.
            return #expect(Fixtures.error(bodies, context)?.hasPrefix("now: ") == true)
        }
        let held = try Fixtures.held(bodies, context)
        let name = ["now", "3d", "warning"][part]
        #expect(
            held.remarks.first.map { $0.description.hasPrefix("\(name): \(refusal.1)") || $0.place == name } == true)
        #expect(held.remarks.allSatisfy { $0.place.hasPrefix(name) || $0.reason == .undated }, "\(held.remarks)")
        let weather = try #require(held.value.weather)
        #expect(weather.temperature == (part == 0 ? nil : 12))
        #expect(weather.high == (part == 1 ? nil : 14))
        #expect(weather.warnings.count == (part == 2 ? 0 : 2))
    }

    @Test func `warnings alone are no weather`() throws {
        var bodies = try bodies()
        bodies[0] = Array(#"{"code":"403"}"#.utf8)
        bodies[1] = Array(#"{"code":"404"}"#.utf8)
        #expect(Fixtures.error(bodies, context) == "now: code: the service answers '403'")
    }

    @Test func `a number that is no text is a number all the same`() throws {
        let held = try Fixtures.held(
            try bodies((0, "\"temp\":\"12\"", "\"temp\":12"), (1, "\"code\":\"200\"", "\"code\":200")), context)
        #expect(held.value.weather?.temperature == 12)
        #expect(held.remarks == [])
    }

    /// The published table. An icon of it that has no sky today is an answer lost tonight.
    @Test func `every icon that is published has a sky`() {
        let published =
            Array(100...104) + Array(150...154) + Array(300...318) + [350, 351, 399] + Array(400...410)
            + [456, 457, 499] + Array(500...504) + Array(507...515) + [900, 901, 999]
        for icon in published { #expect(QWeather.sky(icon: icon) != nil, "\(icon)") }
        let nights: [Int: Sky] = [
            150: .clear, 151: .cloudy, 152: .clear, 153: .cloudy, 154: .overcast, 350: .rain, 351: .rain, 456: .snow,
            457: .snow,
        ]
        for (icon, sky) in nights { #expect(QWeather.sky(icon: icon) == sky, "\(icon)") }
    }

    @Test func `an observation of this morning is old at noon`() throws {
        let later = Fixtures.context(.qweather, at: Fixtures.now.adding(.seconds(4 * 3600)))
        #expect(Fixtures.error(try bodies(), later) == "15300 s old")
    }
}
