import ArgumentParser
import BoothConfiguration
import KioskCore
import LifeServices
import Screens

/// `kiosk preview`: any screen as ANSI text, reached by keys, without a booth around it.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Print a screen as coloured text, reached by pressing keys.",
        discussion: """
            Keys are written one after the other: 0-9 * # S (SOS) L (language), and between them events: \
            r rings, a answers, e ends the call, c is called by the help centre, o answers an order, w waits a second, t lets the idle time pass.
              kiosk preview --size 80x24 --language en "1#o"
            """)

    @OptionGroup var locations: Locations

    @Argument(help: "Keys and events.")
    var keys = ""

    @Option(help: "COLUMNSxROWS.")
    var size = "45x34"

    @Option(help: "The language, such as en.")
    var language = "zh-Hans"

    @Flag(help: "Without colours: the characters alone.")
    var plain = false

    func run() throws {
        let parts = size.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...500).contains(parts[0]), (1...500).contains(parts[1]) else {
            throw ValidationError("--size \(size): write it as 45x34")
        }
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        let code = LanguageCode(rawValue: language)
        guard loaded.catalogue.languageCodes.contains(code) else {
            throw ValidationError(
                "--language \(language): there are \(loaded.catalogue.languageCodes.map(\.rawValue).joined(separator: ", "))"
            )
        }
        var scene = Scene(loaded, language: code, size: Size(columns: parts[0], rows: parts[1]))
        if let places = try? PlacesFile.load(locations.configuration + "/places.geojson", booth: loaded.settings.booth)
        {
            scene.perform(.places(places))
        }
        for character in keys { try scene.play(character) }
        let frame = scene.frame
        print(plain ? frame.text : frame.ansi)
    }
}

/// A booth with made-up surroundings, driven by letters.
private struct Scene {
    private(set) var state: State
    let settings: Settings
    private let catalogue: Catalogue
    private let size: Size
    private var now = Moment(milliseconds: 1_000_000)
    private var wall = WallTime(unixMilliseconds: 1_795_260_960_000)
    private var timers: [TimerHandle: Moment] = [:]
    private var call: CallHandle?
    private var order: (handle: RequestHandle, kind: String)?

    init(_ loaded: LoadedConfiguration, language: LanguageCode, size: Size) {
        self.size = size
        catalogue = loaded.catalogue
        var settings = loaded.settings
        // The language of the street is the one of attract, in whatever language that is to be seen.
        settings.booth.language = language
        self.settings = settings
        state = State(settings: settings, now: now)
        perform(.start(Restored()))
        perform(.lunarDate(LunarDate(month: 10, day: 13, leap: false)))
        perform(.content(Self.content(wall)))
    }

    var frame: Frame { render(state, catalogue: catalogue, settings: settings, size: size) }

    mutating func play(_ letter: Character) throws {
        switch letter {
        case "0"..."9": press(.digit(letter.wholeNumberValue ?? 0))
        case "*": press(.star)
        case "#": press(.hash)
        case "S": press(.sos)
        case "L": press(.language)
        case "w": wait(.seconds(1))
        case "t": wait(.seconds(125))
        case "r": if let call { perform(.call(call, .ringing)) }
        case "a": if let call { perform(.call(call, .established)) }
        case "e": if let call { perform(.call(call, .closed(.remote))) }
        case "c":
            let trunk = settings.telephony.usableTrunks.first?.id ?? TrunkID(rawValue: "none")
            let number = settings.telephony.services[.helpCentre] ?? ""
            perform(.incoming(FoundCall(trunk: trunk, number: number, progress: .incoming)))
        case "o": answerOrder()
        case " ": break
        default: throw ValidationError("'\(letter)' is no key and no event; see kiosk preview --help")
        }
    }

    private mutating func press(_ key: Key) {
        perform(.drawn(pages: frame.pages))
        perform(.press(key, by: .key))
        wait(.milliseconds(700))
    }

    private mutating func answerOrder() {
        guard let order else { return }
        let taxi = Assignment(plate: "沪A·D5638", car: "白色 大众朗逸", arrivesAt: wall.unixMilliseconds + 6 * 60_000)
        let clinic = Assignment(hospital: "普陀区中心医院", department: "全科", slot: "11月22日 9:30")
        let isClinic = order.kind == "clinic"
        perform(
            .request(
                order.handle,
                .answer(
                    RequestAnswer(
                        phase: isClinic ? .completed : .assigned, assignment: isClinic ? clinic : taxi, simulated: true)
                )))
    }

    private mutating func wait(_ duration: Duration) {
        let end = now + duration
        while let (handle, due) = timers.min(by: { ($0.value, $0.key.number) < ($1.value, $1.key.number) }), due <= end
        {
            timers[handle] = nil
            advance(to: due)
            perform(.timer(handle))
        }
        advance(to: end)
        perform(.tick)
    }

    private mutating func advance(to moment: Moment) {
        wall.unixMilliseconds += (moment - now).wholeMilliseconds
        now = moment
    }

    mutating func perform(_ action: Action) {
        let context = Context(catalogue: catalogue, settings: settings, now: now, wall: wall)
        for effect in reduce(&state, action, context) {
            switch effect {
            case .startTimer(let handle, let after): timers[handle] = now + after
            case .cancelTimer(let handle): timers[handle] = nil
            case .dial(let handle, _): call = handle
            case .request(let handle, let made): order = (handle, made.kind)
            default: break
            }
        }
    }

    private static func content(_ wall: WallTime) -> LifeContent {
        func dated<Value>(_ value: Value) -> Dated<Value> {
            Dated(
                value: value, asOf: wall.unixMilliseconds - 360_000, validUntil: wall.unixMilliseconds + 86_400_000,
                sample: true)
        }
        let lines = [
            ("63路", "新村路", "Xincun Road", 3), ("94路", "中山公园", "Zhongshan Park", 7), ("138路", "老西门", "Laoximen", 12),
        ]
        return LifeContent(
            weather: dated(
                Weather(
                    sky: .cloudy, temperature: 15, high: 18, low: 11, tonight: .cloudy, tomorrow: .rain,
                    tomorrowHigh: 16, tomorrowLow: 12, pm25: 38)),
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
            activities: dated([
                Activity(
                    title: [.chinese: "手机课:学用打车", .english: "Phone class: taxi apps"],
                    starts: wall.unixMilliseconds + 66_600_000, place: [.chinese: "社区中心", .english: "Community centre"])
            ]),
            notices: dated([
                Notice(
                    title: [.chinese: "冬季健康讲座", .english: "Winter health talk"],
                    text: [
                        .chinese: "周三上午九点,社区中心二楼,免费参加。", .english: "Wednesday 9 am, Community centre, 2nd floor. Free.",
                    ])
            ]))
    }
}

extension Frame {
    /// The characters alone.
    var text: String {
        (0..<size.rows).map { row in
            (0..<size.columns).map { self[$0, row]?.text ?? "" }.joined()
        }.joined(separator: "\n")
    }

    /// With 24-bit colours (ISO 8613-6).
    var ansi: String {
        (0..<size.rows).map { row in
            var line = ""
            var last: Style?
            for column in 0..<size.columns {
                guard let cell = self[column, row], cell.width > 0 else { continue }
                if cell.style != last {
                    let (front, back) = (cell.style.foreground, cell.style.background)
                    line += "\u{1B}[0\(cell.style.bold ? ";1" : "");38;2;\(front.red);\(front.green);\(front.blue)"
                    line += ";48;2;\(back.red);\(back.green);\(back.blue)m"
                    last = cell.style
                }
                line += cell.text
            }
            return line + "\u{1B}[0m"
        }.joined(separator: "\n")
    }
}
