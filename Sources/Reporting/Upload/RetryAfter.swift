import Basics

/// The `Retry-After` header (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The wait it asks for, a second at least; nil if it cannot be read or asks for none: a booth that comes back at
    /// once, again and again, is a storm. A date is read against the same answer's `Date`, so that a
    /// booth whose clock is wrong waits correctly.
    public static func duration(_ value: String, date: String?) -> Duration? {
        let dated = { () -> Int64? in
            guard let until = HTTPDate.unixSeconds(value), let now = date.flatMap(HTTPDate.unixSeconds) else {
                return nil
            }
            return until - now
        }
        guard let seconds = Int64(value) ?? dated(), seconds > 0 else { return nil }
        return .seconds(seconds)
    }
}
