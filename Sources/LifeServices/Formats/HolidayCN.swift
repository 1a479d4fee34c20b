import Basics
import Reading
import Vocabulary

/// The State Council's holidays as published by holiday-cn (https://github.com/NateScarlet/holiday-cn): one JSON file
/// per year, with the days that differ from the normal week.
///
/// A day that cannot be read may be any day. The others are used, but the year does not count as known, so that nobody
/// is promised an open door on the lost day.
enum HolidayCN {
    private static let mostDays = 120

    static func read(_ body: [UInt8]) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let root = try JSONNode(document: body, remarks)
        guard root["days"] != nil else { throw SourceError("days", .missing) }
        let all = root.list("days")
        let listed = root.list("days", most: mostDays)
        let year = year(root)
        // A file without days is published for a year that is not announced yet. Nothing is known about that year.
        if all.isEmpty, year != nil {
            remarks.add("days", .empty)
            return Reading(value: .holidays(Holidays([:], years: [])), remarks: remarks.all)
        }
        var days: [CivilDate: Holidays.Day] = [:]
        var lost = all.count - listed.count
        for node in listed {
            if let (date, day) = day(node, year) { days[date] = day } else { lost += 1 }
        }
        guard !days.isEmpty else { throw remarks.first ?? SourceError("days", .empty) }
        let years = year.flatMap { lost == 0 ? [$0] : nil } ?? []
        if years.isEmpty { remarks.add("year", .syntax("not counted as known: a day of it may be missing here")) }
        return Reading(value: .holidays(Holidays(days, years: Set(years))), remarks: remarks.all)
    }

    private static func year(_ root: JSONNode) -> Int? {
        guard let number = root.number("year", needed: true) else { return nil }
        guard let year = Int(exactly: number), (2000...2200).contains(year) else {
            root.remark("year", .implausible(Int(exactly: number).map(String.init) ?? "\(number)"))
            return nil
        }
        return year
    }

    private static func day(_ node: JSONNode, _ year: Int?) -> (CivilDate, Holidays.Day)? {
        guard let node = node.object, let text = node.text("date", needed: true) else { return nil }
        // A holiday around New Year extends into a neighbouring year.
        guard let date = CivilDate(text), (2000...2200).contains(date.year), abs(date.year - (year ?? date.year)) <= 1
        else {
            node.remark("date", .implausible(JSONNode.excerpt(text)))
            return nil
        }
        guard let isOff = node.flag("isOffDay", needed: true) else { return nil }
        // A missing name does not matter.
        return (date, Holidays.Day(name: node.line("name", most: 40, needed: true) ?? "", isOff: isOff))
    }
}
