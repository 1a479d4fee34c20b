import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// An eleventh function, which a technician has put on another function's page: after the six topics of key 8.
@Suite struct FunctionPageTests {
    private static let help = FunctionID(rawValue: "home-help")

    private static func catalogue(_ change: (inout Language) -> Void = { _ in }) -> Catalogue {
        var catalogue = Sample.catalogue
        let task = ChoiceStep(
            id: "task", title: [.chinese: "做什么"],
            options: ["cleaning", "cooking"].map { ChoiceOption(id: $0, label: [.chinese: $0]) })
        catalogue.functions.append(
            Function(
                id: help, key: 8, page: FunctionID(rawValue: "information"), category: .services, official: .services,
                label: [.chinese: "家政服务"], short: [.chinese: "家政"],
                steps: [
                    .choice(task), .number,
                    .confirm(ConfirmStep(title: [.chinese: "请人"], action: [.chinese: "请人"])),
                    .request(RequestStep(kind: "home-help")), .rating,
                ]))
        catalogue.languages[0].fragments = [PromptKey("press.7"): "按七"]
        change(&catalogue.languages[0])
        return catalogue
    }

    private func resident(_ change: (inout Language) -> Void = { _ in }) -> Resident {
        let resident = Resident(catalogue: Self.catalogue(change))
        resident.press(.hash)
        resident.forgetEffects()
        return resident
    }

    @Test func itsKeyOnThePageLeadsThroughItsStepsToAnOrder() throws {
        let resident = resident()
        resident.press(8, 7)
        #expect(resident.state.run?.function == Self.help)
        resident.press(2).type("13812345678").press(.hash).press(.hash)
        let orders = resident.effects.compactMap { if case .platform(.order(_, let order)) = $0 { order } else { nil } }
        let order = try #require(orders.first)
        #expect(order.kind == "home-help" && order.name == "家政服务")
        #expect(order.words.map(\.answer) == ["cooking"])
        #expect(resident.effects.contains(.platform(.contact(RequestHandle(1), number: "13812345678"))))
    }

    @Test func starAtItsFirstStepLeadsBackToThePageAndNotHome() {
        let resident = resident()
        resident.press(8, 7).press(.star)
        #expect(resident.state.screen == .information(InformationScreen(topics: InformationTopic.allCases)))
        #expect(resident.state.run?.function == FunctionID(rawValue: "information"))
        resident.press(.star)
        #expect(resident.state.screen == .home)
    }

    @Test func thePageStillHasItsOwnOptionsAndNothingBehindTheLast() {
        let resident = resident()
        resident.press(8, 6)
        guard case .information(let screen) = resident.state.screen else {
            Issue.record("\(resident.state.screen)")
            return
        }
        #expect(screen.topic == .notices)
        resident.press(.star).press(8)
        #expect(resident.state.run?.function == FunctionID(rawValue: "information"))
    }

    @Test func anOrderUnderWayIsMetAgainOnTheSameWay() {
        let resident = resident()
        resident.press(8, 7, 1).type("13812345678").press(.hash).press(.hash).press(.star)
        #expect(resident.state.screen == .home)
        resident.press(8, 7)
        #expect(resident.state.screen == .kept(RequestHandle(1)))
    }

    @Test func thePageSaysItsNameAndKey() {
        let resident = resident()
        resident.press(8)
        #expect(
            resident.said == [
                PromptKey("function.information"), PromptKey("press.7"), PromptKey("function.home-help.name"),
            ])
        resident.forgetEffects()
        resident.press(7)
        #expect(resident.said == [PromptKey("function.home-help")])
    }

    @Test func whatNobodyRecordedHasAPlainerSentenceInItsPlace() {
        let resident = resident { language in
            language.silent = [
                PromptKey("function.home-help"), PromptKey("function.home-help.name"),
            ]
        }
        resident.press(8)
        #expect(resident.said == [PromptKey("function.information"), .choice])
        resident.forgetEffects()
        resident.press(7)
        #expect(resident.said == [.choice])
    }

    /// A new language has no recordings. The booth asks for the sentence itself, and its English recording is played.
    @Test func aLanguageWithoutAnyRecordingAsksForTheSentenceItself() {
        let resident = resident { language in
            language.silent = [PromptKey("function.home-help"), .choice]
        }
        resident.press(8, 7)
        #expect(resident.said.last == PromptKey("function.home-help"))
    }

    @Test func threeDigitsOfAnEmergencyNumberAreDialledAllTheSame() {
        let resident = resident()
        resident.press(1, 2, 0, gap: .milliseconds(700))
        #expect(resident.state.screen.kind == .countdown)
    }
}
