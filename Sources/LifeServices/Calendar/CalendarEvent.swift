import KioskCore

/// A VEVENT (RFC 5545, 3.6.1), as far as a booth shows it.
struct CalendarEvent {
    var uid: String
    var sequence = 0
    /// Which instance of a recurring event this one replaces.
    var recurrenceID: CalendarTime?
    var start: CalendarTime
    /// Seconds from start to end; nil if it has no end.
    var length: Int64?
    var rule: RecurrenceRule?
    var added: [CalendarTime] = []
    var excluded: [CalendarTime] = []
    var isCancelled = false
    var title: LocalizedText = [:]
    var location: LocalizedText = [:]
    var link: String?
    /// Where it is in the file.
    var place: String

    /// Years in which a booth's events can be.
    private static let years = 1970...2200

    /// Reads the lines between BEGIN:VEVENT and END:VEVENT.
    init(_ lines: [ContentLine], begin: ContentLine, zones: CalendarZones) throws(SourceError) {
        place = begin.place
        func line(_ name: String) -> ContentLine? { lines.first { $0.name == name } }
        guard let startLine = line("DTSTART") else { throw SourceError("\(begin.place): DTSTART", .missing) }
        start = try Self.time(startLine, zones)
        uid = line("UID")?.value ?? begin.place
        sequence = line("SEQUENCE").flatMap { Int($0.value) } ?? 0
        isCancelled = line("STATUS")?.value.uppercased() == "CANCELLED"
        link = line("URL").flatMap { Plausible.link($0.value) }
        if let recurrence = line("RECURRENCE-ID") {
            guard recurrence.parameters["RANGE"] == nil else {
                throw SourceError(recurrence.place, .unsupported("RANGE=THISANDFUTURE"))
            }
            recurrenceID = try Self.time(recurrence, zones)
        }
        length = try Self.length(lines, start, zones)
        try readRecurrence(lines, zones)
        for line in lines {
            switch line.name {
            case "SUMMARY", "X-SUMMARY": Self.add(line, to: &title, most: 100)
            case "LOCATION", "X-LOCATION": Self.add(line, to: &location, most: 100)
            default: break
            }
        }
    }

    private mutating func readRecurrence(_ lines: [ContentLine], _ zones: CalendarZones) throws(SourceError) {
        for line in lines {
            switch line.name {
            case "RRULE":
                guard rule == nil else { throw SourceError(line.place, .unsupported("a second RRULE")) }
                do throws(SourceError) {
                    rule = try RecurrenceRule(line.value, zone: start.zone)
                } catch {
                    throw SourceError("\(line.place): \(error.place)", error.reason)
                }
            case "RDATE": added += try Self.times(line, zones)
            case "EXDATE": excluded += try Self.times(line, zones)
            case "EXRULE": throw SourceError(line.place, .unsupported("EXRULE"))
            default: break
            }
        }
    }

    // MARK: Times

    private static func time(_ line: ContentLine, _ zones: CalendarZones) throws(SourceError) -> CalendarTime {
        try time(line.value, of: line, zones)
    }

    private static func times(_ line: ContentLine, _ zones: CalendarZones) throws(SourceError) -> [CalendarTime] {
        var times: [CalendarTime] = []
        for part in line.value.split(separator: ",") {
            guard times.count < 5000 else { throw SourceError(line.place, .tooMany(limit: 5000)) }
            // Of a PERIOD, its start; the event's own length is good enough.
            times.append(try time(String(part.prefix { $0 != "/" }), of: line, zones))
        }
        return times
    }

    private static func time(
        _ text: String, of line: ContentLine, _ zones: CalendarZones
    ) throws(SourceError) -> CalendarTime {
        let zone = try zones.zone(line.parameters["TZID"], at: line.place)
        guard let time = CalendarTime(text, zone: zone), years.contains(time.day.year) else {
            throw SourceError(line.place, .implausible(String(text.prefix(40))))
        }
        return time
    }

    private static func length(
        _ lines: [ContentLine], _ start: CalendarTime, _ zones: CalendarZones
    ) throws(SourceError) -> Int64? {
        if let line = lines.first(where: { $0.name == "DTEND" }) {
            let length = (try time(line, zones).instant - start.instant) / 1000
            guard length >= 0 else { throw SourceError(line.place, .syntax("ends before it starts")) }
            return length
        }
        if let line = lines.first(where: { $0.name == "DURATION" }) {
            guard let length = CalendarDuration.seconds(line.value) else {
                throw SourceError(line.place, .implausible(String(line.value.prefix(40))))
            }
            return length
        }
        // Without an end a day is one day long, a time has none.
        return start.isDate ? 86_400 : nil
    }

    /// A text by its LANGUAGE. The standard allows one SUMMARY; further languages are in X-SUMMARY, which others skip.
    private static func add(_ line: ContentLine, to text: inout LocalizedText, most: Int) {
        guard let plain = Plausible.text(line.text, most: most) else { return }
        let primary = line.parameters["LANGUAGE"]?.split(separator: "-").first?.lowercased() ?? "zh"
        let code = primary == "zh" ? LanguageCode.chinese : LanguageCode(rawValue: primary)
        if text.values[code] == nil { text.values[code] = plain }
    }

    // MARK: Instances

    /// The starts of the instances that are under way or begin within a window of instants (milliseconds since 1970).
    func starts(in window: ClosedRange<Int64>) -> [CalendarTime] {
        let before = (length ?? 0) * 1000
        let earliest = window.lowerBound - before
        // A day more on either side: the booth's day is not the event's.
        let days = Int((earliest / 1000).flooredDays) - 1...Int((window.upperBound / 1000).flooredDays) + 1
        var starts: [CalendarTime] = []
        if let rule {
            starts = rule.days(from: start.day, in: days, while: isWithin).map(start.on(dayNumber:))
        } else {
            starts = [start]
        }
        starts += added.map { time in
            // A DATE among times means the same time of that day.
            time.isDate && !start.isDate ? start.on(dayNumber: time.day.dayNumber) : time
        }
        var seen: Set<Int64> = []
        return starts.filter { time in
            let instant = time.instant
            return instant >= earliest && instant <= window.upperBound && !isExcluded(time, instant)
                && seen.insert(instant).inserted
        }
    }

    private func isWithin(_ dayNumber: Int) -> Bool {
        guard let until = rule?.until else { return true }
        if until.isDate { return dayNumber <= until.day.dayNumber }
        return start.on(dayNumber: dayNumber).instant <= until.instant
    }

    private func isExcluded(_ time: CalendarTime, _ instant: Int64) -> Bool {
        excluded.contains { $0.isDate ? $0.day == time.day : $0.instant == instant }
    }
}

extension Int64 {
    /// Whole days of so many seconds, rounded down.
    fileprivate var flooredDays: Int64 { self >= 0 ? self / 86_400 : (self - 86_399) / 86_400 }
}
