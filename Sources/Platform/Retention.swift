import Foundation
import Logging

/// Removes what was kept long enough: events by the time they came in, requests by the time they closed.
struct Retention: Sendable {
    /// Removed at once; the rest of the platform has its turn in between.
    static let step = 500

    let events: any EventStore
    let requests: RequestStore
    let lifetime: TimeInterval
    let logger: Logger

    /// Removes what is due and returns when to look again.
    func step(at now: Date) async throws -> Date? {
        let removed = try await events.removeEvents(receivedBefore: now - lifetime, limit: Self.step)
        let closed = try await requests.removeClosed(before: now - lifetime, limit: Self.step)
        if removed + closed > 0 { logger.info("removed by age: \(removed) events, \(closed) requests") }
        return max(removed, closed) == Self.step ? now : now + 3600
    }
}
