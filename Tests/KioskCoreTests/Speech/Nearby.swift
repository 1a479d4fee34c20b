@testable import KioskCore
@testable import Vocabulary

/// Made-up surroundings with more entries than fit on a page, and with names that nobody has recorded.
enum Nearby {
    static func content(at wall: WallTime) -> LifeContent {
        func dated<Value>(_ value: Value) -> Dated<Value> {
            let now = wall.unixMilliseconds
            return Dated(value: value, asOf: now, validUntil: now + 10 * 86_400_000, sample: true)
        }
        func line(_ name: String, _ minutes: Int...) -> BusLine {
            BusLine(
                line: name, towards: [:], arrivals: minutes.map { wall.unixMilliseconds + Int64($0) * 60_000 + 20_000 })
        }
        var lines = [line("63路", 2, 12), line("沪嘉专线", 80), line("106路", 0, 15), line("K11"), line("94路", 1)]
        lines[3].first = TimeOfDay("05:30")
        lines[3].last = TimeOfDay("24:10")
        let days = (1...5).map { wall.unixMilliseconds + Int64($0) * 86_400_000 }
        return LifeContent(
            weather: dated(
                Weather(
                    sky: .cloudy, temperature: 15, high: 17, low: -2, tonight: .rain, tomorrow: .clear, pm25: 20,
                    warnings: [WeatherWarning(text: [.chinese: "大风"])])),
            buses: dated(BusStop(name: [:], lines: lines)),
            activities: dated(days.map { Activity(title: [.chinese: "太极拳"], starts: $0, place: [:]) }),
            notices: dated((1...2).map { Notice(title: [.chinese: "通知\($0)"], text: [:]) }))
    }

    static let places = PlaceList(
        places: PlaceKind.allCases.filter { $0 != .metro }.flatMap { kind in
            (1...(kind == .pharmacy ? 6 : 2)).map { number in
                Place(
                    kind: kind, name: [.chinese: "南京路药房"], address: [:], hours: number == 1 ? nil : "08:00-19:30",
                    phone: number == 1 ? "02162830000" : nil,
                    minutes: number * 5)
            }
        }, dated: "2026-10-01", sample: true)
}
