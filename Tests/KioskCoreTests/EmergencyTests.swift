import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct EmergencyTests {
    @Test func theCountdownSaysFirstHowToCancelThenThatItIsADemonstration() {
        let resident = Resident()
        resident.press(5)
        #expect(resident.said == [.emergencyAmbulance, .emergencyDemo, .emergencyNow])
        guard case .countdown(let countdown) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(countdown.until - countdown.pressedAt == .seconds(8))
    }

    @Test func aLiveBoothSaysNothingOfADemonstration() {
        var settings = Sample.settings
        settings.telephony.live = true
        let resident = Resident(settings: settings)
        resident.press(5)
        #expect(resident.said == [.emergencyAmbulance, .emergencyNow])
    }

    @Test func starCancelsAndSaysThatNoCallWasMade() {
        let resident = Resident()
        resident.press(5).press(.star)
        #expect(resident.state.screen == .home)
        #expect(resident.state.banner == .emergencyCancelled)
        #expect(resident.said.last == .emergencyCancelled)
        #expect(resident.dials.isEmpty)
        guard case .emergency(let record)? = resident.records.first else {
            Issue.record("not what was expected: \(String(describing: resident.records.first))")
            return
        }
        #expect(record.outcome == .cancelled)
        #expect(record.cancelledAfter == .seconds(1))
        resident.wait(.seconds(60))
        #expect(resident.dials.isEmpty)
    }

    @Test func withoutAKeyItDialsAfterEightSeconds() {
        let resident = Resident()
        resident.press(5).wait(.milliseconds(6_900))
        #expect(resident.dials.isEmpty)
        resident.wait(.milliseconds(200))
        #expect(resident.dials.map(\.1.number) == ["120"])
        #expect(resident.dials.first?.1.callClass == .emergency)
    }

    @Test(arguments: [Key.digit(5), .hash, .sos])
    func theSameKeyHashOrSOSDialsNow(_ key: Key) {
        let resident = Resident()
        resident.press(.digit(5), gap: .milliseconds(1200)).press(key)
        #expect(resident.dials.count == 1)
    }

    @Test func aHeldOrTremblingFingerIsNoConsent() {
        let resident = Resident()
        for _ in 0..<60 { resident.press(.digit(5), gap: .milliseconds(50)) }
        #expect(resident.dials.isEmpty)
        #expect(resident.state.screen.kind == .countdown)
        resident.press(.hash, gap: .milliseconds(300))
        #expect(resident.dials.isEmpty, "0.6 s of quiet must come first")
        resident.wait(.milliseconds(700)).press(.hash)
        #expect(resident.dials.count == 1)
    }

    @Test func anotherEmergencyKeySwitchesAndStartsAgain() {
        let resident = Resident()
        resident.press(5).wait(.seconds(5)).press(4)
        guard case .countdown(let countdown) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(countdown.service == .police)
        resident.wait(.seconds(8))
        #expect(resident.dials.map(\.1.number) == ["110"])
    }

    @Test func otherDigitsDoNothing() {
        let resident = Resident()
        resident.press(5)
        let screen = resident.state.screen
        resident.press(7).press(0)
        #expect(resident.state.screen == screen)
    }

    @Test func withoutATrunkTheBoothSaysThatItCannotCall() {
        var settings = Sample.settings
        settings.telephony.trunks = []
        let resident = Resident(settings: settings)
        #expect(resident.state.health.faults.contains(.noTrunk))
        resident.press(5)
        #expect(resident.state.screen == .cannotCall(.ambulance))
        #expect(resident.said == [.emergencyCannotCall])
        #expect(resident.dials.isEmpty)
    }

    @Test func aRealTrunkIsNoTrunkWhileTheBoothIsNotLive() {
        var settings = Sample.settings
        settings.telephony.trunks = [Trunk(id: TrunkID(rawValue: "city"), host: "sip.example.org", user: "booth")]
        let resident = Resident(settings: settings)
        resident.press(5).wait(.seconds(10))
        #expect(resident.dials.isEmpty)
        #expect(resident.state.screen == .cannotCall(.ambulance))
    }

    // MARK: The chooser

    @Test func sosOpensTheChooserFromEveryScreen() {
        for keys in ["", "1", "2", "3", "7", "8", "9", "21", "1#"] {
            let resident = Resident()
            for key in keys { resident.press(key == "#" ? .hash : .digit(key.wholeNumberValue ?? 0)) }
            resident.press(.sos)
            #expect(resident.state.screen.kind == .chooser, "after \(keys)")
        }
    }

    @Test(arguments: EmergencyService.allCases)
    func aChoiceDialsAtOnce(_ service: EmergencyService) {
        let resident = Resident()
        resident.press(.sos).press(service.key)
        #expect(resident.dials.map(\.1.number) == [service.publicNumber])
        #expect(resident.state.call?.emergency == service)
    }

    @Test func withoutAChoiceTheHelpCentreIsCalledAsAnEmergency() {
        let resident = Resident()
        resident.press(.sos).press(7).press(8).wait(.seconds(8))
        #expect(resident.dials.map(\.1.number) == ["9990001"], "wrong keys do not extend it")
        #expect(resident.state.call?.callClass == .emergency)
    }

    @Test func sosAgainCallsTheHelpCentreButNotWithinASecond() {
        let resident = Resident()
        resident.press(.sos, gap: .milliseconds(500)).press(.sos, gap: .milliseconds(700))
        #expect(resident.dials.isEmpty)
        resident.press(.sos)
        #expect(resident.dials.map(\.1.number) == ["9990001"])
    }

    @Test func aChoiceWhileTheHelpCentreRingsSwitchesAtOnce() {
        let resident = Resident()
        resident.press(.sos).wait(.seconds(10))
        resident.network(.ringing)
        resident.press(6)
        #expect(resident.dials.map(\.1.number) == ["9990001", "119"])
        #expect(resident.hungUp.count == 1)
    }

    @Test func starLeavesTheChooser() {
        let resident = Resident()
        resident.press(.sos).press(.star).wait(.seconds(30))
        #expect(resident.dials.isEmpty)
        #expect(resident.state.screen == .home)
    }

    @Test func theHelpCentreFailingIsTriedAgainAndNeverTheHotline() {
        let resident = Resident()
        resident.press(.sos).wait(.seconds(10))
        for _ in 0..<8 {
            resident.network(.closed(.refused(503)))
            resident.wait(.seconds(61))
        }
        #expect(Set(resident.dials.map(\.1.number)) == ["9990001"])
        #expect(resident.said.contains(.chooser))
        #expect(resident.state.health.faults.contains(.emergencyUnreached))
    }

    @Test func policeIsCalledByItselfOnlyIfTheBoothSaysSo() {
        var settings = Sample.settings
        settings.telephony.policeWhenUnanswered = true
        let resident = Resident(settings: settings)
        resident.press(.sos).wait(.seconds(10))
        resident.network(.closed(.refused(503))).network(.closed(.refused(503)))
        #expect(resident.dials.last?.1.number == "110")
    }

    @Test func threeAbandonedAutomaticCallsStopThemForAWhileButNoChosenOne() {
        let resident = Resident()
        for _ in 0..<3 {
            resident.press(.sos).wait(.seconds(10))
            resident.network(.established).network(.closed(.remote))
            resident.press(.star)
        }
        #expect(resident.state.health.faults.contains(.misuse))
        let before = resident.dials.count
        resident.press(.sos).wait(.seconds(12))
        #expect(resident.dials.count == before)
        resident.press(.sos).press(5)
        #expect(resident.dials.count == before + 1)
        resident.network(.closed(.remote))
    }

    @Test func inANonEmergencyCallTheCallIsEndedOnlyByAChoice() {
        let resident = Resident()
        resident.press(0).answer()
        resident.press(.sos)
        #expect(resident.state.screen.kind == .chooser)
        #expect(resident.hungUp.isEmpty)
        resident.press(.star)
        #expect(resident.state.screen == .call)
        #expect(resident.state.call?.isConnected == true)
        resident.press(.sos).press(5)
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.last?.1.number == "120")
    }

    @Test func aCallThatEndsBelowTheChooserIsNotThereAfterwards() {
        let resident = Resident()
        resident.press(0).answer()
        resident.press(.sos).network(.closed(.remote))
        #expect(resident.state.screen.kind == .chooser)
        resident.press(.star)
        #expect(resident.state.screen == .home)
        #expect(resident.state.run == nil)
    }

    @Test func inAnEmergencyCallSOSTouchesNothing() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer()
        let call = resident.state.call
        resident.forgetEffects()
        resident.press(.sos).press(.sos)
        #expect(resident.state.call?.handle == call?.handle)
        #expect(resident.state.screen == .call)
        #expect(resident.said == [.emergencyConnected, .emergencyConnected])
        #expect(resident.hungUp.isEmpty && resident.dials.isEmpty)
    }
}
