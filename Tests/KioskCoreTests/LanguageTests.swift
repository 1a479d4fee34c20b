import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct LanguageTests {
    @Test func theKeyOpensTheListAndADigitChoosesAndGoesBackToWhereOneWas() {
        let resident = Resident()
        resident.press(2).press(.language)
        #expect(resident.state.screen.kind == .languages)
        guard case .sound(.speak(let utterance))? = resident.effects.last else {
            Issue.record("not what was expected: \(String(describing: resident.effects.last))")
            return
        }
        for language in resident.catalogue.languageCodes {
            #expect(utterance.parts.contains(.foreign(.languageName, language)), "each in itself")
        }
        resident.forgetEffects()
        resident.press(2)
        #expect(resident.state.language == .english)
        #expect(
            resident.effects.contains(
                .sound(.speak(Utterance([.languageChanged, PromptKey("function.clinic")], language: .english)))))
        #expect(resident.state.screen.kind == .choice)
    }

    @Test func anEmergencyCountdownIsSaidAgainAtOnceAndGoesOn() {
        let resident = Resident()
        resident.press(5)
        guard case .countdown(let before) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        resident.press(.language)
        #expect(resident.state.screen == .countdown(before))
        guard
            case .sound(.speak(let utterance))? = resident.effects.last(where: {
                if case .sound(.speak) = $0 { true } else { false }
            })
        else {
            Issue.record("nothing is said")
            return
        }
        #expect(utterance.language == .english)
        #expect(utterance.parts.first == .prompt(.emergencyAmbulance))
    }

    @Test func aCallHearsNothingOfIt() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer()
        resident.forgetEffects()
        resident.press(.language)
        #expect(resident.state.language == .english)
        #expect(resident.said.isEmpty)
    }

    @Test func theKeyAgainGoesToTheNextLanguageWithoutLeavingTheList() {
        let resident = Resident()
        resident.press(.language).press(.language)
        #expect(resident.state.language == .english)
        #expect(resident.state.screen.kind == .languages)
        resident.press(.star)
        #expect(resident.state.screen == .home)
    }

    @Test func whatWasTypedIsStillThereAfterwards() {
        let resident = Resident()
        resident.press(3).type("138").press(.language).press(2)
        guard case .number(let entry) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(entry.digits == "138")
        #expect(resident.state.language == .english)
    }

    @Test func starLeavesTheListWithoutAChange() {
        let resident = Resident()
        resident.press(2).press(.language)
        resident.forgetEffects()
        resident.press(.star)
        #expect(resident.state.screen.kind == .choice)
        #expect(resident.state.language == .chinese)
        #expect(resident.said == [PromptKey("function.clinic")])
    }

    @Test func anEmergencyNumberAndSOSWorkInTheList() {
        let resident = Resident()
        resident.press(.language).press(.sos)
        #expect(resident.state.screen.kind == .chooser)
    }

    @Test func changingBackAtOnceIsAFinding() {
        let resident = Resident()
        resident.press(.language).press(.digit(2)).press(.language).press(.digit(1))
        #expect(resident.state.session?.findings.languageReturns == 1)
    }

    @Test func theLookUpFallsBackAndNeverShowsAKey() {
        let sparse = Catalogue(
            functions: [],
            languages: [
                Language(code: .chinese, name: "中文", texts: [.ratingTitle: "好吗", .infoScan: "扫"]),
                Language(code: .english, name: "English", texts: [.ratingTitle: "How was it?"]),
            ])
        #expect(sparse.text(.ratingTitle, in: .japanese) == "How was it?")
        #expect(sparse.text(.infoScan, in: .japanese) == "扫")
        #expect(sparse.text(.emergencyMistake, in: .japanese).contains("*"), "emergency words are compiled in")
        #expect(sparse.text(.infoWifi, in: .english) == "")
    }

    @Test func everyEmergencyTextIsThereInFourLanguages() {
        for key in EmergencyTexts.keys {
            for language in EmergencyTexts.columns {
                #expect(EmergencyTexts.text(key, in: language)?.isEmpty == false, "\(key) in \(language)")
            }
        }
    }

    @Test func namesInBracesAreFilledIn() {
        let catalogue = Catalogue(
            functions: [],
            languages: [Language(code: .english, name: "E", texts: [.requestMinutes: "{minutes} of {x}"])])
        #expect(catalogue.text(.requestMinutes, in: .english, ["minutes": "6"]) == "6 of {x}")
    }

    @Test(
        arguments: [
            ("a", 1), ("叫", 2), ("한", 2), ("ガ", 2), ("▄", 1), ("─", 1), ("·", 1), ("・", 2), ("，", 2), ("é", 1), ("", 0),
        ])
    func widthsAreThoseOfATerminal(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }
}
