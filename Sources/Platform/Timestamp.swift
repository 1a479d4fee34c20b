import Foundation

/// Instants as this platform stores, reads and writes them: milliseconds since 1970 and RFC 3339 in UTC.
enum Timestamp {
    /// `2025-03-01T08:00:00.123Z`.
    static func text(_ date: Date) -> String {
        // Rounding first: a date that came from whole milliseconds must not print as one less.
        let rounded = Date(timeIntervalSince1970: Double(milliseconds(date)) / 1000 + 0.0001)
        return rounded.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }

    /// The instant that many milliseconds after 1970-01-01T00:00:00Z.
    static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Reads an RFC 3339 date-time in UTC, with or without a fraction of a second; nil for everything else.
    static func parse(_ text: String) -> Date? { parseMilliseconds(text).map(date) }

    /// The same as milliseconds since 1970; digits beyond the third of the fraction are dropped.
    ///
    /// By hand, because every event has one and Foundation's parser takes longer than all else that is done to it.
    static func parseMilliseconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            guard (20...35).contains(bytes.count), bytes.last == UInt8(ascii: "Z") else { return nil }
            func number(_ range: Range<Int>) -> Int? {
                var value = 0
                for byte in bytes[range] {
                    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                    value = value * 10 + Int(byte - UInt8(ascii: "0"))
                }
                return value
            }
            for (index, separator) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")] as [(Int, Unicode.Scalar)] {
                guard bytes[index] == UInt8(ascii: separator) else { return nil }
            }
            guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
                let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
                let days = daysSince1970(year, month, day), hour < 24, minute < 60, second < 60
            else { return nil }
            var fraction = 0
            if bytes.count > 20 {
                let digits = bytes.count - 21
                guard bytes[19] == UInt8(ascii: "."), digits > 0, number(20..<(20 + min(digits, 15))) != nil,
                    let value = number(20..<(20 + min(digits, 3)))
                else { return nil }
                fraction = value * [100, 10, 1][min(digits, 3) - 1]
            }
            return Int64(days * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + Int64(fraction)
        }
    }

    /// Days from 1970-01-01 to a day of the Gregorian calendar; nil if there is no such day.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let before = year - 1
        let years = before * 365 + before / 4 - before / 100 + before / 400
        return years + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
    }
}

/// Shanghai's civil time: UTC+8 all year (no daylight saving since 1991), so no time zone data is needed.
enum ShanghaiTime {
    private static let offset: TimeInterval = 8 * 3600
    private static let day: TimeInterval = 86_400

    /// The midnight that began the civil day of that instant.
    static func startOfDay(_ date: Date) -> Date {
        let local = date.timeIntervalSince1970 + offset
        return Date(timeIntervalSince1970: (local / day).rounded(.down) * day - offset)
    }

    /// Hour of the day, 0...23.
    static func hour(_ date: Date) -> Int { Int(date.timeIntervalSince(startOfDay(date)) / 3600) }

    /// Month, 1...12.
    static func month(_ date: Date) -> Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.component(.month, from: date.addingTimeInterval(offset))
    }

    /// `HH:MM` or `MM-DD HH:MM:SS`, for people.
    static func text(_ date: Date, short: Bool = false) -> String {
        let iso = date.addingTimeInterval(offset).formatted(Date.ISO8601FormatStyle())
        let time = iso.dropFirst(11).prefix(short ? 5 : 8)
        return short ? String(time) : "\(iso.dropFirst(5).prefix(5)) \(time)"
    }
}
