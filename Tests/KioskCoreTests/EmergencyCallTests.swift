import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct EmergencyCallTests {
    private func connected() -> Resident {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer()
        resident.forgetEffects()
        return resident
    }

    @Test func theAnswerSilencesTheBooth() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        resident.forgetEffects()
        resident.answer()
        #expect(resident.effects.contains(.sound(.stop(atMost: .emergency))))
        #expect(resident.said.isEmpty)
    }

    @Test func theEventIsRecordedWithTheDiallingAndAgainAtTheEnd() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        let order = resident.effects.compactMap { effect -> String? in
            switch effect {
            case .telephone(.dial): "dial"
            case .record(let event): event.isUrgent ? "urgent record" : nil
            default: nil
            }
        }
        #expect(order == ["dial", "urgent record"])
        resident.answer().network(.closed(.remote))
        let records = resident.records.compactMap { if case .emergency(let record) = $0 { record } else { nil } }
        #expect(records.map(\.outcome) == [.dialling, .answered])
        #expect(records.last?.connectedAfter == .seconds(10))
        #expect(records.last?.dialledAfter == .seconds(8))
    }

    @Test(arguments: [CloseReason.refused(486), .refused(503), .refused(603), .refused(404), .unreachable, .remote])
    func everyFailureTakesTheNextRouteAndThenTheHelpCentre(_ reason: CloseReason) {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<3 { resident.network(.closed(reason)) }
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first", "second", "first", "second"])
        #expect(resident.dials.map(\.1.number) == ["120", "120", "9990001", "9990001"])
        #expect(Set(resident.dials.map(\.0)).count == 4)
    }

    @Test func aTrunkKnownToBeDownIsTriedLast() {
        let resident = Resident()
        resident.perform(.agent(.trunk(TrunkID(rawValue: "first"), registered: false)))
        resident.press(5).wait(.seconds(8))
        #expect(resident.dials.first?.1.trunk.rawValue == "second")
    }

    @Test func silenceMovesOnAfterSixSeconds() {
        let resident = Resident()
        resident.press(5).wait(.seconds(7)).wait(.milliseconds(6_500))
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.count == 1, "the agent first confirms the end")
        resident.network(.closed(.local))
        #expect(resident.dials.count == 2)
    }

    @Test func anAgentThatNeverConfirmsDoesNotHoldTheNextAttempt() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).wait(.seconds(8))
        #expect(resident.dials.count == 2)
    }

    @Test func plainRingingIsGivenTwoMinutes() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        resident.network(.ringing)
        resident.wait(.seconds(119))
        #expect(resident.hungUp.isEmpty)
        resident.wait(.seconds(3))
        #expect(resident.dials.count == 2)
    }

    @Test func afterTwoRoundsItIsTriedEveryMinuteForHalfAnHour() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<8 {
            resident.network(.closed(.refused(503)))
            resident.wait(.milliseconds(2100))
        }
        #expect(resident.state.health.faults.contains(.emergencyUnreached))
        let before = resident.dials.count
        resident.wait(.seconds(60))
        #expect(resident.dials.count > before)
        for _ in 0..<400 {
            resident.network(.closed(.refused(503)))
            resident.wait(.seconds(20))
        }
        #expect(resident.state.call == nil, "after half an hour without a key it ends")
    }

    @Test func lostMediaAndADeadAgentAreDialledAgain() {
        for reason in [CloseReason.mediaLost, .agentLost] {
            let resident = connected()
            resident.network(.closed(reason))
            #expect(resident.state.call?.reconnecting == true)
            if reason == .agentLost { resident.perform(.agent(.connected)) }
            // The handle of the attempt that was lost is not the one dialled now.
            #expect(resident.dials.map(\.1.number) == ["120"])
            #expect(resident.said.first == .emergencyReconnecting)
        }
    }

    @Test func aRouteThatLosesEveryCallGivesWayToTheNext() {
        let resident = connected()
        resident.network(.closed(.mediaLost))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first"], "once more over the same")
        resident.network(.established).network(.closed(.audio)).wait(.seconds(2))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first", "second"])
        #expect(resident.dials.map(\.1.number) == ["120", "120"])
        #expect(resident.state.call?.reconnecting == true)
    }

    @Test func anEmergencyDialledInTheChooserOverACallIsMadeWhateverBecomesOfTheCall() {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash).answer()
        resident.press(.sos).press(1, 2, 0, gap: .milliseconds(700))
        #expect(resident.state.screen.kind == .countdown)
        resident.network(.closed(.remote)).wait(.seconds(8))
        #expect(resident.dials.last?.1.number == "120")
    }

    @Test func cancellingAnEmergencyDialledInTheChooserLeadsBackToTheCall() {
        let resident = Resident()
        resident.press(0).answer().press(.sos).press(1, 1, 0, gap: .milliseconds(700)).press(.star)
        #expect(resident.state.screen == .call)
        #expect(resident.hungUp.isEmpty)
        resident.press(.star, gap: .milliseconds(800)).press(.star)
        #expect(resident.hungUp.count == 1)
        resident.wait(.seconds(1)).network(.closed(.local))
        resident.press(5).wait(.seconds(8))
        #expect(resident.dials.last?.1.number == "120")
        #expect(resident.overlaps == 0)
    }

    @Test func theRecordNamesTheRouteTriedLastNotTheOneThatWouldBeNext() throws {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<4 { resident.network(.closed(.refused(503))) }
        resident.press(.star, gap: .milliseconds(800)).press(.star, gap: .milliseconds(100))
        let calls = resident.records.compactMap { if case .call(let record) = $0 { record } else { nil } }
        #expect(calls.last?.route?.rawValue == "second")
        #expect(calls.last?.service == .helpCentre)
    }

    @Test func aDeadAgentIsAwaitedNotHammered() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<3 { resident.network(.closed(.agentLost)) }
        #expect(resident.dials.count == 1, "the others were facts about an attempt already given up")
        resident.wait(.milliseconds(1100))
        #expect(resident.dials.count == 2)
        resident.network(.closed(.agentLost))
        resident.perform(.agent(.connected))
        #expect(resident.dials.count == 3)
    }

    @Test func withoutAnAgentNothingIsSaidToBeDialledUntilItIsBack() {
        let resident = Resident()
        resident.perform(.agent(.disconnected))
        resident.press(5).wait(.seconds(8))
        #expect(resident.said.suffix(2) == [.emergencyRetrying, .emergencyDemo])
        resident.wait(.seconds(30))
        #expect(resident.dials.isEmpty)
        guard case .waiting? = resident.state.call?.stage else {
            Issue.record("not what was expected: \(String(describing: resident.state.call?.stage))")
            return
        }
        resident.perform(.agent(.connected))
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test func theFarSidesEndIsAnEnd() {
        let resident = connected()
        resident.network(.closed(.remote))
        #expect(resident.state.call == nil)
        #expect(resident.state.screen == .callEnded(CallEnding(reason: .ended, emergency: .some(.ambulance))))
        #expect(resident.said.first == .emergencyEndedAmbulance)
        resident.press(5)
        #expect(resident.state.screen.kind == .countdown)
    }

    @Test func hashAndZeroTellTheFarSideAgainAndAgain() {
        let resident = connected()
        resident.press(.hash).press(0).press(.hash)
        let told = resident.effects.compactMap { if case .telephone(.announce(_, let what)) = $0 { what } else { nil } }
        #expect(told == [.address, .unable, .address])
    }

    @Test func oneStarDoesNotHangUpTwoDo() {
        let resident = connected()
        resident.press(.star).wait(.seconds(10)).press(.star, gap: .milliseconds(800))
        #expect(resident.hungUp.isEmpty, "the first was forgotten")
        resident.press(.star)
        #expect(resident.hungUp.count == 1)
        #expect(resident.state.call == nil)
    }

    @Test func anotherServiceNeedsItsKeyTwice() {
        let resident = connected()
        resident.press(4)
        #expect(resident.hungUp.isEmpty)
        #expect(resident.state.call?.armed == .switchTo(.police))
        resident.press(4)
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.last?.1.number == "110")
    }

    @Test func digitsDialledInTheCallOpenNothing() {
        let resident = connected()
        let call = resident.state.call
        for digit in [1, 1, 0, 9, 1, 1] { resident.press(digit) }
        #expect(resident.state.call?.handle == call?.handle)
        #expect(resident.state.screen == .call)
    }

    @Test func factsAboutForgottenAttemptsChangeNothing() {
        let resident = connected()
        let before = resident.state
        resident.perform(.call(CallHandle(999), .closed(.remote)))
        resident.perform(.timer(TimerHandle(99_999)))
        #expect(resident.state.call == before.call)
        #expect(resident.effects.isEmpty)
    }
}
