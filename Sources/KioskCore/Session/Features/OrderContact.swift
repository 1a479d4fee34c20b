import Prompts
import Vocabulary

/// The call-back number that somebody left with an order. It is on its way until the platform has said that it has it,
/// and is never called delivered before. The digits are not here; the page says how far they are.
extension Turn {
    mutating func giveContact(_ number: String, to handle: RequestHandle) {
        emit(.contact(handle, number: number))
        change(handle) { order, now in order.contact = .passing(since: now) }
        // One timer serves all orders, as it does for their answers.
        if state.timers[.contact] == nil { start(.contact, after: timings.contactDelivery) }
    }

    /// Notes that the platform has the number, and says so while the order is open.
    mutating func contactDelivered(_ order: Order) {
        guard order.contact != nil, order.contact != .delivered else { return }
        change(order.handle) { order, _ in order.contact = .delivered }
        guard !order.isClosed else { return }
        tell([.prompt(.requestContactSaved)], of: order, priority: .guidance)
    }

    /// Tells of numbers that take too long; a later timer deals with the others.
    mutating func contactOverdue() {
        var next: Duration?
        for order in state.orders {
            guard case .passing(let since) = order.contact else { continue }
            let left = since + timings.contactDelivery - now
            if left > .zero {
                next = min(next ?? left, left)
                continue
            }
            change(order.handle) { order, _ in order.contact = .late }
            tell([.prompt(.requestContactLate)], of: order, priority: .safety)
        }
        if let next { start(.contact, after: next) }
    }

    /// How far the number is, in words; empty for one that no longer matters.
    func contactWords(of order: Order) -> [Speech.Part] {
        switch order.contact {
        case .passing where !order.isClosed: [.prompt(.requestContactSending)]
        case .delivered where !order.isClosed: [.prompt(.requestContactSaved)]
        case .late: [.prompt(.requestContactLate)]
        case .passing, .delivered, nil: []
        }
    }
}

extension Order {
    /// Settles the number of an order that is over: one that has not arrived by now never will. If the order was
    /// cancelled, nobody waits for a call.
    mutating func closeContact() {
        guard contact != nil, contact != .delivered else { return }
        contact = answer?.phase == .cancelled ? nil : .late
    }
}
