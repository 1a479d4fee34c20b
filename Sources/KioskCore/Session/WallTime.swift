/// The civil time at the booth, as the adapters read it: an instant of the wall clock with the zone's offset.
///
/// The core never asks for it; it arrives in `Context`. `nil` there means that the clock is not trusted (a boot without
/// a real-time clock), and the screens then show no time rather than a wrong one.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var unixMilliseconds: Int64
    /// Seconds east of UTC that apply at this instant; Shanghai is 28,800.
    public var utcOffsetSeconds: Int

    /// An instant with the offset of the booth's time zone.
    public init(unixMilliseconds: Int64, utcOffsetSeconds: Int = 28_800) {
        self.unixMilliseconds = unixMilliseconds
        self.utcOffsetSeconds = utcOffsetSeconds
    }

    /// The order of instants; the offset plays no part.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.unixMilliseconds < right.unixMilliseconds }

    /// The calendar and clock fields of this instant at the booth.
    public var civil: CivilTime {
        let local = unixMilliseconds.flooredDivision(by: 1000) + Int64(utcOffsetSeconds)
        let days = local.flooredDivision(by: 86_400)
        let secondOfDay = Int(local - days * 86_400)
        let (year, month, day) = Self.gregorian(daysSinceEpoch: days)
        let weekday = Int((days + 4) - (days + 4).flooredDivision(by: 7) * 7)
        return CivilTime(
            year: year, month: month, day: day, weekday: weekday,
            hour: secondOfDay / 3600, minute: secondOfDay / 60 % 60, second: secondOfDay % 60)
    }

    /// Proleptic Gregorian date of a day number; eras of 400 years starting on 1 March make leap days the last of a year.
    private static func gregorian(daysSinceEpoch: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }
}

/// Calendar and clock fields of an instant at the booth.
public struct CivilTime: Hashable, Sendable {
    /// Gregorian year.
    public var year: Int
    /// 1 to 12.
    public var month: Int
    /// 1 to 31.
    public var day: Int
    /// 0 = Sunday to 6 = Saturday.
    public var weekday: Int
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 59.
    public var second: Int
}

extension Int64 {
    /// Division rounding towards negative infinity, so that instants before 1970 fall on the right day.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
