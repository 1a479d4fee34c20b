import Prompts
import Reporting
import BoothConfiguration
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// A booth with a hook switch, and a device of its own for the handset.
@Suite struct HandsetTests {
    private func utterances(_ resident: Resident) -> [Utterance] {
        resident.effects.compactMap { if case .sound(.speak(let utterance)) = $0 { utterance } else { nil } }
    }

    private func sinks(_ resident: Resident) -> [SpeechSink] { utterances(resident).map(\.sink) }

    // MARK: Lifted

    @Test(arguments: [true, false])
    func `lifting it begins a session and its voice`(_ hasDevice: Bool) {
        let resident = Resident(hasHandset: hasDevice)
        resident.lift()
        #expect(resident.state.session != nil)
        #expect(resident.state.screen == .home)
        #expect(resident.said == [.home, .homeList])
        #expect(sinks(resident) == [hasDevice ? .handset : .loudspeaker])
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil, "a session that the handset began ends like any other")
    }

    @Test func `in a session it ends the idle countdown and changes no page`() {
        let resident = Resident(hasHandset: true)
        resident.press(1).wait(.seconds(70))
        #expect(resident.state.idleEnds != nil)
        let screen = resident.state.screen
        resident.lift()
        #expect(resident.state.idleEnds == nil)
        #expect(resident.state.screen == screen)
        #expect(!resident.said.isEmpty, "whoever lifts it to listen hears what the page is for")
    }

    @Test func `lifting it answers a call`() {
        let resident = Resident(hasHandset: true)
        resident.caller("9990001")
        #expect(resident.state.screen == .incoming)
        resident.lift()
        #expect(resident.answered.count == 1)
        #expect(resident.state.screen == .call)
    }

    @Test func `what is being said goes on at the ear, from its beginning`() {
        let resident = Resident(hasHandset: true)
        resident.press(2)
        let before = utterances(resident)
        resident.forgetEffects()
        resident.lift()
        #expect(resident.effects.first == .sound(.stop(atMost: .emergency)), "the loudspeaker falls silent first")
        #expect(utterances(resident).map(\.parts) == before.map(\.parts))
        #expect(sinks(resident) == [.handset])
    }

    @Test func `what was said already is said again at the ear`() {
        let resident = Resident(hasHandset: true)
        resident.press(2).perform(.speechEnded)
        resident.forgetEffects()
        resident.lift()
        #expect(resident.said == [PromptKey("function.clinic")])
        #expect(sinks(resident) == [.handset])
    }

    @Test func `a sentence that waits for a more important one still follows it`() {
        let resident = Resident(hasHandset: true)
        resident.press(5).press(.star)
        #expect(resident.said.last == .emergencyCancelled)
        resident.forgetEffects()
        resident.lift()
        #expect(resident.said == [.emergencyCancelled])
        resident.perform(.speechEnded)
        #expect(resident.said == [.emergencyCancelled, .home, .homeList])
        #expect(sinks(resident) == [.handset, .handset])
    }

    @Test func `the clicks of digits are at the ear too`() {
        let resident = Resident(hasHandset: true)
        resident.press(3).press(1)
        resident.lift()
        resident.press(2)
        #expect(
            resident.effects.filter { if case .sound(.click) = $0 { true } else { false } }
                == [.sound(.click(.loudspeaker)), .sound(.click(.handset))])
    }

    @Test func `emergency speech stays in the handset`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.forgetEffects()
        resident.press(5)
        #expect(sinks(resident) == [.handset])
    }

    @Test func `the night's ceiling is for the neighbours, who do not hear the handset`() {
        var settings = Sample.settings
        settings.audio.handset = "handset"
        settings.themes.nightFrom = 19
        let resident = Resident(settings: settings)
        resident.lift()
        resident.press(.hash).press(.hash).press(.hash)
        #expect(utterances(resident).map(\.volume) == [1, 2, 3, 3])
        #expect(sinks(resident).allSatisfy { $0 == .handset })
        resident.forgetEffects()
        resident.perform(.fault(.handset, raised: true))
        #expect(utterances(resident).map(\.volume) == [1], "the loudspeaker keeps to it")
    }

    // MARK: Put back

    @Test func `put back, the session ends after five seconds that can be seen and heard`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(2).forgetEffects()
        resident.putBack()
        #expect(resident.state.idleEnds == resident.now + .seconds(5))
        #expect(resident.effects.first == .sound(.stop(atMost: .safety)))
        #expect(resident.said == [.idle])
        #expect(sinks(resident) == [.loudspeaker])
        resident.wait(.milliseconds(4_900))
        #expect(resident.state.session != nil)
        resident.wait(.milliseconds(200))
        #expect(resident.state.session == nil)
        #expect(resident.state.screen == .home)
        #expect(
            resident.records.contains { if case .session(.left, _) = $0 { true } else { false } })
    }

    @Test(arguments: [true, false])
    func `a key or lifting it again keeps the session`(_ byKey: Bool) {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(2)
        resident.putBack()
        resident.wait(.seconds(4))
        if byKey { resident.press(1) } else { resident.lift() }
        #expect(resident.state.idleEnds == nil)
        resident.wait(.seconds(10))
        #expect(resident.state.session != nil)
        #expect(resident.state.screen.kind == .choice)
    }

    @Test func `a handset that was never lifted ends nothing`() {
        let resident = Resident(hasHandset: true)
        resident.press(2)
        resident.putBack()
        resident.wait(.seconds(10))
        #expect(resident.state.session != nil)
        #expect(resident.state.idleEnds == nil)
    }

    @Test func `an emergency call goes on hands-free`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(5).wait(.seconds(10)).answer()
        resident.putBack()
        resident.wait(.seconds(60))
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.hungUp == [])
        #expect(resident.state.idleEnds == nil)
    }

    @Test func `the emergency's words go on at the loudspeaker, and the call is made`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(5).forgetEffects()
        resident.putBack()
        #expect(sinks(resident) == [.loudspeaker])
        #expect(utterances(resident).first?.priority == .emergency)
        resident.wait(.seconds(10))
        #expect(resident.dials.count == 1)
    }

    @Test func `any other call is hung up with the session`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(0).answer()
        let call = resident.lastCall
        resident.forgetEffects()
        resident.putBack()
        resident.wait(.seconds(4))
        #expect(resident.said == [], "nothing is said into a call")
        #expect(resident.hungUp == [])
        resident.wait(.seconds(2))
        #expect(resident.hungUp == [call].compactMap { $0 })
        #expect(resident.state.call == nil)
        #expect(resident.state.session == nil)
        #expect(resident.state.screen == .home)
        resident.network(.closed(.local))
        #expect(resident.state.screen == .home)
    }

    @Test func `an order goes on in the header when the handset is put back`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(1).press(.hash)
        guard case .request = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.putBack()
        resident.wait(.seconds(4))
        #expect(resident.state.screen.kind == .request, "a cord swings")
        resident.wait(.seconds(2))
        #expect(resident.state.session == nil && resident.state.screen == .home)
        #expect(resident.state.orders.first?.isClosed == false)
    }

    @Test("Hanging up ends dialling: nothing begins under the end of the session")
    func hangingUpEndsDialling() {
        for number in [[1, 2, 2], [1, 1, 2]] {
            let resident = Resident(hasHandset: true)
            resident.lift()
            resident.wait(.seconds(4))
            resident.press(number[0], number[1], number[2], gap: .milliseconds(300))
            resident.putBack()
            resident.wait(.seconds(2))
            #expect(![.countdown, .chooser, .meaning].contains(resident.state.screen.kind))
            resident.wait(.seconds(10))
            #expect(resident.state.session == nil && resident.dials.isEmpty)
        }
    }

    @Test func `a handset left hanging is forgotten with the session`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil)
        resident.forgetEffects()
        resident.press(2)
        #expect(sinks(resident) == [.loudspeaker])
    }

    // MARK: Faults and amounts

    @Test func `speech moves to the loudspeaker when the handset's device fails, and back`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(2).forgetEffects()
        resident.perform(.fault(.handset, raised: true))
        resident.perform(.fault(.handset, raised: false))
        #expect(sinks(resident) == [.loudspeaker, .handset])
        #expect(resident.said == [PromptKey("function.clinic"), PromptKey("function.clinic")])
    }

    @Test func `the loudspeaker's fault does not concern the handset`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.forgetEffects()
        resident.perform(.fault(.audio, raised: true))
        #expect(utterances(resident).isEmpty)
        resident.press(2)
        #expect(sinks(resident) == [.handset])
    }

    @Test func `an amount is said at the ear and never aloud`() {
        var settings = Shipped.configuration.settings
        settings.audio.handset = "handset"
        let catalogue = Shipped.configuration.catalogue
        let resident = Resident(catalogue: catalogue, settings: settings)
        resident.lift()
        resident.press(9)
        func turn() -> Turn {
            Turn(
                state: resident.state,
                context: Context(
                    catalogue: catalogue, settings: settings, now: resident.now, wall: resident.wall))
        }
        func said(_ turn: Turn) -> [Utterance] {
            turn.effects.compactMap { if case .sound(.speak(let utterance)) = $0 { utterance } else { nil } }
        }
        let amount = Speech(parts: [.sentence(.amount(cents: 348_205))])
        var speaking = turn()
        speaking.speak(amount)
        #expect(said(speaking).map(\.sink) == [.handset])
        // The loudspeaker stays silent if the handset is put back or breaks, even when the amount is asked for again.
        var replaced = speaking
        replaced.moveHandset(lifted: false)
        replaced.sayAgain()
        var broken = speaking
        broken.setFault(.handset, true)
        broken.sayAgain()
        for turn in [replaced, broken] {
            let parts = said(turn).filter { $0.sink == .loudspeaker }.flatMap(\.parts)
            #expect(parts.allSatisfy { $0 == .prompt(.idle) }, "\(parts)")
        }
    }

    @Test(arguments: [true, false]) func `the pension is heard by whoever holds the handset, and by nobody else`(
        _ lifted: Bool
    ) throws {
        var settings = Shipped.configuration.settings
        settings.audio.handset = "handset"
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        resident.perform(.cardReader(works: true))
        if lifted { resident.lift() }
        resident.press(9).press(.hash)
        let card = try #require(resident.state.card?.handle)
        resident.perform(.cardSlot(.inserted))
        resident.forgetEffects()
        let answer = try #require(PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true))
        resident.perform(.card(card, .answer(answer)))
        let said = try #require(utterances(resident).last)
        #expect(said.sink == (lifted ? .handset : .loudspeaker))
        #expect(said.parts.contains(.prompt(PromptKey("yuan"))) == lifted)
        #expect(said.parts.last == .prompt(.pensionShown))
    }
}
