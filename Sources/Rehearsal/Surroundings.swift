import Basics
public import Vocabulary

/// The surroundings of a rehearsal. They are fictitious, and marked as a sample on every page.
public enum Surroundings {
    /// Pharmacies along a street.
    public static let places = PlaceList(
        places: (1...6).map { index in
            Place(
                kind: .pharmacy,
                name: [
                    .chinese: "兰溪大药房\(index)店", .english: "Lanxi Pharmacy No. \(index)", .japanese: "蘭渓薬局\(index)号店",
                    .korean: "란시 약국 \(index)호점",
                ],
                address: [.chinese: "兰溪路 \(140 + index) 号", .english: "\(140 + index) Lanxi Road"],
                hours: "08:00-21:00", phone: "02155550141", minutes: 2 + index * 3,
                link: "https://osm.org/?mlat=31.2404&mlon=121.4208")
        }, dated: "2026-11-01", sample: true)

    static func content(_ wall: WallTime) -> LifeContent {
        func dated<Value>(_ value: Value) -> Dated<Value> {
            Dated(
                value: value, asOf: wall.unixMilliseconds - 360_000, validUntil: wall.unixMilliseconds + 86_400_000,
                sample: true)
        }
        let lines = [
            ("63路", "新村路", "Xincun Road", 3), ("94路", "中山公园", "Zhongshan Park", 7), ("138路", "老西门", "Laoximen", 0),
            ("830路", "普陀体育馆", "Putuo Stadium", 19), ("机场专线", "浦东国际机场", "Pudong International Airport", 25),
        ]
        let long = "周三上午九点，社区中心二楼，免费参加。请带好社保卡，听力不好的老人可以坐第一排，现场有志愿者帮忙。"
        return LifeContent(
            weather: dated(
                Weather(
                    sky: .cloudy, temperature: 5, high: 8, low: 1, tonight: .cloudy, tomorrow: .rain, tomorrowHigh: 6,
                    tomorrowLow: 2, pm25: 38,
                    warnings: [
                        WeatherWarning(
                            level: .blue,
                            text: [
                                .chinese: "寒潮蓝色预警：今晚降温八度以上",
                                .english: "Cold wave warning: 8 degrees colder tonight",
                            ])
                    ])),
            buses: dated(
                BusStop(
                    name: [.chinese: "兰溪路枣阳路", .english: "Lanxi Road / Zaoyang Road"],
                    lines: lines.map { line in
                        let coming = [Int64(line.3) * 60_000 + 20_000, Int64(line.3 + 9) * 60_000]
                        return BusLine(
                            line: line.0, towards: [.chinese: line.1, .english: line.2],
                            arrivals: line.3 == 0 ? [] : coming.map { wall.unixMilliseconds + $0 },
                            first: TimeOfDay("05:30"), last: TimeOfDay("22:30"))
                    })),
            activities: dated(
                (1...5).map { index in
                    Activity(
                        title: [.chinese: "手机课（\(index)）：学用打车", .english: "Phone class \(index): taxi apps"],
                        starts: wall.unixMilliseconds + Int64(index) * 66_600_000,
                        place: [.chinese: "社区中心", .english: "Community centre"],
                        subdistrict: [.chinese: "长征街道", .english: "Changzheng Subdistrict"],
                        signUp: "https://example.org/course/\(index)")
                }),
            notices: dated([
                Notice(title: [.chinese: "冬季健康讲座", .english: "Winter health talk"], text: [.chinese: long]),
                Notice(
                    title: [.chinese: "停水通知", .english: "Water cut"],
                    text: [.chinese: "周四 9 点到 12 点停水。", .english: "No water on Thursday from 9 to 12."]),
            ]), holidays: dated(Holidays(years: [wall.date.year, wall.date.year + 1])))
    }
}
