/// Exponential back-off with full jitter: each wait is a random part of a ceiling that doubles with every failure, so
/// that a city's booths do not all come back in the same second.
public struct Backoff: Equatable, Sendable {
    /// The ceiling after the first failure.
    public let base: Duration
    /// The ceiling never grows beyond this.
    public let cap: Duration
    /// Failures in a row.
    public private(set) var failures = 0

    /// A back-off that has not failed yet.
    public init(base: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.base = base
        self.cap = cap
    }

    /// Counts a failure and returns how long to wait: a random part of the ceiling. `random` is uniform in 0 ..< 1.
    public mutating func fail(random: Double) -> Duration { fail() * min(max(random, 0), 1) }

    /// Counts a failure and returns the ceiling, without jitter. Use it to wait for something on this machine, where no
    /// other booth retries at the same time.
    public mutating func fail() -> Duration {
        defer { failures += 1 }
        return min(cap, base * (1 << min(failures, 20)))
    }

    /// Forgets the failures.
    public mutating func reset() { failures = 0 }
}
