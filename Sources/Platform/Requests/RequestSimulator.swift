import Foundation

/// SIMULATOR. Stands in for a taxi dispatcher, a clinic's registration desk and any other service. Nobody real answers,
/// and no car comes. Every request that it answers says `simulated: true`, and the page calls it "simulator / 模拟调度".
///
/// Its behaviour follows only from its settings and the request (its kind, state, times and id), so it continues after
/// a restart where it was.
struct RequestSimulator: Sendable {
    /// A car that has arrived is forgotten after this time, in seconds.
    static let afterArrival: TimeInterval = 180

    let desk: RequestDesk

    /// Gives the answers that are due and returns when the next one is.
    func step(at now: Date) async throws -> Date? {
        guard let settings = desk.simulator.settings else { return nil }
        var next: Date?
        for request in try await desk.store.open() where request.simulated {
            guard let (due, change) = Self.plan(for: request, settings) else { continue }
            if due <= now {
                try await desk.advance(request, by: change, author: .simulator)
                next = now
            } else {
                next = min(next ?? due, due)
            }
        }
        return next
    }

    /// What happens to a request next, and when; nil if nothing will.
    static func plan(
        for request: ServiceRequest, _ settings: SimulatorSettings
    ) -> (due: Date, change: ServiceRequest.Change)? {
        let answerDue = request.updatedAt + settings.assignAfter
        switch (request.state, SimulatedAnswers.mood(for: request, settings)) {
        case (.submitted, .silent), (.completed, _), (.failed, _), (.cancelled, _):
            return nil
        case (.submitted, _):
            return (request.createdAt + settings.acceptAfter, .accept)
        case (.accepted, .failing):
            return (answerDue, .fail(reason: "simulated"))
        case (.accepted, _):
            switch request.kind {
            case "taxi": return (answerDue, .assign(SimulatedAnswers.car(for: request, at: answerDue)))
            case "clinic": return (answerDue, .complete(SimulatedAnswers.appointment(for: request)))
            default: return (answerDue, .complete(nil))
            }
        case (.assigned, _):
            let arrival = request.assignment?.arrivesAt ?? request.updatedAt
            return (arrival + afterArrival, .complete(nil))
        }
    }
}
