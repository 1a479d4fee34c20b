import Reporting
import AdapterTestSupport
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Keys that nobody pressed. What a scanner or a bad cable types is swallowed as a whole, whatever page is shown.
@Suite struct BurstTests {
    // MARK: Who types

    /// Thirteen digits as on a packet of milk, the numbers that would do the most harm, and one digit again and again.
    static let codes = [
        "456", "555", "110", "120", "119", "112", "000", "0000000", "6901234567892", "45", "5", "11011011011011011011",
        "5566", "1200", "31301381201",
    ]

    /// Every page, each with a booth of its own, after some quiet.
    static func pages() -> [(String, Resident)] {
        var found = Dialling.starts()
        func page(_ name: String, _ settings: Settings = Sample.settings, _ way: (Resident) -> Void) {
            let resident = Resident(settings: settings)
            way(resident)
            resident.wait(.milliseconds(1200))
            found.append((name, resident))
        }
        page("a field") { $0.press(3).type("1381") }
        page("an empty field") { $0.press(3) }
        page("a refused number") { $0.press(3).type("12").press(.hash) }
        page("answers") { $0.press(2) }
        page("later answers") { $0.press(2, 1) }
        page("the last answer") { $0.press(2, 1, 1) }
        page("a confirmation") { $0.press(1) }
        page("an order") { $0.press(1).press(.hash) }
        page("an order's number") { resident in
            resident.press(1).press(.hash)
            resident.platform(.answer(RequestAnswer(phase: .accepted))).press(1)
            resident.type("13")
        }
        page("an order to cancel") { resident in
            resident.press(1).press(.hash)
            resident.platform(.answer(RequestAnswer(phase: .accepted))).press(2)
        }
        page("places") { $0.press(7) }
        page("information") { $0.press(8) }
        page("numbers") { $0.press(8, 4) }
        page("pension") { $0.press(9) }
        page("a card to be put in") { resident in
            resident.perform(.cardReader(works: true))
            resident.press(9).press(.hash)
        }
        page("languages") { $0.press(7).press(.language) }
        page("the chooser") { $0.press(.sos) }
        page("a countdown") { $0.press(5) }
        page("the police's countdown") { $0.press(4) }
        page("a countdown over a call") { $0.press(0).answer().press(.sos).press(5) }
        page("dialling an emergency") { $0.press(5).wait(.seconds(8)) }
        page("an emergency") { $0.press(5).wait(.seconds(8)).answer() }
        page("an emergency, hang-up asked for") { $0.press(5).wait(.seconds(8)).answer().press(.star) }
        page("the help centre, not there yet") { $0.press(.sos).press(0) }
        page("an emergency that is over") { $0.press(5).wait(.seconds(8)).answer().network(.closed(.remote)) }
        page("a person") { $0.press(0).answer() }
        page("a free call") { $0.press(3).type("13812345678").press(.hash).answer() }
        page("a busy number") { $0.press(3).type("13812345678").press(.hash).network(.closed(.refused(486))) }
        page("which was meant") { $0.dial("110", gap: .seconds(2)) }
        page("somebody calls") { $0.caller("9990001") }
        var settings = Sample.settings
        settings.telephony.trunks = []
        page("no call possible", settings) { $0.press(5) }
        settings = Sample.settings
        settings.booth.outOfOrder = true
        page("out of order", settings) { $0.press(7) }
        found.append(("a kept order", Dialling.keptTaxi()))
        let kept = Dialling.keptTaxi()
        kept.press(1).wait(.seconds(1))
        found.append(("the kept order's page", kept))
        return found
    }

    /// Types as a scanner does.
    static func scan(_ code: String, gap: Int, end: Key?, on resident: Resident) {
        for digit in code.compactMap(\.wholeNumberValue) { resident.press(.digit(digit), gap: .milliseconds(gap)) }
        if let end { resident.press(end, gap: .milliseconds(gap)) }
    }

    /// The booth after this time as if nothing had been typed.
    private static func untouched(_ resident: Resident, for duration: Duration) -> Resident {
        let other = Resident(copying: resident)
        other.wait(duration)
        return other
    }

    /// What differs from a booth that was left alone.
    private static func differences(_ resident: Resident, _ other: Resident) -> [String] {
        var (one, two) = (resident.state, other.state)
        // Like any record, the record of the fault gives the use of a function its number.
        one.session?.uses = 0
        two.session?.uses = 0
        one.run?.use = nil
        two.run?.use = nil
        var found: [String] = []
        func compare(_ name: String, _ path: KeyPath<State, some Equatable>) {
            if one[keyPath: path] != two[keyPath: path] { found.append(name) }
        }
        compare("screen", \.screen)
        compare("session", \.session)
        compare("run", \.run)
        compare("call", \.call)
        compare("orders", \.orders)
        compare("incoming", \.incoming)
        compare("language", \.language)
        compare("volume", \.volume)
        compare("page", \.page)
        compare("banner", \.banner)
        compare("idleEnds", \.idleEnds)
        compare("card", \.card)
        compare("cardInSlot", \.cardInSlot)
        compare("speech", \.speech)
        compare("held", \.held)
        compare("numbers", \.listener.numbers)
        compare("callBack", \.callBack)
        for purpose in TimerPurpose.allCases where purpose != .keyBurst {
            if one.timers[purpose]?.due != two.timers[purpose]?.due { found.append("\(purpose)") }
        }
        if resident.effects.filter(\.isFinal) != other.effects.filter(\.isFinal) { found.append("effects") }
        return found
    }

    // MARK: Bursts

    @Test("From any page: nothing that a scanner types stays, and there is one record of it", arguments: [2, 10, 20])
    func everywhere(_ gap: Int) {
        for code in Self.codes {
            for end in [nil, Key.hash, .star] where end != nil || code.count > 2 {
                for (name, resident) in Self.pages() {
                    resident.forgetEffects()
                    let length = Duration.milliseconds(gap * (code.count + (end == nil ? 0 : 1)))
                    let other = Self.untouched(resident, for: length + .seconds(1))
                    Self.scan(code, gap: gap, end: end, on: resident)
                    resident.wait(.seconds(1))
                    let what: Comment = "\(code) on \(name), \(gap) ms, \(String(describing: end))"
                    #expect(Self.differences(resident, other) == [], what)
                    #expect(resident.bursts == [true], what)
                }
            }
        }
    }

    @Test("In any life", arguments: PropertyTests.seeds)
    func anywhere(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 9000)
        for _ in 0..<60 {
            for _ in 0..<4 { walk.step() }
            let resident = walk.resident
            resident.wait(.milliseconds(200))
            resident.forgetEffects()
            let isStanding = resident.state.health.faults.contains(.keyBurst)
            let other = Resident(copying: resident)
            let keys =
                (0..<Int.random(in: 3...20, using: &walk.random)).map { _ in
                    Key.digit(.random(in: 0...9, using: &walk.random))
                } + (Bool.random(using: &walk.random) ? [.hash] : [])
            for key in keys {
                let gap = Duration.milliseconds(Int.random(in: 2...20, using: &walk.random))
                resident.press(key, gap: gap)
                other.wait(gap)
            }
            resident.wait(.seconds(1))
            other.wait(.seconds(1))
            #expect(Self.differences(resident, other) == [], "seed \(seed): \(keys) on \(other.state.screen.kind)")
            #expect(resident.bursts == (isStanding ? [] : [true]), "seed \(seed)")
        }
    }

    @Test("A burst that begins with a star, as some codes do, takes that with it")
    func framed() {
        for (name, resident) in Self.pages() where ["a countdown", "a field", "answers"].contains(name) {
            let before = resident.state.screen
            resident.press(.star, gap: .milliseconds(10))
            Self.scan("12345", gap: 10, end: .star, on: resident)
            resident.wait(.seconds(1))
            #expect(resident.state.screen == before, "\(name)")
        }
    }

    @Test("What happened in the middle of a burst has happened")
    func factsStay() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).network(.ringing)
        resident.wait(.seconds(2))
        resident.press(.digit(4), gap: .milliseconds(10)).network(.established)
        resident.press(.digit(4), gap: .milliseconds(10)).press(.digit(6), gap: .milliseconds(10))
        resident.wait(.seconds(1))
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.state.call?.armed == nil)
        #expect(resident.hungUp.isEmpty)
    }

    @Test("A cable that types without end keeps nothing open and is one fault until a minute after it")
    func endless() {
        let resident = Resident()
        for count in 0..<6000 { resident.press(.digit(count % 7), gap: .milliseconds(20)) }
        #expect(resident.state.screen == .home && resident.state.session == nil)
        #expect(resident.bursts == [true])
        resident.wait(.milliseconds(59_900))
        #expect(resident.state.health.faults.contains(.keyBurst))
        resident.wait(.milliseconds(200))
        #expect(resident.bursts == [true, false])
    }

    @Test("Bursts within a minute are one fault; 150 ms of quiet end each")
    func again() {
        let resident = Resident()
        for _ in 0..<3 {
            Self.scan("456", gap: 5, end: .hash, on: resident)
            resident.wait(.milliseconds(150)).press(7)
            #expect(resident.state.screen.kind == .places, "a key works at once")
            resident.press(.star).wait(.seconds(20))
        }
        #expect(resident.bursts == [true])
        resident.wait(.seconds(60))
        #expect(resident.bursts == [true, false])
    }

    /// Found by hammering on the keys: the page stayed, its time was taken away, and nobody was ever called.
    @Test(
        "A countdown is never left without its end, whatever comes between the keys of a burst",
        arguments: [
            Key.contrast, .language, .volume,
        ])
    func countdownKeepsItsEnd(_ other: Key) {
        for way in [
            { (resident: Resident) in _ = resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote)) },
            { (resident: Resident) in _ = resident.press(7) }, { _ in },
        ] {
            let resident = Resident()
            way(resident)
            resident.wait(.seconds(3))
            let keys: [(Key, InputMethod)] = [
                (.digit(4), .key), (other, .key), (.digit(6), .key), (.digit(8), .touch), (.digit(6), .key),
                (.digit(7), .key),
            ]
            for (key, input) in keys { resident.press(key, gap: .zero, by: input) }
            resident.wait(.seconds(20))
            if case .countdown = resident.state.screen { Issue.record("it stays for ever, after \(other)") }
        }
    }

    @Test("SOS is no part of a burst")
    func sos() {
        let resident = Resident()
        Self.scan("4567", gap: 5, end: nil, on: resident)
        resident.press(.sos)
        #expect(resident.state.screen.kind == .chooser)
        let early = Resident()
        early.press(.sos).press(.digit(4), gap: .milliseconds(20)).press(.sos)
        #expect(early.dials.map(\.1.number) == ["9990001"], "SOS matters more than the digit before it")
    }

    @Test("What the terminal swallowed takes the digits with it that came before")
    func swallowedBefore() {
        for (name, resident) in Self.pages() {
            let before = resident.state.screen
            resident.forgetEffects()
            resident.press(.digit(4), gap: .milliseconds(5)).press(.digit(5), gap: .milliseconds(5))
            resident.perform(.keysSwallowed)
            resident.wait(.seconds(1))
            #expect(resident.state.screen == before, "\(name)")
            #expect(resident.bursts == [true], "\(name)")
        }
    }

    @Test("What was being said is said again")
    func words() {
        let resident = Resident()
        resident.perform(.places(Nearby.places))
        resident.press(7)
        let words = resident.said.suffix(2)
        resident.forgetEffects()
        Self.scan("123", gap: 10, end: nil, on: resident)
        #expect(resident.said.suffix(2) == words)
        let attract = Resident()
        Self.scan("123", gap: 10, end: nil, on: attract)
        #expect(attract.effects.contains(.sound(.stop(atMost: .emergency))))
        #expect(attract.state.sounding == nil, "attract is silent")
    }

    // MARK: What is undone

    @Test("Whoever adds to the state decides whether it is undone")
    func everyField() {
        let undone: Set<String> = [
            "screen", "session", "language", "run", "banner", "idleEnds", "card", "cardInSlot", "volume", "screenSince",
            "pages", "page", "speech", "sounding", "waitingSpeech", "timeLeftSaid", "filter", "listener", "held",
            "timers",
        ]
        // Parts of the call are undone. A digit changes nothing in the others, or its change stays, as with numbers
        // that are given out only once.
        let left: Set<String> = [
            "call", "incoming", "selfTest", "orders", "life", "health", "isHandsetLifted", "listening", "highContrast",
            "now", "wall", "bursts", "touch", "misuse", "restored", "callBack", "turnedAway", "selfTestPlan",
            "nextCall",
            "nextRequest",
            "nextSession", "nextCard",
        ]
        let all = Set(Mirror(reflecting: Resident().state).children.compactMap(\.label))
        #expect(all == undone.union(left))
        #expect(undone.isDisjoint(with: left))
    }

    @Test("No digit is kept longer than it can be part of a burst")
    func nothingIsKept() {
        let resident = Resident()
        resident.press(3).press(.digit(1), gap: .milliseconds(149))
        #expect(!resident.state.bursts.recent.isEmpty)
        resident.wait(.milliseconds(1))
        #expect(resident.state.bursts.recent.isEmpty)
    }
}

extension Resident {
    /// Each time the fault of keys that nobody pressed was raised or cleared.
    var bursts: [Bool] {
        records.compactMap { if case .fault(.keyBurst, let raised) = $0 { raised } else { nil } }
    }
}
