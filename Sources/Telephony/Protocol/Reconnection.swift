import Basics
import Serial

/// Attempts to connect: after 50 ms, then doubled up to 200 ms. An emergency may be waiting for the far end's return, and asking
/// a closed port or path of this machine costs next to nothing.
struct Reconnection {
    private var backoff = Backoff(base: .milliseconds(50), cap: .milliseconds(200))
    private var alarm: Watch?

    /// Tries later, in place of an attempt that is still to come.
    mutating func tryLater(_ set: (_ pause: Duration) -> Watch) { alarm = set(backoff.fail()) }

    mutating func cancel() { alarm = nil }

    /// It worked: the next attempt comes soon again.
    mutating func succeeded() { backoff.reset() }
}
