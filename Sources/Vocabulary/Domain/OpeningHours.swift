public import Basics

/// When a place is open: the common part of OpenStreetMap's `opening_hours` (specification 0.7).
///
/// Read are rules joined by `;` (replaces the day), `,` (adds to it) and `||` (where nothing else is open); years; months and
/// dates, also over New Year; weekdays, `PH`, `SH`, `Mo[1]`, `Su[-1]`; times, also over midnight; `24/7`; `off`,
/// `closed`, `open`, `unknown`, and a comment, which stands for "unknown" where it has no other state. Weeks, the sun,
/// Easter, open ends (`18:00+`) and periods are not: such hours are shown as written, and nobody says "open now".
///
/// School holidays are known to no source: in the months that they fall into, hours that speak of `SH` are told only where it
/// makes no difference.
public struct OpeningHours: Equatable, Sendable {
    /// Rules in order, in groups divided by `||`.
    let groups: [[Rule]]

    /// Reads hours; nil if they use more than the common part, or are wrong.
    public init?(_ text: String) {
        guard let groups = OpeningHoursParser.parse(text) else { return nil }
        self.groups = groups
    }

    /// Whether the place is open; nil where the hours themselves say `unknown`, and where it depends on a holiday that nobody
    /// knows of.
    public func isOpen(at wall: WallTime, holidays: Holidays = Holidays()) -> Bool? {
        isOpen(on: wall.date, minute: wall.minuteOfDay, holidays: holidays)
    }

    /// The hours of a day in minutes after its midnight, up to 1,440: empty if it stays closed; nil where `isOpen` is.
    public func hours(on date: CivilDate, holidays: Holidays = Holidays()) -> [Range<Int>]? {
        ruledHours { isOpen(on: date, minute: $0, holidays: holidays) }
    }

    /// The same by a rule of the caller's.
    func ruledHours(_ isOpen: (Int) -> Bool?) -> [Range<Int>]? {
        let marks = groups.joined().flatMap(\.spans).flatMap { [$0.lowerBound % 1440, $0.upperBound % 1440] }
        let starts = Set(marks + [0]).sorted()
        var open: [Range<Int>] = []
        for (start, end) in zip(starts, starts.dropFirst() + [1440]) {
            // Between two marks nothing changes.
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

    /// Whether the place is open on a day at so many minutes after midnight, 0 to 1,439.
    func isOpen(on date: CivilDate, minute: Int, holidays: Holidays) -> Bool? {
        // What is the same whether a day is a holiday or not needs nobody who knows.
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

    /// Winter holidays lie between January and the beginning of March, summer's between the end of June and the beginning of
    /// September, each district its own way.
    private static func mayBeSchoolHoliday(_ date: CivilDate) -> Bool {
        switch date.month {
        case 1, 2, 7, 8: true
        case 3, 9: date.day <= 10
        case 6: date.day >= 20
        default: false
        }
    }

    /// What the rules say with nothing in doubt but what they call unknown themselves.
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
        // What began yesterday and goes on after midnight belongs to yesterday's rules.
        for rule in effective(rules, on: yesterday, holidays) where rule.covers(minute + 1440) { night = rule.state }
        var state = night
        for rule in effective(rules, on: today, holidays) where rule.covers(minute) {
            // A day off begins when the night before it is over; a time that is off is meant to the minute.
            state = rule.state == .closed && rule.spans.isEmpty ? night : rule.state
        }
        return state
    }

    /// Whether a day off stands before a wider rule that takes it back by the letter: `PH off; Mo-Fr 09:00-17:00`. Whoever wrote
    /// that hardly meant it.
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

    /// The rules that count on a day: a normal rule replaces all before it, unless it only takes some hours away.
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

    /// Days, hours and what holds then.
    struct Rule: Equatable, Sendable {
        var isAdditional = false
        var years: [ClosedRange<Int>] = []
        var dates: [DateSpan] = []
        var weekdays: [WeekdaySpan] = []
        var onPublicHolidays = false
        var onSchoolHolidays = false
        /// `PH Mo-Fr`: holidays that are such weekdays; otherwise either is enough.
        var needsBoth = false
        /// Minutes since midnight, the end up to 48 hours and not included; none is the whole day.
        var spans: [Range<Int>] = []
        var state = State.open

        /// How few days it is of: dates, then holidays, then weekdays.
        fileprivate var narrowness: Int {
            if !dates.isEmpty { return 30 }
            if onPublicHolidays || onSchoolHolidays { return 20 }
            guard !weekdays.isEmpty else { return 0 }
            let count = weekdays.reduce(0) { $0 + ($1.last - $1.first + 7) % 7 + 1 }
            return (weekdays.contains { !$0.ordinals.isEmpty } ? 11 : 1) + max(0, 7 - count)
        }

        /// Whether it is of the same days as another, or of every day.
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

        /// Whether it says what holds on a day that is a public holiday.
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

    /// `Mo-Fr`, or with `[…]` only some of a month's.
    struct WeekdaySpan: Equatable, Sendable {
        /// 0 = Sunday; the first may be behind the last.
        var first: Int
        var last: Int
        /// 1 to 5 from the month's beginning, -1 to -5 from its end; none is every one.
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

    /// From a day to a day of the year, both included; the first may be behind the last.
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
