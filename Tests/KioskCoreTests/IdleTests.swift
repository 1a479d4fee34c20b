import KioskTestSupport
import Testing

@testable import KioskCore

@Suite struct IdleTests {
    @Test func afterAMinuteACountdownStartsThatAnyKeyEndsDoingNothingElse() {
        let resident = Resident()
        resident.press(2).wait(.seconds(61))
        #expect(resident.state.idleEnds != nil)
        #expect(resident.said.last == .idle)
        resident.press(1)
        #expect(resident.state.idleEnds == nil)
        #expect(resident.state.run?.answers == [:], "the key only ended the countdown")
        #expect(resident.state.screen.kind == .choice)
    }

    @Test func sosCountsEvenInTheIdleCountdown() {
        let resident = Resident()
        resident.press(2).wait(.seconds(61)).press(.sos)
        #expect(resident.state.screen.kind == .chooser)
    }

    @Test func withoutAKeyTheSessionEnds() {
        let resident = Resident()
        resident.press(2).wait(.seconds(60 + 30))
        #expect(resident.state.session == nil)
        #expect(resident.records.contains(.function(.idle, lastStep: .choice)))
    }

    @Test func pagesToReadHaveTwiceTheTime() {
        let resident = Resident()
        resident.press(7).wait(.seconds(118))
        #expect(resident.state.idleEnds == nil)
        resident.wait(.seconds(3))
        #expect(resident.state.idleEnds != nil)
    }

    @Test func aCallAndAnOrderHaveNoIdleTime() {
        let caller = Resident()
        caller.press(5).wait(.seconds(8)).answer()
        caller.wait(.seconds(3600))
        #expect(caller.state.call?.isConnected == true)
        let waiting = Resident()
        waiting.press(1).press(.hash).wait(.seconds(500))
        #expect(waiting.state.screen.kind == .request)
    }

    @Test func waitingCountsFromTheEndOfSpeech() {
        let resident = Resident()
        resident.press(2).wait(.seconds(40))
        resident.perform(.speechEnded)
        resident.wait(.seconds(55))
        #expect(resident.state.idleEnds == nil)
    }

    @Test func aPromptIsRepeatedOnceAfterFifteenSeconds() {
        let resident = Resident()
        resident.press(2)
        resident.forgetEffects()
        resident.perform(.speechEnded)
        resident.wait(.seconds(16))
        #expect(resident.said == [PromptKey("function.clinic")])
        resident.perform(.speechEnded)
        resident.wait(.seconds(20))
        #expect(resident.said == [PromptKey("function.clinic")])
    }
}
