import Prompts
import Vocabulary
import KioskTestSupport
import Testing

@testable import KioskCore

@Suite struct TouchGuardTests {
    private func drum(_ resident: Resident, times: Int, every gap: Duration) {
        for _ in 0..<times {
            resident.perform(.touch(nil))
            resident.perform(.touchEnded)
            resident.wait(gap)
        }
    }

    @Test func sixTouchesASecondForTenSecondsAreLeftAloneForAMinute() {
        let resident = Resident()
        drum(resident, times: 60, every: .milliseconds(166))
        #expect(resident.state.health.faults.contains(.touch))
        resident.perform(.touch(.digit(1)))
        #expect(resident.state.screen == .home, "the glass is left alone")
        resident.wait(.seconds(60))
        #expect(!resident.state.health.faults.contains(.touch))
        resident.perform(.touch(.digit(1)))
        #expect(resident.state.screen.kind == .confirm)
    }

    @Test func fiveASecondAreAPerson() {
        let resident = Resident()
        drum(resident, times: 100, every: .milliseconds(201))
        #expect(!resident.state.health.faults.contains(.touch))
    }

    @Test func aTouchHeldForTenSecondsIsABagLeaningOnIt() {
        let resident = Resident()
        resident.perform(.touch(nil))
        resident.wait(.milliseconds(9_999))
        #expect(!resident.state.health.faults.contains(.touch))
        resident.wait(.milliseconds(1))
        #expect(resident.state.health.faults.contains(.touch))
    }

    @Test func aFingerThatLeavesIsNone() {
        let resident = Resident()
        resident.perform(.touch(nil))
        resident.wait(.seconds(5))
        resident.perform(.touchEnded)
        resident.wait(.seconds(60))
        #expect(!resident.state.health.faults.contains(.touch))
    }

    @Test func theKeysWorkWhileTheGlassIsLeftAlone() {
        let resident = Resident()
        resident.perform(.touch(nil))
        resident.wait(.seconds(10))
        resident.press(5)
        #expect(resident.state.screen.kind == .countdown)
    }
}

@Suite struct OutOfOrderTests {
    private func resident() -> Resident {
        var settings = Sample.settings
        settings.booth.outOfOrder = true
        return Resident(settings: settings)
    }

    @Test func emergenciesAndThePersonsKeyStillWork() {
        #expect(resident().press(5).state.screen.kind == .countdown)
        #expect(resident().press(.sos).state.screen.kind == .chooser)
        #expect(resident().press(0).state.screen == .call)
    }

    @Test func everythingElseSaysWhatStillWorks() {
        for digit in [1, 2, 3, 7, 8, 9] {
            let resident = resident().press(digit)
            #expect(resident.state.screen == .home)
            #expect(resident.state.banner == .outOfOrder)
            #expect(resident.said == [.homeOutOfOrder])
        }
    }
}
