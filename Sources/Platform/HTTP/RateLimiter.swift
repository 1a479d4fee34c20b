import Synchronization

/// How often each of many may ask: a token bucket for each name. A booth gone wild must not take the platform from the
/// others.
final class RateLimiter: Sendable {
    /// How many requests a second in the long run, and how many at once after a quiet time.
    struct Rate: Equatable, Sendable {
        var perSecond: Double
        var burst: Double

        /// A booth with a backlog sends batch after batch as fast as they are answered, and should: 50 requests a second
        /// carry 10,000 events. The burst covers every request of a booth that comes back after an outage.
        static let booth = Rate(perSecond: 50, burst: 500)
        /// Log-ins of everybody together: many more than operators need, far too few to guess a token.
        static let logIn = Rate(perSecond: 5, burst: 20)
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let rate: Rate
    private let now: @Sendable () -> ContinuousClock.Instant
    private let buckets = Mutex<[String: Bucket]>([:])

    /// `now`: monotonic; tests set their own.
    init(_ rate: Rate, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.rate = rate
        self.now = now
    }

    /// Takes a token.
    /// - Returns: nil if there was one; else how long until there is, in whole seconds from 1.
    func take(_ name: String) -> Int? {
        let now = now()
        return buckets.withLock { buckets in
            var bucket = buckets[name] ?? Bucket(tokens: rate.burst, filledAt: now)
            bucket.tokens = min(rate.burst, bucket.tokens + (now - bucket.filledAt) / .seconds(1) * rate.perSecond)
            bucket.filledAt = now
            defer { buckets[name] = bucket }
            guard bucket.tokens < 1 else {
                bucket.tokens -= 1
                return nil
            }
            return max(1, Int(((1 - bucket.tokens) / rate.perSecond).rounded(.up)))
        }
    }
}
