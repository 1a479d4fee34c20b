import Basics

/// Whether the wall clock can be trusted enough to give up records by their age.
///
/// It must have been confirmed in this run of the program, either by the time service or by an answer of the platform
/// with the same time. A confirmation holds for as long as the wall clock advances like the monotonic clock.
struct ClockTrust {
    private var confirmed: (wall: Int64, at: ContinuousClock.Instant)?
    private var isDenied = false
    /// A wall clock that moved further than this against the monotonic clock has been set, in milliseconds.
    private static let tolerance: Int64 = 600_000

    /// Notes whether the platform's clock shows the same time.
    mutating func note(isRight: Bool, wall: Int64, at now: ContinuousClock.Instant = .now) {
        isDenied = !isRight
        confirmed = isRight ? (wall, now) : nil
    }

    /// Whether the clock is confirmed; `isSynchronised` asks the time service.
    mutating func isConfirmed(
        wall: Int64, at now: ContinuousClock.Instant = .now, isSynchronised: () -> Bool
    ) -> Bool {
        if let confirmed {
            let (moved, overflow) = wall.subtractingReportingOverflow(confirmed.wall)
            let stepped = moved - (now - confirmed.at).wholeMilliseconds
            if !overflow, abs(stepped) < Self.tolerance { return true }
            self.confirmed = nil
        }
        guard !isDenied, isSynchronised() else { return false }
        confirmed = (wall, now)
        return true
    }
}
