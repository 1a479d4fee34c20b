import Foundation
import Basics

/// A clock that a calendar refers to.
enum CalendarZone: Equatable, Sendable {
    /// A constant offset in seconds east of UTC.
    case fixed(Int)
    /// A zone with its own rules.
    case named(TimeZone)
    /// A zone as the file itself defines it.
    case defined(CalendarZoneDefinition)

    /// Seconds east of UTC at an instant (seconds since 1970).
    func offset(at instant: Int64) -> Int64 {
        switch self {
        case .fixed(let seconds): Int64(seconds)
        case .named(let zone): Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant))))
        case .defined(let zone): zone.offset(at: instant)
        }
    }

    /// The instant of a local time, both in seconds since 1970. A time that occurs twice means its first occurrence. A
    /// time that the clock skips is counted with the offset before the gap (RFC 5545, 3.3.5).
    func instant(ofLocal local: Int64) -> Int64 {
        if case .fixed(let seconds) = self { return local - Int64(seconds) }
        // No zone changes its offset twice within two days.
        let before = offset(at: local - 86_400)
        let first = local - before
        if offset(at: first) == before { return first }
        let after = offset(at: local + 86_400)
        return offset(at: local - after) == after ? local - after : first
    }
}

/// A DATE or DATE-TIME (RFC 5545, 3.3.4 and 3.3.5).
struct CalendarTime: Equatable, Sendable {
    var day: CivilDate
    /// Seconds since midnight; 0 for a DATE.
    var second: Int
    var zone: CalendarZone
    /// Whether it is a whole day.
    var isDate: Bool

    /// Seconds since 1970 on its own clock.
    var local: Int64 { Int64(day.dayNumber) * 86_400 + Int64(second) }
    /// Milliseconds since 1970.
    var instant: Int64 { zone.instant(ofLocal: local) * 1000 }

    /// The same time of day on another day.
    func on(dayNumber: Int) -> CalendarTime {
        var time = self
        time.day = CivilDate(dayNumber: dayNumber)
        return time
    }

    /// The day in another zone at this instant.
    func dayNumber(in other: CalendarZone) -> Int {
        let seconds = instant / 1000
        let local = seconds + other.offset(at: seconds)
        return Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    }

    /// The same time as a whole day, for times that the file marks as whole days.
    func wholeDay(in zone: CalendarZone) -> CalendarTime {
        var time = self
        time.day = CivilDate(dayNumber: dayNumber(in: zone))
        (time.second, time.isDate, time.zone) = (0, true, zone)
        return time
    }

    /// Reads `19970714`, `19970714T133000` or `19970714T133000Z`; nil for anything else. `zone` applies unless there is
    /// a `Z`.
    init?(_ text: some StringProtocol, zone: CalendarZone) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int? {
            guard bytes.count >= from + count else { return nil }
            return bytes[from..<from + count].reduce(0 as Int?) { sum, byte in
                (48...57).contains(byte) ? sum.map { $0 * 10 + Int(byte) - 48 } : nil
            }
        }
        guard let year = number(0, 4), let month = number(4, 2), let day = number(6, 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.day = date
        self.zone = zone
        if bytes.count == 8 {
            second = 0
            isDate = true
            return
        }
        guard bytes[8] == UInt8(ascii: "T"), bytes.count == 15 || bytes.count == 16 && bytes[15] == UInt8(ascii: "Z"),
            let hour = number(9, 2), let minute = number(11, 2), let second = number(13, 2), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        // A leap second counts as the second before it.
        self.second = hour * 3600 + minute * 60 + min(second, 59)
        isDate = false
        if bytes.count == 16 { self.zone = .fixed(0) }
    }
}

/// A DURATION (RFC 5545, 3.3.6).
enum CalendarDuration {
    /// The seconds of a duration such as `P15DT5H0M20S` or `P7W`; nil for anything else and for a negative one.
    static func seconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        if rest.first == "+" { rest.removeFirst() }
        guard rest.first == "P", rest.count <= 40 else { return nil }
        rest.removeFirst()
        var total: Int64 = 0
        var isTime = false
        var parts = 0
        while let first = rest.first {
            if first == "T", !isTime {
                rest.removeFirst()
                isTime = true
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits), number < 1_000_000, let unit = rest[digits.endIndex...].first else {
                return nil
            }
            switch (unit, isTime) {
            case ("W", false): total += number * 604_800
            case ("D", false): total += number * 86_400
            case ("H", true): total += number * 3600
            case ("M", true): total += number * 60
            case ("S", true): total += number
            default: return nil
            }
            parts += 1
            rest = rest[rest.index(after: digits.endIndex)...]
        }
        return parts > 0 ? total : nil
    }
}
