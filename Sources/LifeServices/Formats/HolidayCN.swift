import KioskCore

/// The State Council's holidays as holiday-cn publishes them (https://github.com/NateScarlet/holiday-cn): one JSON file a
/// year with the days that differ from the week.
enum HolidayCN {
    private static let mostDays = 120

    private struct Year: Decodable {
        struct Day: Decodable {
            var name: String
            var date: String
            var isOffDay: Bool
        }
        var year: Int
        var days: [Day]
    }

    static func read(_ body: [UInt8]) throws(SourceError) -> Reading {
        let wire = try Bytes.json(body, as: Year.self)
        guard (2000...2200).contains(wire.year) else { throw SourceError("year", .implausible("\(wire.year)")) }
        // The file of a year that is not announced yet has no day in it.
        guard !wire.days.isEmpty else { throw SourceError("days", .empty) }
        guard wire.days.count <= mostDays else { throw SourceError("days", .tooMany(limit: mostDays)) }
        var days: [CivilDate: Holidays.Day] = [:]
        for (index, day) in wire.days.enumerated() {
            // A holiday over New Year reaches into a neighbouring year.
            guard let date = CivilDate(day.date), abs(date.year - wire.year) <= 1 else {
                throw SourceError("days[\(index)].date", .implausible(day.date))
            }
            guard let name = Plausible.text(day.name, most: 40) else {
                throw SourceError("days[\(index)].name", .empty)
            }
            days[date] = Holidays.Day(name: name, isOff: day.isOffDay)
        }
        return Reading(value: .holidays(Holidays(days, years: [wire.year])))
    }
}
