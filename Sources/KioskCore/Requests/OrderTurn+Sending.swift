import Basics
import Vocabulary

extension OrderTurn {
    // MARK: - Submitting

    mutating func submitted(_ order: OpenOrder, _ reply: OrderReply) {
        switch reply {
        case .document(let version, let answer): return opened(order, version, answer)
        case .refused:
            close(order.id)
            return tell(order, .answer(RequestAnswer(phase: .failed)))
        case .notTaken: break
        case .unknown, .tooLate, .notYet: book[order.id]?.mayBePlaced = true
        }
        let delay = min(book[order.id]?.backoff.fail(random: random) ?? .zero, .seconds(3))
        // An order that is to be cancelled anyway is not tried again.
        guard order.cancelling == nil, now + delay < order.deadline else { return giveUp(order.id) }
        wait(delay, then: .follow, order.id)
    }

    private mutating func opened(_ order: OpenOrder, _ version: Int, _ answer: RequestAnswer) {
        book[order.id]?.isOpen = true
        book[order.id]?.backoff.reset()
        if order.kept.stage == .sending { book[order.id]?.kept.stage = .placed }
        guard note(order, version, answer) else { return }
        ask(.cancel, order.id)
        giveContact(order.id)
        poll(order.id, wait: OrderBook.pollSeconds)
    }

    // MARK: - Giving up

    /// Gives up an order that failed for want of an answer. If the platform may have it all the same, it is cancelled
    /// there.
    mutating func giveUp(_ id: String) {
        guard let order = book[id] else { return }
        tell(order, .unreachable)
        guard order.mayBePlaced else { return close(id) }
        book[id]?.kept.stage = .givenUp
        book[id]?.contact = nil
        // Somebody could send a car for as long as the platform may have the order.
        book[id]?.cancelling = OpenOrder.Cancelling(deadline: now + KeptOrder.lifetime)
        ask(.cancel, id)
    }

    mutating func withdrawn(_ order: OpenOrder, _ reply: OrderReply) {
        guard var cancelling = order.cancelling else { return }
        let cancelled = RequestAnswer(phase: .cancelled)
        switch reply {
        case .document(_, let answer) where answer.phase.isFinal:
            close(order.id)
            return tell(order, .answer(answer.phase == .cancelled ? cancelled : answer))
        case .unknown:
            // It was never placed.
            close(order.id)
            return tell(order, .answer(cancelled))
        case .tooLate:
            guard order.handle != nil else { return close(order.id) }
            book[order.id]?.isSettled = true
            book[order.id]?.cancelling?.backoff.reset()
            return ask(.follow, order.id)
        case .document, .refused, .notTaken, .notYet: break
        }
        if !cancelling.toldUnconfirmed { tell(order, .cancelUnconfirmed) }
        cancelling.toldUnconfirmed = true
        tryAgain(.cancel, order.id, cancelling)
    }

    /// Takes the outcome of an order that it was too late to cancel.
    mutating func toldOutcome(_ order: OpenOrder, _ reply: OrderReply) {
        switch reply {
        case .document(_, let answer):
            close(order.id)
            tell(order, .answer(answer))
        case .unknown: close(order.id)
        case .tooLate, .refused, .notTaken, .notYet:
            if let cancelling = order.cancelling { tryAgain(.follow, order.id, cancelling) }
        }
    }

    /// Asks again later about an order that was given up, for as long as the platform may have it.
    private mutating func tryAgain(_ errand: OpenOrder.Errand, _ id: String, _ cancelling: OpenOrder.Cancelling) {
        var cancelling = cancelling
        let delay = cancelling.backoff.fail(random: random) + .milliseconds(100)
        guard now + delay < cancelling.deadline else { return close(id) }
        book[id]?.cancelling = cancelling
        wait(delay, then: errand, id)
    }
}
