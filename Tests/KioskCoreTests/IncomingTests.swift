import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

@Suite struct IncomingTests {
    /// A booth from which 120 was called and hung up by the far side, at rest again.
    private func afterEmergency() -> Resident {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote))
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil)
        resident.forgetEffects()
        return resident
    }

    private func outcomes(_ resident: Resident) -> [CallOutcome] {
        resident.records.compactMap { record in
            if case .call(let call) = record, call.direction == .incoming { call.outcome } else { nil }
        }
    }

    @Test func strangersHearThatTheBoothIsBusyAndNothingIsShown() {
        let resident = Resident()
        let before = resident.state.screen
        resident.caller("13800001111")
        #expect(resident.hungUp.count == 1)
        #expect(resident.answered.isEmpty)
        #expect(resident.state.screen == before)
        #expect(resident.said.isEmpty)
        for _ in 0..<687 { resident.caller("13800001111") }
        #expect(outcomes(resident).isEmpty)
        resident.wait(.seconds(61))
        #expect(outcomes(resident) == [.refused], "one record a minute, however many called")
        #expect(resident.records.contains { if case .call(let call) = $0 { call.attempts == 688 } else { false } })
        resident.wait(.seconds(120))
        #expect(outcomes(resident) == [.refused])
    }

    @Test func afterAnEmergencyAnybodyIsLetThroughForHalfAnHourAndAnyKeyAnswers() {
        let keys: [Key] = [.digit(7), .star, .hash, .digit(0)]
        for key in keys {
            let resident = afterEmergency()
            resident.caller("02162345678")
            #expect(resident.state.screen == .incoming)
            #expect(resident.said == [.callIncoming])
            resident.press(key)
            #expect(resident.answered.count == 1)
            resident.network(.established)
            #expect(resident.state.call?.isConnected == true)
            #expect(resident.state.call?.callClass == .emergency)
            #expect(resident.state.call?.emergency == .ambulance)
        }
        let late = afterEmergency()
        late.wait(.seconds(1800)).caller("02162345678")
        #expect(late.state.screen == .home)
        #expect(late.hungUp.count == 1)
    }

    @Test(arguments: ["9990001", "02155556666", "+862155556666"])
    func theHelpCentreIsAlwaysLetThroughAsAssistance(_ number: String) {
        var settings = Sample.settings
        settings.telephony.helpCentreCallers = ["02155556666", "2155556666"]
        let resident = Resident(settings: settings)
        resident.caller(number).press(1)
        resident.network(.established)
        #expect(resident.state.call?.callClass == .assistance)
        resident.network(.closed(.remote))
        #expect(resident.state.call == nil)
        guard case .call(let record)? = resident.records.last(where: { if case .call = $0 { true } else { false } })
        else {
            Issue.record("not the record expected: \(resident.records)")
            return
        }
        #expect(record.direction == .incoming)
        #expect(record.outcome == .answered)
        #expect(record.endedBy == .farSide)
    }

    @Test func itRingsAgainAndAgainUntilTheCallerGivesUp() {
        let resident = afterEmergency()
        resident.caller("02162345678").wait(.seconds(20))
        #expect(resident.said.count == 4)
        resident.network(.closed(.remote))
        #expect(resident.state.screen == .home)
        #expect(resident.state.incoming == nil)
        resident.forgetEffects()
        resident.wait(.seconds(60))
        #expect(resident.said.isEmpty)
    }

    @Test func whoeverWasInTheMiddleOfSomethingComesBackToIt() {
        let resident = afterEmergency()
        resident.press(3).type("138")
        let before = resident.state.screen
        resident.caller("02162345678")
        #expect(resident.state.screen == .incoming)
        resident.network(.closed(.remote))
        #expect(resident.state.screen == before)
    }

    @Test func sosGoesFirstAndACallerWaitsUnderTheChooser() {
        let resident = afterEmergency()
        resident.caller("02162345678").press(.sos)
        #expect(resident.state.screen.kind == .chooser)
        #expect(resident.hungUp.isEmpty)
        resident.press(.star)
        #expect(resident.state.screen == .incoming)
        resident.press(.sos).press(4)
        #expect(resident.hungUp.count == 1, "the caller makes room")
        #expect(resident.dials.last?.1.number == "110")
        #expect(resident.overlaps == 0)
    }

    @Test func aCallerDoesNotDisturbACountdownButIsHeardAfterIt() {
        let resident = afterEmergency()
        resident.press(5).caller("02162345678")
        #expect(resident.state.screen.kind == .countdown)
        resident.press(.star)
        #expect(resident.state.screen == .incoming)
    }

    @Test func anEmergencyBetweenTwoAttemptsTakesTheCallOfWhoeverCallsBack() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<4 { resident.network(.closed(.refused(503))) }
        guard case .waiting? = resident.state.call?.stage else {
            Issue.record("not what was expected: \(String(describing: resident.state.call?.stage))")
            return
        }
        resident.perform(.agent(.trunk(TrunkID(rawValue: "first"), registered: true)))
        // Nobody was reached, but the booth did call.
        resident.caller("9990001")
        #expect(resident.state.screen == .incoming)
        resident.press(.hash).network(.established)
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.state.call?.callClass == .emergency)
        #expect(resident.state.call?.emergency == .ambulance)
        let dials = resident.dials.count
        resident.wait(.seconds(300))
        #expect(resident.dials.count == dials, "no second call beside it")
        #expect(resident.hungUp.isEmpty)
    }

    @Test func aCallerWhoGivesUpIsFollowedByTheNextAttempt() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<4 { resident.network(.closed(.refused(503))) }
        // The caller may be anybody: the ambulance service calls from numbers that nobody knows.
        resident.caller("02155550000").press(.hash)
        resident.network(.closed(.remote)).wait(.seconds(5))
        #expect(resident.dials.last?.1.number == "120")
        #expect(resident.dials.count == 5)
        #expect(resident.overlaps == 0)
    }

    @Test func theRatingPageIsNotLeftStandingAfterACaller() {
        let resident = Resident()
        resident.press(0).answer().press(.star, gap: .milliseconds(800)).press(.star, gap: .milliseconds(100))
        #expect(resident.state.screen == .rating)
        resident.caller("9990001").network(.closed(.remote))
        resident.wait(.seconds(300))
        #expect(resident.state.screen == .home)
        #expect(resident.state.session == nil)
    }

    @Test func aLostCallBackIsDialledAgainAnUnansweredOneIsNot() {
        let resident = afterEmergency()
        resident.caller("02162345678").press(1)
        resident.network(.closed(.remote))
        #expect(resident.state.call == nil)
        #expect(resident.dials.isEmpty)
        resident.caller("02162345678").press(1)
        resident.network(.established).network(.closed(.mediaLost))
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test func duringACallOthersAreTurnedAway() {
        let resident = afterEmergency()
        resident.press(0).answer()
        let call = resident.state.call
        let handle = resident.lastCall
        resident.perform(.incoming(FoundCall(trunk: TrunkID(rawValue: "first"), number: "1", progress: .incoming)))
        #expect(resident.hungUp.count == 1)
        #expect(resident.hungUp.first != handle)
        #expect(resident.state.call == call)
    }
}

/// A stranger who calls the booth gets neither the emergency nor its title.
@Suite struct StrangerTests {
    private let first = TrunkID(rawValue: "first")
    private let second = TrunkID(rawValue: "second")

    /// An ambulance could not be reached; the next attempt is due in two seconds.
    private func waiting() -> Resident {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        for _ in 0..<4 { resident.network(.closed(.refused(503))) }
        return resident
    }

    private func call(_ resident: Resident, over trunk: TrunkID) {
        resident.perform(.incoming(FoundCall(trunk: trunk, number: "110", progress: .incoming)))
    }

    @Test("An outgoing emergency dials on time though somebody rings")
    func theEmergencyDialsOnTime() {
        let resident = waiting()
        let dials = resident.dials.count
        call(resident, over: first)
        #expect(resident.state.incoming != nil)
        resident.wait(.milliseconds(2_100))
        #expect(resident.dials.count == dials + 1)
        #expect(resident.state.incoming == nil)
        #expect(resident.state.screen == .call)
    }

    @Test(
        "A caller is the service only over the trunk that carried the emergency; what they call themselves counts for nothing"
    )
    func titles() {
        let stranger = waiting()
        call(stranger, over: first)
        #expect(stranger.state.incoming?.isService == false, "the last attempt went over the second trunk")
        #expect(stranger.state.incoming?.emergency == nil)
        let service = waiting()
        call(service, over: second)
        #expect(service.state.incoming?.emergency == .ambulance)
    }

    @Test("Whoever was answered, the emergency goes on after the talk, and was not answered by it")
    func theEmergencyGoesOn() {
        let resident = waiting()
        let dials = resident.dials.count
        call(resident, over: first)
        resident.press(.digit(7)).network(.established)
        #expect(resident.state.call?.caller == .anybody)
        #expect(resident.state.call?.isConnected == true)
        resident.wait(.seconds(30)).network(.closed(.remote)).wait(.seconds(2))
        #expect(resident.dials.count == dials + 1)
        #expect(resident.state.call?.caller == nil)
        #expect(
            !resident.records.contains {
                if case .emergency(let record) = $0 { record.outcome == .answered } else { false }
            })
    }

    @Test("Hanging up on whoever called does not give up the emergency")
    func hangingUpOnACaller() {
        let resident = waiting()
        let dials = resident.dials.count
        call(resident, over: first)
        resident.press(.digit(7)).network(.established).wait(.seconds(5)).press(.star).press(.star)
        #expect(resident.hungUp.count == 1)
        resident.network(.closed(.local)).wait(.seconds(2))
        #expect(resident.dials.count == dials + 1)
        #expect(resident.state.screen == .call)
    }

    @Test("The emergency's own key ends the talk and dials")
    func theOwnKeyDials() {
        let resident = waiting()
        let dials = resident.dials.count
        call(resident, over: first)
        resident.press(.digit(7)).network(.established).wait(.seconds(5)).press(5)
        #expect(resident.hungUp.count == 1)
        resident.network(.closed(.local)).wait(.seconds(2))
        #expect(resident.dials.count == dials + 1)
    }

    @Test(
        "Keys 4, 5, 6 and SOS call for help while a caller is on the line", arguments: [Key.digit(4), .digit(5), .sos])
    func keysDuringAnIncomingCall(_ key: Key) {
        let resident = Resident()
        resident.press(6).wait(.seconds(8)).answer().network(.closed(.remote)).wait(.seconds(5))
        call(resident, over: second)
        resident.press(.digit(7)).network(.established).wait(.seconds(5)).press(key)
        let dials = resident.dials.count
        resident.wait(.seconds(11))
        #expect(resident.dials.count == dials + 1)
        #expect(resident.state.call?.callClass == .emergency)
        #expect(resident.state.call?.caller == nil)
    }
}
