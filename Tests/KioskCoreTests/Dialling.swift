import KioskTestSupport

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

/// Places to dial from, and paces.
enum Dialling {
    /// Gaps that count as dialling in one go: as fast as a hand can, a double strike's gap, as slow as still counts.
    static let fast: [Duration] = [.milliseconds(150), .milliseconds(450), .milliseconds(999)]

    /// Home, some seconds after a taxi was ordered and assigned.
    static func keptTaxi() -> Resident {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5638"))))
        resident.press(.star).wait(.seconds(4))
        return resident
    }

    /// Each place where somebody may begin to dial, each with a booth of its own.
    static func starts(_ settings: Settings = Sample.settings) -> [(String, Resident)] {
        let rating = Resident(settings: settings)
        rating.press(0).answer().network(.closed(.remote)).wait(.seconds(4))
        let asked = Resident(settings: settings)
        asked.press(7).wait(.seconds(123))
        let field = Resident(settings: settings)
        field.press(3).press(.digit(1)).wait(.seconds(125))
        let answers = Resident(settings: settings)
        answers.press(2).wait(.seconds(63))
        let left = Resident(settings: settings)
        left.press(7).press(.star).wait(.seconds(4))
        return [
            ("attract", Resident(settings: settings)), ("home", left), ("rating", rating), ("still there?", asked),
            ("still there? over a field", field), ("still there? over answers", answers),
        ]
    }
}

extension Resident {
    /// Dials as on a telephone, with this gap after each digit.
    func dial(_ number: String, gap: Duration) {
        for digit in number.compactMap(\.wholeNumberValue) { press(.digit(digit), gap: gap) }
    }

    /// The question about what was meant, if it is on the screen.
    var question: MeaningQuestion? { if case .meaning(let question) = state.screen { question } else { nil } }

    /// The countdown, if one runs.
    var countdown: EmergencyCountdown? { if case .countdown(let countdown) = state.screen { countdown } else { nil } }

    /// The records of emergencies so far.
    var emergencies: [EmergencyRecord] {
        records.compactMap { if case .emergency(let record) = $0 { record } else { nil } }
    }
}
