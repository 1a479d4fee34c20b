import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// What may interrupt what. Nothing is lost or stays silent because of it.
@Suite struct SpeechPriorityTests {
    private func stops(_ resident: Resident) -> [SpeechPriority] {
        resident.effects.compactMap { if case .sound(.stop(let priority)) = $0 { priority } else { nil } }
    }

    @Test func `cancelling cuts the emergency's words, says that no call was made, and then what home is for`() {
        let resident = Resident()
        resident.press(5)
        resident.forgetEffects()
        resident.press(.star)
        #expect(stops(resident) == [.emergency], "or the player would refuse what is less important")
        #expect(resident.said == [.emergencyCancelled])
        resident.perform(.speechEnded)
        #expect(resident.said == [.emergencyCancelled, .home, .homeList])
    }

    @Test func `a key after it does not cut 'no call was made', and the next page is said behind it`() {
        let resident = Resident()
        resident.press(5).press(.star)
        resident.forgetEffects()
        resident.press(2)
        #expect(resident.said == [])
        #expect(stops(resident).allSatisfy { $0 == .guidance })
        resident.perform(.speechEnded)
        #expect(resident.said == [PromptKey("function.clinic")])
    }

    @Test func `SOS cuts a sentence that no other key cuts`() {
        let resident = Resident()
        resident.press(5).press(.star)
        resident.forgetEffects()
        resident.press(.sos)
        guard
            case .sound(.speak(let utterance))? = resident.effects.first(where: {
                if case .sound(.speak) = $0 { true } else { false }
            })
        else {
            Issue.record("nothing is said")
            return
        }
        #expect(utterance.priority == .emergency)
        #expect(utterance.parts.first == .prompt(.chooser))
    }

    @Test func `a key that means nothing cuts no emergency speech`() {
        let resident = Resident()
        resident.press(5)
        resident.forgetEffects()
        resident.press(9).press(1)
        #expect(stops(resident) == [])
    }

    @Test(arguments: [true, false])
    func `a booth whose sentence never ends is not silent for ever`(_ audioFailed: Bool) {
        let resident = Resident()
        resident.press(5).press(.star)
        if audioFailed { resident.perform(.fault(.audio, raised: true)) } else { resident.wait(.seconds(20)) }
        resident.forgetEffects()
        resident.press(2)
        #expect(resident.said == [PromptKey("function.clinic")])
    }

    @Test func `attract is silent`() {
        let resident = Resident()
        resident.perform(.places(nil))
        resident.perform(.online(false))
        resident.wait(.seconds(3600))
        #expect(resident.said == [])
        resident.press(2).wait(.seconds(200))
        #expect(resident.state.session == nil)
        resident.forgetEffects()
        resident.perform(.speechEnded)
        resident.wait(.seconds(3600))
        #expect(resident.said == [])
    }

    @Test func `whoever answers the idle question hears the page again`() {
        let resident = Resident()
        resident.press(2).wait(.seconds(61))
        resident.forgetEffects()
        resident.press(7)
        #expect(resident.said == [PromptKey("function.clinic")])
    }

    @Test func `English follows a provisional recording in an emergency, and nowhere else`() {
        let resident = Resident()
        resident.catalogue.languages[0].provisional = [.emergencyAmbulance, PromptKey("function.clinic")]
        resident.press(2)
        resident.press(.star).press(5)
        let spoken = resident.effects.compactMap {
            if case .sound(.speak(let utterance)) = $0 { utterance } else { nil }
        }
        let foreign = spoken.map { utterance in
            utterance.parts.compactMap { if case .foreign(let key, let code) = $0 { (key, code) } else { nil } }
        }
        #expect(foreign.first?.isEmpty == true)
        #expect(foreign.last?.map(\.0) == [.emergencyAmbulance, .emergencyDemo, .emergencyNow])
        #expect(foreign.last?.allSatisfy { $0.1 == .english } == true)
    }
}
