/// When to try a failed device again.
struct Outage {
    static let shortest: Duration = .milliseconds(250)
    static let longest: Duration = .seconds(30)

    /// The next attempt; nil while the device works.
    var retryAt: Duration?
    private var delay = shortest

    /// Sets the next attempt, and doubles the delay for the one after it.
    mutating func postpone(from now: Duration) {
        retryAt = now + delay
        delay = min(delay * 2, Self.longest)
    }

    /// Makes the next delay the shortest again.
    mutating func reset() { delay = Self.shortest }
}
