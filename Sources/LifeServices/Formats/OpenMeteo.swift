import Basics
import Reading
import Vocabulary

/// Open-Meteo's forecast and air quality (https://open-meteo.com/en/docs), JSON in metric units.
enum OpenMeteo {
    /// The request for the weather now, this evening, today and tomorrow.
    static func forecastPath(_ booth: Booth) -> String {
        "/v1/forecast?\(place(booth))&current=temperature_2m,weather_code,wind_speed_10m&hourly=weather_code"
            + "&daily=weather_code,temperature_2m_max,temperature_2m_min&forecast_days=2&timeformat=unixtime"
    }

    /// The request for fine dust now.
    static func airPath(_ booth: Booth) -> String {
        "/v1/air-quality?\(place(booth))&current=pm2_5&timeformat=unixtime"
    }

    private static func place(_ booth: Booth) -> String {
        "latitude=\(booth.latitude)&longitude=\(booth.longitude)&timezone=Asia%2FShanghai"
    }

    static func forecast(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        var weather = Weather()
        var asOf: Int64?
        if let current = root.object("current", needed: true) {
            asOf = current.seconds("time", context)
            weather.temperature = current.number("temperature_2m", needed: true)
                .flatMap { Plausible.degrees($0, current, "temperature_2m") }
            // In kilometres per hour.
            var wind = current.number("wind_speed_10m")
            if let speed = wind, !(0...500).contains(speed) {
                current.remark("wind_speed_10m", .implausible("\(speed)"))
                wind = nil
            }
            weather.sky = current["weather_code"].flatMap { sky($0, wind: wind) }
            if current["weather_code"] == nil { current.remark("weather_code", .missing) }
        }
        if let daily = root.object("daily", needed: true) {
            try add(Days(daily, context), to: &weather, context)
        }
        weather.tonight = root.object("hourly").flatMap { tonight($0, context) }
        guard weather.saysAnything else { throw remarks.first ?? SourceError("current", .missing) }
        if asOf == nil { remarks.add("current.time", .undated) }
        return Reading(value: .weather(weather), asOf: asOf, remarks: remarks.all)
    }

    static func air(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        guard let current = root.object("current", needed: true),
            let pm25 = current.number("pm2_5", needed: true).flatMap({ Plausible.pm25($0, current, "pm2_5") })
        else { throw remarks.first ?? SourceError("current.pm2_5", .missing) }
        let asOf = current.seconds("time", context)
        if asOf == nil { remarks.add("current.time", .undated) }
        return Reading(value: .air(pm25: pm25), asOf: asOf, remarks: remarks.all)
    }

    // MARK: Days

    /// The lists of `daily`. Each item belongs to the time at the same index.
    private struct Days {
        let node: JSONNode
        let times: [JSONNode]
        /// The day that each item describes; nil if it cannot be read.
        let dates: [CivilDate?]

        init(_ node: JSONNode, _ context: ReadingContext) {
            self.node = node
            times = node.list("time", needed: true)
            dates = times.map { time in time.number.flatMap { date(seconds: $0, context) } }
            for (time, date) in zip(times, dates) where date == nil && time.isNumber {
                time.remark(.implausible("no day"))
            }
        }

        /// An item of a list; nil if the list has another length, because it is then unknown which day the item
        /// describes.
        func item(_ name: String, _ index: Int) -> JSONNode? {
            guard node[name] != nil else {
                node.remark(name, .missing)
                return nil
            }
            let items = node.list(name)
            guard items.count == times.count else {
                node.remark(name, .syntax("\(items.count) values for \(times.count) days"))
                return nil
            }
            return items[index]
        }
    }

    private static func add(_ days: Days, to weather: inout Weather, _ context: ReadingContext) throws(SourceError) {
        // The days begin at midnight in the booth's zone; an answer for past days must not pass for today.
        let today = context.now.date
        let next = CivilDate(dayNumber: today.dayNumber + 1)
        let index = days.dates.firstIndex(of: today)
        if index == nil, !days.dates.isEmpty, !days.dates.contains(nil) {
            let none = SourceError.Reason.implausible("no \(today.year)-\(today.month)-\(today.day)")
            guard days.dates.contains(next) else { throw SourceError("daily.time", none) }
            days.node.remark("time", none)
        }
        if let index {
            if weather.sky == nil { weather.today = days.item("weather_code", index).flatMap { sky($0, wind: nil) } }
            (weather.low, weather.high) = range(days, index)
        }
        if let index = days.dates.firstIndex(of: next) {
            weather.tomorrow = days.item("weather_code", index).flatMap { sky($0, wind: nil) }
            (weather.tomorrowLow, weather.tomorrowHigh) = range(days, index)
        }
    }

    private static func date(seconds: Double, _ context: ReadingContext) -> CivilDate? {
        Plausible.milliseconds(seconds: seconds, context).map {
            WallTime(unixMilliseconds: $0, utcOffsetSeconds: context.now.utcOffsetSeconds).date
        }
    }

    private static func range(_ days: Days, _ index: Int) -> (low: Int?, high: Int?) {
        func degrees(_ name: String) -> (written: Double, whole: Int)? {
            guard let value = days.item(name, index)?.number,
                let whole = Plausible.degrees(value, days.node, "\(name)[\(index)]")
            else { return nil }
            return (value, whole)
        }
        let (low, high) = (degrees("temperature_2m_min"), degrees("temperature_2m_max"))
        if let low, let high, low.written > high.written {
            days.node.remark(
                "temperature_2m_max[\(index)]", .implausible("\(high.written) below \(low.written)"))
            return (nil, nil)
        }
        return (low?.whole, high?.whole)
    }

    /// The worst weather of this evening, from 18:00 to 24:00; nil once none of it is left.
    private static func tonight(_ hourly: JSONNode, _ context: ReadingContext) -> Sky? {
        let (times, codes) = (hourly.list("time", needed: true), hourly.list("weather_code", needed: true))
        guard times.count == codes.count else {
            hourly.remark("weather_code", .syntax("\(codes.count) values for \(times.count) hours"))
            return nil
        }
        var worst: (code: Double, sky: Sky)?
        for (time, code) in zip(times, codes) where !code.isNull {
            guard let seconds = time.number else { continue }
            guard date(seconds: seconds, context) == context.now.date else { continue }
            let hour = WallTime(
                unixMilliseconds: Int64(seconds) * 1000, utcOffsetSeconds: context.now.utcOffsetSeconds)
            guard hour.minuteOfDay >= 18 * 60, let sky = sky(code, wind: nil), let number = code.number else {
                continue
            }
            // WMO's codes rise with how much the weather affects somebody outdoors.
            if number > worst?.code ?? -1 { worst = (number, sky) }
        }
        return worst?.sky
    }

    /// The sky for a WMO weather code (table 4677), as far as Open-Meteo uses them. Wind matters only if nothing falls:
    /// 39 km/h is Beaufort 6, the force of China's blue warning.
    private static func sky(_ code: JSONNode, wind: Double?) -> Sky? {
        guard let number = code.number else { return nil }
        let sky: Sky
        switch number {
        case 0, 1: sky = .clear
        case 2: sky = .cloudy
        case 3: sky = .overcast
        case 45, 48: sky = .fog
        case 51...57, 61, 63, 66, 80, 81: sky = .rain
        case 65, 67, 82: sky = .heavyRain
        case 71...77, 85, 86: sky = .snow
        case 95...99: sky = .thunder
        default:
            code.remark(.implausible(Int(exactly: number).map(String.init) ?? "\(number)"))
            return nil
        }
        if let wind, wind >= 39, [.clear, .cloudy, .overcast].contains(sky) { return .wind }
        return sky
    }
}
