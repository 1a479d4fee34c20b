import Synchronization

/// Limits how often each of many callers may ask, with a token bucket for each name. A runaway booth must not keep the
/// platform from the others.
final class RateLimiter: Sendable {
    /// The requests per second in the long run, and the burst allowed after a quiet time.
    struct Rate: Equatable, Sendable {
        var perSecond: Double
        var burst: Double

        /// A booth with a backlog sends batch after batch as fast as they are answered, and should: 50 requests per
        /// second carry 10,000 events. The burst covers all requests of a booth that comes back after an outage.
        static let booth = Rate(perSecond: 50, burst: 500)
        /// Log-ins of all callers together: many more than operators need, and far too few to guess a token.
        static let logIn = Rate(perSecond: 5, burst: 20)
    }

    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    private let rate: Rate
    private let now: @Sendable () -> ContinuousClock.Instant
    private let buckets = Mutex<[String: Bucket]>([:])

    /// - Parameter now: the monotonic clock; tests set their own.
    init(_ rate: Rate, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.rate = rate
        self.now = now
    }

    /// Takes a token.
    /// - Returns: nil if there was one; otherwise the time until there is one, in whole seconds from 1.
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
