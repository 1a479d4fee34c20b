import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct HomeTests {
    @Test func theFirstKeyOpensItsFunctionAndStartsASession() {
        let resident = Resident()
        let effects = resident.perform(.press(.digit(1), by: .touch))
        let taxi = PromptKey("function.taxi")
        #expect(
            effects == [
                .startTimer(TimerHandle(1), after: .seconds(60)),
                .sound(.speak(Utterance([taxi], language: .chinese))),
                .cancelTimer(TimerHandle(1)),
                .startTimer(TimerHandle(2), after: .seconds(60)),
            ])
        #expect(resident.state.session?.lastInput == .touch)
        #expect(resident.state.run?.function == FunctionID(rawValue: "taxi"))
        #expect(resident.state.screen.kind == .confirm)
    }

    @Test func starOnAttractDoesNothing() {
        let resident = Resident()
        let before = resident.state
        #expect(resident.perform(.press(.star, by: .key)) == [])
        #expect(resident.state.session == nil)
        #expect(resident.state.screen == before.screen)
    }

    @Test func hashOnAttractSaysWhatThereIsInTwoSentencesAndAfterAPauseTheList() {
        let resident = Resident()
        resident.press(.hash)
        guard case .sound(.speak(let utterance))? = resident.effects.first else {
            Issue.record("not what was expected: \(String(describing: resident.effects.first))")
            return
        }
        #expect(utterance.parts == [.prompt(.home), .pause(.seconds(2)), .prompt(.homeList)])
    }

    @Test func starOnHomeEndsTheSessionAndWipesEverything() {
        let resident = Resident()
        resident.press(.language).press(2).press(.volume).press(.contrast).press(.star)
        #expect(resident.state.session == nil)
        #expect(resident.state.language == .chinese)
        #expect(resident.state.volume == Sample.settings.audio.volume)
        #expect(!resident.state.highContrast)
        #expect(resident.records.last.map { if case .session(.left, _) = $0 { true } else { false } } == true)
        #expect(resident.effects.contains(.sessionEnded))
        #expect(resident.runningTimers == 0)
    }

    @Test func whatWasTypedIsGoneWithTheSession() {
        let resident = Resident()
        resident.press(3).type("13812345678")
        #expect("\(resident.state)".contains("13812345678"))
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil)
        #expect(!"\(resident.state)".contains("13812345678"))
    }

    @Test func backGoesOneQuestionBackAndThenHome() {
        let resident = Resident()
        resident.press(2, 1)
        guard case .choice(let step) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(step.id == "slot")
        resident.press(.star)
        guard case .choice(let first) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(first.id == "hospital")
        resident.press(.star)
        #expect(resident.state.screen == .home)
        #expect(resident.records.contains(.function(.abandoned, lastStep: .choice)))
    }

    @Test func zeroIsAPersonWhereNoNumberIsEntered() {
        let resident = Resident()
        resident.press(2, 0)
        #expect(resident.state.run?.function == FunctionID(rawValue: "person"))
        #expect(resident.dials.last?.1.number == "9990001")
    }

    @Test func zeroInANumberIsADigit() {
        let resident = Resident()
        resident.press(3).press(0)
        guard case .number(let entry) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(entry.digits == "0")
    }

    @Test func thePensionFollowsItsNoReaderColumn() {
        let resident = Resident()
        resident.press(9).press(.hash)
        #expect(resident.state.screen == .pension(.noReader))
        #expect(resident.said.last == .pensionNoReader)
        resident.press(.star)
        #expect(resident.state.screen == .home)
        #expect(resident.records.last == .function(.unavailable, lastStep: .card))
    }
}
