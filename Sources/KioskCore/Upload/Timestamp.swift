/// Instants as RFC 3339 writes them, to the millisecond and in UTC.
public enum RFC3339 {
    /// `2026-10-01T08:30:00.000Z` for milliseconds since 1970.
    public static func string(unixMilliseconds: Int64) -> String {
        let civil = WallTime(unixMilliseconds: unixMilliseconds, utcOffsetSeconds: 0).civil
        let milliseconds = Int((unixMilliseconds % 1000 + 1000) % 1000)
        return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))T"
            + "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))."
            + "\(padded(milliseconds, 3))Z"
    }

    /// Milliseconds since 1970 of a complete date and time with an offset; nil for anything else. Digits of a second
    /// beyond the third are dropped; a leap second counts as the second before it.
    public static func unixMilliseconds(_ text: String) -> Int64? {
        var scanner = ASCIIScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.digits(2), scanner.skip(":"), let minute = scanner.digits(2), scanner.skip(":"),
            let second = scanner.digits(2)
        else { return nil }
        var milliseconds = 0
        if scanner.skip(".") {
            guard let fraction = scanner.fraction() else { return nil }
            milliseconds = fraction
        }
        var offset = 0
        if !scanner.skip("Z") && !scanner.skip("z") {
            let sign = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : 0
            guard sign != 0, let hours = scanner.digits(2), scanner.skip(":"), let minutes = scanner.digits(2),
                hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes) * 60
        }
        guard scanner.isAtEnd,
            let instant = UnixTime.seconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59)),
            second <= 60
        else { return nil }
        return (instant - Int64(offset)) * 1000 + Int64(milliseconds)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// The date of an HTTP header (RFC 9110, 5.6.7); only the IMF-fixdate form, which every sender must use.
public enum HTTPDate {
    /// Seconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    public static func unixSeconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].count == 4, parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        var day = ASCIIScanner(String(parts[1]))
        var year = ASCIIScanner(String(parts[3]))
        var time = ASCIIScanner(String(parts[4]))
        guard let day = day.digits(2), let year = year.digits(4), let hour = time.digits(2), time.skip(":"),
            let minute = time.digits(2), time.skip(":"), let second = time.digits(2), time.isAtEnd
        else { return nil }
        return UnixTime.seconds(
            year: year, month: month + 1, day: day, hour: hour, minute: minute, second: min(second, 59))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// Seconds since 1970 of calendar and clock fields.
private enum UnixTime {
    static func seconds(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int64? {
        guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
        else { return nil }
        return Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }
}

/// Reads fixed forms out of ASCII text.
private struct ASCIIScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = nextDigit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Milliseconds from the digits after a decimal point; at least one digit.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while let digit = nextDigit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<max(count, 3) { value *= 10 }
        return value
    }

    private mutating func nextDigit() -> Int? {
        guard let first = rest.first, (48...57).contains(first) else { return nil }
        rest.removeFirst()
        return Int(first) - 48
    }
}
