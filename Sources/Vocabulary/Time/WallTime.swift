public import Basics

/// The civil time at the booth, as the adapters read it: an instant of the wall clock with the zone's offset.
///
/// The core never asks for it; it arrives in `Context`. `nil` there means that the clock is not trusted (after a boot
/// without a real-time clock). The screens then show no time rather than a wrong one.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var unixMilliseconds: Int64
    /// Seconds east of UTC that apply at this instant; Shanghai is 28,800.
    public var utcOffsetSeconds: Int

    /// 2024-01-01, before this program existed. A clock with an earlier time was never set.
    public static let earliestPlausible: Int64 = 1_704_067_200_000

    /// An instant with the offset of the booth's time zone.
    public init(unixMilliseconds: Int64, utcOffsetSeconds: Int = 28_800) {
        self.unixMilliseconds = unixMilliseconds
        self.utcOffsetSeconds = utcOffsetSeconds
    }

    /// The order of instants; the offset plays no part.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.unixMilliseconds < right.unixMilliseconds }

    /// The calendar and clock fields of this instant at the booth.
    public var civil: CivilTime {
        let date = CivilDate(dayNumber: localDay)
        let secondOfDay = Int(localSeconds - Int64(localDay) * 86_400)
        return CivilTime(
            year: date.year, month: date.month, day: date.day, weekday: date.weekday,
            hour: secondOfDay / 3600, minute: secondOfDay / 60 % 60, second: secondOfDay % 60)
    }

    /// Seconds since 1970-01-01T00:00:00 on the booth's own clock.
    var localSeconds: Int64 { unixMilliseconds.flooredDivision(by: 1000) + Int64(utcOffsetSeconds) }

    /// Days since 1970-01-01 on the booth's own clock.
    var localDay: Int { Int(localSeconds.flooredDivision(by: 86_400)) }
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

extension WallTime {
    /// The day at the booth.
    public var date: CivilDate { CivilDate(dayNumber: localDay) }

    /// Minutes since midnight at the booth, 0 to 1,439.
    public var minuteOfDay: Int { Int((localSeconds - Int64(localDay) * 86_400) / 60) }
}
