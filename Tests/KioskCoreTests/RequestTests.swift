import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

@Suite struct RequestTests {
    private func assigned(_ resident: Resident, in minutes: Int64) -> RequestFact {
        .answer(
            RequestAnswer(
                phase: .assigned,
                assignment: Assignment(
                    plate: "沪A·D5638", arrivesAt: resident.wall.unixMilliseconds + minutes * 60_000)))
    }

    @Test func aTaxiTakesTwoKeys() {
        let resident = Resident()
        resident.press(1).press(.hash)
        #expect(
            resident.effects.contains(
                .platform(
                    .order(
                        RequestHandle(1),
                        RequestOrder(
                            function: FunctionID(rawValue: "taxi"), kind: "taxi", name: "功能1", language: .chinese)))))
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.platform(assigned(resident, in: 6))
        #expect(resident.said.suffix(4) == [.requestAccepted, .requestKeys, .requestAssignedTaxi, .requestKeys])
        #expect(resident.state.orders.first?.minutesLeft(at: resident.wall) == 6)
    }

    @Test func aClinicOrderCarriesWhatWasChosen() {
        let resident = Resident()
        resident.press(2, 3, 2).press(.hash)
        #expect(
            resident.effects.contains(
                .platform(
                    .order(
                        RequestHandle(1),
                        RequestOrder(
                            function: FunctionID(rawValue: "clinic"), kind: "clinic", name: "功能2",
                            choices: ["hospital": "tongji", "slot": "pm"],
                            words: [
                                ChoiceWords(id: "hospital", question: "hospital", answer: "tongji"),
                                ChoiceWords(id: "slot", question: "slot", answer: "pm"),
                            ], language: .chinese)))))
        resident.platform(.answer(RequestAnswer(phase: .completed, assignment: Assignment(hospital: "同济"))))
        #expect(resident.said.suffix(2) == [.requestCompletedClinic, .requestDone])
        resident.press(.hash)
        #expect(resident.state.screen == .rating)
    }

    @Test func waitingHoldsNeitherTheBoothNorTheOrder() {
        let resident = Resident()
        resident.press(1).press(.hash).press(.star).press(.star)
        #expect(resident.state.session == nil)
        resident.platform(assigned(resident, in: 5))
        #expect(resident.state.orders.count == 1)
        resident.press(1)
        #expect(resident.state.screen.kind == .kept)
        resident.press(1)
        #expect(resident.state.screen.kind == .request)
        resident.wait(.seconds(5 * 60 + 170)).press(.star)
        #expect(resident.state.orders.count == 1)
        resident.wait(.seconds(30))
        #expect(resident.state.orders.isEmpty, "three minutes after arrival it goes")
    }

    @Test("An order whose car is long overdue stays while its page waits behind the list of languages")
    func orderUnderTheLanguages() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(assigned(resident, in: -10))
        resident.press(.language)
        resident.perform(.tick)
        resident.press(.star)
        #expect(resident.state.screen.kind == .request)
        #expect(resident.state.orders.count == 1, "its page is not empty")
        resident.wait(.seconds(600))
        #expect(resident.state.session == nil, "and ends by time")
    }

    @Test func anotherOneCanBeOrdered() {
        let resident = Resident()
        resident.press(1).press(.hash).press(.star).press(1, 2).press(.hash)
        #expect(resident.state.orders.count == 2)
    }

    @Test func withoutAnAnswerInTenMinutesItFailsPlainlyAndIsCancelled() {
        let resident = Resident()
        resident.press(1).press(.hash).stay(.seconds(600))
        #expect(resident.said.last == .requestFailedTaxi)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(1)))))
        resident.platform(assigned(resident, in: 3))
        #expect(resident.state.orders.first?.hasFailed == true, "a late car is not announced any more")
        let requests = resident.effects.filter { if case .platform(.order) = $0 { true } else { false } }
        #expect(requests.count == 1, "never ordered later by itself")
    }

    @Test func eachOfTwoOrdersHasItsOwnTenMinutes() {
        let resident = Resident()
        resident.press(1).press(.hash).wait(.seconds(300)).press(.star).press(1, 2).press(.hash)
        resident.wait(.seconds(297))
        #expect(resident.state.orders.map(\.hasFailed) == [true, false])
        resident.wait(.seconds(305))
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(2)))))
    }

    @Test func offlineItFailsPlainlyAndHashTriesAgainOnTheResidentsWish() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.unreachable)
        #expect(resident.said.last == .requestFailedTaxi)
        resident.press(.hash)
        #expect(resident.lastRequest == RequestHandle(2))
        #expect(resident.state.orders.map(\.handle) == [RequestHandle(2)])
    }

    @Test func cancellingAsksTwice() {
        let resident = Resident()
        resident.press(1).press(.hash).press(2)
        #expect(resident.said.last == .requestCancelAsk)
        #expect(!resident.effects.contains(.platform(.cancel(RequestHandle(1)))))
        resident.press(1)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(1)))))
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(resident.said.suffix(3) == [.requestCancelling, .requestCancelled, .requestDone])
    }

    @Test func tooLateIsSaid() {
        let resident = Resident()
        resident.press(1).press(.hash).press(2, 1)
        resident.platform(.tooLateToCancel)
        #expect(resident.said.suffix(2) == [.requestTooLate, .requestKeys])
    }

    @Test func aContactNumberGoesWithTheOrderAndStaysNowhere() {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type("13912345678").press(.hash)
        #expect(resident.effects.contains(.platform(.contact(RequestHandle(1), number: "13912345678"))))
        #expect(!"\(resident.state)".contains("13912345678"))
        #expect(resident.said.suffix(2) == [.requestContactSending, .requestKeysCancel])
    }

    @Test(arguments: [("911", Screen.Kind.chooser), ("119", .countdown)])
    func anEmergencyNumberAsContactOpensItsService(_ number: String, _ reached: Screen.Kind) {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type(number)
        if resident.state.screen.kind == .request { resident.press(.hash) }
        #expect(resident.state.screen.kind == reached)
    }

    @Test func anAssignmentUnderTheQuestionLeavesTheQuestion() {
        let resident = Resident()
        resident.press(1).press(.hash).press(2)
        resident.platform(assigned(resident, in: 5))
        #expect(resident.said.suffix(2) == [.requestAssignedTaxi, .requestCancelAsk])
        resident.press(1)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(1)))), "1 still means yes, cancel")
    }

    @Test func theQuestionGoesWhenThereIsNothingLeftToCancel() {
        let resident = Resident()
        resident.press(1).press(.hash).press(2)
        resident.platform(.answer(RequestAnswer(phase: .failed)))
        #expect(resident.said.last == .requestFailedTaxi)
        resident.press(1)
        #expect(!resident.effects.contains(.platform(.cancel(RequestHandle(1)))))
    }

    @Test func aSecondContactNumberIsNotAskedFor() {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type("13912345678").press(.hash)
        resident.press(1)
        guard case .request(let screen) = resident.state.screen else {
            Issue.record("\(resident.state.screen)")
            return
        }
        #expect(screen.contact == nil)
    }

    @Test func aNumberForAnOrderThatEndedMeanwhileIsNotSaidToBeSaved() {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type("139")
        resident.platform(.answer(RequestAnswer(phase: .failed)))
        resident.type("12345678")
        #expect(resident.state.call == nil, "nobody is thrown out in the middle of a number: a 0 in it calls nobody")
        resident.press(.hash)
        #expect(!resident.said.contains(.requestContactSaved))
        #expect(resident.said.last == .requestFailedTaxi)
        #expect(!resident.effects.contains { if case .platform(.contact) = $0 { true } else { false } })
    }

    @Test func anotherCarIsSaidAgain() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(assigned(resident, in: 6))
        let car = Assignment(plate: "沪B·12345", arrivesAt: resident.wall.unixMilliseconds)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: car)))
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: car)))
        #expect(resident.said.count { $0 == .requestAssignedTaxi } == 2)
    }

    @Test("While an order is being cancelled its page says so, and a second 2 asks nothing again")
    func cancellingIsSeen() {
        let resident = Resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.press(2, 1)
        #expect(resident.state.orders.first?.trouble == .cancelling)
        #expect(resident.said.last == .requestCancelling, "and no key that cancels it once more")
        resident.press(2)
        guard case .request(let screen) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(!screen.confirmingCancel)
        let late = Resident(copying: resident)
        late.platform(.tooLateToCancel)
        #expect(late.state.orders.first?.trouble == .tooLate)
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(resident.state.orders.first?.trouble == nil && resident.said.last != .requestCancelling)
    }

    @Test func whetherAFailedOrderWasCalledOffIsShownUntilItIsKnown() {
        let resident = Resident()
        resident.press(1).press(.hash).stay(.seconds(600))
        resident.platform(.cancelUnconfirmed)
        #expect(resident.said.suffix(2) == [.requestCancelUnconfirmed, .requestFailedTaxi], "and what can be done")
        #expect(resident.state.orders.first?.hasFailed == true)
        #expect(resident.state.orders.first?.mayStand == true)
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(resident.state.orders.first?.mayStand == false)
        #expect(resident.state.orders.first?.hasFailed == true)
    }

    @Test func whatWasDoneAllTheSameIsShown() {
        let resident = Resident()
        resident.press(2, 3, 2).press(.hash).stay(.seconds(600))
        resident.platform(.tooLateToCancel)
        resident.platform(.answer(RequestAnswer(phase: .completed, assignment: Assignment(hospital: "同济"))))
        #expect(resident.state.orders.first?.hasFailed == false)
        #expect(resident.said.suffix(2) == [.requestCompletedClinic, .requestDone])
    }

    @Test func aCancellationThatIsConfirmedLateIsACancellation() {
        let resident = Resident()
        resident.press(1).press(.hash).press(2, 1)
        resident.platform(.cancelUnconfirmed)
        #expect(resident.state.orders.first?.trouble == .cancelUnconfirmed)
        resident.platform(.answer(RequestAnswer(phase: .cancelled)))
        #expect(resident.state.orders.first?.trouble == nil)
        #expect(resident.said.suffix(2) == [.requestCancelled, .requestDone])
    }

    @Test func anAnswerIsRecordedWithItsFunctionAndNotWithTheNextResidentsSession() throws {
        let resident = Resident()
        resident.press(1).press(.hash)
        let first = resident.state.session?.handle
        resident.platform(.answer(RequestAnswer(phase: .accepted)))
        resident.press(.star).press(.star).press(8)
        #expect(resident.state.session?.handle != first)
        resident.platform(assigned(resident, in: 5))
        let events = resident.effects.compactMap { effect -> UsageEvent? in
            guard case .record(let event) = effect, case .request = event.detail else { return nil }
            return event
        }
        #expect(events.map(\.detail) == [.requested, .accepted, .assigned].map { .request(kind: "taxi", phase: $0) })
        #expect(events.map(\.function?.rawValue) == ["taxi", "taxi", "taxi"])
        #expect(events.map(\.official) == [.services, .services, .services])
        #expect(events.map(\.session) == [first, first, nil])
    }

    @Test func aRatingIsFollowedAtOnceByTheUseThatItRates() {
        let resident = Resident()
        resident.press(2, 3, 2).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .completed)))
        resident.press(.hash).press(3)
        let events = resident.effects.compactMap { effect -> UsageEvent? in
            guard case .record(let event) = effect else { return nil }
            switch event.detail {
            case .rating, .function: return event
            default: return nil
            }
        }
        #expect(events.map(\.detail) == [.rating(3), .function(.completed, lastStep: .rating)])
        #expect(Set(events.map(\.function?.rawValue)) == ["clinic"])
        #expect(Set(events.map(\.session)).count == 1)
    }

    // MARK: What a technician makes of the verbs

    /// Choices, a number, a confirmation and a request, as functions.yaml may put them together.
    private static var repair: Catalogue {
        var catalogue = Sample.catalogue
        catalogue.functions.removeAll { $0.key == 9 }
        catalogue.functions.append(
            Function(
                id: FunctionID(rawValue: "repair"), key: 9, category: .information, official: .services,
                label: [.chinese: "修理"], short: [:],
                steps: [
                    .choice(
                        ChoiceStep(
                            id: "what", title: [.chinese: "修什么？"],
                            options: [ChoiceOption(id: "water", label: [.chinese: "水管"])])),
                    .number, .confirm(ConfirmStep(title: [.chinese: "修水管"], action: [.chinese: "报修"])),
                    .request(RequestStep(kind: "repair")), .rating,
                ]))
        return catalogue
    }

    @Test func aNumberBeforeAnOrderGoesWithItAndStaysNowhere() throws {
        let resident = Resident(catalogue: Self.repair)
        resident.press(9, 1)
        #expect(resident.said.last == .requestContact)
        resident.type("13912345678").press(.hash).press(.hash)
        let order = RequestOrder(
            function: FunctionID(rawValue: "repair"), kind: "repair", name: "修理", choices: ["what": "water"],
            words: [ChoiceWords(id: "what", question: "修什么？", answer: "水管")], language: .chinese)
        let sent = try #require(resident.effects.firstIndex(of: .platform(.order(RequestHandle(1), order))))
        let given = try #require(
            resident.effects.firstIndex(of: .platform(.contact(RequestHandle(1), number: "13912345678"))))
        #expect(sent < given)
        #expect(!"\(resident.state)".contains("13912345678"))
        #expect(!"\(resident.records)".contains("13912345678"))
        resident.platform(
            .answer(RequestAnswer(phase: .assigned, assignment: Assignment(title: "修水管", when: "下午3点"))))
        #expect(resident.said.suffix(2) == [.requestAssigned, .requestKeysCancel])
        resident.platform(.answer(RequestAnswer(phase: .completed)))
        resident.press(.hash)
        #expect(resident.state.screen == .rating)
    }

    @Test func anEmergencyNumberBeforeAnOrderIsAnEmergency() {
        let resident = Resident(catalogue: Self.repair)
        resident.press(9, 1).type("120").press(.hash)
        #expect(resident.state.screen.kind == .countdown)
    }
}
