import EventQueue
import HTTPClient
import KioskCore

/// Orders: submitted under an id made once, followed by a long poll until nothing will change any more.
///
/// An order that could not be confirmed within seconds is reported as unreachable and is never placed later by itself:
/// if the platform may have it all the same, it is cancelled there as soon as that can be done.
actor RequestClient {
    private struct Order {
        var id: String
        /// What is posted to submit it.
        var body: String
        var version = 0
        var isOpen = false
        /// A number to hand on; kept only until the platform has it.
        var contact: String?
        var cancelling: Cancelling?
        /// The platform may have it although it never said so.
        var mayBePlaced = false
        var deadline: ContinuousClock.Instant
        var backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))
    }

    private struct Cancelling {
        var deadline: ContinuousClock.Instant
        var toldUnconfirmed = false
        var backoff = Backoff(base: .milliseconds(500), cap: .seconds(60))
    }

    private let link: PlatformLink
    /// How long the resident waits for "ordered" or "cancelled".
    private let patience: Duration
    private var orders: [RequestHandle: Order] = [:]
    private var isRunning = true

    /// The platform holds a poll this long.
    private static let pollSeconds = 25
    /// How long an order that nobody wants is looked for on a platform that does not answer.
    private static let cleanUp = Duration.seconds(3600)

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(link: PlatformLink, patience: Duration) {
        self.link = link
        self.patience = patience
    }

    /// Places an order under this id.
    nonisolated func submit(_ handle: RequestHandle, id: String, _ order: RequestOrder) {
        link.queue.run(on: self) { client in
            let body = client.submission(id: id, order)
            client.orders[handle] = Order(id: id, body: body, deadline: .now + client.patience)
            client.trySubmit(handle)
        }
    }

    /// Follows an order that was placed before a restart.
    nonisolated func resume(_ handle: RequestHandle, id: String) {
        link.queue.run(on: self) { client in
            client.orders[handle] = Order(id: id, body: "", isOpen: true, deadline: .now)
            client.poll(handle, wait: 0)
        }
    }

    /// Hands on a call-back number.
    nonisolated func contact(_ handle: RequestHandle, number: String) {
        link.queue.run(on: self) { client in
            client.orders[handle]?.contact = number
            if client.orders[handle]?.isOpen == true { client.sendContact(handle) }
        }
    }

    /// Cancels an order.
    nonisolated func cancel(_ handle: RequestHandle) {
        link.queue.run(on: self) { client in
            guard let order = client.orders[handle] else {
                return client.report(handle, .tooLateToCancel)
            }
            guard order.cancelling == nil else { return }
            client.orders[handle]?.cancelling = Cancelling(deadline: .now + client.patience)
            if order.isOpen { client.tryCancel(handle) }
        }
    }

    /// Follows an order no longer: nobody waits for it. It stays what it is at the platform.
    nonisolated func forget(_ handle: RequestHandle) {
        link.queue.run(on: self) { client in
            // One that is being cancelled is followed until that is certain.
            if client.orders[handle]?.cancelling == nil { client.orders[handle] = nil }
        }
    }

    nonisolated func stop() {
        link.queue.run(on: self) { client in
            client.isRunning = false
            client.orders = [:]
        }
    }

    private func report(_ handle: RequestHandle, _ fact: RequestFact) {
        link.report(.request(handle, fact))
    }

    private func after(_ delay: Duration, _ work: @escaping @Sendable (isolated RequestClient) -> Void) {
        link.queue.run(on: self, after: delay) { client in
            if client.isRunning { work(client) }
        }
    }

    // MARK: - Submitting

    private func submission(id: String, _ order: RequestOrder) -> String {
        let choices = order.choices.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        return JSONValue.object([
            ("id", .string(id)),
            ("kind", .string(order.kind)),
            ("language", .string(order.language.rawValue)),
            ("address", .string(link.booth.address.text(in: .chinese))),
            ("booth_number", .string(link.booth.number)),
            ("choices", .object(choices)),
        ]).serialized
    }

    private func trySubmit(_ handle: RequestHandle) {
        guard let order = orders[handle], !order.isOpen else { return }
        let left = max(.seconds(1), order.deadline - .now)
        link.send(.post, "/v1/requests", body: order.body, timeout: left, to: self) { client, answer in
            client.submitted(handle, answer)
        }
    }

    private func submitted(_ handle: RequestHandle, _ answer: PlatformLink.Answer) {
        guard let order = orders[handle] else { return }
        switch answer {
        case .success(let response) where (200..<300).contains(response.status):
            if let document = RequestDocument(response.body, id: order.id) { return opened(handle, document) }
            orders[handle]?.mayBePlaced = true
        case .success(let response) where [401, 403, 408, 429].contains(response.status):
            break
        case .success(let response) where (400..<500).contains(response.status):
            // The platform understood and will not have it.
            orders[handle] = nil
            return report(handle, .answer(RequestAnswer(phase: .failed)))
        case .success:
            orders[handle]?.mayBePlaced = true
        case .failure(let error):
            if !error.wasNotSent { orders[handle]?.mayBePlaced = true }
        }
        let delay = min(orders[handle]?.backoff.fail(random: link.random()) ?? .zero, .seconds(3))
        // An order that is to be cancelled anyway is not tried again.
        guard order.cancelling == nil, ContinuousClock.now + delay < order.deadline else { return giveUp(handle) }
        after(delay) { $0.trySubmit(handle) }
    }

    private func giveUp(_ handle: RequestHandle) {
        guard let order = orders.removeValue(forKey: handle) else { return }
        report(handle, .unreachable)
        if order.mayBePlaced {
            withdraw(handle, order.id, Cancelling(deadline: .now + Self.cleanUp))
        }
    }

    /// Cancels an order that failed for want of an answer, and says whether that is certain.
    private func withdraw(_ handle: RequestHandle, _ id: String, _ cancelling: Cancelling) {
        link.send(.post, "/v1/requests/\(id)/cancel", body: "{}", timeout: patience, to: self) { client, answer in
            if case .success(let response) = answer {
                switch response.status {
                case 200..<300, 404, 410:
                    // Cancelled, or never placed.
                    return client.report(handle, .answer(RequestAnswer(phase: .cancelled)))
                case 409: return client.lookBack(handle, id)
                default: break
                }
            }
            var cancelling = cancelling
            if !cancelling.toldUnconfirmed {
                cancelling.toldUnconfirmed = true
                client.report(handle, .cancelUnconfirmed)
            }
            let delay = cancelling.backoff.fail(random: client.link.random()) + .milliseconds(100)
            guard ContinuousClock.now + delay < cancelling.deadline else { return }
            client.after(delay) { [cancelling] in $0.withdraw(handle, id, cancelling) }
        }
    }

    /// Too late to cancel: what became of it instead.
    private func lookBack(_ handle: RequestHandle, _ id: String) {
        link.send(.get, "/v1/requests/\(id)", to: self) { client, answer in
            guard case .success(let response) = answer, let document = RequestDocument(response.body, id: id) else {
                return
            }
            client.report(handle, .answer(document.answer))
        }
    }

    // MARK: - Following

    private func opened(_ handle: RequestHandle, _ document: RequestDocument) {
        orders[handle]?.isOpen = true
        orders[handle]?.backoff.reset()
        guard take(handle, document) else { return }
        if orders[handle]?.cancelling != nil { tryCancel(handle) }
        if orders[handle]?.contact != nil { sendContact(handle) }
        poll(handle, wait: Self.pollSeconds)
    }

    /// Reports a newer document; whether the order is still open.
    private func take(_ handle: RequestHandle, _ document: RequestDocument) -> Bool {
        guard let order = orders[handle] else { return false }
        if document.version > order.version {
            orders[handle]?.version = document.version
            report(handle, .answer(document.answer))
        }
        guard document.answer.phase.isFinal else { return true }
        orders[handle] = nil
        return false
    }

    private func poll(_ handle: RequestHandle, wait: Int) {
        guard let order = orders[handle], order.isOpen else { return }
        let started = ContinuousClock.now
        link.send(
            .get, "/v1/requests/\(order.id)?after=\(order.version)&wait=\(wait)",
            timeout: .seconds(wait + 10), to: self
        ) { $0.polled(handle, $1, wait: wait, since: started) }
    }

    private func polled(
        _ handle: RequestHandle, _ answer: PlatformLink.Answer, wait: Int, since started: ContinuousClock.Instant
    ) {
        guard let order = orders[handle] else { return }
        if case .success(let response) = answer {
            if response.status == 200, let document = RequestDocument(response.body, id: order.id) {
                orders[handle]?.backoff.reset()
                let changed = document.version > order.version
                guard take(handle, document) else { return }
                // A platform that answers at once without news must not be asked again at once.
                let early = !changed && wait > 0 && ContinuousClock.now - started < .seconds(1)
                return after(early ? .seconds(1) : .zero) { $0.poll(handle, wait: Self.pollSeconds) }
            }
            if response.status == 404 {
                orders[handle] = nil
                return report(handle, .answer(RequestAnswer(phase: .failed)))
            }
        }
        let delay = orders[handle]?.backoff.fail(random: link.random()) ?? .zero
        after(delay) { $0.poll(handle, wait: Self.pollSeconds) }
    }

    // MARK: - Adding a number, cancelling

    private func sendContact(_ handle: RequestHandle) {
        guard let order = orders[handle], let number = order.contact else { return }
        let body = JSONValue.object([("number", .string(number))]).serialized
        link.send(.post, "/v1/requests/\(order.id)/contact", body: body, to: self) { client, answer in
            if case .success(let response) = answer, response.status < 500,
                ![401, 403, 408, 429].contains(response.status)
            {
                if client.orders[handle]?.contact == number { client.orders[handle]?.contact = nil }
                return
            }
            let delay = client.orders[handle]?.backoff.fail(random: client.link.random()) ?? .zero
            client.after(delay + .milliseconds(200)) { $0.sendContact(handle) }
        }
    }

    private func tryCancel(_ handle: RequestHandle) {
        guard let order = orders[handle], order.cancelling != nil else { return }
        link.send(.post, "/v1/requests/\(order.id)/cancel", body: "{}", timeout: patience, to: self) {
            $0.cancelled(handle, $1)
        }
    }

    private func cancelled(_ handle: RequestHandle, _ answer: PlatformLink.Answer) {
        guard let order = orders[handle], var cancelling = order.cancelling else { return }
        if case .success(let response) = answer {
            switch response.status {
            case 200..<300:
                if let document = RequestDocument(response.body, id: order.id) {
                    _ = take(handle, document)
                    if document.answer.phase.isFinal { return }
                }
            case 404:
                orders[handle] = nil
                return report(handle, .answer(RequestAnswer(phase: .cancelled)))
            case 409:
                orders[handle]?.cancelling = nil
                return report(handle, .tooLateToCancel)
            default: break
            }
        }
        let delay = cancelling.backoff.fail(random: link.random())
        if !cancelling.toldUnconfirmed, ContinuousClock.now + delay >= cancelling.deadline {
            cancelling.toldUnconfirmed = true
            report(handle, .cancelUnconfirmed)
        }
        orders[handle]?.cancelling = cancelling
        after(delay + .milliseconds(100)) { $0.tryCancel(handle) }
    }
}
