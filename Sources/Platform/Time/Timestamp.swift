import Basics
import Foundation

/// Converts the instants that this platform stores, reads and writes: milliseconds since 1970, and RFC 3339 in UTC.
enum Timestamp {
    /// An instant as text, such as `2025-03-01T08:00:00.123Z`.
    static func text(_ date: Date) -> String { RFC3339.string(unixMilliseconds: milliseconds(date)) }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z.
    static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Reads an RFC 3339 date-time in UTC, with or without a fraction of a second; nil for anything else.
    static func parse(_ text: String) -> Date? { RFC3339.utcMilliseconds(text).map(date) }
}

/// Shanghai's civil time: UTC+8 all year (no daylight saving since 1991), so no time zone data is needed.
enum ShanghaiTime {
    private static let offset: TimeInterval = 8 * 3600
    private static let day: TimeInterval = 86_400

    /// The midnight at which the civil day of an instant began.
    static func startOfDay(_ date: Date) -> Date {
        let local = date.timeIntervalSince1970 + offset
        return Date(timeIntervalSince1970: (local / day).rounded(.down) * day - offset)
    }

    /// The hour of the day, 0...23.
    static func hour(_ date: Date) -> Int { Int(date.timeIntervalSince(startOfDay(date)) / 3600) }

    /// The month, 1...12.
    static func month(_ date: Date) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.component(.month, from: date.addingTimeInterval(offset))
    }

    /// A time for people: `HH:MM` if `short`, otherwise `MM-DD HH:MM:SS`.
    static func text(_ date: Date, short: Bool = false) -> String {
        let iso = date.addingTimeInterval(offset).formatted(Date.ISO8601FormatStyle())
        let time = iso.dropFirst(11).prefix(short ? 5 : 8)
        return short ? String(time) : "\(iso.dropFirst(5).prefix(5)) \(time)"
    }
}
