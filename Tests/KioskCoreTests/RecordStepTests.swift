import KioskCore
import Reporting
import Vocabulary
import KioskTestSupport
import Testing

/// Every step that a resident saw is recorded once, with how it was left.
@Suite struct RecordStepTests {
    private static func steps(_ resident: Resident) -> [StepRecord] {
        resident.records.compactMap { if case .step(let record) = $0 { record } else { nil } }
    }

    private static func events(_ resident: Resident) -> [UsageEvent] {
        resident.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
    }

    @Test func eachQuestionSaysHowItWasLeft() {
        let resident = Resident()
        resident.press(2, 1).press(.star).press(.star)
        #expect(
            Self.steps(resident) == [
                StepRecord(step: .choice, position: 1, outcome: .forward, firstKeyLatency: .seconds(1)),
                StepRecord(step: .choice, position: 2, outcome: .back, firstKeyLatency: .seconds(1)),
                StepRecord(step: .choice, position: 1, outcome: .back, firstKeyLatency: .seconds(1)),
            ])
    }

    @Test func wrongKeysRepeatsAndTheFirstKeyCountOnTheirStepAlone() {
        let resident = Resident()
        resident.press(2).wait(.seconds(4)).press(9).press(.hash).press(1).press(1)
        let steps = Self.steps(resident)
        #expect(
            steps == [
                StepRecord(
                    step: .choice, position: 1, outcome: .forward, firstKeyLatency: .seconds(5), wrongKeys: 1,
                    repeats: 1),
                StepRecord(step: .choice, position: 2, outcome: .forward, firstKeyLatency: .seconds(1)),
            ])
        let event = Self.events(resident).first { if case .step = $0.detail { true } else { false } }
        #expect(event?.function == FunctionID(rawValue: "clinic"))
        #expect(event?.duration == .seconds(7))
    }

    @Test func aStepNobodyAnswersIsIdleAndHasNoFirstKey() {
        let resident = Resident()
        resident.press(2).wait(.seconds(120))
        #expect(Self.steps(resident) == [StepRecord(step: .choice, position: 1, outcome: .idle)])
    }

    @Test func anEmergencyLeavesTheStepBelow() {
        let resident = Resident()
        resident.press(2).press(.sos)
        #expect(
            Self.steps(resident) == [
                StepRecord(step: .choice, position: 1, outcome: .abandoned, firstKeyLatency: .seconds(1))
            ])
    }

    @Test func aRatingNobodyWasAskedIsNoStep() {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash).answer().wait(.seconds(100)).network(.closed(.remote))
        #expect(Self.steps(resident).map(\.step) == [.number, .call])
        #expect(resident.records.contains(.function(.completed, lastStep: .rating)))
    }

    @Test func aStopSaysWhy() {
        let resident = Resident()
        resident.perform(.stop(.terminalLost))
        #expect(resident.records == [.lifecycle(.stopped, .terminalLost)])
    }
}
