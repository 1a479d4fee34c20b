import Foundation

/// SIMULATOR. Stands in for a taxi dispatcher, a clinic's registration desk and any other service: nobody real answers,
/// no car comes. Every request that it answers says `simulated: true`, and the page calls it "simulator / 模拟调度".
///
/// What it does follows from the request alone (its kind, state, times and id), so a restart continues where it was.
struct RequestSimulator: Sendable {
    /// A car that has arrived is forgotten after this time.
    static let afterArrival: TimeInterval = 180

    let desk: RequestDesk
    /// Seconds from submission to acceptance, and from acceptance to the answer.
    let acceptAfter: TimeInterval
    let assignAfter: TimeInterval

    /// Answers what is due and returns when the next answer is.
    func step(at now: Date) async throws -> Date? {
        var next: Date?
        for request in try await desk.store.open() where request.simulated {
            guard let (due, change) = plan(for: request) else { continue }
            if due <= now {
                try await desk.advance(request, by: change)
                next = now
            } else {
                next = min(next ?? due, due)
            }
        }
        return next
    }

    /// What happens to a request next, and when; nil if nothing will.
    func plan(for request: ServiceRequest) -> (due: Date, change: ServiceRequest.Change)? {
        switch (request.state, request.kind) {
        case (.submitted, _):
            return (request.createdAt + acceptAfter, .accept)
        case (.accepted, "taxi"):
            let due = request.updatedAt + assignAfter
            return (due, .assign(SimulatedAnswers.car(for: request, at: due)))
        case (.accepted, "clinic"):
            return (request.updatedAt + assignAfter, .complete(SimulatedAnswers.appointment(for: request)))
        case (.accepted, _):
            return (request.updatedAt + assignAfter, .complete(nil))
        case (.assigned, _):
            let arrival = request.assignment?.arrivesAt ?? request.updatedAt
            return (arrival + Self.afterArrival, .complete(nil))
        case (.completed, _), (.failed, _), (.cancelled, _):
            return nil
        }
    }
}
