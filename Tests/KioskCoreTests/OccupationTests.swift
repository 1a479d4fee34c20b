import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

/// When an update or a restart may begin.
@Suite struct OccupationTests {
    private func occupation(_ resident: Resident) -> Occupation? { resident.state.occupation(at: resident.now) }

    @Test func nothingIsInterruptedWhereNobodyIs() {
        #expect(occupation(Resident()) == nil)
    }

    @Test func aSessionHoldsAnUpdateOffUntilItEnds() {
        let resident = Resident()
        resident.press(7)
        #expect(occupation(resident) == .session)
        resident.wait(.seconds(300))
        #expect(resident.state.session == nil)
        #expect(occupation(resident) == nil)
    }

    @Test func anEmergencyDoesFromItsFirstKeyToTheEndOfTheCallBackWindow() {
        let resident = Resident()
        resident.press(5)
        #expect(occupation(resident) == .emergency)
        resident.wait(.seconds(8))
        #expect(occupation(resident) == .emergency)
        resident.answer()
        #expect(occupation(resident) == .emergency)
        resident.network(.closed(.remote)).wait(.seconds(200))
        #expect(resident.state.session == nil)
        guard case .callBack(let left)? = occupation(resident) else {
            Issue.record("\(String(describing: occupation(resident)))")
            return
        }
        #expect(left < .seconds(1800) && left > .seconds(1500))
        // Nothing happens at the end of the window, so the time of the last action is not asked.
        #expect(resident.state.occupation(at: resident.now + left) == nil)
    }

    @Test func theChooserIsAnEmergency() {
        let resident = Resident()
        resident.press(.sos)
        #expect(occupation(resident) == .emergency)
    }

    @Test func aCallAndACallerDo() {
        let talking = Resident()
        talking.press(0).answer()
        #expect(occupation(talking) == .call)
        let ringing = Resident()
        ringing.caller("9990001")
        #expect(occupation(ringing) == .call)
    }

    @Test func anOpenOrderDoesAlsoWhenItsResidentHasLeft() {
        let resident = Resident()
        resident.press(1).press(.hash).press(.star).press(.star)
        #expect(resident.state.session == nil)
        #expect(occupation(resident) == .orders(1))
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        #expect(occupation(resident) == .orders(1))
        resident.platform(.answer(RequestAnswer(phase: .completed)))
        #expect(occupation(resident) == nil)
    }

    @Test func theTestCallDoes() {
        var settings = Sample.settings
        settings.telephony.selfTest = SelfTestSettings(number: "9990009", minuteOfDay: 20 * 60, jitterMinutes: 0)
        let resident = Resident(settings: settings)
        for _ in 0..<1000 where resident.dials.isEmpty { resident.wait(.seconds(10)) }
        #expect(occupation(resident) == .testCall)
    }

    @Test func eachIsSaidInOneLine() {
        let all: [Occupation] = [
            .emergency, .call, .callBack(.seconds(61)), .testCall, .session, .orders(1), .orders(2),
        ]
        #expect(
            all.map(\.words) == [
                "an emergency is open", "there is a call", "an emergency service may call back for 2 more min",
                "the test call is being made", "somebody uses the booth", "1 order is open", "2 orders are open",
            ])
    }
}
