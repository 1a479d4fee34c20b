/// What a booth may say of opening hours on a day of which nobody knows whether it is a public holiday.
///
/// A holiday file ends with its year, and the next one may not be there yet. A person who walks to a closed door because the
/// booth said "open now" has been harmed; one who reads the hours of an ordinary day, and that they may differ on holidays,
/// has been helped. So on such a day hours are shown with that note, and "open" or "closed" is said only where it is true
/// either way: where the hours say the same for a holiday, and not on the days that are holidays in every year, when places
/// close whose hours do not speak of holidays at all.
extension Holidays {
    /// What may be true of a day and of the one before it, whose night it begins with.
    func possibilities(on date: CivilDate) -> [Holidays] {
        [CivilDate(dayNumber: date.dayNumber - 1), date].reduce([self]) { known, day in
            covers(day) ? known : known.flatMap { [$0.with(day, isOff: false), $0.with(day, isOff: true)] }
        }
    }

    private func with(_ date: CivilDate, isOff: Bool) -> Holidays {
        var holidays = self
        holidays.days[date] = Day(name: "", isOff: isOff)
        return holidays
    }

    /// Whether a day belongs to a holiday in every year, announced or not: New Year, Qingming, Labour Day and National Day by
    /// the date, Spring Festival, Dragon Boat and Mid-Autumn by the Chinese calendar where its day is given.
    static func isFestive(_ date: CivilDate, _ lunar: LunarDate?) -> Bool {
        switch (date.month, date.day) {
        case (1, 1...3), (4, 4...6), (5, 1...5), (10, 1...7): return true
        default: break
        }
        guard let lunar, !lunar.leap else { return false }
        switch (lunar.month, lunar.day) {
        case (12, 29...30), (1, 1...7), (5, 5), (8, 15): return true
        default: return false
        }
    }
}

extension Life {
    /// Holidays and working weekends, as far as they are known.
    private func holidays(at wall: WallTime) -> Holidays {
        content.holidays.flatMap { $0.isValid(at: wall) ? $0.value : nil } ?? Holidays()
    }

    /// Whether a place's hours today may be others than those that are shown, because nobody knows whether today is a holiday.
    /// Not so where it is open day and night.
    public func mayDiffer(_ place: Place, at wall: WallTime?) -> Bool {
        guard let wall, place.hours != nil, !holidays(at: wall).covers(wall.date) else { return false }
        return place.opening?.hours(on: wall.date, holidays: holidays(at: wall)) != [0..<1440]
    }

    /// Whether a place is open; nil if nobody can tell.
    public func isOpen(_ place: Place, at wall: WallTime?) -> Bool? {
        guard let wall, !mayDiffer(place, at: wall) || !Holidays.isFestive(wall.date, lunarDate) else { return nil }
        return place.isOpen(at: wall, holidays: holidays(at: wall))
    }

    /// A place's hours today, in minutes after midnight; nil if nobody can tell.
    public func hours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        guard let wall, !mayDiffer(place, at: wall) || !Holidays.isFestive(wall.date, lunarDate) else { return nil }
        return place.opening?.hours(on: wall.date, holidays: holidays(at: wall))
    }

    /// The hours that a place has on this weekday when it is no holiday, where nobody can tell whether it is one.
    public func ordinaryHours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        guard let wall, mayDiffer(place, at: wall) else { return nil }
        return place.opening?.hours(on: wall.date, holidays: Holidays(years: [wall.date.year, wall.date.year + 1]))
    }
}
