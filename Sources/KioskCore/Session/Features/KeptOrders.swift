import Prompts
import Basics
import Vocabulary

/// Orders whose resident went on to something else, or that were made before the kiosk was restarted. The header shows
/// them, and the function's key leads back.
extension Turn {
    /// How long to wait at least for news of an order of a former run. Its ten minutes may be over, but a car may be on
    /// its way.
    private static let timeToHear = Duration.seconds(15)

    /// Takes up the orders of a former run. Nothing is ordered again here.
    mutating func restore(_ orders: [RestoredOrder]) {
        for kept in orders {
            let steps = context.catalogue.function(kept.order.function)?.steps ?? []
            let takesContact = steps.contains { step in
                guard case .request(let request) = step else { return false }
                return request.kind == kept.order.kind && request.contact
            }
            var order = Order(
                handle: kept.handle, function: kept.order.function, kind: kept.order.kind, choices: kept.order.choices,
                takesContact: takesContact, orderedAt: kept.orderedAt,
                answerDue: max(kept.orderedAt + timings.requestAnswer, now + Self.timeToHear))
            order.answer = kept.answer
            order.contact = kept.contactPending ? .passing(since: now) : kept.contactGiven ? .delivered : nil
            order.trouble = kept.isCancelling ? .cancelUnconfirmed : nil
            state.orders.append(order)
            state.nextRequest = max(state.nextRequest, min(kept.handle.number, Int.max - 1) + 1)
        }
        if let due = state.orders.map(\.answerDue).min() { start(.order, after: due - now) }
        contactOverdue()
    }

    mutating func showKept(_ order: Order) {
        showPage(.kept(order.handle))
    }

    /// The page of a kept order: look at it, or order another.
    func keptPage(_ handle: RequestHandle) -> Page {
        guard let order = order(handle), let function = context.catalogue.function(order.function) else {
            return gonePage
        }
        let look = Offer(.digit(1), .requestLook, said: .prompt(.requestKept)) { turn in
            turn.state.run = FunctionRun(
                function: function.id, step: function.steps.firstIndex { $0.name == .request } ?? 0,
                answers: order.choices, startedAt: turn.now)
            turn.showPage(.request(RequestScreen(handle: handle)))
        }
        let another = Offer(.digit(2), .requestAnother, said: .prompt(.requestKept)) { $0.open(function) }
        return page(
            Page.Title(words: .text(function.label), tone: .category(function.category)), [look, another],
            words: [.prompt(.requestKept)], waits: timings.idle, back: backOffer { $0.goHome() })
    }

    /// Whether somebody is looking at an order, or will be again when the list of languages is left.
    private func isInSight(_ handle: RequestHandle) -> Bool {
        if case .languages(let picker) = state.screen, case .request(let screen) = picker.before {
            return screen.handle == handle
        }
        return isShowing(handle)
    }

    /// Forgets orders some minutes after the car's arrival, or after they were closed.
    mutating func dropOldOrders() {
        for order in state.orders where !isInSight(order.handle) {
            let closed = order.closedAt.map { now - $0 >= timings.keptAfterArrival } ?? false
            let arrived =
                order.answer?.assignment?.arrivesAt.map { arrival in
                    guard let wall = context.wall else { return false }
                    return wall.unixMilliseconds.saturatingSubtracting(arrival)
                        >= timings.keptAfterArrival.wholeMilliseconds
                } ?? false
            if closed || arrived { forget(order.handle) }
        }
        if case .kept(let handle) = state.screen, order(handle) == nil { goHome() }
    }
}
