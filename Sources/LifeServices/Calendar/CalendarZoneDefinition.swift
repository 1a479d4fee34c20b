import Reading

/// A time zone as a file defines it (VTIMEZONE; RFC 5545, 3.6.5): which offset holds from which moment on.
struct CalendarZoneDefinition: Equatable, Sendable {
    private struct Change: Equatable, Sendable {
        /// Seconds since 1970.
        var instant: Int64
        /// Seconds east of UTC from then on.
        var offset: Int64
    }

    /// The days for which changes are worked out, 1970 to 2099: no event of a booth lies outside these years.
    private static let days = 0...47_481
    /// More parts than any zone has had laws about its clock.
    private static let mostParts = 200
    /// More changes than any zone makes in these years, with two a year and some decrees.
    private static let mostChanges = 5000

    private let first: Int64
    private let changes: [Change]

    /// Reads the STANDARD and DAYLIGHT parts.
    /// - Throws: what makes it unusable. Half a definition would be an hour wrong for half the year.
    init(_ component: CalendarComponent) throws(SourceError) {
        var changes: [Change] = []
        var earliest: (instant: Int64, offset: Int64)?
        let parts = component.inner.filter { $0.name == "STANDARD" || $0.name == "DAYLIGHT" }
        guard parts.count <= Self.mostParts else {
            throw SourceError(component.begin.place, .tooMany(limit: Self.mostParts))
        }
        for part in parts {
            if let damage = part.lines.lazy.compactMap(\.damage).first { throw damage }
            let (from, to) = try Self.offsets(part)
            let onsets = try Self.onsets(part, from)
            guard changes.count + onsets.count <= Self.mostChanges else {
                throw SourceError(part.begin.place, .tooMany(limit: Self.mostChanges))
            }
            changes += onsets.map { Change(instant: $0, offset: to) }
            if let onset = onsets.min(), onset < earliest?.instant ?? .max { earliest = (onset, from) }
        }
        guard let earliest else { throw SourceError(component.begin.place, .syntax("no STANDARD or DAYLIGHT in it")) }
        first = earliest.offset
        self.changes = changes.sorted { $0.instant < $1.instant }
    }

    /// Its offset, if it has only one.
    var fixed: Int64? { changes.allSatisfy { $0.offset == first } ? first : nil }

    /// Seconds east of UTC at an instant (seconds since 1970).
    func offset(at instant: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].instant <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    private static func offsets(_ part: CalendarComponent) throws(SourceError) -> (from: Int64, to: Int64) {
        func offset(_ name: String) throws(SourceError) -> Int64? {
            guard let line = part.lines.first(where: { $0.name == name }) else { return nil }
            guard let seconds = seconds(line.value) else {
                throw SourceError(line.place, .implausible(JSONNode.excerpt(line.value)))
            }
            return seconds
        }
        guard let to = try offset("TZOFFSETTO") else { throw SourceError("\(part.begin.place): TZOFFSETTO", .missing) }
        return (try offset("TZOFFSETFROM") ?? to, to)
    }

    /// The moments at which a part takes effect, in seconds since 1970. Its local times refer to the clock before the
    /// change.
    private static func onsets(_ part: CalendarComponent, _ from: Int64) throws(SourceError) -> [Int64] {
        let clock = CalendarZone.fixed(Int(from))
        guard let line = part.lines.first(where: { $0.name == "DTSTART" }) else {
            throw SourceError("\(part.begin.place): DTSTART", .missing)
        }
        guard let start = CalendarTime(line.value, zone: clock) else {
            throw SourceError(line.place, .implausible(JSONNode.excerpt(line.value)))
        }
        var onsets = [start]
        var hasRule = false
        for line in part.lines {
            switch line.name {
            case "RRULE":
                guard !hasRule else { throw SourceError(line.place, .unsupported("a second RRULE")) }
                hasRule = true
                let rule: RecurrenceRule
                do throws(SourceError) {
                    rule = try RecurrenceRule(line.value, zone: clock)
                } catch {
                    throw SourceError("\(line.place): \(error.place)", error.reason)
                }
                // No zone changes its clock every month.
                guard rule.frequency == .yearly else {
                    throw SourceError("\(line.place): FREQ", .unsupported(rule.frequency.rawValue))
                }
                onsets += rule.days(from: start.day, in: days) { day in
                    rule.until.map { start.on(dayNumber: day).instant <= $0.instant } ?? true
                }.map(start.on(dayNumber:))
            case "RDATE":
                onsets += line.value.split(separator: ",").compactMap { CalendarTime($0, zone: clock) }
            default: break
            }
        }
        return onsets.map { $0.instant / 1000 }
    }

    /// A UTC-OFFSET (3.3.14): `+0800` or `-123456`.
    private static func seconds(_ text: String) -> Int64? {
        let digits = text.dropFirst()
        guard let sign: Int64 = ["+": 1, "-": -1][text.prefix(1)], digits.count == 4 || digits.count == 6,
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int64(digits.prefix(4)), number < 2400,
            number % 100 < 60
        else { return nil }
        return sign * (number / 100 * 3600 + number % 100 * 60 + (Int64(digits.dropFirst(4)) ?? 0))
    }
}
