public import Basics

/// When a place is open: the common part of OpenStreetMap's `opening_hours` (specification 0.7).
///
/// The parser reads rules joined by `;` (replaces the day), `,` (adds to it) and `||` (applies where nothing else is
/// open). A rule may have years; months and dates, also across New Year; weekdays, `PH`, `SH`, `Mo[1]`, `Su[-1]`;
/// times, also across midnight; `24/7`; and `off`, `closed`, `open` or `unknown`. A comment means "unknown" if the rule
/// has no other state. The parser does not read weeks, sun times, Easter, open ends (`18:00+`) or periods. Such hours
/// are shown as written, without "open now".
///
/// No source knows the school holidays. In the months in which they may fall, hours that mention `SH` have an answer
/// only if it is the same with and without school holidays.
public struct OpeningHours: Equatable, Sendable {
    /// The rules in order, in groups divided by `||`.
    let groups: [[Rule]]

    /// Parses hours; nil if they use more than the common part or are invalid.
    public init?(_ text: String) {
        guard let groups = OpeningHoursParser.parse(text) else { return nil }
        self.groups = groups
    }

    /// Whether the place is open; nil if the hours themselves say `unknown`, or if the answer depends on an unknown
    /// holiday.
    public func isOpen(at wall: WallTime, holidays: Holidays = Holidays()) -> Bool? {
        isOpen(on: wall.date, minute: wall.minuteOfDay, holidays: holidays)
    }

    /// The hours of a day in minutes after its midnight, up to 1,440. Empty if the place stays closed all day; nil if
    /// `isOpen` is nil at any time of the day.
    public func hours(on date: CivilDate, holidays: Holidays = Holidays()) -> [Range<Int>]? {
        ruledHours { isOpen(on: date, minute: $0, holidays: holidays) }
    }

    /// The hours of a day by the caller's own test of a minute.
    func ruledHours(_ isOpen: (Int) -> Bool?) -> [Range<Int>]? {
        let marks = groups.joined().flatMap(\.spans).flatMap { [$0.lowerBound % 1440, $0.upperBound % 1440] }
        let starts = Set(marks + [0]).sorted()
        var open: [Range<Int>] = []
        for (start, end) in zip(starts, starts.dropFirst() + [1440]) {
            // Nothing changes between two marks, so testing the first minute is enough.
            guard let isOpen = isOpen(start) else { return nil }
            guard isOpen else { continue }
            if let last = open.last, last.upperBound == start {
                open[open.count - 1] = last.lowerBound..<end
            } else {
                open.append(start..<end)
            }
        }
        return open
    }

    /// Whether the place is open on a day at a minute after midnight, 0 to 1,439.
    func isOpen(on date: CivilDate, minute: Int, holidays: Holidays) -> Bool? {
        // An answer that is the same in every possible case holds even if nobody knows which case is true.
        var possible = holidays.possibilities(on: date)
        if groups.joined().contains(where: \.onSchoolHolidays), Self.mayBeSchoolHoliday(date) {
            possible += possible.map { holidays in
                var closed = holidays
                closed.schoolsAreClosed = true
                return closed
            }
        }
        let answers = Set(possible.map { ruled(on: date, minute: minute, holidays: $0) })
        guard answers.count == 1, let answer = answers.first else { return nil }
        return answer == true && !holidays.covers(date) && !areCertain(on: date) ? nil : answer
    }

    /// Winter holidays lie between January and early March, summer holidays between late June and early September. The
    /// exact dates differ by district.
    private static func mayBeSchoolHoliday(_ date: CivilDate) -> Bool {
        switch date.month {
        case 1, 2, 7, 8: true
        case 3, 9: date.day <= 10
        case 6: date.day >= 20
        default: false
        }
    }

    /// Whether the place is open by the rules if these holidays are certain; nil only if the rules themselves are in
    /// doubt.
    func ruled(on date: CivilDate, minute: Int, holidays: Holidays) -> Bool? {
        let yesterday = CivilDate(dayNumber: date.dayNumber - 1)
        for group in groups {
            switch Self.state(group, date, yesterday, minute, holidays) {
            case .open: return Self.isDoubtful(group, on: date, holidays) ? nil : true
            case .unknown: return nil
            case .closed: continue
            }
        }
        return false
    }

    private static func state(
        _ rules: [Rule], _ today: CivilDate, _ yesterday: CivilDate, _ minute: Int, _ holidays: Holidays
    ) -> State {
        var night = State.closed
        // Hours that began yesterday and continue after midnight belong to yesterday's rules.
        for rule in effective(rules, on: yesterday, holidays) where rule.covers(minute + 1440) { night = rule.state }
        var state = night
        for rule in effective(rules, on: today, holidays) where rule.covers(minute) {
            // A whole day off begins only after yesterday's night hours end. A time span that is off applies to the
            // minute.
            state = rule.state == .closed && rule.spans.isEmpty ? night : rule.state
        }
        return state
    }

    /// Whether a day off is followed by a wider rule that, read literally, cancels it: `PH off; Mo-Fr 09:00-17:00`. The
    /// author hardly meant that.
    private static func isDoubtful(_ rules: [Rule], on date: CivilDate, _ holidays: Holidays) -> Bool {
        var narrowest = 0
        var isDoubtful = false
        for rule in rules where !rule.isAdditional && rule.applies(on: date, holidays) {
            if rule.state != .closed {
                isDoubtful = narrowest > rule.narrowness
            } else if rule.spans.isEmpty {
                narrowest = max(narrowest, rule.narrowness)
            }
        }
        return isDoubtful
    }

    /// The rules that count on a day. A normal rule replaces all before it, unless it only removes some hours.
    private static func effective(_ rules: [Rule], on date: CivilDate, _ holidays: Holidays) -> [Rule] {
        var effective: [Rule] = []
        for rule in rules where rule.applies(on: date, holidays) {
            let takesHoursAway = rule.state == .closed && !rule.spans.isEmpty
            if !rule.isAdditional, !takesHoursAway { effective = [] }
            effective.append(rule)
        }
        return effective
    }
}

extension OpeningHours {
    enum State: Equatable, Sendable { case open, closed, unknown }

    /// Days and hours, and the state of the place at these times.
    struct Rule: Equatable, Sendable {
        var isAdditional = false
        var years: [ClosedRange<Int>] = []
        var dates: [DateSpan] = []
        var weekdays: [WeekdaySpan] = []
        var onPublicHolidays = false
        var onSchoolHolidays = false
        /// `PH Mo-Fr`: a day must be a holiday and such a weekday. Otherwise one of the two is enough.
        var needsBoth = false
        /// Minutes since midnight. The end is excluded and at most 48 hours; no spans mean the whole day.
        var spans: [Range<Int>] = []
        var state = State.open

        /// How few days the rule is for; larger is fewer. Dates rank above holidays, holidays above weekdays.
        fileprivate var narrowness: Int {
            if !dates.isEmpty { return 30 }
            if onPublicHolidays || onSchoolHolidays { return 20 }
            guard !weekdays.isEmpty else { return 0 }
            let count = weekdays.reduce(0) { $0 + ($1.last - $1.first + 7) % 7 + 1 }
            return (weekdays.contains { !$0.ordinals.isEmpty } ? 11 : 1) + max(0, 7 - count)
        }

        /// Whether it is for the same days as another rule, or for every day.
        func takesAllDays(of other: Rule) -> Bool {
            if years.isEmpty, dates.isEmpty, !hasDays { return true }
            var days = other
            (days.isAdditional, days.spans, days.state) = (isAdditional, spans, state)
            return days == self
        }

        var hasDays: Bool { !weekdays.isEmpty || onPublicHolidays || onSchoolHolidays }

        func covers(_ minute: Int) -> Bool {
            spans.isEmpty ? (0..<1440).contains(minute) : spans.contains { $0.contains(minute) }
        }

        func applies(on date: CivilDate, _ holidays: Holidays) -> Bool {
            appliesInYear(date) && appliesInWeek(date, holidays)
        }

        /// Whether it says what applies if the day is a public holiday.
        func speaksOfHolidays(on date: CivilDate) -> Bool { onPublicHolidays && appliesInYear(date) }

        private func appliesInYear(_ date: CivilDate) -> Bool {
            (years.isEmpty || years.contains { $0.contains(date.year) })
                && (dates.isEmpty || dates.contains { $0.contains(date) })
        }

        private func appliesInWeek(_ date: CivilDate, _ holidays: Holidays) -> Bool {
            let isDay = weekdays.contains { $0.contains(date) }
            guard onPublicHolidays || onSchoolHolidays else { return weekdays.isEmpty || isDay }
            let isHoliday =
                onPublicHolidays && holidays.isOff(date) || onSchoolHolidays && holidays.schoolsAreClosed
            return needsBoth ? isHoliday && isDay : isHoliday || isDay
        }
    }

    /// A span of weekdays, such as `Mo-Fr`. With `[…]`, only some of them in each month.
    struct WeekdaySpan: Equatable, Sendable {
        /// 0 = Sunday. The first may be greater than the last: the span then crosses the end of the week.
        var first: Int
        var last: Int
        /// 1 to 5 from the start of the month, -1 to -5 from its end; empty means every one.
        var ordinals: [Int] = []

        func contains(_ date: CivilDate) -> Bool {
            let day = date.weekday
            guard first <= last ? (first...last).contains(day) : day >= first || day <= last else { return false }
            guard !ordinals.isEmpty else { return true }
            let fromStart = (date.day - 1) / 7 + 1
            let fromEnd = (CivilDate.days(inMonth: date.month, of: date.year) - date.day) / 7 + 1
            return ordinals.contains(fromStart) || ordinals.contains(-fromEnd)
        }
    }

    /// A span of days of the year, both ends included. The first may be later than the last: the span then crosses New
    /// Year.
    struct DateSpan: Equatable, Sendable {
        struct MonthDay: Comparable, Sendable {
            var month: Int
            var day: Int

            static func < (left: MonthDay, right: MonthDay) -> Bool {
                (left.month, left.day) < (right.month, right.day)
            }
        }

        var first: MonthDay
        var last: MonthDay

        func contains(_ date: CivilDate) -> Bool {
            let day = MonthDay(month: date.month, day: date.day)
            return first <= last ? first <= day && day <= last : day >= first || day <= last
        }
    }
}
