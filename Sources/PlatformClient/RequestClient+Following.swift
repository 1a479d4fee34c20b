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
        sendContact(handle)
        poll(handle, wait: Self.pollSeconds)
    }

    /// Reports a newer document; whether the order is still open.
    private func take(_ handle: RequestHandle, _ document: RequestDocument) -> Bool {
        guard let order = orders[handle] else { return false }
        // An older one is a proxy's memory, or was overtaken on its way.
        guard document.version >= order.version else { return true }
        let isNews = document.version > order.version
        // What was kept for the order is gone before anybody hears of its end.
        if document.answer.phase.isFinal {
            close(handle)
        } else if isNews {
            orders[handle]?.version = document.version
            note(order.id) { $0.answer = document.answer }
        }
        if isNews { report(handle, .answer(document.answer)) }
        return !document.answer.phase.isFinal
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
        switch OrderReply(answer, about: order.id) {
        case .document(let document):
            orders[handle]?.backoff.reset()
            let changed = document.version > order.version
            guard take(handle, document) else { return }
            // A platform that answers at once without news must not be asked again at once.
            let early = !changed && wait > 0 && ContinuousClock.now - started < .seconds(1)
            return after(early ? .seconds(1) : .zero) { $0.poll(handle, wait: Self.pollSeconds) }
        case .unknown:
            close(handle)
            let phase: RequestPhase = order.cancelling == nil ? .failed : .cancelled
            return report(handle, .answer(RequestAnswer(phase: phase)))
        case .tooLate, .refused, .notTaken, .notYet: break
        }
        let delay = orders[handle]?.backoff.fail(random: link.random()) ?? .zero
        after(delay) { $0.poll(handle, wait: Self.pollSeconds) }
    }

    // MARK: - Cancelling

    func tryCancel(_ handle: RequestHandle) {
        guard let order = orders[handle], order.cancelling != nil else { return }
        link.send(.post, "/v1/requests/\(order.id)/cancel", body: "{}", timeout: patience, to: self) {
            $0.cancelled(handle, $1)
        }
    }

    private func cancelled(_ handle: RequestHandle, _ answer: PlatformLink.Answer) {
        guard let order = orders[handle], var cancelling = order.cancelling else { return }
        switch OrderReply(answer, about: order.id) {
        case .document(let document): guard take(handle, document) else { return }
        case .unknown:
            close(handle)
            return report(handle, .answer(RequestAnswer(phase: .cancelled)))
        case .tooLate:
            orders[handle]?.cancelling = nil
            note(order.id) { $0.stage = .placed }
            return report(handle, .tooLateToCancel)
        case .refused, .notTaken, .notYet: break
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
