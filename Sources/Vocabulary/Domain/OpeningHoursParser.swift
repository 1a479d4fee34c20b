import Basics

/// Parses `opening_hours` rule by rule. Anything unknown makes the whole text unreadable, because half a rule would be
/// wrong.
struct OpeningHoursParser {
    /// The longest value that OpenStreetMap allows, here in bytes of UTF-8.
    private static let longest = 255
    private static let weekdayNames = ["su", "mo", "tu", "we", "th", "fr", "sa"]
    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private enum Token: Equatable {
        case word(String)
        case number(Int, digits: Int)
        case mark(Character)
        case comment
    }

    private let tokens: [Token]
    private var position = 0
    /// Whether some rule names days but neither hours nor a state.
    private var hasDaysAlone = false

    static func parse(_ text: String) -> [[OpeningHours.Rule]]? {
        guard text.utf8.count <= longest, let tokens = tokens(text), !tokens.isEmpty else { return nil }
        var parser = OpeningHoursParser(tokens: tokens)
        guard let groups = parser.readGroups(), saysWhenOpen(groups), !groups.contains(where: hasIdleRule) else {
            return nil
        }
        // Read literally, `Mo-Fr, 08:00-17:00` is open day and night from Monday to Friday, which nobody means.
        if parser.hasDaysAlone, groups.joined().contains(where: { !$0.spans.isEmpty }) { return nil }
        return groups
    }

    /// Whether a later rule overrides an earlier one completely. The author of `Mo-Fr 08:00-12:00; 13:00-17:00` meant a
    /// comma.
    private static func hasIdleRule(_ rules: [OpeningHours.Rule]) -> Bool {
        rules.indices.contains { index in
            rules[index].state == .open
                && rules[(index + 1)...].contains { later in
                    later.state == .open && !later.isAdditional && later.takesAllDays(of: rules[index])
                }
        }
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    /// Whether some rule says when the place is open. `PH off` alone is incomplete: read literally, the place is closed
    /// for ever. `off` alone means just that.
    private static func saysWhenOpen(_ groups: [[OpeningHours.Rule]]) -> Bool {
        let rules = groups.flatMap { $0 }
        return rules.contains { $0.state != .closed } || rules == [OpeningHours.Rule(state: .closed)]
    }

    // MARK: Tokens

    private static func tokens(_ text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = Substring(text).utf8
        while let first = rest.first {
            switch first {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): rest.removeFirst()
            case UInt8(ascii: "\""):
                rest.removeFirst()
                guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
                rest = rest[rest.index(after: end)...]
                tokens.append(.comment)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard digits.count <= 4 else { return nil }
                tokens.append(.number(digits.reduce(0) { $0 * 10 + Int($1) - 48 }, digits: digits.count))
                rest = rest[digits.endIndex...]
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
                tokens.append(.word(String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)))
                rest = rest[letters.endIndex...]
            default:
                guard ":;,-+/[]|".utf8.contains(first) else { return nil }
                tokens.append(.mark(Character(Unicode.Scalar(first))))
                rest.removeFirst()
            }
        }
        return tokens
    }

    private func peek(_ ahead: Int = 0) -> Token? {
        tokens.indices.contains(position + ahead) ? tokens[position + ahead] : nil
    }

    private mutating func skip(_ mark: Character) -> Bool {
        guard peek() == .mark(mark) else { return false }
        position += 1
        return true
    }

    private mutating func takeName(of names: [String], ahead: Int = 0) -> Int? {
        guard case .word(let word)? = peek(ahead), let index = names.firstIndex(of: word) else { return nil }
        position += ahead + 1
        return index
    }

    // MARK: Rules

    private mutating func readGroups() -> [[OpeningHours.Rule]]? {
        var groups: [[OpeningHours.Rule]] = [[]]
        var isAdditional = false
        while true {
            guard var rule = readRule() else { return nil }
            rule.isAdditional = isAdditional
            groups[groups.count - 1].append(rule)
            guard peek() != nil else { return groups }
            if skip(";") {
                isAdditional = false
                if peek() == nil { return groups }
            } else if skip(",") {
                isAdditional = true
            } else if skip("|"), skip("|") {
                groups.append([])
                isAdditional = false
            } else {
                return nil
            }
        }
    }

    private mutating func readRule() -> OpeningHours.Rule? {
        var rule = OpeningHours.Rule()
        let start = position
        if case .number(24, _)? = peek(), peek(1) == .mark("/"), peek(2) == .number(7, digits: 1) {
            position += 3
        } else {
            guard readYears(&rule), readDates(&rule) else { return nil }
            if position > start { _ = skip(":") }
            guard readWeekdays(&rule), readTimes(&rule) else { return nil }
        }
        let end = position
        guard readState(&rule), position > start else { return nil }
        if position == end, rule.spans.isEmpty, rule.hasDays || !rule.dates.isEmpty { hasDaysAlone = true }
        // `2000-2200` is more likely a time without its colons. Years need dates or hours, or, for a single year, a
        // word as in `2026 off`.
        let isBare = !rule.years.isEmpty && rule.dates.isEmpty && rule.spans.isEmpty
        return isBare && (rule.state != .closed || rule.years.contains { $0.count > 1 }) ? nil : rule
    }

    private mutating func readYears(_ rule: inout OpeningHours.Rule) -> Bool {
        while case .number(let first, digits: 4)? = peek(), peek(1) != .mark(":") {
            position += 1
            var last = first
            if peek() == .mark("-"), case .number(let end, digits: 4)? = peek(1) {
                position += 2
                last = end
            } else if skip("+") {
                last = 9999
            }
            // `0800-2200` means times, not years.
            guard (1900...2100).contains(first), first <= last, last == 9999 || last <= 2100 else { return false }
            rule.years.append(first...last)
            guard peek() == .mark(","), case .number(_, digits: 4)? = peek(1) else { return true }
            position += 1
        }
        return true
    }

    private mutating func readDates(_ rule: inout OpeningHours.Rule) -> Bool {
        while let month = takeName(of: Self.monthNames) {
            guard let span = readDateSpan(month: month + 1) else { return false }
            rule.dates.append(span)
            guard peek() == .mark(","), case .word(let word)? = peek(1), Self.monthNames.contains(word) else {
                return true
            }
            position += 1
        }
        return true
    }

    /// What follows a month: `-Mar`, `25`, `25-31`, `25-Jan 5` or nothing.
    private mutating func readDateSpan(month: Int) -> OpeningHours.DateSpan? {
        typealias MonthDay = OpeningHours.DateSpan.MonthDay
        let from = readDay(of: month)
        var until = from.map { MonthDay(month: month, day: $0) } ?? MonthDay(month: month, day: 31)
        if peek() == .mark("-") {
            if let end = takeName(of: Self.monthNames, ahead: 1) {
                let last = readDay(of: end + 1)
                guard (from == nil) == (last == nil) else { return nil }
                until = MonthDay(month: end + 1, day: last ?? 31)
            } else if let from {
                position += 1
                guard let last = readDay(of: month), from <= last else { return nil }
                until = MonthDay(month: month, day: last)
            } else {
                return nil
            }
        }
        return OpeningHours.DateSpan(first: MonthDay(month: month, day: from ?? 1), last: until)
    }

    /// A day of a month. A number followed by `:` is an hour.
    private mutating func readDay(of month: Int) -> Int? {
        guard case .number(let day, let digits)? = peek(), digits <= 2, peek(1) != .mark(":"),
            (1...CivilDate.days(inMonth: month, of: 2024)).contains(day)
        else { return nil }
        position += 1
        return day
    }

    // MARK: Weekdays and holidays

    private mutating func readWeekdays(_ rule: inout OpeningHours.Rule) -> Bool {
        var holidayWasLast = false
        while true {
            if case .word(let word)? = peek(), word == "ph" || word == "sh" {
                position += 1
                if word == "ph" { rule.onPublicHolidays = true } else { rule.onSchoolHolidays = true }
                holidayWasLast = true
            } else if let first = takeName(of: Self.weekdayNames) {
                // Without a comma between them, both must be true.
                if holidayWasLast { rule.needsBoth = true }
                guard let span = readWeekdaySpan(first) else { return false }
                rule.weekdays.append(span)
                holidayWasLast = false
            } else {
                return true
            }
            if peek() == .mark(","), case .word(let word)? = peek(1),
                Self.weekdayNames.contains(word) || word == "ph" || word == "sh"
            {
                position += 1
                holidayWasLast = false
            } else if !holidayWasLast {
                return true
            }
        }
    }

    private mutating func readWeekdaySpan(_ first: Int) -> OpeningHours.WeekdaySpan? {
        var span = OpeningHours.WeekdaySpan(first: first, last: first)
        if peek() == .mark("-") {
            guard let last = takeName(of: Self.weekdayNames, ahead: 1) else { return nil }
            span.last = last
        } else if skip("[") {
            repeat {
                let sign = skip("-") ? -1 : 1
                guard case .number(let number, digits: 1)? = peek(), (1...5).contains(number) else { return nil }
                position += 1
                var last = number
                if sign == 1, peek() == .mark("-"), case .number(let end, digits: 1)? = peek(1), end <= 5 {
                    position += 2
                    last = end
                }
                guard number <= last else { return nil }
                span.ordinals += (number...last).map { sign * $0 }
            } while skip(",")
            guard skip("]") else { return nil }
        }
        return span
    }

    // MARK: Times and states

    private mutating func readTimes(_ rule: inout OpeningHours.Rule) -> Bool {
        guard case .number? = peek() else { return true }
        while true {
            guard let start = readTime(upTo: 24 * 60), skip("-"), var end = readTime(upTo: 48 * 60),
                peek() != .mark("+"),
                peek() != .mark("/")
            else { return false }
            // The same time twice is ambiguous: the whole day or nothing.
            guard start != end else { return false }
            if end < start { end += 1440 }
            guard start < 1440, end <= 2880 else { return false }
            rule.spans.append(start..<end)
            guard peek() == .mark(","), case .number? = peek(1) else { return true }
            position += 1
        }
    }

    private mutating func readTime(upTo most: Int) -> Int? {
        guard case .number(let hour, let digits)? = peek(), digits <= 2, peek(1) == .mark(":"),
            case .number(let minute, digits: 2)? = peek(2), minute < 60, hour * 60 + minute <= most
        else { return nil }
        position += 3
        return hour * 60 + minute
    }

    private mutating func readState(_ rule: inout OpeningHours.Rule) -> Bool {
        var isSaid = false
        if case .word(let word)? = peek() {
            switch word {
            case "open": rule.state = .open
            case "off", "closed": rule.state = .closed
            case "unknown": rule.state = .unknown
            default: return false
            }
            position += 1
            isSaid = true
        }
        if peek() == .comment {
            position += 1
            if !isSaid { rule.state = .unknown }
        }
        return true
    }
}
