import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Where a call is heard, in a booth with a hook switch and a device of its own for the handset.
@Suite struct ListeningTests {
    private func listening(_ resident: Resident) -> [SpeechSink] {
        resident.effects.compactMap { if case .telephone(.listen(let sink)) = $0 { sink } else { nil } }
    }

    @Test func `a call is heard in the lifted handset, an emergency hands-free once it is put back`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        #expect(listening(resident) == [.handset])
        resident.press(5).wait(.seconds(10)).answer().forgetEffects()
        resident.putBack()
        #expect(listening(resident) == [.loudspeaker])
        resident.lift()
        #expect(listening(resident) == [.loudspeaker, .handset])
    }

    @Test func `an emergency that nobody lifted the handset for is heard on the loudspeaker`() {
        let resident = Resident(hasHandset: true)
        resident.press(5).wait(.seconds(10)).answer()
        #expect(resident.state.listening == .loudspeaker)
        #expect(listening(resident).isEmpty || listening(resident) == [.loudspeaker])
    }

    @Test func `any other call stays at the ear until it is hung up`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(0).answer()
        let call = resident.lastCall
        resident.forgetEffects()
        resident.putBack()
        resident.wait(.seconds(4))
        #expect(listening(resident) == [])
        resident.wait(.seconds(2))
        let ends = resident.effects.filter { effect in
            if case .telephone(.hangUp) = effect {
                true
            } else if case .telephone(.listen) = effect {
                true
            } else {
                false
            }
        }
        #expect(ends == [call.map { .telephone(.hangUp($0)) }, .telephone(.listen(.loudspeaker))].compactMap { $0 })
    }

    @Test func `a handset that fails or is left hanging leaves calls to the loudspeaker`() {
        let failing = Resident(hasHandset: true)
        failing.lift()
        failing.press(0).answer().forgetEffects()
        failing.perform(.fault(.handset, raised: true))
        failing.perform(.fault(.handset, raised: false))
        #expect(listening(failing) == [.loudspeaker, .handset])

        let forgotten = Resident(hasHandset: true)
        forgotten.lift()
        forgotten.forgetEffects()
        forgotten.wait(.seconds(200))
        #expect(listening(forgotten) == [.loudspeaker])
    }

    @Test func `a talk at the ear is not let out by SOS or by a fault either`() {
        for byFault in [true, false] {
            let resident = Resident(hasHandset: true)
            resident.lift()
            resident.press(0).answer().forgetEffects()
            if byFault {
                resident.putBack()
                resident.perform(.fault(.handset, raised: true))
            } else {
                resident.press(.sos)
                resident.putBack()
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
            // The handset is put back, though this run never heard that it was lifted. The talk ends, and what follows
            // is heard aloud.
            resident.putBack()
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
            if case .telephone(.dial) = effect {
                "dial"
            } else if case .telephone(.listen(let sink)) = effect {
                "\(sink)"
            } else {
                nil
            }
        }
        #expect(order == ["handset", "dial"])
        for _ in 0..<5 where resident.state.selfTest != nil { resident.network(.closed(.remote)) }
        #expect(resident.state.selfTest == nil)
        #expect(resident.state.listening == .loudspeaker)
    }

    @Test func `without a device of its own the handset moves no call`() {
        let resident = Resident(hasHandset: false)
        resident.lift()
        resident.press(5).wait(.seconds(10)).answer()
        resident.putBack()
        #expect(listening(resident) == [])
    }
}
