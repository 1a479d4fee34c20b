import Reporting
public import Vocabulary

/// The page of an order.
public struct RequestScreen: Equatable, Sendable {
    /// Which order.
    public var handle: RequestHandle
    /// Whether "really cancel?" is being asked.
    public var confirmingCancel = false
    /// The call-back number being typed.
    public var contact: NumberEntry?
}

extension Turn {
    func order(_ handle: RequestHandle) -> Order? { state.orders.first { $0.handle == handle } }

    mutating func change(_ handle: RequestHandle, _ change: (inout Order, Moment) -> Void) {
        guard let index = state.orders.firstIndex(where: { $0.handle == handle }) else { return }
        var order = state.orders[index]
        change(&order, now)
        state.orders[index] = order
    }

    // MARK: Ordering

    /// Carries out the request step of the function in use.
    mutating func order(_ step: RequestStep) {
        guard let run = state.run else { return goHome() }
        // Somebody who was asked for a number before may be asked again if the order has to be made again.
        let takesContact = step.contact || !run.number.isEmpty
        state.run?.number = ""
        place(
            kind: step.kind, choices: run.answers, function: run.function, takesContact: takesContact,
            number: run.number)
    }

    mutating func place(
        kind: String, choices: [String: String], function: FunctionID, takesContact: Bool, number: String = ""
    ) {
        let handle = RequestHandle(state.nextRequest)
        state.nextRequest += 1
        state.orders.append(
            Order(
                handle: handle, function: function, kind: kind, choices: choices, takesContact: takesContact,
                orderedAt: now, answerDue: now + timings.requestAnswer, session: state.session?.handle))
        emit(
            .order(
                handle,
                RequestOrder(
                    function: function, kind: kind,
                    name: context.catalogue.function(function)?.label.text(in: .chinese), choices: choices,
                    words: words(choices, of: function), language: state.language)))
        record(.request(kind: kind, phase: .requested))
        // One timer serves all orders: it handles the oldest first and is started again for the next.
        if state.timers[.order] == nil { start(.order, after: timings.requestAnswer) }
        if !number.isEmpty { giveContact(number, to: handle) }
        showPage(.request(RequestScreen(handle: handle)))
    }

    /// Records the progress of an order. The record belongs to the function that made the order, and to its session
    /// only while that lasts. Whoever uses the booth meanwhile has nothing to do with it.
    mutating func record(_ order: Order, _ outcome: RequestOutcome) {
        let session = order.session.flatMap { $0 == state.session?.handle ? state.session : nil }
        emit(
            .record(
                UsageEvent(
                    .request(kind: order.kind, phase: outcome), session: session?.handle, function: order.function,
                    official: context.catalogue.function(order.function)?.official, language: state.language,
                    input: session?.lastInput, duration: now - order.orderedAt, offline: !state.health.online)))
    }

    /// What was chosen, in words for people: in Chinese, in the order of the questions.
    private func words(_ choices: [String: String], of function: FunctionID) -> [ChoiceWords] {
        (context.catalogue.function(function)?.steps ?? []).compactMap { step in
            guard case .choice(let choice) = step, let chosen = choices[choice.id],
                let option = choice.options.first(where: { $0.id == chosen })
            else { return nil }
            return ChoiceWords(
                id: choice.id, question: choice.title.text(in: .chinese), answer: option.label.text(in: .chinese))
        }
    }

    /// Gives up the orders that had no answer in time. They have failed, are cancelled at the platform, and are never
    /// ordered again without the resident.
    mutating func orderUnanswered() {
        var next: Duration?
        for order in state.orders where !order.isClosed && order.answer?.phase != .assigned {
            let left = order.answerDue - now
            if left > .zero {
                next = min(next ?? left, left)
                continue
            }
            change(order.handle) { order, now in
                order.mayStand = order.trouble == .cancelUnconfirmed || order.trouble == .cancelling
                order.trouble = .unanswered
                order.closedAt = now
                order.closeContact()
            }
            emit(.cancel(order.handle))
            record(order, .unanswered)
            tellNews(of: order.handle, .failed)
        }
        if let next { start(.order, after: next) }
    }
}
