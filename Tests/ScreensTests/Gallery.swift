import BoothConfiguration
import Foundation
import KioskCore
import KioskTestSupport

@testable import Screens

/// The shipped configuration, so that what is tested is what a resident sees.
enum Shipped {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let configuration = ConfigurationStore(directory: root.appendingPathComponent("config").path).load()
    static let languages = configuration.catalogue.languageCodes
}

enum Sizes {
    static let designed = [(45, 34), (80, 24), (60, 20), (49, 14)].map { Size(columns: $0.0, rows: $0.1) }
    static let others = [(40, 12), (41, 13), (52, 19), (64, 33), (100, 40), (132, 50), (200, 60)].map {
        Size(columns: $0.0, rows: $0.1)
    }
}

/// Every page that a resident may come to, and how.
///
/// The letters are keys (`S` SOS, `L` language); `w` waits a second, `t` two minutes; `r` rings, `a` answers, `x` refuses
/// and `e` ends the call; `o` assigns the order, `d` completes and `f` fails it; `c` is a call from the help centre;
/// `p` takes the platform away, `k` the agent, `!` marks a configuration with errors.
struct Gallery {
    static let pages: [(name: String, keys: String)] = [
        ("attract", ""), ("home", "#"), ("home, platform gone", "p#"), ("home, agent gone", "k#"),
        ("home, last good configuration", "!#"), ("home, emergency cancelled", "5ww*"), ("home, order kept", "1#o*"),
        ("idle countdown", "#ttt"), ("languages", "L"),
        ("taxi", "1"), ("taxi sent", "1#"), ("taxi assigned", "1#o"), ("taxi call-back number", "1#o1138"),
        ("taxi cancel", "1#2"), ("taxi failed", "1#f"), ("taxi kept", "1#o*w1"),
        ("clinic", "2"), ("clinic time", "21"), ("clinic check", "211"), ("clinic booked", "211#d"),
        ("number", "3"), ("number typed", "313812345678"), ("number wrong", "3138#"),
        ("free call", "313812345678#a"), ("free call busy", "313812345678#b"),
        ("countdown police", "4w"), ("countdown ambulance", "5w"), ("emergency dialling", "5wwwwwwwww"),
        ("emergency ringing", "5wwwwwwwwwr"), ("emergency connected", "5wwwwwwwwwrawww"),
        ("emergency address told", "5wwwwwwwwwraw#"), ("emergency hanging up", "5wwwwwwwwwraw*"),
        ("emergency another service", "5wwwwwwwwwraw4"), ("emergency ended", "5wwwwwwwwwrawe"),
        ("emergency refused", "5wwwwwwwwwxxxx"), ("chooser", "S"), ("help centre as an emergency", "Swwwwwwwwwww"),
        ("incoming", "c"), ("cannot call", "kK5wwwwwwwww"),
        ("nearby", "7"), ("pharmacies", "71"), ("pharmacy", "711"), ("none nearby", "75"),
        ("information", "8"), ("weather", "81"), ("buses", "82"), ("activities", "83"), ("service numbers", "84"),
        ("service number", "841"), ("Wi-Fi", "85"), ("notices", "86"),
        ("pension", "9"), ("pension, no reader", "9#"), ("person", "0"), ("person connected", "0a"),
        ("person unreached", "0xxxx"), ("rating", "0awwe"),
    ]

    /// A resident at a page, in a booth of that language.
    static func resident(_ keys: String, in language: LanguageCode) -> Resident {
        var settings = Shipped.configuration.settings
        settings.booth.language = language
        if keys.contains("K") { settings.telephony.trunks = [] }
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        resident.perform(.content(content(resident.wall)))
        resident.perform(.places(places))
        resident.perform(.lunarDate(LunarDate(month: 10, day: 13, leap: false)))
        for letter in keys { play(letter, resident) }
        return resident
    }

    private static func play(_ letter: Character, _ resident: Resident) {
        func answer(_ phase: RequestPhase, _ assignment: Assignment? = nil) {
            resident.platform(.answer(RequestAnswer(phase: phase, assignment: assignment, simulated: true)))
        }
        switch letter {
        case "#": resident.press(.hash)
        case "*": resident.press(.star)
        case "S": resident.press(.sos)
        case "L": resident.press(.language)
        case "w": resident.wait(.seconds(1))
        case "t": resident.wait(.seconds(25))
        case "r": resident.network(.ringing)
        case "a": resident.answer()
        case "b": resident.network(.closed(.refused(486)))
        case "x": resident.network(.closed(.refused(503)))
        case "e": resident.network(.closed(.remote))
        case "c": resident.caller("9990001")
        case "p": resident.perform(.online(false))
        case "k": resident.perform(.agent(.disconnected))
        case "!": resident.perform(.configured(lastGood: true))
        case "o":
            answer(
                .assigned,
                Assignment(
                    plate: "沪A·D5638", car: "白色 大众朗逸", arrivesAt: resident.wall.unixMilliseconds + 6 * 60_000))
        case "d": answer(.completed, Assignment(hospital: "普陀区中心医院", department: "全科", slot: "11月22日 9:30"))
        case "f": answer(.failed)
        case "K": break
        default: resident.press(.digit(letter.wholeNumberValue ?? 0), gap: .milliseconds(800))
        }
    }

    /// A resident's page as it is drawn, turned to a page of its contents.
    static func draw(_ resident: Resident, _ size: Size, page: Int = 0) -> Frame {
        func frame() -> Frame {
            render(resident.state, catalogue: resident.catalogue, settings: resident.settings, size: size)
        }
        guard page > 0 else { return frame() }
        resident.perform(.drawn(pages: frame().pages))
        for _ in 0..<page { resident.press(.hash) }
        return frame()
    }

    private static let places = PlaceList(
        places: (1...6).map { index in
            Place(
                kind: .pharmacy,
                name: [
                    .chinese: "兰溪大药房\(index)店", .english: "Lanxi Pharmacy No. \(index)", .japanese: "蘭渓薬局\(index)号店",
                    .korean: "란시 약국 \(index)호점",
                ],
                address: [.chinese: "兰溪路 \(140 + index) 号", .english: "\(140 + index) Lanxi Road"],
                hours: "08:00-21:00", phone: "02155550141", minutes: 2 + index * 3,
                link: "https://www.openstreetmap.org/?mlat=31.2404&mlon=121.4208#map=18/31.2404/121.4208")
        }, dated: "2026-11-01", sample: true)

    private static func content(_ wall: WallTime) -> LifeContent {
        func dated<Value>(_ value: Value) -> Dated<Value> {
            Dated(
                value: value, asOf: wall.unixMilliseconds - 360_000, validUntil: wall.unixMilliseconds + 86_400_000,
                sample: true)
        }
        let lines = [
            ("63路", "新村路", "Xincun Road", 3), ("94路", "中山公园", "Zhongshan Park", 7), ("138路", "老西门", "Laoximen", 12),
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
                        BusLine(
                            line: line.0, towards: [.chinese: line.1, .english: line.2],
                            arrivals: [
                                wall.unixMilliseconds + Int64(line.3) * 60_000 + 20_000,
                                wall.unixMilliseconds + Int64(line.3 + 9) * 60_000,
                            ])
                    })),
            activities: dated(
                (1...5).map { index in
                    Activity(
                        title: [.chinese: "手机课（\(index)）：学用打车", .english: "Phone class \(index): taxi apps"],
                        starts: wall.unixMilliseconds + Int64(index) * 66_600_000,
                        place: [.chinese: "社区中心", .english: "Community centre"])
                }),
            notices: dated([
                Notice(title: [.chinese: "冬季健康讲座", .english: "Winter health talk"], text: [.chinese: long]),
                Notice(
                    title: [.chinese: "停水通知", .english: "Water cut"],
                    text: [.chinese: "周四 9 点到 12 点停水。", .english: "No water on Thursday from 9 to 12."]),
            ]))
    }
}
