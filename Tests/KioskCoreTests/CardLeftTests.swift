import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// A card that is left in the slot. The booth asks for it until it is out, and never reads it for somebody else.
struct CardLeftTests {
    private func booth(hasHandset: Bool = false) -> Resident {
        let resident = Resident(hasHandset: hasHandset)
        resident.perform(.cardReader(works: true))
        resident.perform(.cardSlot(.empty))
        return resident
    }

    private func permitted(_ resident: Resident) -> [CardHandle] {
        resident.effects.compactMap { if case .cards(.permit(let handle)) = $0 { handle } else { nil } }
    }

    private func askings(_ resident: Resident) -> Int { resident.said.count { $0 == .pensionCardLeft } }

    /// Somebody's amount is shown, and their card is in the slot.
    private func shown(hasHandset: Bool = false) throws -> Resident {
        let resident = booth(hasHandset: hasHandset)
        if hasHandset { resident.lift() }
        resident.press(9).press(.hash)
        resident.perform(.cardSlot(.inserted))
        let handle = try #require(permitted(resident).last)
        let answer = try #require(PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true))
        resident.perform(.card(handle, .answer(answer)))
        #expect(resident.state.screen == .pension(.amount))
        resident.perform(.speechEnded)
        #expect(!resident.state.isCardLeft)
        #expect(askings(resident) == 0)
        return resident
    }

    /// The ways in which its page may be left.
    private enum Leaving: CaseIterable { case back, idle, otherFunction, sos, handset }

    private func leave(_ resident: Resident, _ way: Leaving) {
        switch way {
        case .back: resident.press(.star)
        case .idle:
            resident.wait(.seconds(41))
            #expect(resident.state.session == nil)
        case .otherFunction:
            resident.press(0)
            #expect(resident.state.screen == .call)
            resident.press(.star).press(.star)
        case .sos: resident.press(.sos, gap: .seconds(1)).press(.star)
        case .handset:
            resident.putBack()
            resident.wait(.seconds(60))
            #expect(resident.state.session == nil)
        }
    }

    // MARK: It is asked for

    @Test(arguments: Leaving.allCases)
    private func `a card left in the slot is asked for by page and voice, however its page was left`(
        _ way: Leaving
    ) throws {
        let resident = try shown(hasHandset: way == .handset)
        leave(resident, way)
        #expect(resident.state.isCardLeft)
        #expect(askings(resident) >= 1)
        resident.perform(.cardSlot(.empty))
        #expect(!resident.state.isCardLeft)
        resident.forgetEffects()
        resident.wait(.seconds(600))
        #expect(askings(resident) == 0, "it is out")
        #expect(!resident.state.health.faults.contains(.cardLeft))
    }

    @Test func `the asking comes before the words of home, which follow`() throws {
        let resident = try shown()
        resident.forgetEffects()
        resident.press(.star, gap: .zero)
        guard
            case .sound(.speak(let last))? = resident.effects.last(where: {
                if case .sound(.speak) = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was said")
            return
        }
        #expect(last.parts.first == .prompt(.pensionCardLeft))
        #expect(last.parts.contains(.prompt(.home)))
    }

    @Test func `the sound stops after two minutes, the page goes on, and a technician is told`() throws {
        let resident = try shown()
        resident.wait(.seconds(41))
        #expect(resident.state.session == nil)
        resident.perform(.speechEnded)
        for _ in 0..<13 {
            resident.wait(.seconds(10))
            resident.perform(.speechEnded)
        }
        #expect(askings(resident) == 7)
        #expect(resident.records.contains(.fault(.cardLeft, raised: true)) == false)
        resident.forgetEffects()
        resident.wait(.seconds(3600))
        #expect(askings(resident) == 0)
        #expect(resident.state.isCardLeft)
        #expect(resident.records == [.fault(.cardLeft, raised: true)])
        resident.perform(.cardSlot(.empty))
        #expect(resident.records.last == .fault(.cardLeft, raised: false))
    }

    @Test func `whoever listens to something else is not cut short by a repetition`() throws {
        let resident = try shown()
        resident.press(.star, gap: .zero)
        resident.perform(.speechEnded)
        resident.wait(.seconds(15)).press(8, gap: .zero)
        #expect(resident.state.screen.kind == .information)
        resident.forgetEffects()
        resident.wait(.seconds(6))
        #expect(askings(resident) == 0)
        resident.perform(.speechEnded)
        #expect(askings(resident) == 1)
    }

    @Test(arguments: [Key.sos, .digit(0)])
    func `it never talks into an emergency or a call, and comes after it`(_ key: Key) throws {
        let resident = try shown()
        resident.press(key, gap: .zero)
        if key == .sos { resident.press(5, gap: .zero) }
        resident.answer()
        #expect(resident.state.call?.isConnected == true)
        resident.wait(.seconds(300))
        #expect(askings(resident) == 0)
        #expect(resident.state.isCardLeft)
        resident.press(.star).press(.star)
        #expect(resident.state.call == nil)
        // An emergency's last page has more important words; home comes after it.
        if resident.state.screen != .home { resident.press(.star) }
        #expect(askings(resident) == 1)
    }

    @Test func `a cancelled emergency says first that it was cancelled, then asks for the card`() {
        let resident = booth()
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .pension(.consent))
        resident.wait(.seconds(4)).type("110").wait(.seconds(1))
        #expect(resident.state.screen.kind == .meaning)
        resident.press(4)
        #expect(resident.state.screen.kind == .countdown)
        resident.forgetEffects()
        resident.press(.star, gap: .zero)
        #expect(resident.said == [.emergencyCancelled])
        resident.perform(.speechEnded)
        #expect(resident.said == [.emergencyCancelled, .pensionCardLeft, .home, .homeList])
    }

    @Test func `a card that is there when the booth starts is asked for, but not before it knows of a call`() {
        let resident = Resident()
        resident.perform(.cardReader(works: true))
        resident.perform(.cardSlot(.found))
        #expect(resident.state.isCardLeft)
        #expect(askings(resident) == 1)
        let journal = CallJournal.Live(
            callClass: .emergency, emergency: .police, origin: .tile, service: EmergencyService.police.service,
            trunk: TrunkID(rawValue: "first"), number: "110", pressedAt: resident.now, startedAt: resident.now)
        let restarted = Resident(restored: Restored(afterCrash: true, calls: CallJournal(live: journal)))
        restarted.perform(.cardSlot(.found))
        restarted.wait(.seconds(5))
        #expect(askings(restarted) == 0)
    }

    // MARK: It is not read again

    @Test(arguments: Leaving.allCases)
    private func `the next person does not see the pension of a card that was left`(_ way: Leaving) throws {
        let resident = try shown(hasHandset: way == .handset)
        leave(resident, way)
        resident.wait(.seconds(5)).forgetEffects()
        while resident.state.screen != .home { resident.press(.star) }
        resident.press(9).press(.hash)
        #expect(resident.state.screen == .pension(.putInAgain))
        #expect(resident.said.last == .pensionPutInAgain)
        #expect(permitted(resident).isEmpty)
        #expect(resident.state.card == nil)
        resident.perform(.cardSlot(.empty))
        #expect(resident.state.screen == .pension(.card))
        #expect(permitted(resident).count == 1)
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .pension(.reading))
    }

    @Test func `a card without an answer is put in again too`() throws {
        let resident = booth()
        resident.press(9).press(.hash)
        resident.perform(.cardSlot(.inserted))
        resident.perform(.card(try #require(permitted(resident).last), .unanswered))
        resident.press(.star).press(9).press(.hash)
        #expect(resident.state.screen == .pension(.putInAgain))
        #expect(permitted(resident).count == 1)
    }

    @Test func `a card that came back with the reader is not read by a consent that waited`() {
        let resident = booth()
        resident.press(9).press(.hash)
        resident.perform(.cardSlot(.found))
        #expect(resident.state.screen == .pension(.putInAgain))
        #expect(resident.effects.last { $0 == .cards(.forbid) } != nil)
        #expect(resident.state.card == nil)
    }

    @Test func `a call for the booth covers the amount for good`() throws {
        let resident = try shown()
        resident.caller("9990001")
        #expect(resident.state.screen == .incoming)
        #expect(resident.state.card == nil)
        resident.wait(.seconds(200))
        #expect(resident.state.screen == .home)
    }

    // MARK: It may be put in at any time

    @Test func `a card put in while nobody uses the booth begins a session with the question`() {
        let resident = booth()
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.session != nil)
        #expect(resident.state.screen == .pension(.consent))
        #expect(resident.said == [PromptKey("function.pension")])
        #expect(permitted(resident).isEmpty)
        resident.wait(.seconds(1)).press(.hash)
        #expect(resident.state.screen == .pension(.reading))
        #expect(permitted(resident).count == 1)
    }

    @Test func `on home too, also when it was being asked whether anybody is there`() {
        let resident = booth()
        resident.press(.hash).wait(.seconds(1))
        resident.perform(.speechEnded)
        resident.wait(.seconds(65))
        #expect(resident.state.idleEnds != nil)
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.idleEnds == nil)
        #expect(resident.state.screen == .pension(.consent))
    }

    @Test func `on another page it changes nothing, and may be used in the same session`() {
        let resident = booth()
        resident.press(8)
        let before = resident.state.screen
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == before)
        #expect(!resident.state.isCardLeft)
        #expect(askings(resident) == 0)
        resident.press(.star).press(9, gap: .seconds(4)).press(.hash)
        #expect(resident.state.screen == .pension(.reading))
    }

    @Test func `in the next session it may not, but a card put in after that may`() {
        let resident = booth()
        resident.press(8)
        resident.perform(.cardSlot(.inserted))
        resident.press(.star).press(.star)
        #expect(resident.state.session == nil)
        #expect(resident.state.isCardLeft)
        resident.press(9, gap: .seconds(4)).press(.hash)
        #expect(resident.state.screen == .pension(.putInAgain))
        resident.press(.star).press(.star)
        resident.perform(.cardSlot(.empty))
        resident.perform(.cardSlot(.inserted))
        resident.wait(.seconds(1)).press(.hash)
        #expect(resident.state.screen == .pension(.reading))
    }

    @Test func `a card disturbs nobody who has an emergency`() {
        let resident = booth()
        resident.press(5, gap: .zero)
        let before = resident.state.screen
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == before)
        resident.wait(.seconds(8)).answer()
        resident.perform(.cardSlot(.empty))
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .call)
        #expect(askings(resident) == 0)
    }

    @Test func `a booth out of order says so to a card as to a key`() {
        var settings = Sample.settings
        settings.booth.outOfOrder = true
        let resident = Resident(settings: settings)
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .home)
        #expect(resident.said.last == .homeOutOfOrder)
    }
}
