import KioskCore
import Testing

@testable import LifeServices

@Suite struct OpenMeteoTests {
    private let context = Fixtures.context(.openMeteo)

    private func error(_ old: String, _ new: String) throws -> String? {
        Fixtures.error([try Fixtures.edited("open-meteo.json", old, new)], context)
    }

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

    @Test func `fine dust`() throws {
        let held = try Fixtures.held([try Fixtures.bytes("open-meteo-air.json")], Fixtures.context(.openMeteoAir))
        #expect(held.value == .air(pm25: 83))
        #expect(held.asOf == (try Fixtures.instant("2026-11-23 09:00")))
    }

    @Test func `what is wrong is named with its place`() throws {
        #expect(try error("11.6", "\"11.6\"") == "current.temperature_2m: should be a number")
        #expect(try error("11.6", "111.6") == "current.temperature_2m: '111.6' cannot be")
        #expect(try error("11.6", "null") == "current.temperature_2m: missing")
        #expect(try error("\"temperature_2m\": 11.6, ", "") == "current.temperature_2m: missing")
        #expect(
            try error("\"weather_code\": 3, \"wind", "\"weather_code\": 42, \"wind")
                == "current.weather_code: '42' cannot be")
        #expect(try error("[14.4, 16.5]", "[14.4]") == "daily: lists of different length")
        #expect(try error("[14.4, 16.5]", "[4.4, 16.5]") == "daily.temperature_2m_max[0]: '4.4 below 7.5' cannot be")
        #expect(try error("[14.4, 16.5]", "[null, 16.5]") == "daily.temperature_2m_max[0]: missing")
        #expect(try error("[14.4, 16.5]", "[\"a\", 16.5]") == "daily.temperature_2m_max[0]: should be a number")
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
        // Tomorrow the first day of the answer is not today.
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
        (2, "\"code\":\"200\"", "\"code\":\"402\"", "warning: code: the service answers '402'"),
        (0, "\"code\":\"200\"", "\"code\":200", "now: code: should be a text"),
        (0, "\"temp\":\"12\"", "\"temp\":\"warm\"", "now.temp: should be a number, is 'warm'"),
        (0, "\"temp\":\"12\"", "\"temp\":\"1e9\"", "now.temp: '1000000000.0' cannot be"),
        (0, "\"temp\":\"12\"", "\"temp\":12", "now: now.temp: should be a text"),
        (0, "\"icon\":\"305\"", "\"icon\":\"12\"", "now.icon: '12' cannot be"),
        (0, "2026-11-23T09:45+08:00", "yesterday", "now.obsTime: should be a time with its offset"),
        (1, "\"tempMax\":\"14\"", "\"tempMax\":\"4\"", "daily[0].tempMax: '4 below 8' cannot be"),
        (1, "2026-11-23", "2026-11-22", "daily: 'no day of today' cannot be"),
        (1, "\"daily\":[", "\"days\":[", "3d: daily: missing"),
    ]) func `what is wrong is named with its place`(_ part: Int, _ old: String, _ new: String, _ words: String) throws {
        #expect(Fixtures.error(try bodies((part, old, new)), context) == words)
    }

    @Test func `an observation of this morning is old at noon`() throws {
        let later = Fixtures.context(.qweather, at: Fixtures.now.adding(.seconds(4 * 3600)))
        #expect(Fixtures.error(try bodies(), later) == "15300 s old")
    }
}
