import Vocabulary
import KioskTestSupport
import Testing

@testable import KioskCore

@Suite struct FilterTests {
    @Test func aTremblingFingerChoosesOnce() {
        let resident = Resident()
        resident.press(2)
        resident.press(.digit(1), gap: .milliseconds(200)).press(.digit(1))
        #expect(resident.state.run?.answers == ["hospital": "central"])
    }

    @Test func inANumberTheSameDigitTwiceIsTwoDigits() {
        let resident = Resident()
        resident.press(3).press(.digit(5), gap: .milliseconds(200)).press(.digit(5), gap: .milliseconds(80))
        resident.press(.digit(5))
        guard case .number(let entry) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(entry.digits == "55", "the third was a bounce")
    }

    @Test func aTouchRightAfterAScreenChangeIsIgnored() {
        let resident = Resident()
        resident.press(.digit(2), gap: .milliseconds(300), by: .touch)
        resident.press(.digit(1), gap: .milliseconds(200), by: .touch)
        #expect(resident.state.run?.answers == [:])
        resident.press(.digit(1), by: .touch)
        #expect(resident.state.run?.answers == ["hospital": "central"])
    }

    @Test func playingIsIgnoredUntilItIsQuiet() {
        let resident = Resident()
        for digit in [7, 8, 9, 4] { resident.press(.digit(digit), gap: .milliseconds(200)) }
        let screen = resident.state.screen
        for digit in [7, 8, 9, 6, 8] { resident.press(.digit(digit), gap: .milliseconds(200)) }
        #expect(resident.state.screen == screen, "a playing child calls nobody")
        resident.wait(.seconds(2)).press(.star)
        #expect(resident.state.screen != screen)
    }

    @Test func sosIsNeverFiltered() {
        let resident = Resident()
        for digit in [7, 8, 9, 4, 5, 6] { resident.press(.digit(digit), gap: .milliseconds(100)) }
        resident.press(.sos)
        #expect([.chooser, .call].contains(resident.state.screen.kind))
    }

    @Test func anEmergencyNumberInsideANumberIsNone() {
        let resident = Resident()
        resident.press(3).type("13812012011")
        #expect(resident.state.screen.kind == .number)
        resident.press(.hash)
        #expect(resident.dials.count == 1)
    }

    @Test func aCompleteEmergencyNumberInTheFieldOpensItsService() {
        let resident = Resident()
        resident.press(3).type("120").press(.hash)
        guard case .countdown(let countdown) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(countdown.service == .ambulance)
        #expect(resident.dials.isEmpty)
    }
}
