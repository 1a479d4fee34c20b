import Foundation
import Logging

/// Closes and cleans up requests as time passes, whoever answers them. Nobody is kept waiting for ever, and no contact
/// number is kept longer than promised.
struct RequestHousekeeping: Sendable {
    /// An unanswered request fails after this time, in seconds. By then, its booth has told the resident.
    static let unansweredLimit: TimeInterval = 10 * 60
    /// An assigned request that nobody closed is over after this time, in seconds.
    static let assignedLimit: TimeInterval = 24 * 3600
    /// A contact number is kept for this long after its request closed, in seconds.
    static let contactLifetime: TimeInterval = 30 * 60

    let desk: RequestDesk
    let logger: Logger

    /// Does what is due and returns when something will be due next.
    func step(at now: Date) async throws -> Date? {
        let ahead = try await desk.store.bringBack(to: now)
        if ahead > 0 { logger.warning("requests with times still to come, counted from now: \(ahead)") }
        var upcoming: [Date] = []
        for request in try await desk.store.open() {
            let (due, change): (Date, ServiceRequest.Change) =
                request.state == .assigned
                ? (request.updatedAt + Self.assignedLimit, .complete(nil))
                : (request.createdAt + Self.unansweredLimit, .fail(reason: "no_answer"))
            if due <= now {
                try await desk.advance(request, by: change)
            } else {
                upcoming.append(due)
            }
        }
        let erased = try await desk.store.eraseContacts(closedBy: now - Self.contactLifetime)
        if erased > 0 { logger.info("contact numbers erased: \(erased)") }
        if let closed = try await desk.store.earliestClosedWithContact() {
            upcoming.append(closed + Self.contactLifetime)
        }
        return upcoming.min()
    }
}
