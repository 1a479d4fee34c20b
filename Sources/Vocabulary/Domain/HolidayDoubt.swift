import Basics

/// What a booth may say of opening hours on a day of which nobody knows whether it is a public holiday.
///
/// A holiday file ends with its year, and the next one may not be there yet. A person who walks to a closed door because the
/// booth said "open now" has been harmed; one who reads the hours of an ordinary day, and that they may differ on holidays,
/// has been helped, for people know what day it is. So on such a day "open" is said only where the hours themselves speak of
/// holidays and give the same answer either way, or where a place is open day and night; "closed" where it is so either way.
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
}

extension OpeningHours {
    /// Whether a place keeps these hours on a day even if that is a holiday: the hours say what holds then, or never end.
    func areCertain(on date: CivilDate) -> Bool {
        groups.joined().contains { $0.speaksOfHolidays(on: date) } || areEndless(from: date)
    }

    /// Whether a place is open day and night all week; `Mo-Fr` alone is no promise for a holiday.
    private func areEndless(from date: CivilDate) -> Bool {
        (0..<7).allSatisfy { day in
            let date = CivilDate(dayNumber: date.dayNumber + day)
            return ruledHours { ruled(on: date, minute: $0, holidays: Holidays()) } == [0..<1440]
        }
    }
}

extension Life {
    /// Holidays and working weekends, as far as they are known.
    private func holidays(at wall: WallTime) -> Holidays {
        content.holidays.flatMap { $0.isValid(at: wall) ? $0.value : nil } ?? Holidays()
    }

    /// Whether a place is open; nil if nobody can tell.
    public func isOpen(_ place: Place, at wall: WallTime?) -> Bool? {
        wall.flatMap { place.isOpen(at: $0, holidays: holidays(at: $0)) }
    }

    /// A place's hours today, in minutes after midnight; nil if nobody can tell.
    public func hours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        wall.flatMap { place.opening?.hours(on: $0.date, holidays: holidays(at: $0)) }
    }

    /// Whether a place's hours may be others than those that are shown, because nobody knows whether today is a holiday.
    public func mayDiffer(_ place: Place, at wall: WallTime?) -> Bool {
        guard let wall, place.hours != nil, !holidays(at: wall).covers(wall.date) else { return false }
        guard let opening = place.opening, opening.areCertain(on: wall.date) else { return true }
        return opening.hours(on: wall.date, holidays: holidays(at: wall)) == nil
    }

    /// The hours that a place has today if it is no holiday, where nobody knows whether it is one.
    public func ordinaryHours(of place: Place, at wall: WallTime?) -> [Range<Int>]? {
        guard let wall, mayDiffer(place, at: wall) else { return nil }
        return place.opening?.hours(on: wall.date, holidays: Holidays(years: [wall.date.year, wall.date.year + 1]))
    }
}
