import Foundation
import Logging

/// Removes what has been kept long enough: events by the time they came in, requests by the time they closed. It never
/// relies on a clock that is not trusted.
struct Retention: Sendable {
    /// The most rows removed at once; the rest of the platform has its turn in between.
    static let step = 500

    let events: any EventStore
    let requests: RequestStore
    let lifetime: TimeInterval
    let watch: ClockWatch
    let logger: Logger

    /// Removes what is due and returns when to look again.
    func step(at now: Date) async throws -> Date? {
        guard let wall = try await watch.look() else { return now + 60 }
        let now = max(now, wall)
        let time = wall - lifetime
        let isDue = try await events.hasEvents(receivedBefore: time, now: now)
        let isClosed = try await requests.hasClosed(before: time)
        let latest = now + EventRetention.tolerance
        let isAhead = try await requests.hasClosed(after: latest)
        guard isDue || isClosed || isAhead else { return now + 60 }
        guard try await watch.boothsAgree(with: wall) else { return now + 60 }
        let removed = try await events.removeEvents(receivedBefore: time, limit: Self.step, now: now)
        let closed = try await requests.removeClosed(before: time, limit: Self.step)
        let brought = isAhead ? try await requests.bringBackClosed(to: latest) : 0
        if brought > 0 {
            logger.notice("\(brought) requests closed while the clock was ahead; they count as closed now")
        }
        if removed + closed > 0 { logger.info("removed by age: \(removed) events, \(closed) requests") }
        return max(removed, closed) == Self.step ? now : now + 60
    }
}
