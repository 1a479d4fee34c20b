import Foundation
import Reading
import Vocabulary

/// iCalendar (RFC 5545): the events of the coming weeks as activities.
enum ICalendar {
    /// How far ahead activities are shown.
    private static let horizon: Int64 = 30 * 86_400_000
    /// Nobody turns pages for more activities than this.
    private static let mostActivities = 100

    static func read(_ body: [UInt8], _ context: ReadingContext) throws(SourceError) -> Reading {
        let remarks = Remarks()
        let file = try CalendarFile(body, floating: .fixed(context.now.utcOffsetSeconds), remarks)
        let events = replaced(latest(file.events), by: file.replacements)
        let now = context.now.unixMilliseconds
        var instances: [Instance] = []
        for (index, event) in events.enumerated() where !event.isCancelled {
            for start in event.starts(in: now...now + horizon) {
                let instant = start.instant
                let ends = event.length.map { instant + $0 * 1000 }
                guard (ends ?? instant) > now else { continue }
                guard !event.title.values.isEmpty else {
                    remarks.add("\(event.place): SUMMARY", .missing)
                    break
                }
                instances.append(Instance(event: index, starts: instant, ends: ends))
            }
        }
        // If a calendar shows nothing because something cannot be read, it is a bad answer. If all its events are over,
        // it is not.
        if instances.isEmpty, let first = remarks.all.first(where: \.leavesOut) { throw first }
        // A calendar with recurring events has thousands of instances, of which a hundred are shown.
        instances.sort { left, right in
            if left.starts != right.starts { return left.starts < right.starts }
            return events[left.event].title.text(in: .chinese) < events[right.event].title.text(in: .chinese)
        }
        let own = context.source.subdistrict
        let subdistrict = own.values.isEmpty ? file.name : own
        let shown = instances.prefix(mostActivities).map { instance in
            let event = events[instance.event]
            return Activity(
                title: event.title, starts: instance.starts, ends: instance.ends, isAllDay: event.start.isDate,
                place: event.location, subdistrict: subdistrict, signUp: event.link)
        }
        return Reading(value: .activities(Array(shown)), remarks: remarks.all)
    }

    /// One occurrence of an event, in milliseconds since 1970.
    private struct Instance {
        /// The event's index.
        var event: Int
        var starts: Int64
        var ends: Int64?
    }

    /// The events without the instances that others replace.
    private static func replaced(
        _ events: [CalendarEvent], by replacements: [CalendarEvent.Replacement]
    ) -> [CalendarEvent] {
        let byID = Dictionary(grouping: replacements, by: \.uid)
        return events.map { event in
            guard event.recurrenceID == nil, let own = byID[event.uid] else { return event }
            var event = event
            for replacement in own { event.leaveOut(replacement) }
            return event
        }
    }

    /// The latest version of each event or instance: the one with the highest SEQUENCE, or the later one if equal.
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

/// The events of a file.
private struct CalendarFile {
    private static let mostEvents = 10_000

    /// NAME (RFC 7986) or the older X-WR-CALNAME.
    var name: LocalizedText = [:]
    var events: [CalendarEvent] = []
    /// The replacements, including those from events that cannot be read.
    var replacements: [CalendarEvent.Replacement] = []

    init(_ body: [UInt8], floating: CalendarZone, _ remarks: Remarks) throws(SourceError) {
        let lines = try ContentLine.read(body, remarks)
        let ending = String(decoding: body.suffix(200), as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.last { !$0.isEmpty }
        let calendars = try CalendarComponent.read(lines, ending: ending ?? "", remarks)
        // METHOD:CANCEL cancels everything in the calendar (RFC 5546, 3.2.5).
        let components = calendars.flatMap { calendar in
            let isCancelled = calendar.lines.contains { $0.name == "METHOD" && $0.value.uppercased() == "CANCEL" }
            return isCancelled ? calendar.inner.map(\.cancelled) : calendar.inner
        }
        let zones = CalendarZones(components, lines, floating: floating, remarks)
        let named = calendars.flatMap(\.lines).first { $0.name == "NAME" || $0.name == "X-WR-CALNAME" }
        if let text = named.flatMap({ PlainText.line($0.text, most: 60)?.text }) { name = [.chinese: text] }
        let all = components.filter { $0.name == "VEVENT" }
        if all.count > Self.mostEvents { remarks.add("VEVENT", .tooMany(limit: Self.mostEvents)) }
        for component in all.prefix(Self.mostEvents) {
            if let replacement = CalendarEvent.Replacement(component, zones) { replacements.append(replacement) }
            // The part after the cut may have moved the event or cancelled it.
            if component.isCut { continue }
            do throws(SourceError) {
                events.append(try CalendarEvent(component, zones, remarks))
            } catch {
                remarks.add(error)
            }
        }
    }
}
