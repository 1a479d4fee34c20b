import KioskTestSupport
import Testing

@testable import KioskCore

/// A booth with a hook switch, and a device of its own for the handset.
@Suite struct HandsetTests {
    private func resident(hasDevice: Bool = true) -> Resident {
        var settings = Sample.settings
        settings.audio.handset = hasDevice ? "handset" : nil
        return Resident(settings: settings)
    }

    private func lift(_ resident: Resident) { resident.perform(.handset(lifted: true)) }
    private func replace(_ resident: Resident) { resident.perform(.handset(lifted: false)) }

    private func utterances(_ resident: Resident) -> [Utterance] {
        resident.effects.compactMap { if case .speak(let utterance) = $0 { utterance } else { nil } }
    }

    private func sinks(_ resident: Resident) -> [SpeechSink] { utterances(resident).map(\.sink) }

    // MARK: Lifted

    @Test(arguments: [true, false])
    func `lifting it begins a session and its voice`(_ hasDevice: Bool) {
        let resident = resident(hasDevice: hasDevice)
        lift(resident)
        #expect(resident.state.session != nil)
        #expect(resident.state.screen == .home)
        #expect(resident.said == [.home, .homeList])
        #expect(sinks(resident) == [hasDevice ? .handset : .loudspeaker])
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil, "a session that the handset began ends like any other")
    }

    @Test func `in a session it ends the idle countdown and changes no page`() {
        let resident = resident()
        resident.press(1).wait(.seconds(70))
        #expect(resident.state.idleEnds != nil)
        let screen = resident.state.screen
        lift(resident)
        #expect(resident.state.idleEnds == nil)
        #expect(resident.state.screen == screen)
        #expect(!resident.said.isEmpty, "whoever lifts it to listen hears what the page is for")
    }

    @Test func `lifting it answers a call`() {
        let resident = resident()
        resident.caller("9990001")
        #expect(resident.state.screen == .incoming)
        lift(resident)
        #expect(resident.answered.count == 1)
        #expect(resident.state.screen == .call)
    }

    @Test func `what is being said goes on at the ear, from its beginning`() {
        let resident = resident()
        resident.press(2)
        let before = utterances(resident)
        resident.forgetEffects()
        lift(resident)
        #expect(resident.effects.first == .stopSpeaking(atMost: .emergency), "the loudspeaker falls silent first")
        #expect(utterances(resident).map(\.parts) == before.map(\.parts))
        #expect(sinks(resident) == [.handset])
    }

    @Test func `what was said already is said again at the ear`() {
        let resident = resident()
        resident.press(2).perform(.speechEnded)
        resident.forgetEffects()
        lift(resident)
        #expect(resident.said == [PromptKey("function.clinic")])
        #expect(sinks(resident) == [.handset])
    }

    @Test func `a sentence that waits for a more important one still follows it`() {
        let resident = resident()
        resident.press(5).press(.star)
        #expect(resident.said.last == .emergencyCancelled)
        resident.forgetEffects()
        lift(resident)
        #expect(resident.said == [.emergencyCancelled])
        resident.perform(.speechEnded)
        #expect(resident.said == [.emergencyCancelled, .home, .homeList])
        #expect(sinks(resident) == [.handset, .handset])
    }

    @Test func `the clicks of digits are at the ear too`() {
        let resident = resident()
        resident.press(3).press(1)
        lift(resident)
        resident.press(2)
        #expect(
            resident.effects.filter { if case .click = $0 { true } else { false } }
                == [.click(.loudspeaker), .click(.handset)])
    }

    @Test func `emergency speech stays in the handset`() {
        let resident = resident()
        lift(resident)
        resident.forgetEffects()
        resident.press(5)
        #expect(sinks(resident) == [.handset])
    }

    @Test func `the night's ceiling is for the neighbours, who do not hear the handset`() {
        var settings = Sample.settings
        settings.audio.handset = "handset"
        settings.themes.nightFrom = 19
        let resident = Resident(settings: settings)
        lift(resident)
        resident.press(.hash).press(.hash).press(.hash)
        #expect(utterances(resident).map(\.volume) == [1, 2, 3, 3])
        #expect(sinks(resident).allSatisfy { $0 == .handset })
        resident.forgetEffects()
        resident.perform(.fault(.handset, raised: true))
        #expect(utterances(resident).map(\.volume) == [1], "the loudspeaker keeps to it")
    }

    // MARK: Put back

    @Test func `put back, the session ends after five seconds that can be seen and heard`() {
        let resident = resident()
        lift(resident)
        resident.press(2).forgetEffects()
        replace(resident)
        #expect(resident.state.idleEnds == resident.now + .seconds(5))
        #expect(resident.effects.first == .stopSpeaking(atMost: .safety))
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
        let resident = resident()
        lift(resident)
        resident.press(2)
        replace(resident)
        resident.wait(.seconds(4))
        if byKey { resident.press(1) } else { lift(resident) }
        #expect(resident.state.idleEnds == nil)
        resident.wait(.seconds(10))
        #expect(resident.state.session != nil)
        #expect(resident.state.screen.kind == .choice)
    }

    @Test func `a handset that was never lifted ends nothing`() {
        let resident = resident()
        resident.press(2)
        replace(resident)
        resident.wait(.seconds(10))
        #expect(resident.state.session != nil)
        #expect(resident.state.idleEnds == nil)
    }

    @Test func `an emergency call goes on hands-free`() {
        let resident = resident()
        lift(resident)
        resident.press(5).wait(.seconds(10)).answer()
        replace(resident)
        resident.wait(.seconds(60))
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.hungUp == [])
        #expect(resident.state.idleEnds == nil)
    }

    @Test func `the emergency's words go on at the loudspeaker, and the call is made`() {
        let resident = resident()
        lift(resident)
        resident.press(5).forgetEffects()
        replace(resident)
        #expect(sinks(resident) == [.loudspeaker])
        #expect(utterances(resident).first?.priority == .emergency)
        resident.wait(.seconds(10))
        #expect(resident.dials.count == 1)
    }

    @Test func `any other call is hung up with the session`() {
        let resident = resident()
        lift(resident)
        resident.press(0).answer()
        let call = resident.lastCall
        resident.forgetEffects()
        replace(resident)
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

    @Test func `an order that is waited for keeps its page`() {
        let resident = resident()
        lift(resident)
        resident.press(1).press(.hash)
        guard case .request = resident.state.screen else { return #expect(Bool(false)) }
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        replace(resident)
        resident.wait(.seconds(30))
        #expect(resident.state.screen.kind == .request)
        #expect(resident.state.session != nil)
    }

    @Test func `a handset left hanging is forgotten with the session`() {
        let resident = resident()
        lift(resident)
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil)
        resident.forgetEffects()
        resident.press(2)
        #expect(sinks(resident) == [.loudspeaker])
    }

    // MARK: Where calls are heard

    private func listening(_ resident: Resident) -> [SpeechSink] {
        resident.effects.compactMap { if case .listen(let sink) = $0 { sink } else { nil } }
    }

    @Test func `a call is heard in the lifted handset, an emergency hands-free once it is put back`() {
        let resident = resident()
        lift(resident)
        #expect(listening(resident) == [.handset])
        resident.press(5).wait(.seconds(10)).answer().forgetEffects()
        replace(resident)
        #expect(listening(resident) == [.loudspeaker])
        lift(resident)
        #expect(listening(resident) == [.loudspeaker, .handset])
    }

    @Test func `an emergency that nobody lifted the handset for is heard on the loudspeaker`() {
        let resident = resident()
        resident.press(5).wait(.seconds(10)).answer()
        #expect(resident.state.listening == .loudspeaker)
        #expect(listening(resident).isEmpty || listening(resident) == [.loudspeaker])
    }

    @Test func `any other call stays at the ear until it is hung up`() {
        let resident = resident()
        lift(resident)
        resident.press(0).answer()
        let call = resident.lastCall
        resident.forgetEffects()
        replace(resident)
        resident.wait(.seconds(4))
        #expect(listening(resident) == [])
        resident.wait(.seconds(2))
        let ends = resident.effects.filter { effect in
            if case .hangUp = effect { true } else if case .listen = effect { true } else { false }
        }
        #expect(ends == [call.map { .hangUp($0) }, .listen(.loudspeaker)].compactMap { $0 })
    }

    @Test func `a handset that fails or is left hanging leaves calls to the loudspeaker`() {
        let failing = resident()
        lift(failing)
        failing.press(0).answer().forgetEffects()
        failing.perform(.fault(.handset, raised: true))
        failing.perform(.fault(.handset, raised: false))
        #expect(listening(failing) == [.loudspeaker, .handset])

        let forgotten = resident()
        lift(forgotten)
        forgotten.forgetEffects()
        forgotten.wait(.seconds(200))
        #expect(listening(forgotten) == [.loudspeaker])
    }

    @Test func `a talk at the ear is not let out by SOS or by a fault either`() {
        for byFault in [true, false] {
            let resident = resident()
            lift(resident)
            resident.press(0).answer().forgetEffects()
            if byFault {
                replace(resident)
                resident.perform(.fault(.handset, raised: true))
            } else {
                resident.press(.sos)
                replace(resident)
            }
            #expect(resident.state.call != nil)
            #expect(listening(resident) == [])
        }
    }

    @Test func `after a restart an emergency is heard on the loudspeaker, another call is left where it is`() {
        for callClass in [CallClass.emergency, .free] {
            let journal = CallJournal.Live(
                callClass: callClass, trunk: TrunkID(rawValue: "first"), pressedAt: Moment(milliseconds: 0),
                startedAt: Moment(milliseconds: 0), answeredAt: Moment(milliseconds: 10),
                endsAt: callClass == .free ? Moment(milliseconds: 1_100_000) : nil)
            var settings = Sample.settings
            settings.audio.handset = "handset"
            let resident = Resident(settings: settings, restored: Restored(calls: CallJournal(live: journal)))
            let number = callClass == .emergency ? "120" : "13800001111"
            resident.perform(
                .found([
                    FoundCall(
                        trunk: journal.trunk, number: number, progress: .established, isExplained: true)
                ]))
            #expect(resident.state.call?.callClass == callClass)
            #expect(resident.state.listening == (callClass == .emergency ? .loudspeaker : nil))
            // Put back, though this run never heard that it was lifted: the talk ends, and what comes is heard aloud.
            replace(resident)
            resident.wait(.seconds(6))
            #expect((resident.state.call != nil) == (callClass == .emergency))
            #expect(resident.state.listening == .loudspeaker)
        }
    }

    @Test func `a test call rings in the handset, which nobody holds`() {
        var settings = Sample.settings
        settings.audio.handset = "handset"
        settings.telephony.selfTest = SelfTestSettings(number: "9990009", minuteOfDay: 1200, jitterMinutes: 0)
        let resident = Resident(settings: settings)
        resident.forgetEffects()
        resident.perform(.selfTest)
        let order = resident.effects.compactMap { effect -> String? in
            if case .dial = effect { "dial" } else if case .listen(let sink) = effect { "\(sink)" } else { nil }
        }
        #expect(order == ["handset", "dial"])
        for _ in 0..<5 where resident.state.selfTest != nil { resident.network(.closed(.remote)) }
        #expect(resident.state.selfTest == nil)
        #expect(resident.state.listening == .loudspeaker)
    }

    @Test func `without a device of its own the handset moves no call`() {
        let resident = resident(hasDevice: false)
        lift(resident)
        resident.press(5).wait(.seconds(10)).answer()
        replace(resident)
        #expect(listening(resident) == [])
    }

    // MARK: Faults and amounts

    @Test func `speech moves to the loudspeaker when the handset's device fails, and back`() {
        let resident = resident()
        lift(resident)
        resident.press(2).forgetEffects()
        resident.perform(.fault(.handset, raised: true))
        resident.perform(.fault(.handset, raised: false))
        #expect(sinks(resident) == [.loudspeaker, .handset])
        #expect(resident.said == [PromptKey("function.clinic"), PromptKey("function.clinic")])
    }

    @Test func `the loudspeaker's fault does not concern the handset`() {
        let resident = resident()
        lift(resident)
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
        lift(resident)
        resident.press(9)
        func turn() -> Turn {
            Turn(
                state: resident.state,
                context: Context(
                    catalogue: catalogue, settings: settings, now: resident.now, wall: resident.wall))
        }
        func said(_ turn: Turn) -> [Utterance] {
            turn.effects.compactMap { if case .speak(let utterance) = $0 { utterance } else { nil } }
        }
        let amount = Speech(parts: [.sentence(.amount(cents: 348_205))])
        var speaking = turn()
        speaking.speak(amount)
        #expect(said(speaking).map(\.sink) == [.handset])
        // Put back, broken, or asked for again afterwards: silence at the loudspeaker.
        var replaced = speaking
        replaced.handset(lifted: false)
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
        if lifted { lift(resident) }
        resident.press(9).press(.hash)
        let card = try #require(resident.state.card?.handle)
        resident.perform(.card(card, .inserted))
        resident.forgetEffects()
        let answer = try #require(PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true))
        resident.perform(.card(card, .answer(answer)))
        let said = try #require(utterances(resident).last)
        #expect(said.sink == (lifted ? .handset : .loudspeaker))
        #expect(said.parts.contains(.prompt(PromptKey("yuan"))) == lifted)
        #expect(said.parts.last == .prompt(.pensionShown))
    }
}
