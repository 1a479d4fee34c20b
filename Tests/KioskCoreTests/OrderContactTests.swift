import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// The number to call back. The page says how far it has got, and never says that somebody has it who does not.
@Suite struct OrderContactTests {
    private static let number = "13912345678"

    /// Somebody who ordered a taxi and left a number.
    private func resident(answer: RequestPhase? = .accepted) -> Resident {
        let resident = Resident()
        resident.press(1).press(.hash)
        if let answer { resident.platform(.answer(RequestAnswer(phase: answer))) }
        resident.press(1).type(Self.number).press(.hash)
        return resident
    }

    private func contact(_ resident: Resident) -> Order.Contact? { resident.state.orders.first?.contact }

    @Test("It is being passed on until the platform has it, and the dispatcher's only then")
    func delivered() {
        let resident = resident()
        #expect(!resident.said.contains(.requestContactSaved))
        #expect(resident.said.suffix(2) == [.requestContactSending, .requestKeysCancel])
        resident.platform(.contactDelivered)
        #expect(contact(resident) == .delivered)
        #expect(resident.said.suffix(2) == [.requestContactSaved, .requestKeysCancel])
        resident.wait(.seconds(61))
        #expect(contact(resident) == .delivered)
        #expect(!resident.said.contains(.requestContactLate))
    }

    @Test("After a minute it is said that it did not arrive, and with which key it does")
    func late() {
        let resident = resident()
        resident.wait(.seconds(58))
        #expect(!resident.said.contains(.requestContactLate))
        resident.wait(.seconds(2))
        #expect(contact(resident) == .late)
        #expect(resident.said.contains(.requestContactLate))
        #expect(!resident.said.contains(.requestContactSaved))
        resident.press(0)
        #expect(resident.state.call != nil, "the key that it names calls somebody")
    }

    @Test("One that arrives after that is said to have arrived")
    func lateAndThenDelivered() {
        let resident = resident()
        resident.wait(.seconds(60))
        resident.platform(.contactDelivered)
        #expect(contact(resident) == .delivered)
        resident.perform(.speechEnded)
        #expect(resident.said.suffix(2) == [.requestContactSaved, .requestKeysCancel])
    }

    @Test("The minute is the technician's to choose")
    func configured() {
        var settings = Sample.settings
        settings.timings.contactDelivery = .seconds(5)
        let resident = Resident(settings: settings)
        resident.press(1).press(.hash).press(1).type(Self.number).press(.hash).wait(.seconds(5))
        #expect(contact(resident) == .late)
    }

    @Test("Nobody who looks at another page is told", arguments: [RequestFact.contactDelivered, nil])
    func elsewhere(fact: RequestFact?) {
        let resident = resident()
        resident.press(.star)
        resident.forgetEffects()
        if let fact { resident.platform(fact) } else { resident.wait(.seconds(60)) }
        #expect(contact(resident) == (fact == nil ? .late : .delivered))
        #expect(!resident.said.contains(.requestContactSaved) && !resident.said.contains(.requestContactLate))
    }

    @Test("Whoever comes back to the page hears how far it is")
    func comingBack() {
        let states: [(RequestFact?, PromptKey)] = [
            (nil, .requestContactSending), (.contactDelivered, .requestContactSaved),
        ]
        for (fact, prompt) in states {
            let resident = resident()
            if let fact { resident.platform(fact) }
            resident.press(.star).press(1, 1)
            #expect(resident.said.suffix(3) == [.requestAccepted, prompt, .requestKeysCancel])
        }
    }

    @Test("An order that ends before it arrived says so with its end", arguments: [RequestPhase.completed, .failed])
    func orderEnds(phase: RequestPhase) {
        let resident = resident()
        resident.platform(.answer(RequestAnswer(phase: phase)))
        #expect(contact(resident) == .late)
        let end: [PromptKey] =
            phase == .completed
            ? [.requestCompleted, .requestContactLate, .requestDone] : [.requestFailedTaxi, .requestContactLate]
        #expect(resident.said.suffix(end.count) == end[...])
    }

    @Test("Of a cancelled order nobody waits for a call")
    func cancelled() {
        let resident = resident()
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(contact(resident) == nil)
        #expect(resident.said.suffix(2) == [.requestCancelled, .requestDone])
    }

    @Test("An order that failed for want of an answer did not get it either", arguments: [true, false])
    func givenUp(unreachable: Bool) {
        let resident = resident(answer: nil)
        if unreachable { resident.platform(.unreachable) } else { resident.stay(.seconds(600)) }
        #expect(contact(resident) == .late)
        #expect(resident.said.suffix(2) == [.requestFailedTaxi, .requestContactLate])
        #expect(!resident.said.contains(.requestContactSaved))
    }

    @Test("Under the question whether to cancel, the question stays")
    func underTheQuestion() {
        let resident = resident()
        resident.press(2)
        resident.platform(.contactDelivered)
        #expect(resident.said.suffix(2) == [.requestContactSaved, .requestCancelAsk])
        resident.press(1)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(1)))))
    }

    @Test("A number that was never left is not delivered")
    func none() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.forgetEffects()
        resident.platform(.contactDelivered)
        #expect(contact(resident) == nil)
        #expect(resident.said.isEmpty)
    }

    @Test("Of two numbers each has its own minute")
    func two() {
        let resident = resident()
        resident.wait(.seconds(30))
        resident.press(.star).press(1, 2).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.press(1).type(Self.number).press(.hash).wait(.seconds(20))
        #expect(resident.state.orders.first?.contact == .late)
        guard case .passing? = resident.state.orders.last?.contact else {
            Issue.record("\(String(describing: resident.state.orders.last?.contact))")
            return
        }
        resident.wait(.seconds(45))
        #expect(resident.state.orders.last?.contact == .late)
    }
}

/// Whatever the page of an order says has happened has happened.
@Suite struct OrderTruthTests {
    @Test("Sent is said when the platform has it, and not before")
    func sent() {
        let resident = Resident()
        resident.press(1).press(.hash)
        #expect(resident.said.suffix(2) == [.requestSending, .requestKeys])
        #expect(!resident.said.contains(.requestSent))
        resident.platform(.answer(RequestAnswer(phase: .submitted)))
        #expect(resident.said.suffix(2) == [.requestSent, .requestKeys])
    }

    @Test("Each word about an order comes with the platform's answer of that name, and with no other")
    func answers() {
        let words: [(RequestPhase, PromptKey)] = [
            (.submitted, .requestSent), (.accepted, .requestAccepted), (.assigned, .requestAssigned),
            (.completed, .requestCompleted), (.failed, .requestFailedTaxi), (.cancelled, .requestCancelled),
        ]
        for (phase, word) in words {
            let resident = Resident()
            resident.press(1).press(.hash)
            #expect(!resident.said.contains { key in words.contains { $0.1 == key } })
            resident.platform(.answer(RequestAnswer(phase: phase)))
            let said = resident.said.filter { key in words.contains { $0.1 == key } }
            #expect(said == [word])
        }
    }

    @Test("A plate is said to be on the screen only where there is one")
    func plate() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(note: "白色"))))
        #expect(!resident.said.contains(.requestAssignedTaxi))
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5638"))))
        #expect(resident.said.contains(.requestAssignedTaxi))
    }

    @Test("Too late is said when the platform says so, and gives way to what came of the order")
    func tooLate() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.press(2, 1)
        #expect(!resident.said.contains(.requestTooLate))
        resident.platform(.tooLateToCancel)
        #expect(resident.said.contains(.requestTooLate))
        #expect(resident.state.orders.first?.trouble == .tooLate)
        resident.platform(.answer(RequestAnswer(phase: .completed)))
        #expect(resident.state.orders.first?.trouble == nil)
    }

    @Test("A clinic is booked when the platform says so")
    func booked() {
        let resident = Resident()
        resident.press(2, 3, 2).press(.hash)
        for phase in [RequestPhase.submitted, .accepted, .assigned] {
            resident.platform(.answer(RequestAnswer(phase: phase)))
            #expect(!resident.said.contains(.requestCompletedClinic))
        }
        resident.platform(.answer(RequestAnswer(phase: .completed)))
        #expect(resident.said.contains(.requestCompletedClinic))
    }

    @Test("Cancelled is said when the platform has cancelled it, and not when somebody asked for that")
    func cancelled() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.press(2, 1).wait(.seconds(20))
        resident.platform(.cancelUnconfirmed)
        #expect(!resident.said.contains(.requestCancelled))
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(resident.said.contains(.requestCancelled))
    }

    @Test("Who leaves a number before the order is not offered to leave one")
    func numberBefore() {
        var catalogue = Sample.catalogue
        catalogue.functions.removeAll { $0.key == 9 }
        catalogue.functions.append(
            Function(
                id: FunctionID(rawValue: "repair"), key: 9, category: .information, official: .services,
                label: [.chinese: "修理"], short: [:], steps: [.number, .request(RequestStep(kind: "repair"))]))
        let resident = Resident(catalogue: catalogue)
        resident.press(9).type("13912345678").press(.hash)
        #expect(resident.said.suffix(3) == [.requestSending, .requestContactSending, .requestKeysCancel])
    }
}
