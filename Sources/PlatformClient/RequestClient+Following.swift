import HTTPClient
import KioskCore

extension RequestClient {
    // MARK: - Following

    func opened(_ handle: RequestHandle, _ document: RequestDocument) {
        orders[handle]?.isOpen = true
        orders[handle]?.backoff.reset()
        note(document.id) { if $0.stage == .sending { $0.stage = .placed } }
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
            if !document.answer.phase.isFinal { note(order.id) { $0.answer = document.answer } }
            report(handle, .answer(document.answer))
        }
        guard document.answer.phase.isFinal else { return true }
        close(handle)
        return false
    }

    func poll(_ handle: RequestHandle, wait: Int) {
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
                close(handle)
                let phase: RequestPhase = order.cancelling == nil ? .failed : .cancelled
                return report(handle, .answer(RequestAnswer(phase: phase)))
            }
        }
        let delay = orders[handle]?.backoff.fail(random: link.random()) ?? .zero
        after(delay) { $0.poll(handle, wait: Self.pollSeconds) }
    }

    // MARK: - Adding a number, cancelling

    func sendContact(_ handle: RequestHandle) {
        guard let order = orders[handle], let number = order.contact else { return }
        let body = JSONValue.object([("number", .string(number))]).serialized
        link.send(.post, "/v1/requests/\(order.id)/contact", body: body, to: self) { client, answer in
            if case .success(let response) = answer, response.status < 500,
                ![401, 403, 408, 429].contains(response.status)
            {
                if client.orders[handle]?.contact == number { client.orders[handle]?.contact = nil }
                if (200..<300).contains(response.status) { client.note(order.id) { $0.contactGiven = true } }
                return
            }
            let delay = client.orders[handle]?.backoff.fail(random: client.link.random()) ?? .zero
            client.after(delay + .milliseconds(200)) { $0.sendContact(handle) }
        }
    }

    func tryCancel(_ handle: RequestHandle) {
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
                close(handle)
                return report(handle, .answer(RequestAnswer(phase: .cancelled)))
            case 409:
                orders[handle]?.cancelling = nil
                note(order.id) { $0.stage = .placed }
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
