extension Duration {
    /// The duration in milliseconds, rounded towards zero and clamped to what fits in 64 bits.
    public var wholeMilliseconds: Int64 { whole(unitsInSecond: 1000) }

    /// The duration in nanoseconds, rounded towards zero and clamped to what fits in 64 bits (292 years).
    public var wholeNanoseconds: Int { Int(clamping: whole(unitsInSecond: 1_000_000_000)) }

    private func whole(unitsInSecond: Int64) -> Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: unitsInSecond)
        if overflow { return seconds < 0 ? .min : .max }
        return whole.saturatingAdding(attoseconds / (1_000_000_000_000_000_000 / unitsInSecond))
    }
}

extension Int64 {
    /// The sum, clamped to what fits in 64 bits.
    package func saturatingAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, clamped to what fits in 64 bits.
    package func saturatingSubtracting(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// Division rounding towards negative infinity, so that instants before 1970 fall on the right day.
    package func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
