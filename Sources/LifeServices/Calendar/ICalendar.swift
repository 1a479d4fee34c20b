import Foundation
import KioskCore

/// iCalendar (RFC 5545): the events of the coming weeks as activities.
enum ICalendar {
    /// How far ahead activities are shown.
    private static let horizon: Int64 = 30 * 86_400_000
    /// More than anybody turns pages for.
    private static let mostActivities = 100

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let file = try CalendarFile(body, floating: .fixed(context.now.utcOffsetSeconds))
        var reading = Reading(value: .activities([]), remarks: file.remarks)
        let events = latest(file.events)
        let now = context.now.unixMilliseconds
        let replaced = Dictionary(
            grouping: events.compactMap { event in
                event.recurrenceID.map { (event.uid, $0) }
            }, by: \.0
        ).mapValues { $0.map(\.1) }
        var instances: [Instance] = []
        for (index, event) in events.enumerated() where !event.isCancelled {
            for start in event.starts(in: now...now + horizon) {
                let instant = start.instant
                let isReplaced =
                    event.recurrenceID == nil
                    && replaced[event.uid]?.contains { $0.isDate ? $0.day == start.day : $0.instant == instant } == true
                let ends = event.length.map { instant + $0 * 1000 }
                guard !isReplaced, (ends ?? instant) > now else { continue }
                guard !event.title.values.isEmpty else {
                    reading.remarks.append(SourceError("\(event.place): SUMMARY", .missing))
                    break
                }
                instances.append(Instance(event: index, starts: instant, ends: ends))
            }
        }
        // A calendar with events of which none can be read is a bad answer; one that is over is not.
        if file.events.isEmpty, let first = file.remarks.first { throw first }
        // A calendar that recurs has thousands of instances, of which a hundred are shown.
        instances.sort { left, right in
            if left.starts != right.starts { return left.starts < right.starts }
            return events[left.event].title.text(in: .chinese) < events[right.event].title.text(in: .chinese)
        }
        let own = context.source.subdistrict
        let subdistrict = own.values.isEmpty ? file.name : own
        reading.value = .activities(
            instances.prefix(mostActivities).map { instance in
                let event = events[instance.event]
                return Activity(
                    title: event.title, starts: instance.starts, ends: instance.ends, isAllDay: event.start.isDate,
                    place: event.location, subdistrict: subdistrict, signUp: event.link)
            })
        return reading
    }

    /// One time that an event takes place, in milliseconds since 1970.
    private struct Instance {
        /// The event's index.
        var event: Int
        var starts: Int64
        var ends: Int64?
    }

    /// Of several versions of an event or instance, the one with the highest SEQUENCE, the later one of equals.
    private static func latest(_ events: [CalendarEvent]) -> [CalendarEvent] {
        struct Key: Hashable {
            var uid: String
            var instance: Int64?
        }
        var positions: [Key: Int] = [:]
        var latest: [CalendarEvent] = []
        for event in events {
            let key = Key(uid: event.uid, instance: event.recurrenceID?.instant)
            if let position = positions[key] {
                if event.sequence >= latest[position].sequence { latest[position] = event }
            } else {
                positions[key] = latest.count
                latest.append(event)
            }
        }
        return latest
    }
}

/// The events of a file, and what of it could not be read.
private struct CalendarFile {
    private static let mostEvents = 10_000

    /// NAME (RFC 7986) or the older X-WR-CALNAME.
    var name: LocalizedText = [:]
    var events: [CalendarEvent] = []
    var remarks: [SourceError] = []

    init(_ body: [UInt8], floating: CalendarZone) throws(SourceError) {
        let lines = try ContentLine.read(body)
        guard lines[0].name == "BEGIN", lines[0].value.uppercased() == "VCALENDAR" else {
            throw SourceError("line \(lines[0].number)", .syntax("no BEGIN:VCALENDAR"))
        }
        try Self.checkNesting(lines)
        let zones = CalendarZones(lines, floating: floating)
        if let line = lines.first(where: { $0.name == "NAME" || $0.name == "X-WR-CALNAME" }),
            let text = Plausible.text(line.text, most: 60)
        {
            name = [.chinese: text]
        }
        let components = lines.components("VEVENT")
        guard components.count <= Self.mostEvents else {
            throw SourceError("VEVENT", .tooMany(limit: Self.mostEvents))
        }
        for (begin, inner) in components {
            do throws(SourceError) {
                events.append(try CalendarEvent(inner.direct, begin: begin, zones: zones))
            } catch {
                remarks.append(error)
            }
        }
    }

    private static func checkNesting(_ lines: [ContentLine]) throws(SourceError) {
        var open: [String] = []
        for line in lines {
            if line.name == "BEGIN" {
                open.append(line.value.uppercased())
            } else if line.name == "END" {
                guard open.popLast() == line.value.uppercased() else {
                    throw SourceError(line.place, .syntax("END:\(line.value.prefix(20)) without its BEGIN"))
                }
            } else if open.isEmpty {
                throw SourceError(line.place, .syntax("outside of VCALENDAR"))
            }
        }
        guard open.isEmpty, let last = lines.last else {
            throw SourceError(
                "line \(lines.last?.number ?? 0)", .syntax("cut off inside \(open.joined(separator: ", "))"))
        }
        guard last.name == "END" else { throw SourceError(last.place, .syntax("outside of VCALENDAR")) }
    }
}

extension [ContentLine] {
    /// The components of a name: their BEGIN line, and the lines inside.
    func components(_ name: String) -> [(begin: ContentLine, inner: ArraySlice<ContentLine>)] {
        var found: [(ContentLine, ArraySlice<ContentLine>)] = []
        var begin: Int?
        var depth = 0
        for (index, line) in enumerated() {
            if let start = begin {
                if line.name == "BEGIN" { depth += 1 }
                if line.name == "END" { depth -= 1 }
                guard depth == 0 else { continue }
                found.append((self[start], self[start + 1..<index]))
                begin = nil
            } else if line.name == "BEGIN", line.value.uppercased() == name {
                begin = index
                depth = 1
            }
        }
        return found
    }
}

extension ArraySlice<ContentLine> {
    /// Without the lines of components inside: an event's alarm has a DURATION of its own.
    var direct: [ContentLine] {
        var depth = 0
        return filter { line in
            if line.name == "BEGIN" { depth += 1 }
            defer { if line.name == "END" { depth -= 1 } }
            return depth == 0
        }
    }
}
