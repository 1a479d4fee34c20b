import Prompts
import AdapterTestSupport
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Random residents, networks and clocks.
struct Walk {
    let resident: Resident
    var random: SplitMix
    /// The kinds of screen seen so far.
    private(set) var visited: Set<Screen.Kind> = []

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        var settings = Sample.settings
        if seed % 10 == 0 { settings.telephony.trunks = [] }
        if seed % 2 == 0 { settings.audio.handset = "handset" }
        settings.telephony.selfTest = SelfTestSettings(number: "9990009", minuteOfDay: 1200, jitterMinutes: 0)
        resident = Resident(settings: settings)
    }

    mutating func step() {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<11: press()
        case 11..<14: fact()
        case 14: if Bool.random(using: &random) { answer() } else { card() }
        case 15: agent()
        case 17: dial()
        case 18: resident.perform(.handset(lifted: Bool.random(using: &random)))
        // The agent confirms the end of a call within milliseconds, mostly.
        case 16: if resident.lineIsEnding, let line = resident.line { resident.perform(.call(line, .closed(.local))) }
        default: resident.wait(.milliseconds(Int.random(in: 10...40_000, using: &random)))
        }
        visited.insert(resident.state.screen.kind)
    }

    /// A card is put in or taken out, at any time.
    mutating func card() {
        resident.perform(.cardReader(works: true))
        let facts: [CardSlotFact] = [.inserted, .inserted, .empty, .found]
        resident.perform(.cardSlot(facts.randomElement(using: &random) ?? .empty))
    }

    /// Somebody dials as on a telephone.
    mutating func dial() {
        let numbers = [[1, 1, 0], [1, 2, 0], [1, 1, 9], [9, 1, 1]]
        let gap = Bool.random(using: &random) ? Duration.milliseconds(600) : .milliseconds(1300)
        for digit in numbers.randomElement(using: &random) ?? [] { resident.press(digit, gap: gap) }
    }

    mutating func press() {
        let keys: [Key] =
            (0...9).map { .digit($0) } + [.star, .hash, .hash, .star, .sos, .language, .volume, .contrast]
        let gap = Duration.milliseconds([90, 300, 700, 1200, 3100].randomElement(using: &random) ?? 700)
        resident.press(
            keys.randomElement(using: &random) ?? .hash, gap: gap, by: Bool.random(using: &random) ? .key : .touch)
    }

    mutating func fact() {
        let reasons: [CloseReason] = [
            .remote, .local, .refused(486), .refused(503), .unreachable, .mediaLost, .agentLost, .notLive, .audio,
            .quota(left: .seconds(60)),
        ]
        let facts: [CallFact] = [
            .ringing, .earlyMedia, .established, .established, .dtmf("5"), .announced(.address),
            .closed(reasons.randomElement(using: &random) ?? .remote),
        ]
        resident.network(facts.randomElement(using: &random) ?? .ringing)
    }

    /// The agent dies and returns, trunks come and go, somebody calls, or a call that nobody dialled is found.
    mutating func agent() {
        let trunk = TrunkID(rawValue: Bool.random(using: &random) ? "first" : "second")
        let numbers = ["9990001", "13800001111", "120"]
        let number = numbers.randomElement(using: &random) ?? "120"
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            resident.network(.closed(.agentLost))
            resident.perform(.agent(.disconnected))
        case 1, 2:
            resident.perform(.found([]))
            resident.perform(.agent(.connected))
        case 3: resident.perform(.agent(.trunk(trunk, registered: Bool.random(using: &random))))
        case 4: resident.perform(.agent(.reachable(trunk, Bool.random(using: &random))))
        case 5...7 where resident.line == nil:
            resident.perform(.incoming(FoundCall(trunk: trunk, number: number, progress: .incoming)))
        case 8:
            let progress: [FoundCall.Progress] = [.dialled, .ringing, .earlyMedia, .established]
            let call = FoundCall(
                trunk: trunk, number: number, progress: progress.randomElement(using: &random) ?? .established,
                isExplained: Bool.random(using: &random))
            // The agent has one call at a time: a found one means that ours was lost.
            if resident.line == nil { resident.perform(.found([call])) }
        case 9: resident.perform(.selfTest)
        default: break
        }
    }

    mutating func answer() {
        let phases = RequestPhase.allCases
        let facts: [RequestFact] = [
            .answer(RequestAnswer(phase: phases.randomElement(using: &random) ?? .accepted)), .unreachable,
            .tooLateToCancel, .cancelUnconfirmed, .contactDelivered,
        ]
        resident.platform(facts.randomElement(using: &random) ?? .unreachable)
    }
}

@Suite struct PropertyTests {
    static let seeds = (1...60).map { UInt64($0) }

    @Test func randomLifeVisitsEveryScreen() {
        var visited: Set<Screen.Kind> = []
        for seed in Self.seeds {
            var walk = Walk(seed: seed)
            for _ in 0..<400 { walk.step() }
            visited.formUnion(walk.visited)
        }
        #expect(visited == Set(Screen.Kind.allCases))
    }

    @Test(arguments: seeds)
    func everyStateHasAnExitByTime(_ seed: UInt64) {
        var walk = Walk(seed: seed)
        for _ in 0..<200 { walk.step() }
        let resident = walk.resident
        if resident.state.call != nil { resident.network(.closed(.remote)) }
        resident.wait(.seconds(4 * 3600))
        if resident.state.call != nil {
            // Only somebody on the line keeps it: an established call, or early media of an emergency.
            let stage = resident.state.call?.stage
            let isHeld = resident.state.call?.isConnected == true || stage == .earlyMedia
            #expect(isHeld, "seed \(seed): \(String(describing: stage))")
        } else {
            #expect(resident.state.screen == .home, "seed \(seed)")
            #expect(resident.state.session == nil, "seed \(seed)")
            #expect(resident.state.language == .chinese)
        }
    }

    @Test(arguments: seeds)
    func anEstablishedEmergencyCallIsNeverCutByTheBooth(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 1000)
        for _ in 0..<300 {
            let before = walk.resident.state.call
            let line = walk.resident.line
            let hungUp = walk.resident.hungUp.count
            walk.step()
            // An unknown caller gives way to an emergency that is dialled.
            guard let before, before.callClass == .emergency, before.isConnected, before.caller != .anybody else {
                continue
            }
            if walk.resident.hungUp.dropFirst(hungUp).contains(where: { $0 == line }) {
                #expect(before.armed != nil, "seed \(seed): hung up without having been asked twice")
            }
            // The line is the agent's word: as long as it is up, the booth stays on it.
            if walk.resident.line == line, before.armed == nil {
                let after = walk.resident.state.call
                #expect(after?.isConnected == true, "seed \(seed): the booth left a call that is up")
                #expect(after?.pressedAt == before.pressedAt, "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds)
    func anEmergencyIsHeardWhereTheResidentIs(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 6000)
        // Half of the booths have a device for the handset.
        let followsHandset = seed % 2 == 0
        var told = walk.resident.state.listening
        for _ in 0..<300 {
            let before = walk.resident.state
            walk.step()
            let state = walk.resident.state
            for case .telephone(.listen(let sink)) in walk.resident.effects { told = sink }
            walk.resident.forgetEffects()
            #expect(told == state.listening, "seed \(seed)")
            let isLifted = state.isHandsetLifted == true
            if followsHandset, state.call?.callClass == .emergency {
                #expect(told == (isLifted ? .handset : .loudspeaker), "seed \(seed)")
            }
            // A talk at the ear does not move to the loudspeaker while it lasts.
            if let call = before.call, call.callClass != .emergency, call.handle == state.call?.handle,
                before.listening == .handset, !isLifted
            {
                #expect(told == .handset, "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds)
    func aCardThatWasLeftIsNotSpokenOfInACall(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 7000)
        walk.resident.perform(.cardSlot(.found))
        for _ in 0..<300 {
            let before = walk.resident.state.call
            walk.resident.forgetEffects()
            walk.step()
            guard let before, before.startedAt == walk.resident.state.call?.startedAt else { continue }
            #expect(!walk.resident.said.contains(.pensionCardLeft), "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func thereAreNeverTwoCalls(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 2000)
        for _ in 0..<300 { walk.step() }
        #expect(walk.resident.overlaps == 0, "seed \(seed)")
        let handles = walk.resident.dials.map(\.0.number)
        #expect(handles == handles.sorted())
    }

    @Test(arguments: seeds)
    func sosLeadsFromEverywhereToTheChooserOrOnward(_ seed: UInt64) {
        var walk = Walk(seed: seed &+ 3000)
        for _ in 0..<120 { walk.step() }
        walk.resident.wait(.seconds(2))
        let before = walk.resident.state
        walk.resident.press(.sos, gap: .zero)
        let after = walk.resident.state
        switch before.screen {
        case _ where before.call?.callClass == .emergency:
            #expect(after.call?.handle == before.call?.handle, "seed \(seed)")
        case .countdown: #expect([.call, .cannotCall].contains(after.screen.kind), "seed \(seed)")
        // While automatic calls are suspended for misuse, the chooser stays.
        case .chooser: #expect([.call, .cannotCall, .chooser].contains(after.screen.kind), "seed \(seed)")
        default: #expect([.chooser, .cannotCall].contains(after.screen.kind), "seed \(seed): \(after.screen.kind)")
        }
    }

    @Test(arguments: seeds)
    func theSameActionsGiveTheSameState(_ seed: UInt64) {
        var first = Walk(seed: seed)
        var second = Walk(seed: seed)
        for _ in 0..<100 {
            first.step()
            second.step()
        }
        #expect(first.resident.state == second.resident.state)
        #expect(first.resident.effects == second.resident.effects)
    }
}
