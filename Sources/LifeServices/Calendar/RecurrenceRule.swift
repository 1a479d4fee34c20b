import Reading

/// A recurrence rule (RFC 5545, 3.3.10) with days as its smallest unit: DAILY, WEEKLY, MONTHLY and YEARLY, with every
/// BY part that names days.
///
/// HOURLY and shorter frequencies, BYHOUR, BYMINUTE and BYSECOND are not supported: no course meets twice an hour.
struct RecurrenceRule: Equatable, Sendable {
    enum Frequency: String, Sendable { case daily = "DAILY", weekly = "WEEKLY", monthly = "MONTHLY", yearly = "YEARLY" }

    /// `MO`, `2TU` or `-1FR`.
    struct Weekday: Equatable, Sendable {
        /// Which one in the month or year, counted from the end if negative; nil means every one.
        var ordinal: Int?
        /// 0 = Sunday.
        var weekday: Int
    }

    var frequency: Frequency
    var interval = 1
    var count: Int?
    /// The last moment, in the zone of the start unless it is in UTC.
    var until: CalendarTime?
    var months: [Int] = []
    var weekNumbers: [Int] = []
    var yearDays: [Int] = []
    var monthDays: [Int] = []
    var weekdays: [Weekday] = []
    var positions: [Int] = []
    /// 0 = Sunday.
    var weekStart = 1

    private static let weekdayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    /// Reads a rule.
    /// - Throws: what is wrong with it or not supported; the place is the name of the part.
    init(_ text: String, zone: CalendarZone) throws(SourceError) {
        var parts: [String: String] = [:]
        for part in text.uppercased().split(separator: ";") {
            guard let equals = part.firstIndex(of: "=") else {
                throw SourceError("RRULE", .syntax("'\(part)' has no '='"))
            }
            let name = String(part[..<equals])
            guard parts.updateValue(String(part[part.index(after: equals)...]), forKey: name) == nil else {
                throw SourceError(name, .syntax("given twice"))
            }
        }
        guard let word = parts.removeValue(forKey: "FREQ") else { throw SourceError("FREQ", .missing) }
        guard let frequency = Frequency(rawValue: word) else { throw SourceError("FREQ", .unsupported(word)) }
        self.frequency = frequency
        for (name, value) in parts { try read(name, value, zone) }
        try checkCombination()
    }

    private mutating func read(_ name: String, _ value: String, _ zone: CalendarZone) throws(SourceError) {
        switch name {
        case "INTERVAL": interval = try Self.number(name, value, 1...1000)
        case "COUNT": count = try Self.number(name, value, 1...10_000)
        case "UNTIL":
            guard let time = CalendarTime(value, zone: zone) else { throw SourceError(name, .implausible(value)) }
            until = time
        case "BYMONTH": months = try Self.numbers(name, value, 1...12, signed: false)
        case "BYWEEKNO": weekNumbers = try Self.numbers(name, value, 1...53)
        case "BYYEARDAY": yearDays = try Self.numbers(name, value, 1...366)
        case "BYMONTHDAY": monthDays = try Self.numbers(name, value, 1...31)
        case "BYSETPOS": positions = try Self.numbers(name, value, 1...366)
        case "BYDAY": weekdays = try Self.list(name, value, Self.weekday)
        case "WKST":
            guard let day = Self.weekdayNames.firstIndex(of: value) else {
                throw SourceError(name, .implausible(value))
            }
            weekStart = day
        case "BYHOUR", "BYMINUTE", "BYSECOND": throw SourceError(name, .unsupported(name))
        default: throw SourceError(name, .unsupported(name))
        }
    }

    /// Throws for combinations that the standard forbids.
    private func checkCombination() throws(SourceError) {
        if count != nil, until != nil { throw SourceError("COUNT", .syntax("not beside UNTIL")) }
        let hasOrdinals = weekdays.contains { $0.ordinal != nil }
        if hasOrdinals, frequency == .daily || frequency == .weekly || !weekNumbers.isEmpty {
            throw SourceError("BYDAY", .syntax("a number only in a month or year"))
        }
        if frequency == .weekly, !monthDays.isEmpty { throw SourceError("BYMONTHDAY", .syntax("not in a week")) }
        if frequency != .yearly, !yearDays.isEmpty || !weekNumbers.isEmpty {
            throw SourceError(yearDays.isEmpty ? "BYWEEKNO" : "BYYEARDAY", .syntax("only in a year"))
        }
        if !positions.isEmpty, weekdays.isEmpty, monthDays.isEmpty, yearDays.isEmpty, weekNumbers.isEmpty,
            months.isEmpty
        {
            throw SourceError("BYSETPOS", .syntax("not alone"))
        }
    }

    // MARK: Values

    private static func number(
        _ name: String, _ text: String, _ range: ClosedRange<Int>
    ) throws(SourceError) -> Int {
        guard let number = Int(text), range.contains(number) else { throw SourceError(name, .implausible(text)) }
        return number
    }

    private static func numbers(
        _ name: String, _ text: String, _ range: ClosedRange<Int>, signed: Bool = true
    ) throws(SourceError) -> [Int] {
        try list(name, text) { part in
            Int(part).flatMap { isOf(range, $0) && (signed || $0 > 0) ? $0 : nil }
        }
    }

    /// Whether a number is in a range, counted from either end. It compares magnitudes, because the least integer has
    /// no opposite.
    private static func isOf(_ range: ClosedRange<Int>, _ number: Int) -> Bool {
        Int(exactly: number.magnitude).map(range.contains) == true
    }

    private static func list<Value>(
        _ name: String, _ text: String, _ read: (Substring) -> Value?
    ) throws(SourceError) -> [Value] {
        var values: [Value] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let value = read(part), values.count < 400 else {
                throw SourceError(name, .implausible(String(part)))
            }
            values.append(value)
        }
        return values
    }

    private static func weekday(_ text: Substring) -> Weekday? {
        guard text.count >= 2, let day = weekdayNames.firstIndex(of: String(text.suffix(2))) else { return nil }
        let digits = text.dropLast(2)
        if digits.isEmpty { return Weekday(ordinal: nil, weekday: day) }
        guard let ordinal = Int(digits), isOf(1...53, ordinal) else { return nil }
        return Weekday(ordinal: ordinal, weekday: day)
    }
}
