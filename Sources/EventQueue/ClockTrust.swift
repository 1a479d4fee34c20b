import Basics

/// Whether the wall clock can be believed, as far as anything is given up by it.
///
/// It has to be confirmed, by the time service or by an answer of the platform with the same time, in this run of the
/// program; a confirmation holds while the wall clock goes on as the monotonic one does.
struct ClockTrust {
    private var confirmed: (wall: Int64, at: ContinuousClock.Instant)?
    private var isDenied = false
    /// A wall clock that moved further than this by itself has been set.
    private static let tolerance: Int64 = 600_000

    /// The platform's clock says the same, or another time.
    mutating func note(isRight: Bool, wall: Int64, at now: ContinuousClock.Instant = .now) {
        isDenied = !isRight
        confirmed = isRight ? (wall, now) : nil
    }

    /// `isSynchronised` asks the time service.
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
