import Prompts
import Reporting
import Vocabulary

/// What the platform answers to an order, and what is said about it.
extension Turn {
    mutating func takeRequestFact(_ handle: RequestHandle, _ fact: RequestFact) {
        guard let order = order(handle) else { return }
        switch fact {
        case .answer(let answer): answered(order, answer)
        case .unreachable:
            guard !order.isClosed else { return }
            change(handle) { order, now in
                order.trouble = .unreachable
                order.closedAt = now
                order.closeContact()
            }
            record(order, .offline)
            tellNews(of: handle, .failed)
        case .tooLateToCancel: noteTrouble(handle, .tooLate, say: .requestTooLate)
        case .cancelUnconfirmed: noteTrouble(handle, .cancelUnconfirmed, say: .requestCancelUnconfirmed)
        case .contactDelivered: contactDelivered(order)
        }
    }

    private mutating func noteTrouble(_ handle: RequestHandle, _ trouble: Order.Trouble, say prompt: PromptKey) {
        guard let order = order(handle) else { return }
        if order.isGivenUp {
            // The order has failed already. Whether it was also cancelled is another matter, which the resident should
            // know.
            guard trouble == .cancelUnconfirmed else { return }
            change(handle) { order, _ in order.mayStand = true }
        } else {
            change(handle) { order, _ in order.trouble = trouble }
        }
        if isShowing(handle) { say(prompt, then: handle, priority: .safety) }
    }

    private mutating func answered(_ order: Order, _ answer: RequestAnswer) {
        // An order that was final is not opened again by a late answer.
        if order.answer?.phase.isFinal == true, !answer.phase.isFinal { return }
        if order.isGivenUp {
            // The order was given up. If it was completed all the same, that is shown; anything else is cancelled.
            guard answer.phase == .completed else {
                if answer.phase.isFinal { change(order.handle) { order, _ in order.mayStand = false } }
                return
            }
            change(order.handle) { order, _ in (order.trouble, order.mayStand) = (nil, false) }
        }
        let before = order.answer
        change(order.handle) { order, now in
            order.answer = answer
            guard answer.phase.isFinal else { return }
            if order.closedAt == nil { order.closedAt = now }
            // The final answer says more than that cancelling was too late or not confirmed.
            if !order.isGivenUp { order.trouble = nil }
            order.closeContact()
        }
        if answer.phase != before?.phase {
            if let outcome = answer.phase.outcome {
                record(order, outcome)
            }
            tellNews(of: order.handle, answer.phase)
        } else if answer.phase == .assigned, answer.assignment != before?.assignment {
            // Another car: the plate heard before is not the one to look for.
            tellNews(of: order.handle, .assigned)
        }
    }

    /// Says what came of an order, to somebody who is looking at it.
    mutating func tellNews(of handle: RequestHandle, _ phase: RequestPhase) {
        guard isShowing(handle), let order = order(handle), case .request(var screen) = state.screen else { return }
        if screen.confirmingCancel, order.isClosed {
            screen.confirmingCancel = false
            state.screen = .request(screen)
        }
        let isNewsOnly = phase == .submitted || phase == .accepted
        // When the order is over, it is also certain that nobody will call back.
        let contact = order.isClosed ? contactWords(of: order) : []
        tell(status(of: order) + contact, of: order, priority: isNewsOnly ? .guidance : .safety)
    }

    /// Says news about an order to somebody who is looking at it.
    mutating func tell(_ news: [Speech.Part], of order: Order, priority: SpeechPriority) {
        guard case .request(let screen) = state.screen, screen.handle == order.handle else { return }
        // Somebody who is typing a number hears the news and goes on typing. A question stays, and so does the meaning
        // of 1 and 2: a digit must not change its meaning under a finger.
        let after: [Speech.Part] =
            screen.contact != nil
            ? [] : screen.confirmingCancel ? [.prompt(.requestCancelAsk)] : keys(of: order)
        speak(Speech(parts: news + after, priority: priority))
    }

    mutating func say(_ prompt: PromptKey, then handle: RequestHandle, priority: SpeechPriority = .guidance) {
        let after = order(handle).map { $0.hasFailed ? status(of: $0) : keys(of: $0) } ?? []
        speak(Speech(parts: [.prompt(prompt)] + after, priority: priority))
    }

    func isShowing(_ handle: RequestHandle) -> Bool {
        if case .request(let screen) = state.screen { return screen.handle == handle }
        return false
    }
}

extension RequestPhase {
    fileprivate var outcome: RequestOutcome? {
        switch self {
        case .submitted: nil
        case .accepted: .accepted
        case .assigned: .assigned
        case .completed: .confirmed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }
}
