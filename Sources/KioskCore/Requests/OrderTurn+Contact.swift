import Vocabulary
import Basics

/// A number to call back on its way to the platform. It is sent again and again until the platform says that it has it
/// or the order is over, because whoever left it was told that it is being passed on.
extension OrderTurn {
    mutating func keepContact(_ number: String, _ id: String) {
        book[id]?.contact = number
        book[id]?.contactBackoff.reset()
        giveContact(id)
    }

    mutating func giveContact(_ id: String) {
        guard let order = book[id], order.isOpen, let number = order.contact else { return }
        guard now < order.expires else { return contactIsSettled(id) }
        put(.contact(number: number), .contact, id, within: .seconds(30))
    }

    mutating func contactSent(_ order: OpenOrder, _ reply: OrderReply) {
        switch reply {
        case .document:
            book[order.id]?.kept.contactGiven = true
            tell(order, .contactDelivered)
            contactIsSettled(order.id)
        case .tooLate, .unknown:
            // Nobody will call back; the poll says what became of the order.
            contactIsSettled(order.id)
        case .refused, .notTaken, .notYet:
            let delay = book[order.id]?.contactBackoff.fail(random: random) ?? .zero
            wait(delay + .milliseconds(200), then: .contact, order.id)
        }
    }

    private mutating func contactIsSettled(_ id: String) {
        book[id]?.contact = nil
        if book[id]?.kept.isForgotten == true { close(id) }
    }
}
