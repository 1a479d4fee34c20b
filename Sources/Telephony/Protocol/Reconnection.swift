import Basics
import Serial

/// Attempts to connect, with a back-off that starts at 50 ms and doubles up to 200 ms. An emergency may be waiting for
/// the far end to return, and trying a closed port or path on this machine costs next to nothing.
struct Reconnection {
    private var backoff = Backoff(base: .milliseconds(50), cap: .milliseconds(200))
    private var alarm: Watch?

    /// Schedules an attempt, in place of one that is still to come.
    mutating func tryLater(_ set: (_ pause: Duration) -> Watch) { alarm = set(backoff.fail()) }

    mutating func cancel() { alarm = nil }

    /// The connection is established: the back-off starts again.
    mutating func succeeded() { backoff.reset() }
}
