import Vocabulary
import Basics
@testable import LifeServices

/// What is shown of an answer, in elements that can be told apart.
struct Elements {
    var all: Set<String> = []

    init(_ value: SourceValue) {
        switch value {
        case .weather(let weather):
            add("sky", weather.sky ?? weather.today)
            add("temperature", weather.temperature)
            add("high", weather.high)
            add("low", weather.low)
            add("tonight", weather.tonight)
            add("tomorrow", weather.tomorrow)
            add("tomorrowHigh", weather.tomorrowHigh)
            add("tomorrowLow", weather.tomorrowLow)
            for warning in weather.warnings { all.insert("warning:\(warning.text.text(in: .chinese))") }
        case .buses(let stop):
            all.insert("stop \(stop.name.text(in: .chinese))")
            for line in stop.lines { for time in line.arrivals { all.insert("\(line.line) \(time / 1000)") } }
        case .notices(let notices):
            for notice in notices { for (_, title) in notice.title.values { all.insert("notice \(title)") } }
        case .holidays(let holidays):
            for year in holidays.years { all.insert("year \(year)") }
            for (date, day) in holidays.days {
                all.insert(
                    "day \(date.year)-\(date.month < 10 ? "0" : "")\(date.month)-\(date.day < 10 ? "0" : "")\(date.day) \(day.isOff)"
                )
            }
        case .places(let list):
            for place in list.places {
                all.insert("place \(place.name.text(in: .chinese)) \(place.phone ?? "") \(place.hours ?? "")")
            }
        case .air(let pm25): all.insert("air \(pm25)")
        case .activities(let activities):
            for activity in activities { all.insert("\(activity.starts) \(activity.title.text(in: .chinese))") }
        }
    }

    private mutating func add<Value>(_ name: String, _ value: Value?) {
        if let value { all.insert("\(name):\(value)") }
    }

    func missing(in other: Elements) -> [String] { all.subtracting(other.all).sorted() }
}
