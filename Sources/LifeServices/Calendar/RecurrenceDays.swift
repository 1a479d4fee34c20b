import Basics

extension RecurrenceRule {
    /// The most periods walked for one rule; as days they are some decades.
    private static let mostPeriods = 20_000

    /// The days on which something that starts on `start` recurs within a window, in order and each once. The start
    /// itself is the first, whether or not it fits the rule.
    /// - Parameters:
    ///   - window: the days wanted.
    ///   - isWithin: whether a day is not past UNTIL.
    func days(from start: CivilDate, in window: ClosedRange<Int>, while isWithin: (Int) -> Bool) -> [Int] {
        let startDay = start.dayNumber
        var days = window.contains(startDay) ? [startDay] : []
        var counted = 1
        // COUNT counts from the start. Without it, the periods before the window need not be walked.
        var index = count == nil ? firstPeriod(near: window.lowerBound, start) : 0
        for _ in 0..<Self.mostPeriods {
            guard let candidates = period(index, start), periodStart(index, start) <= window.upperBound else { break }
            for day in candidates where day > startDay {
                if let count, counted >= count { return days }
                guard day <= window.upperBound, isWithin(day) else { return days }
                counted += 1
                if day >= window.lowerBound { days.append(day) }
            }
            index += 1
        }
        return days
    }

    // MARK: Periods

    /// The number of a period that certainly does not begin after the day.
    private func firstPeriod(near day: Int, _ start: CivilDate) -> Int {
        let distance = day - start.dayNumber
        guard distance > 0 else { return 0 }
        let length =
            switch frequency {
            case .daily: 1
            case .weekly: 7
            case .monthly: 31
            case .yearly: 366
            }
        return max(0, distance / (length * interval) - 2)
    }

    /// The first day of a period.
    private func periodStart(_ index: Int, _ start: CivilDate) -> Int {
        switch frequency {
        case .daily: return start.dayNumber + index * interval
        case .weekly: return weekStartDay(start.dayNumber) + index * interval * 7
        case .monthly:
            let (year, month) = self.month(index, start)
            return Self.day(year, month, 1)
        case .yearly: return Self.day(start.year + index * interval, 1, 1) - 7
        }
    }

    /// The days of a period that fit the rule, in order; nil if the period lies beyond the calendar.
    private func period(_ index: Int, _ start: CivilDate) -> [Int]? {
        let days: [Int]
        switch frequency {
        case .daily: days = [periodStart(index, start)].filter { fitsMonth($0) && fitsMonthDay($0) && fitsWeekday($0) }
        case .weekly:
            let first = periodStart(index, start)
            let wanted = weekdays.isEmpty ? [start.weekday] : weekdays.map(\.weekday)
            days = (first..<first + 7).filter { wanted.contains(Self.weekday($0)) && fitsMonth($0) }
        case .monthly:
            let (year, month) = self.month(index, start)
            guard year < 9999 else { return nil }
            days = months.isEmpty || months.contains(month) ? inMonth(year, month, start) : []
        case .yearly:
            let year = start.year + index * interval
            guard year < 9999 else { return nil }
            days = inYear(year, start)
        }
        let sorted = Set(days).sorted()
        guard !positions.isEmpty else { return sorted }
        // The first and the last position may be the same day.
        return Set(positions.map { $0 > 0 ? $0 - 1 : sorted.count + $0 }).filter(sorted.indices.contains)
            .map { sorted[$0] }.sorted()
    }

    private func month(_ index: Int, _ start: CivilDate) -> (year: Int, month: Int) {
        let months = start.year * 12 + start.month - 1 + index * interval
        return (months / 12, months % 12 + 1)
    }

    private func inMonth(_ year: Int, _ month: Int, _ start: CivilDate) -> [Int] {
        let first = Self.day(year, month, 1)
        let length = CivilDate.days(inMonth: month, of: year)
        if monthDays.isEmpty, weekdays.isEmpty { return start.day <= length ? [first + start.day - 1] : [] }
        var days = Array(first..<first + length)
        if !monthDays.isEmpty { days = days.filter(fitsMonthDay) }
        if !weekdays.isEmpty {
            let wanted = self.weekdays(first: first, length: length)
            days = days.filter(wanted.contains)
        }
        return days
    }

    private func inYear(_ year: Int, _ start: CivilDate) -> [Int] {
        let first = Self.day(year, 1, 1)
        let length = CivilDate.isLeap(year) ? 366 : 365
        if !yearDays.isEmpty {
            return yearDays.map { $0 > 0 ? $0 - 1 : length + $0 }.filter((0..<length).contains).map { first + $0 }
                .filter { fitsMonth($0) && fitsMonthDay($0) && fitsWeekday($0) }
        }
        if !weekNumbers.isEmpty {
            let wanted = weekdays.isEmpty ? [start.weekday] : weekdays.map(\.weekday)
            return weeks(of: year).flatMap { $0..<$0 + 7 }.filter {
                wanted.contains(Self.weekday($0)) && fitsMonth($0) && fitsMonthDay($0)
            }
        }
        if months.isEmpty, monthDays.isEmpty, !weekdays.isEmpty {
            return Array(weekdays(first: first, length: length))
        }
        // Without BYMONTH the start's month applies, unless days of every month are named.
        let wanted = months.isEmpty ? (monthDays.isEmpty ? [start.month] : Array(1...12)) : months
        return wanted.flatMap { inMonth(year, $0, start) }
    }

    /// The first days of the wanted weeks. A year's first week is the first one with at least four days in that year
    /// (ISO 8601 with WKST).
    private func weeks(of year: Int) -> [Int] {
        func firstWeek(_ year: Int) -> Int { weekStartDay(Self.day(year, 1, 4)) }
        let first = firstWeek(year)
        let count = (firstWeek(year + 1) - first) / 7
        return weekNumbers.map { $0 > 0 ? $0 - 1 : count + $0 }.filter((0..<count).contains).map { first + $0 * 7 }
    }

    /// The days of a month or year that BYDAY names.
    private func weekdays(first: Int, length: Int) -> Set<Int> {
        var days: Set<Int> = []
        for entry in weekdays {
            let start = first + (entry.weekday - Self.weekday(first) + 7) % 7
            let all = Array(stride(from: start, to: first + length, by: 7))
            guard let ordinal = entry.ordinal else {
                days.formUnion(all)
                continue
            }
            let index = ordinal > 0 ? ordinal - 1 : all.count + ordinal
            if all.indices.contains(index) { days.insert(all[index]) }
        }
        return days
    }

    // MARK: Limits

    private func fitsMonth(_ day: Int) -> Bool { months.isEmpty || months.contains(CivilDate(dayNumber: day).month) }

    private func fitsWeekday(_ day: Int) -> Bool {
        weekdays.isEmpty || weekdays.contains { $0.weekday == Self.weekday(day) }
    }

    private func fitsMonthDay(_ day: Int) -> Bool {
        guard !monthDays.isEmpty else { return true }
        let date = CivilDate(dayNumber: day)
        let length = CivilDate.days(inMonth: date.month, of: date.year)
        return monthDays.contains(date.day) || monthDays.contains(date.day - length - 1)
    }

    // MARK: Days

    private func weekStartDay(_ day: Int) -> Int { day - (Self.weekday(day) - weekStart + 7) % 7 }

    private static func weekday(_ day: Int) -> Int { ((day + 4) % 7 + 7) % 7 }

    /// The number of a day that is known to exist.
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day)?.dayNumber ?? 0
    }
}
