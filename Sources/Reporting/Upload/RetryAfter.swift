import Basics

/// The `Retry-After` header (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The wait that the header asks for, at least one second; nil if it cannot be read or asks for no wait. A booth
    /// that retried at once, again and again, would cause a request storm.
    ///
    /// A date is compared with the `Date` of the same response, so that a booth with a wrong clock waits correctly.
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
