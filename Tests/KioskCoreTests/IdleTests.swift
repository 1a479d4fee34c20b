import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

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

    @Test func aCallHasNoIdleTime() {
        let caller = Resident()
        caller.press(5).wait(.seconds(8)).answer()
        caller.wait(.seconds(3600))
        #expect(caller.state.call?.isConnected == true)
    }

    @Test("An open order's page, a number typed for it and really cancel? go home; the order goes on in the header")
    func anOrderIsNobodysPage() {
        for keys: [Key] in [[], [.digit(1), .digit(1), .digit(3), .digit(8)], [.digit(2)]] {
            let waiting = Resident()
            waiting.press(1).press(.hash)
            waiting.platform(.answer(RequestAnswer(phase: .accepted)))
            for key in keys { waiting.press(key) }
            waiting.wait(.seconds(100))
            #expect(waiting.state.screen.kind == .request, "there is time to read")
            waiting.wait(.seconds(25))
            #expect(waiting.state.idleEnds != nil)
            waiting.wait(.seconds(30))
            #expect(waiting.state.session == nil && waiting.state.screen == .home, "\(keys)")
            #expect(waiting.state.orders.first?.isClosed == false)
            waiting.press(1).press(1)
            guard case .request(let screen) = waiting.state.screen else {
                Issue.record("not what was expected: \(waiting.state.screen)")
                return
            }
            #expect(screen.contact == nil && !screen.confirmingCancel, "nothing of what was typed is left")
        }
    }

    @Test("Every page but a call's goes home when nobody is there, whatever is ordered")
    func everyPageGoesHome() {
        var seen: Set<Screen.Kind> = []
        for seed in 1...100 {
            var walk = Walk(seed: UInt64(seed) &+ 9000)
            for _ in 0..<100 {
                walk.step()
                let state = walk.resident.state
                guard state.call == nil, state.incoming == nil, state.restored == nil else { continue }
                let kind = state.screen.kind
                if kind == .countdown || kind == .chooser || kind == .meaning { continue }
                let alone = Resident(copying: walk.resident)
                // A caller or a call back may come at any time, but nobody calls here.
                alone.wait(.seconds(300))
                seen.insert(kind)
                #expect(alone.state.session == nil && alone.state.screen == .home, "seed \(seed): \(kind)")
            }
        }
        let others: Set<Screen.Kind> = [.countdown, .chooser, .meaning, .call, .incoming]
        // Pages to which chance rarely leads.
        let rated = Resident()
        rated.press(0).answer().network(.closed(.remote))
        let kept = Resident()
        kept.press(1).press(.hash).press(.star).press(1)
        for resident in [rated, kept] {
            seen.insert(resident.state.screen.kind)
            resident.wait(.seconds(300))
            #expect(resident.state.session == nil && resident.state.screen == .home)
        }
        #expect(Set(Screen.Kind.allCases).subtracting(others).subtracting(seen) == [])
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
