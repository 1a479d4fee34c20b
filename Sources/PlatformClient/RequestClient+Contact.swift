import HTTPClient
import KioskCore

/// A number to call back on its way to the platform. It is sent again and again until the platform says that it has it, or
/// the order is over: whoever left it was told that it is being passed on.
extension RequestClient {
    /// Hands on a call-back number.
    nonisolated func contact(_ handle: RequestHandle, number: String) {
        link.queue.run(on: self) { client in
            guard client.orders[handle] != nil else { return }
            client.keepContact(number, of: handle)
            client.sendContact(handle)
        }
    }

    /// Keeps the number of an order, or with nil forgets it.
    func keepContact(_ number: String?, of handle: RequestHandle) {
        guard let order = orders[handle] else { return }
        orders[handle]?.contact = number
        orders[handle]?.contactBackoff.reset()
        keepContact(number, of: order.id)
    }

    func keepContact(_ number: String?, of id: String) {
        if !contacts.keep(number, of: id) {
            link.report(.ordersNotKept(reason: "a number to call back cannot be kept in memory over a restart"))
        }
    }

    func sendContact(_ handle: RequestHandle) {
        guard let order = orders[handle], order.isOpen, let number = order.contact else { return }
        guard .now < order.expires else { return contactIsSettled(handle) }
        let body = JSONValue.object(["number": .string(number)]).serialized
        link.send(.post, "/v1/requests/\(order.id)/contact", body: body, to: self) { client, answer in
            client.contactSent(handle, number, answer)
        }
    }

    private func contactSent(_ handle: RequestHandle, _ number: String, _ answer: PlatformLink.Answer) {
        guard let order = orders[handle], order.contact == number else { return }
        switch OrderReply(answer, about: order.id) {
        case .document:
            note(order.id) { $0.contactGiven = true }
            report(handle, .contactDelivered)
            contactIsSettled(handle)
        case .tooLate, .unknown:
            // Nobody will call back; the poll says what became of the order.
            contactIsSettled(handle)
        case .refused, .notTaken, .notYet:
            let delay = orders[handle]?.contactBackoff.fail(random: link.random()) ?? .zero
            after(delay + .milliseconds(200)) { $0.sendContact(handle) }
        }
    }

    private func contactIsSettled(_ handle: RequestHandle) {
        keepContact(nil, of: handle)
        if orders[handle]?.isForgotten == true { close(handle) }
    }
}
