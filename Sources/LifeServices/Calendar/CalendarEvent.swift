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
    /// Whether a time is left out and nobody can read which: of those that recur any may be it.
    var excludesUnknown = false
    /// From this instant on nothing of it takes place as it says.
    var excludedFrom: Int64?
    var isCancelled = false
    var title: LocalizedText = [:]
    var location: LocalizedText = [:]
    var link: String?
    /// Where it is in the file.
    var place: String

    /// Years in which a booth's events can be.
    private static let years = 1970...2200

    /// Reads an event field by field: one that cannot be used is left out with a remark.
    /// - Throws: what leaves nothing certain to show: no start, or one of several times that cannot be told apart.
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
        // Also where the word is cut or spelt otherwise.
        isCancelled =
            line("STATUS")?.value.uppercased().contains("CANC") == true || lost.contains { $0.kind == .cancelled }
        link = line("URL").flatMap { Plausible.link($0.value) }
        if let recurrence = line("RECURRENCE-ID") {
            guard recurrence.parameters["RANGE"] == nil else {
                throw SourceError(recurrence.place, .unsupported("RANGE=THISANDFUTURE"))
            }
            // Without knowing which time it replaces it would stand beside it, or for all of them.
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
                    // A rule of a kind that is not read is no single date; a damaged one leaves the first, which is certain.
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

    /// A lost time is left out of what recurs; of an event that takes place once it was none of its own.
    private mutating func leaveOut(_ lost: [LostLine]) {
        let recurs = rule != nil || !added.isEmpty
        for line in lost where line.kind == .exclusion || line.kind == .time && recurs {
            excluded += line.times
            if !line.isReadable { excludesUnknown = true }
        }
    }

    /// Without an id an event is its own.
    private static func uid(_ component: CalendarComponent) -> String {
        let id = component.lines.first { $0.name == "UID" }?.value.filter { !$0.isWhitespace } ?? ""
        return id.isEmpty ? component.begin.place : id
    }

    // MARK: Replaced instances

    /// What a VEVENT with a RECURRENCE-ID takes from the event of the same id. It does so also when nothing else of it can be
    /// read: what was moved or called off must not be shown at its old time.
    struct Replacement {
        var uid: String
        /// The instance; nil if nobody can read which.
        var instance: CalendarTime?
        /// Whether it takes all those behind it, too.
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

    /// Leaves out what another VEVENT replaces.
    mutating func leaveOut(_ replacement: Replacement) {
        guard let instance = replacement.instance else {
            excludesUnknown = true
            return
        }
        excluded.append(instance)
        if replacement.takesLater { excludedFrom = min(excludedFrom ?? .max, instance.instant) }
    }

    // MARK: Times

    /// More dates than a file of thirty years of days has.
    private static let mostDates = 5000

    /// The dates of a line, without its blanks and with a remark if there are too many.
    private static func parts(_ line: ContentLine, _ remarks: Remarks) -> [String] {
        let parts = line.value.split(separator: ",")
        if parts.isEmpty { remarks.add(line.place, .empty) }
        if parts.count > mostDates { remarks.add(line.place, .tooMany(limit: mostDates)) }
        // Of a PERIOD, its start; the event's own length is good enough.
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

    /// What does not take place must not be shown, so that of a damaged date more is left out rather than less.
    private mutating func readExclusions(_ line: ContentLine, _ zones: CalendarZones, _ remarks: Remarks) {
        let parts = Self.parts(line, remarks)
        // A raw line break takes the times away from their name.
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

    /// Which instance an EXDATE or RECURRENCE-ID means; of a time that cannot be read the one of its day, with a remark.
    private static func instance(
        _ text: String, of line: ContentLine, _ zones: CalendarZones, _ remarks: Remarks
    ) throws(SourceError) -> CalendarTime {
        do throws(SourceError) {
            return try time(text, of: line, zones)
        } catch {
            let digits = text.filter { $0.isASCII && $0.isNumber }.prefix(8)
            // Half a moment in UTC may be of either of two days here.
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
            // A day, or a moment in UTC, needs none.
            guard isDay || text.utf8.count == 8 || text.hasSuffix("Z") else { throw error }
            zone = zones.own
        }
        guard let time = CalendarTime(text, zone: zone), years.contains(time.day.year) else {
            throw SourceError(line.place, .implausible(String(text.prefix(40))))
        }
        return isDay && !time.isDate ? time.wholeDay(in: zone) : time
    }

    /// Seconds until its end. Of days without an end that can be, one day; of a time without one, nil.
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

    /// More characters than a line of the screen has.
    private static let longestText = 100

    /// A text by its LANGUAGE. The standard allows one SUMMARY; further languages are in X-SUMMARY, which others skip.
    private static func add(_ line: ContentLine, to text: inout LocalizedText, _ remarks: Remarks) {
        guard let plain = PlainText.line(line.text, most: longestText) else { return }
        if plain.isCut { remarks.add(line.place, .tooLong(limit: longestText)) }
        let code = Plausible.language(line.parameters["LANGUAGE"])
        if text.values[code] == nil { text.values[code] = plain.text }
    }

    // MARK: Instances

    /// The starts of the instances that are under way or begin within a window of instants (milliseconds since 1970).
    func starts(in window: ClosedRange<Int64>) -> [CalendarTime] {
        let before = (length ?? 0) * 1000
        let earliest = window.lowerBound - before
        // A day more on either side: the booth's day is not the event's.
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
        // A DATE among times means the same time of that day.
        if time.isDate && !start.isDate { return start.on(dayNumber: time.day.dayNumber) }
        return start.isDate && !time.isDate ? time.wholeDay(in: start.zone) : time
    }
}

extension Int64 {
    /// Whole days of so many seconds, rounded down.
    fileprivate var flooredDays: Int64 { self >= 0 ? self / 86_400 : (self - 86_399) / 86_400 }
}
