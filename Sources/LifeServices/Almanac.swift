import Foundation
public import Vocabulary

/// The Chinese calendar, from the system's own tables.
public enum Almanac {
    /// The lunar date of an instant at the booth; nil if the calendar cannot tell.
    public static func lunarDate(at wall: WallTime) -> LunarDate? {
        guard let zone = TimeZone(secondsFromGMT: wall.utcOffsetSeconds) else { return nil }
        var calendar = Calendar(identifier: .chinese)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(wall.unixMilliseconds) / 1000)
        let parts = calendar.dateComponents([.month, .day], from: date)
        guard let month = parts.month, let day = parts.day else { return nil }
        return LunarDate(month: month, day: day, leap: parts.isLeapMonth ?? false)
    }
}
