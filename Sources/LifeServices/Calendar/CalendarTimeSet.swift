import Basics

/// The times that the EXDATE and RECURRENCE-ID properties of one event name. They are kept for quick look-up, because a
/// file may name as many of them as it has instances.
///
/// For whole days only the day counts. Some programs write such a day as the moment in UTC at which it begins, or with
/// the time of day of another zone.
struct CalendarTimeSet {
    private var days: Set<Int> = []
    private var instants: Set<Int64> = []
    /// The days of the instants on the event's clock.
    private var daysOfInstants: Set<Int> = []

    /// - Parameter start: the event's.
    init(_ times: [CalendarTime], of start: CalendarTime) {
        for time in times {
            if time.isDate {
                days.insert(time.day.dayNumber)
            } else if start.isDate {
                daysOfInstants.insert(time.dayNumber(in: start.zone))
            } else {
                instants.insert(time.instant)
            }
        }
    }

    /// Whether the instance that starts at a time is one of them.
    func contains(_ start: CalendarTime) -> Bool {
        let day = start.day.dayNumber
        if days.contains(day) { return true }
        return start.isDate ? daysOfInstants.contains(day) : instants.contains(start.instant)
    }
}
