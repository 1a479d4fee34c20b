import Basics
import Reading
import Vocabulary

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
    /// Whether some unreadable time is excluded. Any instance of a recurring event may then be the excluded one.
    var excludesUnknown = false
    /// From this instant on, the event no longer takes place as it says.
    var excludedFrom: Int64?
    var isCancelled = false
    var title: LocalizedText = [:]
    var location: LocalizedText = [:]
    var link: String?
    /// Where it is in the file.
    var place: String

    /// The years in which a booth's events can be.
    private static let years = 1970...2200

    /// Reads an event field by field. A field that cannot be used is left out with a remark.
    /// - Throws: what leaves nothing certain to show: a missing start, or a time that cannot be told from others.
    init(_ component: CalendarComponent, _ zones: CalendarZones, _ remarks: Remarks) throws(SourceError) {
        let lines = component.lines
        place = component.begin.place
        func line(_ name: String) -> ContentLine? { lines.first { $0.name == name } }
        guard let startLine = line("DTSTART") else { throw SourceError("\(place): DTSTART", .missing) }
        start = try Self.time(startLine.value, of: startLine, zones)
        uid = Self.uid(component)
        sequence = line("SEQUENCE").flatMap { Int($0.value) } ?? 0
        let lost = LostLine.all(of: component, own: zones.own)
        for line in lost where line.kind != .time { remarks.add(line.remark) }
        // Accepts a cut word and other spellings.
        isCancelled =
            line("STATUS")?.value.uppercased().contains("CANC") == true || lost.contains { $0.kind == .cancelled }
        link = line("URL").flatMap { Plausible.link($0.value) }
        if let recurrence = line("RECURRENCE-ID") {
            guard recurrence.parameters["RANGE"] == nil else {
                throw SourceError(recurrence.place, .unsupported("RANGE=THISANDFUTURE"))
            }
            // If it were unknown which instance this event replaces, it would appear beside that one, or stand for all
            // of them.
            recurrenceID = try Self.instance(recurrence.value, of: recurrence, zones, remarks)
        } else if let recurrence = lost.first(where: { $0.kind == .instance }) {
            guard let time = recurrence.time else { throw recurrence.remark }
            recurrenceID = time
        }
        if let rule = lost.first(where: { $0.kind == .rule }) { throw rule.remark }
        length = Self.length(lines, start, zones, remarks)
        try readRecurrence(lines, zones, remarks)
        leaveOut(lost)
        for line in lines {
            switch line.name {
            case "SUMMARY", "X-SUMMARY": Self.add(line, to: &title, remarks)
            case "LOCATION", "X-LOCATION": Self.add(line, to: &location, remarks)
            default: break
            }
        }
    }

    private mutating func readRecurrence(
        _ lines: [ContentLine], _ zones: CalendarZones, _ remarks: Remarks
    ) throws(SourceError) {
        for line in lines {
            switch line.name {
            case "RRULE":
                guard rule == nil else { throw SourceError(line.place, .unsupported("a second RRULE")) }
                do throws(SourceError) {
                    rule = try RecurrenceRule(line.value, zone: start.zone)
                } catch {
                    let named = SourceError("\(line.place): \(error.place)", error.reason)
                    // If a rule is unsupported, no single date is certain. If it is only damaged, the first date still
                    // is.
                    if case .unsupported = error.reason { throw named }
                    remarks.add(named)
                }
            case "RDATE": added += Self.times(line, zones, remarks)
            case "EXDATE": readExclusions(line, zones, remarks)
            case "EXRULE": throw SourceError(line.place, .unsupported("EXRULE"))
            default: break
            }
        }
    }

    /// Excludes the times of lost lines. A bare time may be the rest of an EXDATE, so it counts only if the event
    /// recurs.
    private mutating func leaveOut(_ lost: [LostLine]) {
        let recurs = rule != nil || !added.isEmpty
        for line in lost where line.kind == .exclusion || line.kind == .time && recurs {
            excluded += line.times
            if !line.isReadable { excludesUnknown = true }
        }
    }

    /// The event's id. An event without one gets its own, made from its place in the file.
    private static func uid(_ component: CalendarComponent) -> String {
        let id = component.lines.first { $0.name == "UID" }?.value.filter { !$0.isWhitespace } ?? ""
        return id.isEmpty ? component.begin.place : id
    }

    // MARK: Replaced instances

    /// The instances that a VEVENT with a RECURRENCE-ID replaces in the event of the same id. This applies even if
    /// nothing else of the VEVENT can be read: an instance that was moved or called off must not be shown at its old
    /// time.
    struct Replacement {
        var uid: String
        /// The instance; nil if it cannot be read.
        var instance: CalendarTime?
        /// Whether all later instances are replaced as well.
        var takesLater = false

        /// Nil without a RECURRENCE-ID.
        init?(_ component: CalendarComponent, _ zones: CalendarZones) {
            uid = CalendarEvent.uid(component)
            if let line = component.lines.first(where: { $0.name == "RECURRENCE-ID" }) {
                instance = try? CalendarEvent.instance(line.value, of: line, zones, Remarks())
                takesLater = line.parameters["RANGE"] != nil
            } else if let lost = LostLine.all(of: component, own: zones.own).first(where: { $0.kind == .instance }) {
                instance = lost.time
            } else {
                return nil
            }
        }
    }

    /// Leaves out the instances that another VEVENT replaces.
    mutating func leaveOut(_ replacement: Replacement) {
        guard let instance = replacement.instance else {
            excludesUnknown = true
            return
        }
        excluded.append(instance)
        if replacement.takesLater { excludedFrom = min(excludedFrom ?? .max, instance.instant) }
    }

    // MARK: Times

    /// The most dates in one line; that is over thirteen years of daily dates.
    private static let mostDates = 5000

    /// The dates of a line, without their blanks. Adds a remark if there are none or too many.
    private static func parts(_ line: ContentLine, _ remarks: Remarks) -> [String] {
        let parts = line.value.split(separator: ",")
        if parts.isEmpty { remarks.add(line.place, .empty) }
        if parts.count > mostDates { remarks.add(line.place, .tooMany(limit: mostDates)) }
        // Of a PERIOD, only the start is used; the event's own length is good enough.
        return parts.prefix(mostDates).map { String($0.prefix { $0 != "/" }) }
    }

    private static func times(_ line: ContentLine, _ zones: CalendarZones, _ remarks: Remarks) -> [CalendarTime] {
        parts(line, remarks).compactMap { part in
            do throws(SourceError) {
                return try time(part, of: line, zones)
            } catch {
                remarks.add(error)
                return nil
            }
        }
    }

    /// Reads an EXDATE. An event that does not take place must not be shown, so a damaged date excludes too much rather
    /// than too little.
    private mutating func readExclusions(_ line: ContentLine, _ zones: CalendarZones, _ remarks: Remarks) {
        let parts = Self.parts(line, remarks)
        // A raw line break separates the times from the property's name.
        if parts.isEmpty { excludesUnknown = true }
        for part in parts {
            do throws(SourceError) {
                excluded.append(try Self.instance(part, of: line, zones, remarks))
            } catch {
                remarks.add(error)
                excludesUnknown = true
            }
        }
    }

    /// The instance that an EXDATE or RECURRENCE-ID means. If the time cannot be read but its day can, this is the
    /// instance on that day, with a remark.
    private static func instance(
        _ text: String, of line: ContentLine, _ zones: CalendarZones, _ remarks: Remarks
    ) throws(SourceError) -> CalendarTime {
        do throws(SourceError) {
            return try time(text, of: line, zones)
        } catch {
            let digits = text.filter { $0.isASCII && $0.isNumber }.prefix(8)
            // A damaged moment in UTC may fall on either of two local days.
            guard !text.hasSuffix("Z"), let day = CalendarTime(digits, zone: zones.own), years.contains(day.day.year)
            else { throw error }
            remarks.add(error)
            return day
        }
    }

    private static func time(
        _ text: String, of line: ContentLine, _ zones: CalendarZones
    ) throws(SourceError) -> CalendarTime {
        let isDay = line.parameters["VALUE"]?.uppercased() == "DATE"
        let zone: CalendarZone
        do throws(SourceError) {
            zone = try zones.zone(line.parameters["TZID"], at: line.place)
        } catch {
            // A day or a moment in UTC needs no zone.
            guard isDay || text.utf8.count == 8 || text.hasSuffix("Z") else { throw error }
            zone = zones.own
        }
        guard let time = CalendarTime(text, zone: zone), years.contains(time.day.year) else {
            throw SourceError(line.place, .implausible(String(text.prefix(40))))
        }
        return isDay && !time.isDate ? time.wholeDay(in: zone) : time
    }

    /// Seconds from the start to the end. Without a usable end, a whole-day event lasts one day, and for others this is
    /// nil.
    private static func length(
        _ lines: [ContentLine], _ start: CalendarTime, _ zones: CalendarZones, _ remarks: Remarks
    ) -> Int64? {
        let oneDay: Int64? = start.isDate ? 86_400 : nil
        if let line = lines.first(where: { $0.name == "DTEND" }) {
            do throws(SourceError) {
                let length = (try time(line.value, of: line, zones).instant - start.instant) / 1000
                // Many programs write the last day where the standard wants the day after it.
                if length == 0, start.isDate { return oneDay }
                guard length >= 0 else { throw SourceError(line.place, .syntax("ends before it starts")) }
                return length
            } catch {
                remarks.add(error)
                return oneDay
            }
        }
        if let line = lines.first(where: { $0.name == "DURATION" }) {
            if let length = CalendarDuration.seconds(line.value) { return length }
            remarks.add(line.place, .implausible(String(line.value.prefix(40))))
        }
        return oneDay
    }

    /// The longest text in characters; a line of the screen has fewer.
    private static let longestText = 100

    /// Adds a text under its LANGUAGE. The standard allows only one SUMMARY; further languages are in X-SUMMARY, which
    /// other programs skip.
    private static func add(_ line: ContentLine, to text: inout LocalizedText, _ remarks: Remarks) {
        guard let plain = PlainText.line(line.text, most: longestText) else { return }
        if plain.isCut { remarks.add(line.place, .tooLong(limit: longestText)) }
        let code = Plausible.language(line.parameters["LANGUAGE"])
        if text.values[code] == nil { text.values[code] = plain.text }
    }

    // MARK: Instances

    /// The starts of the instances that are in progress or begin within a window of instants (milliseconds since 1970).
    func starts(in window: ClosedRange<Int64>) -> [CalendarTime] {
        let before = (length ?? 0) * 1000
        let earliest = window.lowerBound - before
        // One extra day on either side, because the booth's days may differ from the event's.
        let days = Int((earliest / 1000).flooredDays) - 1...Int((window.upperBound / 1000).flooredDays) + 1
        var starts: [CalendarTime] = []
        if let rule, !excludesUnknown {
            starts = rule.days(from: start.day, in: days, while: isWithin).map(start.on(dayNumber:))
        } else {
            starts = [start]
        }
        if !excludesUnknown { starts += added.map(asStart) }
        let excluded = CalendarTimeSet(self.excluded, of: start)
        var seen: Set<Int64> = []
        return starts.filter { time in
            let instant = time.instant
            return instant >= earliest && instant <= window.upperBound && instant < excludedFrom ?? .max
                && !excluded.contains(time) && seen.insert(instant).inserted
        }
    }

    private func isWithin(_ dayNumber: Int) -> Bool {
        guard let until = rule?.until else { return true }
        if until.isDate { return dayNumber <= until.day.dayNumber }
        return start.on(dayNumber: dayNumber).instant <= until.instant
    }

    /// An RDATE as the start of an instance.
    private func asStart(_ time: CalendarTime) -> CalendarTime {
        // A DATE among DATE-TIMEs means the same time on that day.
        if time.isDate && !start.isDate { return start.on(dayNumber: time.day.dayNumber) }
        return start.isDate && !time.isDate ? time.wholeDay(in: start.zone) : time
    }
}

extension Int64 {
    /// This number of seconds in whole days, rounded down.
    fileprivate var flooredDays: Int64 { self >= 0 ? self / 86_400 : (self - 86_399) / 86_400 }
}
