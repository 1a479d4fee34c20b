import Serial

/// Attempts to connect: after 50 ms, then doubled up to 200 ms. An emergency may be waiting for the far end's return, and asking
/// a closed port or path of this machine costs next to nothing.
struct Reconnection {
    private var pause = Duration.milliseconds(50)
    private var alarm: Watch?

    /// Tries later, in place of an attempt that is still to come.
    mutating func later(_ set: (_ pause: Duration) -> Watch) {
        alarm = set(pause)
        pause = min(pause * 2, .milliseconds(200))
    }

    mutating func cancel() { alarm = nil }

    /// It worked: the next attempt comes soon again.
    mutating func succeeded() { pause = .milliseconds(50) }
}
