import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// A new run takes up what a former run ordered, and does not order it again.
@Suite struct RestoredOrderTests {
    private static let car = Assignment(plate: "沪A·D5638", arrivesAt: 1_795_260_960_000 + 300_000)

    private static func left(
        age: Duration, phase: RequestPhase? = nil, handle: Int = 7, function: String = "taxi", cancelling: Bool = false,
        contactGiven: Bool = false, contactPending: Bool = false
    ) -> RestoredOrder {
        RestoredOrder(
            handle: RequestHandle(handle),
            order: RequestOrder(function: FunctionID(rawValue: function), kind: "taxi", language: .english),
            orderedAt: Moment(milliseconds: 1_000_000) - age,
            answer: phase.map { RequestAnswer(phase: $0, assignment: $0 == .assigned ? car : nil) },
            contactGiven: contactGiven, contactPending: contactPending, isCancelling: cancelling)
    }

    private static func orders(_ resident: Resident) -> Int {
        resident.effects.count { if case .platform(.order) = $0 { true } else { false } }
    }

    @Test func aPendingOrderIsThereAgainUnderItsHandle() {
        let left = Self.left(age: .seconds(60), phase: .accepted)
        let resident = Resident(restored: Restored(afterCrash: true, orders: [left]))
        #expect(resident.state.orders.map(\.handle) == [RequestHandle(7)])
        resident.perform(
            .request(RequestHandle(7), .answer(RequestAnswer(phase: .assigned, assignment: Self.car))))
        #expect(resident.state.orders.first?.answer?.assignment?.plate == "沪A·D5638")
        // The key leads back to it; another order does not take its handle.
        resident.press(1, 1)
        #expect(resident.state.screen == .request(RequestScreen(handle: RequestHandle(7))))
        resident.press(.star).press(1, 2).press(.hash)
        #expect(resident.lastRequest == RequestHandle(8))
        #expect(Self.orders(resident) == 1, "nothing is ordered by itself")
    }

    @Test func thePlateIsKnownBeforeThePlatformAnswers() {
        let resident = Resident(restored: Restored(orders: [Self.left(age: .seconds(60), phase: .assigned)]))
        #expect(resident.state.orders.first?.minutesLeft(at: resident.wall) == 5)
        resident.wait(.seconds(700))
        #expect(resident.state.orders.first?.hasFailed != true, "a car that is coming does not become unanswered")
    }

    @Test func theTenMinutesGoOnWhereTheyWere() {
        let resident = Resident(restored: Restored(orders: [Self.left(age: .seconds(540))]))
        resident.wait(.seconds(58))
        #expect(resident.state.orders.first?.hasFailed == false)
        resident.wait(.seconds(2))
        #expect(resident.state.orders.first?.hasFailed == true)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(7)))))
    }

    @Test func afterALongOutageThePlatformIsHeardFirst() {
        let resident = Resident(restored: Restored(orders: [Self.left(age: .seconds(3600), phase: .accepted)]))
        resident.wait(.seconds(10))
        #expect(resident.state.orders.first?.hasFailed == false)
        resident.perform(
            .request(RequestHandle(7), .answer(RequestAnswer(phase: .assigned, assignment: Self.car))))
        resident.wait(.seconds(30))
        #expect(resident.state.orders.first?.hasFailed == false)
        #expect(!resident.effects.contains(.platform(.cancel(RequestHandle(7)))))
    }

    @Test func withoutAWordItIsCalledOff() {
        let resident = Resident(restored: Restored(orders: [Self.left(age: .seconds(3600))]))
        resident.wait(.seconds(16))
        #expect(resident.state.orders.first?.hasFailed == true)
        #expect(resident.effects.contains(.platform(.cancel(RequestHandle(7)))))
        #expect(Self.orders(resident) == 0)
    }

    @Test func aCancellationUnderWayIsNotKnownToHaveWorked() {
        let resident = Resident(
            restored: Restored(orders: [Self.left(age: .seconds(60), phase: .accepted, cancelling: true)]))
        #expect(resident.state.orders.first?.trouble == .cancelUnconfirmed)
        resident.perform(.request(RequestHandle(7), .answer(RequestAnswer(phase: .cancelled))))
        #expect(resident.state.orders.first?.trouble == nil)
    }

    @Test func aNumberMayBeGivenWhereItWasNot() {
        for given in [true, false] {
            let left = Self.left(age: .seconds(60), phase: .accepted, contactGiven: given)
            let resident = Resident(restored: Restored(orders: [left]))
            resident.press(1, 1, 1)
            guard case .request(let screen) = resident.state.screen else {
                Issue.record("\(resident.state.screen)")
                continue
            }
            #expect((screen.contact != nil) == !given)
        }
    }

    @Test func aNumberOnItsWayIsStillOnItsWay() {
        let left = Self.left(age: .seconds(60), phase: .accepted, contactPending: true)
        let resident = Resident(restored: Restored(orders: [left]))
        resident.press(1, 1)
        #expect(resident.said.suffix(3) == [.requestAccepted, .requestContactSending, .requestKeysCancel])
        resident.perform(.request(RequestHandle(7), .contactDelivered))
        #expect(resident.said.suffix(2) == [.requestContactSaved, .requestKeysCancel])
    }

    @Test func aNumberThatDoesNotArriveAfterARestartIsToldOfAsAnyOther() {
        let left = Self.left(age: .seconds(60), phase: .accepted, contactPending: true)
        let resident = Resident(restored: Restored(orders: [left]))
        resident.wait(.seconds(60))
        #expect(resident.state.orders.first?.contact == .late)
    }

    @Test func aFunctionThatIsGoneDoesNotTakeItsOrderAlong() {
        let resident = Resident(
            restored: Restored(orders: [Self.left(age: .seconds(60), phase: .assigned, function: "gone")]))
        #expect(resident.state.orders.count == 1, "the header still shows the car")
        resident.press(1)
        #expect(resident.state.screen.kind == .confirm)
    }
}
