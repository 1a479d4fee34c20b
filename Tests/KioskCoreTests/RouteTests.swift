import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Supervision of the trunks, and what becomes of a trunk that stayed silent.
@Suite struct RouteTests {
    let first = TrunkID(rawValue: "first")

    private func dialled() -> Resident {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash)
        return resident
    }

    @Test func aTrunkWithoutAnswerIsAFaultAndTriedLast() {
        let resident = Resident()
        resident.perform(.agent(.reachable(first, false)))
        #expect(resident.state.health.faults.contains(.trunkDown))
        resident.press(5).wait(.seconds(8))
        #expect(resident.dials.first?.1.trunk.rawValue == "second")
        resident.perform(.agent(.reachable(first, true)))
        #expect(!resident.state.health.faults.contains(.trunkDown))
    }

    @Test func aServiceCanHaveSeveralNumbersAndANumberForOneTrunkOnly() {
        var settings = Sample.settings
        settings.telephony.targets = [
            EmergencyService.ambulance.service: [
                ServiceTarget(number: "120", trunk: first),
                ServiceTarget(number: "02155550120", trunk: TrunkID(rawValue: "second")),
            ],
            .helpCentre: [ServiceTarget(number: "9990001"), ServiceTarget(number: "9990002")],
        ]
        let resident = Resident(settings: settings)
        resident.press(5).wait(.seconds(8))
        for _ in 0..<5 { resident.network(.closed(.refused(503))) }
        #expect(resident.dials.map(\.1.number) == ["120", "02155550120", "9990001", "9990001", "9990002", "9990002"])
        #expect(
            resident.dials.map(\.1.trunk.rawValue) == ["first", "second", "first", "second", "first", "second"])
        // The other trunk's number comes first when this trunk is down.
        let other = Resident(settings: settings)
        other.perform(.agent(.reachable(first, false)))
        other.press(5).wait(.seconds(8))
        #expect(other.dials.map(\.1.number) == ["02155550120"])
    }

    @Test func whatIsLearntDuringAnEmergencyCountsInTheNextRound() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8))
        resident.perform(.agent(.trunk(first, registered: false)))
        for _ in 0..<4 { resident.network(.closed(.refused(503))) }
        resident.wait(.seconds(3))
        #expect(resident.dials.last?.1.trunk.rawValue == "second")
    }

    @Test func aSilentTrunkIsLeftAloneForThirtyTwoSeconds() {
        let resident = dialled()
        resident.wait(.milliseconds(9_500))
        #expect(resident.hungUp.count == 1)
        resident.network(.closed(.local))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first", "second"])
        resident.network(.closed(.refused(486))).press(.hash)
        #expect(resident.dials.last?.1.trunk.rawValue == "second", "an INVITE may still ring somebody over the first")
    }

    @Test func whenEveryTrunkRestsTheBoothWaitsVisiblyAndThenCalls() {
        let resident = dialled()
        resident.wait(.milliseconds(9_500)).network(.closed(.local))
        resident.wait(.milliseconds(10_100)).network(.closed(.local))
        guard case .callEnded = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        resident.press(.hash)
        guard case .waiting? = resident.state.call?.stage else {
            Issue.record("not what was expected: \(String(describing: resident.state.call?.stage))")
            return
        }
        #expect(resident.dials.count == 2)
        resident.wait(.seconds(25))
        #expect(resident.dials.count == 3)
    }

    @Test func emergenciesDoNotWaitForAnything() {
        let resident = dialled()
        resident.wait(.milliseconds(9_500)).network(.closed(.local))
        resident.press(.star, gap: .milliseconds(800)).press(.star)
        resident.press(5).wait(.seconds(8))
        #expect(resident.dials.last?.1.number == "120")
        #expect(resident.dials.last?.1.trunk.rawValue == "first")
    }

    @Test func hangingUpBeforeAnySignLeavesTheTrunkAloneToo() {
        let resident = dialled()
        resident.press(.star, gap: .milliseconds(800)).press(.star)
        resident.press(0)
        #expect(resident.dials.last?.1.trunk.rawValue == "second")
    }

    @Test func aLateAnswerToAnAttemptThatWasGivenUpIsNoComfort() {
        let resident = Resident()
        resident.press(5).wait(.milliseconds(13_500))
        #expect(resident.hungUp.count == 1)
        resident.network(.established)
        #expect(resident.state.call?.isConnected == false)
        resident.network(.closed(.local))
        #expect(resident.dials.count == 2)
    }

    @Test func aQuotaIsRefusedWithoutSayingWhyAndUntilWhenIsKnown() {
        let resident = dialled()
        resident.network(.closed(.quota(left: .seconds(725))))
        guard case .number(let entry) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(entry.problem == .later(until: resident.now + .seconds(725)))
        #expect(entry.digits.isEmpty)
        #expect(resident.said.last == .numberLater)
        guard case .call(let record)? = resident.records.last else {
            Issue.record("not what was expected: \(String(describing: resident.records.last))")
            return
        }
        #expect(record.outcome == .quota)
        resident.type("13900001111").press(.hash)
        #expect(resident.dials.last?.1.number == "13900001111")
    }
}
