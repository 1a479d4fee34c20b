import BoothConfiguration
import KioskTestSupport

@testable import KioskCore
@testable import Vocabulary

/// Goes through all pages of the shipped configuration to which a resident, a network and a platform can lead.
struct Walkthrough {
    /// What happens next.
    enum Step: Hashable, CustomStringConvertible {
        case key(Key)
        case type(String)
        /// A number dialled slowly, as on a telephone.
        case dial(String)
        case wait(Int)
        case network(CallFact)
        case platform(RequestFact)
        case caller

        var description: String {
            switch self {
            case .key(let key): key.name
            case .type(let digits): "'\(digits)'"
            case .dial(let digits): "dials \(digits)"
            case .wait(let seconds): "\(seconds) s"
            case .network(let fact): "\(fact)"
            case .platform(.answer(let answer)): "\(answer.phase)"
            case .platform(let fact): "\(fact)"
            case .caller: "caller"
            }
        }
    }

    /// A sentence heard.
    struct Heard {
        var text: String
        var language: LanguageCode
    }

    /// One page as a listener knows it.
    struct Page: CustomStringConvertible {
        var way: [Step]
        var kind: Screen.Kind
        /// Everything said since the page came up.
        var heard: String
        /// Keys that the speech names.
        var names: Set<Key>
        /// Keys that do something here and have to be named.
        var keys: Set<Key>
        /// Those, and the keys that work alike everywhere.
        var allKeys: Set<Key>
        var description: String { "\(kind) after \(way.map(\.description).joined(separator: " "))" }
    }

    let language: LanguageCode
    var settings = Shipped.configuration.settings
    private(set) var pages: [String: Page] = [:]

    init(language: LanguageCode) { self.language = language }

    private static let longestWay = 9

    mutating func run(from first: [Step] = [.key(.hash)]) {
        let start = begin()
        let opened = first.dropLast().reduce(Moment(resident: start, heard: [])) { live($1, from: $0) }
        var queue = first.last.map { [(way: first, from: opened, step: $0)] } ?? []
        while !queue.isEmpty {
            let (way, before, step) = queue.removeFirst()
            let moment = live(step, from: before)
            let resident = moment.resident
            let page = page(way, resident, moment.heard)
            // With a kept order the same key leads elsewhere.
            let orders = resident.state.orders.isEmpty ? "" : "order"
            let name = "\(page.kind) \(orders) \(page.keys.map(\.name).sorted()) \(page.heard)"
            guard pages[name] == nil, way.count < Self.longestWay else { continue }
            pages[name] = page
            queue += steps(from: resident, page).map { (way + [$0], moment, $0) }
        }
    }

    private func steps(from resident: Resident, _ page: Page) -> [Step] {
        let keys = page.allKeys.sorted { $0.name < $1.name }.map { Step.key($0) }
        switch resident.state.screen {
        case .number(let entry): return typing(entry)
        case .request(let screen) where screen.contact != nil: return typing(screen.contact ?? NumberEntry())
        case .call where resident.state.call?.isConnected == true:
            return [.network(.closed(.remote)), .key(.star), .wait(901)]
        case .call:
            return [.key(.star), .network(.established)]
                + [.refused(486), .refused(480), .unreachable].map { .network(.closed($0)) }
        case .request:
            let assignment = Assignment(plate: "沪A·D5638", arrivesAt: resident.wall.unixMilliseconds + 300_000)
            // A number that was left arrives, or does not arrive within a minute.
            let isLeft = resident.state.orders.contains { $0.contact != nil }
            return keys + (isLeft ? [.platform(.contactDelivered), .wait(61)] : [])
                + [.platform(.unreachable), .platform(.tooLateToCancel), .platform(.cancelUnconfirmed)]
                + RequestPhase.allCases.map { .platform(.answer(RequestAnswer(phase: $0, assignment: assignment))) }
        case .countdown, .chooser: return keys + [.wait(16)]
        // The pages in another language belong to that language's walk.
        case .languages: return [.key(.digit(ownDigit)), .key(.star)]
        case .home where page.way.count == 1:
            return keys + [.key(.sos), .key(.language), .caller, .wait(65)]
                + ["110", "120", "119", "112"].map { .dial($0) }
        default: return keys
        }
    }

    private var ownDigit: Int { (Shipped.configuration.catalogue.languageCodes.firstIndex(of: language) ?? 0) + 1 }

    private func typing(_ entry: NumberEntry) -> [Step] {
        if !entry.digits.isEmpty, entry.problem == nil { return [.key(.hash)] }
        return [.type("13812345678"), .type("12"), .type("0085212345678"), .key(.star)]
    }

    // MARK: Living through it

    /// The booth at some point, and what was said since its present page came up.
    private struct Moment {
        var resident: Resident
        var heard: [Heard]
    }

    private func begin() -> Resident {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        resident.perform(.content(Nearby.content(at: resident.wall)))
        resident.perform(.places(Nearby.places))
        return resident.press(.language).press(ownDigit).wait(.seconds(3))
    }

    private func live(_ step: Step, from before: Moment) -> Moment {
        let resident = Resident(copying: before.resident)
        take(step, resident)
        // Whatever waits for the end of a sentence is said now.
        for _ in 0..<3 { resident.perform(.speechEnded) }
        let said = resident.effects.flatMap(words)
        let isSilent = resident.said.isEmpty && said.isEmpty
        let (kind, kindBefore) = (resident.state.screen.kind, before.resident.state.screen.kind)
        let goesOn = kind == kindBefore && (isSilent || kind == .call)
        return Moment(resident: resident, heard: goesOn ? before.heard + said : said)
    }

    /// The sentences of an utterance that may name keys: the fixed ones, and of the fragments `press.N`. The "five" of
    /// "five minutes" names none.
    private func words(_ effect: Effect) -> [Heard] {
        guard case .sound(.speak(let utterance)) = effect else { return [] }
        return utterance.parts.compactMap { part -> Heard? in
            let (key, code): (PromptKey, LanguageCode)
            switch part {
            case .prompt(let own): (key, code) = (own, utterance.language)
            case .foreign(let foreign, let language): (key, code) = (foreign, language)
            case .pause: return nil
            }
            let language = Shipped.language(code)
            let press = key.rawValue.hasPrefix("press.") ? language?.fragments[key] : nil
            return (language?.prompts[key] ?? press).map { Heard(text: $0, language: code) }
        }
    }

    private func take(_ step: Step, _ resident: Resident) {
        switch step {
        case .key(let key): resident.press(key, gap: .seconds(3))
        case .type(let digits): resident.type(digits)
        case .dial(let digits):
            for digit in digits.compactMap(\.wholeNumberValue) { resident.press(digit, gap: .milliseconds(1500)) }
        case .wait(let seconds): resident.wait(.seconds(seconds))
        case .network(let fact): resident.network(fact).wait(.seconds(1))
        case .platform(let fact): resident.platform(fact)
        case .caller: resident.caller("9990001")
        }
    }

    // MARK: Keys

    private static let everyKey: [Key] = (0...9).map { .digit($0) } + [.star, .hash]

    private func page(_ way: [Step], _ resident: Resident, _ heard: [Heard]) -> Page {
        let names = heard.reduce(into: Set()) { $0.formUnion(KeyNames.named(in: [$1.text], $1.language)) }
        let outcomes = Dictionary(uniqueKeysWithValues: Self.everyKey.map { ($0, after($0, resident)) })
        let working = outcomes.filter { works($0.value, resident.state) }
        // A key need not be named if another one that is named, or `*`, leads to the same page: 5 is `#` in a countdown
        // for an ambulance.
        let keys = working.filter { key, outcome in
            !isCommon(key, resident.state)
                && (names.contains(key)
                    || !names.union([.star]).contains {
                        $0 != key && outcomes[$0]?.state.screen == outcome.state.screen
                    })
        }
        return Page(
            way: way, kind: resident.state.screen.kind, heard: heard.map(\.text).joined(separator: " "), names: names,
            keys: Set(keys.keys), allKeys: Set(working.keys))
    }

    private typealias Outcome = (state: State, effects: [Effect])

    private func after(_ key: Key, _ resident: Resident) -> Outcome {
        var state = resident.state
        let later = WallTime(unixMilliseconds: resident.wall.unixMilliseconds + 3000)
        let context = Context(
            catalogue: resident.catalogue, settings: resident.settings, now: resident.now + .seconds(3), wall: later)
        var effects = reduce(&state, .press(key, by: .key), context)
        // What cannot be undone waits until it is known that a hand pressed the key.
        let window = resident.settings.timings.keyBurst
        for case .startTimer(let handle, let duration) in effects where duration == window {
            let soon = Context(
                catalogue: resident.catalogue, settings: resident.settings, now: context.now + window, wall: later)
            effects += reduce(&state, .timer(handle), soon)
        }
        return (state, effects)
    }

    /// Whether a key changed the page or started something.
    private func works(_ outcome: Outcome, _ before: State) -> Bool {
        let after = outcome.state
        if after.screen != before.screen || after.session == nil { return true }
        if before.idleEnds != nil || before.call?.asking == true || before.call?.armed != after.call?.armed {
            return true
        }
        return outcome.effects.contains { effect in
            switch effect {
            case .platform(.order), .platform(.contact), .platform(.cancel), .telephone(.dial), .telephone(.answer),
                .telephone(.hangUp), .telephone(.announce), .telephone(.sendDTMF):
                true
            default: false
            }
        }
    }

    /// Whether a key means the same on every page, so that it is learnt once. `*` goes back, and `0` calls a person, as
    /// home says. 4, 5 and 6 are police, ambulance and fire on each page of an emergency and after it, as on home.
    /// Where digits are entered, all ten do the same. In a call that is no emergency they are tones that the far side
    /// asks for.
    private func isCommon(_ key: Key, _ state: State) -> Bool {
        if key == .star { return true }
        if state.screen == .call, state.call?.callClass != .emergency { return true }
        guard case .digit(let digit) = key else { return false }
        switch state.screen {
        case .home: return false
        case .number: return true
        case .request(let screen) where screen.contact != nil: return true
        case .call: return EmergencyService(key: digit) != nil
        case .countdown, .callEnded, .cannotCall: return digit == 0 || EmergencyService(key: digit) != nil
        // Other keys act as on home.
        case .rating: return digit == 0 || digit > 3
        default: return digit == 0
        }
    }
}
