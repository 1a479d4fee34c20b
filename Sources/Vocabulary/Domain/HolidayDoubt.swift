import Basics

/// What a booth may say about opening hours on a day that may or may not be a public holiday.
///
/// A holiday file ends with its year, and the next one may not be there yet. If the booth says "open now" and a
/// resident then walks to a closed door, the booth has done harm. If the booth shows the hours of an ordinary day and
/// adds that they may differ on holidays, it has helped, because people know what day it is. So on such a day the booth
/// says "open" only in two cases: the hours mention holidays and give the same answer either way, or the place is open
/// day and night. It says "closed" if the place is closed either way.
extension Holidays {
    /// Every combination of holiday and working day that is possible for a day and for the day before it, whose hours
    /// may run past midnight.
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
}

extension OpeningHours {
    /// Whether these hours also hold if the day is a holiday: they say what applies on holidays, or the place never
    /// closes.
    func areCertain(on date: CivilDate) -> Bool {
        groups.joined().contains { $0.speaksOfHolidays(on: date) } || areEndless(from: date)
    }

    /// Whether a place is open day and night all week. `Mo-Fr` alone promises nothing for a holiday.
    private func areEndless(from date: CivilDate) -> Bool {
        (0..<7).allSatisfy { day in
            let date = CivilDate(dayNumber: date.dayNumber + day)
            return ruledHours { ruled(on: date, minute: $0, holidays: Holidays()) } == [0..<1440]
        }
    }
}

extension Life {
    /// Public holidays and working weekends, as far as they are known.
    private func holidays(at wall: WallTime) -> Holidays {
        content.holidays.flatMap { $0.isValid(at: wall) ? $0.value : nil } ?? Holidays()
    }

    /// Whether a place is open; nil if that is unknown.
    public func isOpen(_ place: Place, at wall: WallTime?) -> Bool? {
        wall.flatMap { place.isOpen(at: $0, holidays: holidays(at: $0)) }
    }

    /// A place's hours today, in minutes after midnight; nil if they are unknown.
    public func hours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        wall.flatMap { place.opening?.hours(on: $0.date, holidays: holidays(at: $0)) }
    }

    /// Whether a place's hours may differ from those shown, because it is unknown whether today is a holiday.
    public func mayDiffer(_ place: Place, at wall: WallTime?) -> Bool {
        guard let wall, place.hours != nil, !holidays(at: wall).covers(wall.date) else { return false }
        guard let opening = place.opening, opening.areCertain(on: wall.date) else { return true }
        return opening.hours(on: wall.date, holidays: holidays(at: wall)) == nil
    }

    /// A place's hours if today is not a holiday, in minutes after midnight; nil unless the shown hours may differ.
    public func ordinaryHours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        guard let wall, mayDiffer(place, at: wall) else { return nil }
        return place.opening?.hours(on: wall.date, holidays: Holidays(years: [wall.date.year, wall.date.year + 1]))
    }
}
