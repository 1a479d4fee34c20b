import Basics
import Vocabulary

extension OrderTurn {
    // MARK: - Following

    /// Notes a newer document.
    /// - Returns: whether the order is still open.
    mutating func note(_ order: OpenOrder, _ version: Int, _ answer: RequestAnswer) -> Bool {
        // An older one comes from a proxy's cache, or was overtaken on its way.
        guard version >= order.version else { return true }
        let isNews = version > order.version
        if answer.phase.isFinal {
            close(order.id)
        } else if isNews {
            book[order.id]?.version = version
            book[order.id]?.kept.answer = answer
        }
        if isNews { tell(order, .answer(answer)) }
        return !answer.phase.isFinal
    }

    mutating func polled(_ order: OpenOrder, _ reply: OrderReply) {
        switch reply {
        case .document(let version, let answer):
            book[order.id]?.backoff.reset()
            guard note(order, version, answer) else { return }
            // A platform that answers at once without news must not be asked again at once.
            let asked = order.pending[.follow]
            let isEarly = version <= order.version && asked.map { $0.wait > 0 && now - $0.since < .seconds(1) } == true
            wait(isEarly ? .seconds(1) : .zero, then: .follow, order.id)
        case .unknown:
            close(order.id)
            tell(order, .answer(RequestAnswer(phase: order.cancelling == nil ? .failed : .cancelled)))
        case .tooLate, .refused, .notTaken, .notYet:
            wait(book[order.id]?.backoff.fail(random: random) ?? .zero, then: .follow, order.id)
        }
    }

    // MARK: - Cancelling

    mutating func cancelled(_ order: OpenOrder, _ reply: OrderReply) {
        guard var cancelling = order.cancelling else { return }
        switch reply {
        case .document(let version, let answer): guard note(order, version, answer) else { return }
        case .unknown:
            close(order.id)
            return tell(order, .answer(RequestAnswer(phase: .cancelled)))
        case .tooLate:
            book[order.id]?.cancelling = nil
            book[order.id]?.kept.stage = .placed
            return tell(order, .tooLateToCancel)
        case .refused, .notTaken, .notYet: break
        }
        let delay = cancelling.backoff.fail(random: random)
        if !cancelling.toldUnconfirmed, now + delay >= cancelling.deadline {
            cancelling.toldUnconfirmed = true
            tell(order, .cancelUnconfirmed)
        }
        book[order.id]?.cancelling = cancelling
        wait(delay + .milliseconds(100), then: .cancel, order.id)
    }
}
