/// Instants in the form of RFC 3339; written to the millisecond and in UTC.
public enum RFC3339 {
    /// `2026-10-01T08:30:00.000Z` for milliseconds since 1970.
    public static func string(unixMilliseconds: Int64) -> String {
        let seconds = unixMilliseconds.flooredDivision(by: 1000)
        let day = seconds.flooredDivision(by: 86_400)
        let date = CivilDate(dayNumber: Int(day))
        let second = seconds - day * 86_400
        return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))T"
            + "\((second / 3600).padded(to: 2)):\((second / 60 % 60).padded(to: 2)):\((second % 60).padded(to: 2))."
            + "\((unixMilliseconds - seconds * 1000).padded(to: 3))Z"
    }

    /// Milliseconds since 1970 for a complete date and time with an offset; nil for anything else. Digits of a second
    /// beyond the third are dropped; a leap second counts as the second before it.
    public static func unixMilliseconds(_ text: String) -> Int64? { ASCIIScanner.scan(text) { $0.readInstant() } }

    /// Milliseconds since 1970 for a text in the one form that booths and the platform write: in UTC, with capital
    /// letters, at most 35 characters and no leap second; nil for anything else.
    public static func utcMilliseconds(_ text: String) -> Int64? {
        ASCIIScanner.scan(text) { $0.isPlainUTC ? $0.readInstant() : nil }
    }
}

/// The date of an HTTP header (RFC 9110, 5.6.7). Only the IMF-fixdate form is read, which every sender must use.
public enum HTTPDate {
    /// Seconds since 1970 for a text such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    public static func unixSeconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].count == 4, parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])),
            let day = ASCIIScanner.scan(String(parts[1]), { $0.readDigits(2) }),
            let year = ASCIIScanner.scan(String(parts[3]), { $0.readDigits(4) })
        else { return nil }
        return ASCIIScanner.scan(String(parts[4])) { time in
            guard let clock = time.readClock(), time.isAtEnd else { return nil }
            return clock.seconds(on: CivilDate(year: year, month: month + 1, day: day))
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// The hour, minute and second as read, not yet checked.
private struct Clock {
    let (hour, minute, second): (Int, Int, Int)

    /// Seconds since 1970 of this time in UTC; nil if there is no such day or time. A leap second counts as the second
    /// before it.
    func seconds(on date: CivilDate?) -> Int64? {
        guard let date, hour < 24, minute < 60, second <= 60 else { return nil }
        return Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + min(second, 59))
    }
}

/// Reads fixed forms from a text byte by byte. Every event has an instant, and Foundation's parser takes longer than
/// everything else that is done to the event.
private struct ASCIIScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    static func scan<Result>(_ text: String, _ body: (inout ASCIIScanner) -> Result?) -> Result? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = ASCIIScanner(bytes: bytes)
            return body(&scanner)
        }
    }

    var isAtEnd: Bool { at == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, UInt32(bytes[at]) == character.value else { return false }
        at += 1
        return true
    }

    mutating func readDigits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = readDigit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Milliseconds from the digits after a decimal point; at least one digit.
    private mutating func readFraction() -> Int? {
        var value = 0
        var count = 0
        while let digit = readDigit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in count..<max(count, 3) { value *= 10 }
        return value
    }

    private mutating func readDigit() -> Int? {
        guard at < bytes.count, (48...57).contains(bytes[at]) else { return nil }
        at += 1
        return Int(bytes[at - 1]) - 48
    }

    /// `08:30:00`
    mutating func readClock() -> Clock? {
        guard let hour = readDigits(2), skip(":"), let minute = readDigits(2), skip(":"), let second = readDigits(2)
        else {
            return nil
        }
        return Clock(hour: hour, minute: minute, second: second)
    }

    /// Whether the text looks like a plain instant in UTC, judging by its length, its letters and its seconds.
    var isPlainUTC: Bool {
        (20...35).contains(bytes.count) && bytes.last == UInt8(ascii: "Z") && bytes[10] == UInt8(ascii: "T")
            && bytes[17] != UInt8(ascii: "6")
    }

    /// Milliseconds since 1970 for the whole text, read as a date and time of RFC 3339.
    mutating func readInstant() -> Int64? {
        guard let year = readDigits(4), skip("-"), let month = readDigits(2), skip("-"), let day = readDigits(2),
            skip("T") || skip("t") || skip(" "), let clock = readClock()
        else { return nil }
        var milliseconds = 0
        if skip(".") {
            guard let fraction = readFraction() else { return nil }
            milliseconds = fraction
        }
        guard let offset = readOffset(), isAtEnd,
            let seconds = clock.seconds(on: CivilDate(year: year, month: month, day: day))
        else { return nil }
        return (seconds - Int64(offset)) * 1000 + Int64(milliseconds)
    }

    /// The offset in seconds east of UTC, read from `Z` or a form such as `+08:00`.
    private mutating func readOffset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = readDigits(2), skip(":"), let minutes = readDigits(2), hours < 24, minutes < 60
        else {
            return nil
        }
        return sign * (hours * 60 + minutes) * 60
    }
}
