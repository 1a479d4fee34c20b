public import KioskCore
public import Vocabulary
public import Screens

/// A simulated booth driven by letters: what `kiosk preview` prints, `kiosk check` measures and the screens' tests compare.
///
/// Letters are keys (`0` to `9`, `*`, `#`, `S` SOS, `L` language) and events: `w` waits a second, `t` half a minute; `r`
/// rings, `a` answers, `b` says busy, `B` does not answer, `x` refuses, `e` ends the call and `l` loses it, `q` is the quota;
/// `o` assigns the order, `d` completes, `f` fails and `z` cancels it, `Z` is no platform for it, `T` too late to cancel and `U`
/// nobody knows, `g` takes the number to call back; `m` is a card reader, `i` a card put in and `j` taken out,
/// `n` the answer about it, `v` none and `u` a card that cannot be read; `c` is a call from the help centre; `p` takes the
/// platform away, `k` the SIP agent, `K` every trunk, `h` the holidays; `!` is a configuration with errors.
/// `N` leaves nothing set up of what comes from sources, `R` nothing that can be read, `D` nothing of today, `E` nothing at all.
public struct Rehearsal {
    private var booth: SimulatedBooth

    /// The booth's state.
    public var state: State { booth.state }
    /// What it offers.
    public var catalogue: Catalogue { booth.catalogue }
    /// Its settings, with the language it was rehearsed in.
    public var settings: Settings { booth.settings }
    /// The wall clock.
    public var wall: WallTime { booth.wall }

    /// A letter that means nothing.
    public struct UnknownLetter: Error {
        /// Which.
        public let letter: Character
    }

    /// A booth on attract, in a language.
    /// - Parameters:
    ///   - places: made up ones unless given.
    ///   - standings: how the sources of topics stand.
    public init(
        catalogue: Catalogue, settings: Settings, language: LanguageCode, places: PlaceList? = Surroundings.places,
        standings: [LifeTopic: TopicStanding] = [:]
    ) {
        var settings = settings
        settings.booth.language = language
        booth = SimulatedBooth(catalogue: catalogue, settings: settings, endsCallsAtOnce: true)
        perform(.lunarDate(LunarDate(month: 10, day: 13, leap: false)))
        perform(.content(Surroundings.content(wall)))
        perform(.standings(standings))
        perform(.places(places))
    }

    /// The screen at a size.
    public func frame(_ size: Size) -> Frame { render(state, catalogue: catalogue, settings: settings, size: size) }

    /// Plays letters on a terminal of a size.
    public mutating func play(_ letters: String, on size: Size) throws(UnknownLetter) {
        for letter in letters {
            // Only `#` asks how many pages there are.
            try play(letter, pages: letter == "#" ? frame(size).pages : 1)
        }
    }

    /// Plays one letter on a page whose contents take so many pages.
    mutating func play(_ letter: Character, pages: Int) throws(UnknownLetter) {
        switch letter {
        case "0"..."9": press(.digit(letter.wholeNumberValue ?? 0))
        case "*": press(.star)
        case "#":
            perform(.drawn(pages: pages))
            press(.hash)
        case "S": press(.sos)
        case "L": press(.language)
        case "w": wait(.seconds(1))
        case "t": wait(.seconds(30))
        case "r": about(.ringing)
        case "a":
            about(.established)
            about(.sound(true))
        case "A": about(.established)
        case "y": about(.earlyMedia)
        case "b": about(.closed(.refused(486)))
        case "x": about(.closed(.refused(503)))
        case "B": about(.closed(.refused(480)))
        case "l": about(.closed(.mediaLost))
        case "q": about(.closed(.quota(left: .seconds(725))))
        case "e": about(.closed(.remote))
        case "o", "O":
            answer(
                .assigned,
                Assignment(plate: "沪A·D5638", car: "白色 大众朗逸", arrivesAt: wall.unixMilliseconds + 6 * 60_000),
                simulated: letter == "o")
        case "d": answer(.completed, Assignment(hospital: "普陀区中心医院", department: "全科", slot: "11月22日 9:30"))
        case "f": answer(.failed, nil)
        case "z": answer(.cancelled, nil)
        case "Z": if let order = booth.order { perform(.request(order, .unreachable)) }
        case "T": if let order = booth.order { perform(.request(order, .tooLateToCancel)) }
        case "U": if let order = booth.order { perform(.request(order, .cancelUnconfirmed)) }
        case "g": if let order = booth.order { perform(.request(order, .contactDelivered)) }
        case "m":
            perform(.cardReader(works: true))
            perform(.cardSlot(.empty))
        case "i": perform(.cardSlot(.inserted))
        case "j": perform(.cardSlot(.empty))
        case "n":
            putCardIn()
            if let pension = PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true) {
                about(.answer(pension))
            }
        case "v":
            putCardIn()
            about(.unanswered)
        case "u":
            putCardIn()
            about(.unreadable)
        case "c":
            let trunk = settings.telephony.usableTrunks.first?.id ?? TrunkID(rawValue: "none")
            let number = settings.telephony.services[.helpCentre] ?? ""
            perform(.incoming(FoundCall(trunk: trunk, number: number, progress: .incoming)))
        case "p": perform(.online(false))
        case "h":
            var content = state.life.content
            content.holidays = nil
            perform(.content(content))
        case "N": take(.notSetUp)
        case "R": take(.unreadable)
        case "D": take(.outdated(asOf: wall.unixMilliseconds - 190_000_000))
        case "E": take(.sound)
        case "k": perform(.agent(.disconnected))
        case "K": booth.settings.telephony.trunks = []
        case "!": perform(.configured(lastGood: true))
        case " ": break
        default: throw UnknownLetter(letter: letter)
        }
    }

    /// Everything that comes from sources is gone, and why.
    private mutating func take(_ standing: TopicStanding) {
        perform(.content(LifeContent()))
        perform(
            .places(standing == .sound ? PlaceList(places: [], dated: Surroundings.places.dated, sample: true) : nil))
        perform(.standings(Dictionary(uniqueKeysWithValues: LifeTopic.allCases.map { ($0, standing) })))
        guard standing == .sound else { return }
        func none<Value>(_ value: Value) -> Dated<Value> {
            Dated(
                value: value, asOf: wall.unixMilliseconds, validUntil: wall.unixMilliseconds + 86_400_000, sample: true)
        }
        perform(
            .content(
                LifeContent(
                    buses: none(BusStop(name: [:], lines: [])), activities: none([Activity]()),
                    notices: none([Notice]()))))
    }

    private mutating func press(_ key: Key) {
        perform(.press(key, by: .key))
        wait(.milliseconds(800))
    }

    private mutating func about(_ fact: CallFact) {
        if let call = booth.call { perform(.call(call, fact)) }
    }

    private mutating func putCardIn() {
        if state.screen == .pension(.card) { perform(.cardSlot(.inserted)) }
    }

    private mutating func about(_ fact: CardFact) {
        if let card = booth.card { perform(.card(card, fact)) }
    }

    private mutating func answer(_ phase: RequestPhase, _ assignment: Assignment?, simulated: Bool = true) {
        guard let order = booth.order else { return }
        perform(.request(order, .answer(RequestAnswer(phase: phase, assignment: assignment, simulated: simulated))))
    }

    /// Lets time pass.
    public mutating func wait(_ duration: Duration) { booth.wait(duration) }

    /// Lets something happen.
    public mutating func perform(_ action: Action) { booth.perform(action) }
}
