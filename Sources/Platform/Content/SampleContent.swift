import Foundation

/// SAMPLE DATA. Invented weather, buses, activities and notices with plausible times, the same for every booth and
/// marked `sample: true`. It changes once a minute.
enum SampleContent {
    private static let hour: TimeInterval = 3600
    private static let day: TimeInterval = 86_400

    /// The content for the minute of `date`.
    static func content(at date: Date) -> Content {
        let now = Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 60).rounded(.down) * 60)
        return Content(
            generatedAt: now, sample: true, weather: weather(at: now), buses: buses(at: now),
            activities: Content.Dated(validUntil: now + day, items: activities(after: now)),
            notices: Content.Dated(validUntil: now + 7 * day, items: notices))
    }

    // MARK: Weather

    /// Shanghai's usual high and low of each month, in degrees Celsius.
    private static let usual = [
        (8, 2), (10, 4), (14, 7), (20, 12), (25, 17), (28, 22), (33, 26), (32, 26), (28, 22), (23, 17), (17, 10),
        (11, 4),
    ]
    private static let conditions = ["cloudy", "clear", "overcast", "rain", "cloudy", "clear", "haze"]

    private static func weather(at now: Date) -> Content.Weather {
        let midnight = ShanghaiTime.startOfDay(now)
        let dayNumber = Int(midnight.timeIntervalSince1970 / day)
        let asOf = midnight + TimeInterval(ShanghaiTime.hour(now)) * hour
        func condition(_ offset: Int) -> String { conditions[(dayNumber + offset) % conditions.count] }
        func range(_ offset: Int) -> (high: Int, low: Int) {
            let (high, low) = usual[ShanghaiTime.month(midnight + TimeInterval(offset) * day) - 1]
            let swing = (dayNumber + offset) % 3 - 1
            return (high + swing, low + swing)
        }
        let today = range(0)
        let tomorrow = range(1)
        // Coldest at about 5:00, warmest at about 14:00.
        let phase = cos(Double(ShanghaiTime.hour(now) - 14) / 24 * 2 * .pi)
        let temperature = Double(today.low) + Double(today.high - today.low) * (phase + 1) / 2
        return Content.Weather(
            asOf: asOf, validUntil: asOf + 3 * hour, condition: condition(0), temperature: Int(temperature.rounded()),
            high: today.high, low: today.low, tonight: condition(2), tomorrow: condition(1),
            tomorrowHigh: tomorrow.high, tomorrowLow: tomorrow.low, pm25: 24 + dayNumber % 5 * 9,
            warning: today.high >= 34
                ? LocalizedText(zhHans: "高温黄色预警:中午少出门,多喝水。", en: "Heat warning: stay in at noon, drink water.")
                : nil)
    }

    // MARK: Buses

    private static func buses(at now: Date) -> Content.Buses {
        Content.Buses(
            asOf: now, validUntil: now + 120, stop: LocalizedText(zhHans: "曹杨新村", en: "Caoyang New Village"),
            lines: [
                line("63路", "火车站", "Railway Station", every: 9, offset: 2, now),
                line("44路", "徐家汇", "Xujiahui", every: 12, offset: 5, now),
                line("94路", "静安寺", "Jing'an Temple", every: 15, offset: 11, now),
            ])
    }

    /// The next three buses of a line that runs from 5:30 to 22:30.
    private static func line(
        _ name: String, _ zhHans: String, _ en: String, every headway: Int, offset: Int, _ now: Date
    ) -> Content.Buses.Line {
        let midnight = ShanghaiTime.startOfDay(now)
        let minutes = Array(stride(from: 330 + offset, through: 1350, by: headway))
        let departures = (minutes + minutes.map { $0 + 1440 }).lazy.map { midnight + TimeInterval($0 * 60) }
        return Content.Buses.Line(
            line: name, towards: LocalizedText(zhHans: zhHans, en: en),
            arrivals: Array(departures.filter { $0 > now }.prefix(3)))
    }

    // MARK: Activities and notices

    private static func activities(after now: Date) -> [Content.Activity] {
        let midnight = ShanghaiTime.startOfDay(now)
        let centre = LocalizedText(zhHans: "社区文化活动中心 二楼", en: "Community Culture Centre, floor 2")
        let list: [(days: Double, hours: Double, title: LocalizedText, place: LocalizedText)] = [
            (
                0, 9.5, LocalizedText(zhHans: "八段锦晨练", en: "Baduanjin morning exercise"),
                LocalizedText(zhHans: "曹杨公园", en: "Caoyang Park")
            ),
            (1, 14, LocalizedText(zhHans: "手机课堂:视频通话", en: "Phone class: video calls"), centre),
            (
                2, 9, LocalizedText(zhHans: "免费量血压", en: "Free blood pressure check"),
                LocalizedText(zhHans: "社区卫生服务中心", en: "Community Health Centre")
            ),
            (3, 13.5, LocalizedText(zhHans: "沪剧欣赏", en: "Shanghai opera afternoon"), centre),
            (7, 9.5, LocalizedText(zhHans: "书法班", en: "Calligraphy class"), centre),
        ]
        return list.map {
            Content.Activity(title: $0.title, starts: midnight + $0.days * day + $0.hours * hour, place: $0.place)
        }
        .filter { $0.starts > now }
    }

    private static let notices = [
        Content.Notice(
            title: LocalizedText(zhHans: "敬老卡年审", en: "Senior card renewal"),
            text: LocalizedText(
                zhHans: "请带身份证到社区事务受理中心办理。", en: "Bring your identity card to the community service centre.")),
        Content.Notice(
            title: LocalizedText(zhHans: "谨防诈骗", en: "Beware of fraud"),
            text: LocalizedText(
                zhHans: "陌生人要您转账,先打110问一问。", en: "A stranger asks for money? Call 110 first.")),
    ]
}
