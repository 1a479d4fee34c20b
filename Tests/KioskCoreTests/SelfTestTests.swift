import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

@Suite struct SelfTestTests {
    private func booth(number: String = "9990009", at minute: Int = 20 * 60, jitter: Int = 0) -> Resident {
        var settings = Sample.settings
        settings.telephony.selfTest = SelfTestSettings(number: number, minuteOfDay: minute, jitterMinutes: jitter)
        return Resident(settings: settings)
    }

    private func results(_ resident: Resident) -> [SelfTestRecord] {
        resident.records.compactMap { if case .selfTest(let record) = $0 { record } else { nil } }
    }

    /// Minutes pass as they do on attract.
    private func minutes(_ count: Int, _ resident: Resident) {
        for _ in 0..<count { resident.wait(.seconds(60)) }
    }

    /// Waits until the booth has dialled this often.
    private func dials(_ count: Int, _ resident: Resident) {
        for _ in 0..<1000 where resident.dials.count < count { resident.wait(.seconds(10)) }
    }

    @Test func onceADayEveryTrunkIsCalledAndTheResultsAreEvents() {
        let resident = booth()
        dials(1, resident)
        #expect(resident.dials.map(\.1.number) == ["9990009"])
        #expect(resident.state.screen == .home)
        resident.network(.established).wait(.seconds(2)).network(.closed(.local))
        resident.network(.established).wait(.seconds(2)).network(.closed(.local))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first", "second"])
        #expect(results(resident).map(\.outcome) == [.answered, .answered])
        #expect(results(resident).map(\.route.rawValue) == ["first", "second"])
        #expect(resident.state.selfTest == nil)
        #expect(!resident.state.health.faults.contains(.selfTest))
        #expect(resident.said.isEmpty)
        let hours = resident.now
        dials(3, resident)
        #expect(resident.dials.count == 2, "nothing in three hours")
        #expect(resident.now - hours > .seconds(9000))
        minutes(60 * 21, resident)
        dials(3, resident)
        #expect(resident.dials.count > 2, "but the next day")
    }

    @Test(arguments: [CloseReason.refused(503), .unreachable, .refused(486)])
    func aFailureIsAFaultWithinAMinuteAndTheTestIsRepeated(_ reason: CloseReason) {
        let resident = booth()
        dials(1, resident)
        resident.network(.closed(reason))
        #expect(resident.state.health.faults.contains(.selfTest))
        #expect(resident.dials.count == 2, "the other trunk is tested all the same")
        resident.network(.established).wait(.seconds(2)).network(.closed(.local))
        #expect(resident.state.health.faults.contains(.selfTest))
        dials(3, resident)
        resident.network(.established).wait(.seconds(2)).network(.closed(.local))
        resident.network(.established).wait(.seconds(2)).network(.closed(.local))
        #expect(!resident.state.health.faults.contains(.selfTest))
    }

    @Test("A test call that the technician takes out of the configuration takes its fault with it")
    func takenOut() {
        let resident = booth()
        dials(1, resident)
        resident.network(.closed(.unreachable)).network(.closed(.unreachable))
        #expect(resident.state.health.faults.contains(.selfTest))
        resident.settings.telephony.selfTest = nil
        resident.perform(.configured(lastGood: false))
        #expect(!resident.state.health.faults.contains(.selfTest))
    }

    @Test func silenceOnATrunkIsAFailureToo() {
        let resident = booth()
        dials(1, resident)
        resident.wait(.seconds(17))
        #expect(resident.state.health.faults.contains(.selfTest))
        resident.wait(.seconds(17))
        #expect(results(resident).map(\.outcome) == [.unreachable, .unreachable])
        #expect(resident.state.selfTest == nil)
        #expect(resident.hungUp.count == 2)
    }

    @Test func aKeyTakesTheLineAtOnce() {
        let resident = booth()
        dials(1, resident)
        resident.press(.sos).press(5)
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.last?.1.number == "120")
        #expect(resident.overlaps == 0)
        #expect(resident.state.selfTest == nil)
        #expect(results(resident).isEmpty)
    }

    @Test(arguments: ["110", "120", "119", "112", "122", "911", "999"])
    func noTestCallEverGoesToAnEmergencyNumber(_ number: String) {
        let resident = booth(number: number)
        resident.perform(.selfTest)
        minutes(60 * 30, resident)
        #expect(resident.dials.isEmpty)
    }

    @Test func theLineStaysFreeWhileTheServiceMayCallBack() {
        let resident = booth()
        resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote))
        resident.wait(.seconds(1500))
        #expect(resident.dials.map(\.1.callClass) == [.emergency])
        dials(2, resident)
        #expect(resident.dials.last?.1.callClass == .test)
    }

    @Test func aTechnicianCanAskForItAndItWaitsUntilNobodyUsesTheBooth() {
        let resident = booth(at: 60)
        resident.press(1)
        resident.perform(.selfTest)
        #expect(resident.dials.isEmpty)
        dials(1, resident)
        #expect(resident.state.session == nil)
        #expect(resident.dials.map(\.1.callClass) == [.test])
    }

    @Test func aKioskThatKeepsRestartingDoesNotKeepCalling() {
        let resident = booth(at: 0)
        minutes(9, resident)
        #expect(resident.dials.isEmpty)
        dials(1, resident)
        #expect(resident.dials.count == 1)
    }

    @Test func boothsOfAFleetCallAtDifferentMinutesAndEachAtItsOwn() {
        let settings = SelfTestSettings(number: "9990009", minuteOfDay: 210, jitterMinutes: 60)
        let minutes = (0..<200).map { SelfTestPlan.minute(settings, booth: "PT-\($0)") }
        #expect(minutes.allSatisfy { (210...270).contains($0) })
        #expect(Set(minutes).count > 40)
        #expect(SelfTestPlan.minute(settings, booth: "PT-0042") == SelfTestPlan.minute(settings, booth: "PT-0042"))
    }
}
