public import KioskCore
public import Vocabulary
public import Screens

/// A simulated booth driven by letters. `kiosk preview` prints it, `kiosk check` measures it, and the screens' tests
/// compare it.
///
/// Each letter is a key or an event:
/// - Keys are `0` to `9`, `*`, `#`, `S` (SOS) and `L` (language).
/// - Time: `w` waits a second, `t` half a minute.
/// - Calls: `r` rings, `y` is early media, `a` answers, `A` answers without sound, `b` is busy, `B` does not answer,
///   `x` refuses, `e` ends the call, `l` loses it, `q` is the quota, and `c` is a call from the help centre. `M` is a
///   call for which the booth's sound card cannot be opened.
/// - Orders: `o` assigns the order (`O` without the mark of a simulation), `d` completes, `f` fails and `z` cancels it.
///   `Z` means that there is no platform for it, `T` that it is too late to cancel, and `U` that the cancellation is
///   unconfirmed. `g` delivers the number to call back.
/// - Cards: `m` is a card reader, `i` inserts a card and `j` removes it. `n` is the answer about the card, `v` no
///   answer, and `u` a card that cannot be read.
/// - Faults: `p` takes away the platform, `k` the SIP agent, `K` every trunk and `h` the holidays; `!` is a
///   configuration with errors.
/// - Sources: `N` leaves none of them set up, `R` none readable, `D` only outdated ones and `E` only empty ones.
public struct Rehearsal {
    private var booth: SimulatedBooth

    /// The booth's state.
    public var state: State { booth.state }
    /// The booth's functions and languages.
    public var catalogue: Catalogue { booth.catalogue }
    /// The booth's settings, with the language of the rehearsal.
    public var settings: Settings { booth.settings }
    /// The wall clock.
    public var wall: WallTime { booth.wall }

    /// A letter without a meaning.
    public struct UnknownLetter: Error {
        /// The letter.
        public let letter: Character
    }

    /// Creates a booth on the attract page, in a language.
    /// - Parameters:
    ///   - places: Fictitious ones by default.
    ///   - standings: The standing of each topic's sources.
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

    /// The screen at a given size.
    public func frame(_ size: Size) -> Frame { render(state, catalogue: catalogue, settings: settings, size: size) }

    /// Plays letters on a terminal of a given size.
    public mutating func play(_ letters: String, on size: Size) throws(UnknownLetter) {
        for letter in letters {
            // Only `#` depends on the number of pages.
            try play(letter, pages: letter == "#" ? frame(size).pages : 1)
        }
    }

    /// Plays one letter on a page whose contents take this many pages.
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
        case "M":
            about(.devices(microphone: false, earpiece: false))
            if let kind = state.call?.callClass, kind == .emergency || kind == .assistance {
                about(.announcing(.address))
                about(.announced(.address))
            }
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

    /// Removes everything that comes from sources, and gives the reason.
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

    /// Processes an action.
    public mutating func perform(_ action: Action) { booth.perform(action) }
}
