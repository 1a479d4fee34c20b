import Reading
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// One damaged line of a calendar costs as little as it can, and never makes the booth show what does not take place.
@Suite struct CalendarRepairTests {
    private func read(_ text: String) throws -> (list: [String], remarks: [String]) { try read(Array(text.utf8)) }

    private func read(_ body: [UInt8]) throws -> (list: [String], remarks: [String]) {
        let held = try Fixtures.held([body], Fixtures.context(.icalendar))
        let list = try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute) \(activity.title.text(in: .chinese))"
        }
        return (list, held.remarks.map(\.description))
    }

    private func calendar(_ events: String..., zones: String = "") -> String {
        "BEGIN:VCALENDAR\n\(zones)" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
    }

    // MARK: Numbers

    /// The least number cannot be negated.
    @Test(arguments: [
        "BYMONTHDAY=-9223372036854775808", "BYDAY=-9223372036854775808MO", "BYYEARDAY=-9223372036854775808",
        "BYWEEKNO=-9223372036854775808", "BYSETPOS=-9223372036854775808", "BYMONTH=-1", "BYDAY=9223372036854775807MO",
    ]) func `a number at the end of all numbers is none of a rule`(_ part: String) throws {
        let (list, remarks) = try read(calendar("SUMMARY:a\nDTSTART:20261124T010000Z\nRRULE:FREQ=YEARLY;\(part)"))
        #expect(list == ["11-24 9:0 a"])
        #expect(remarks.count == 1 && remarks[0].hasSuffix("cannot be"))
        let zone = Self.zone("X", rule: "FREQ=YEARLY;\(part)")
        #expect(try read(calendar("SUMMARY:a\nDTSTART:20261124T010000Z", zones: zone)).list == ["11-24 9:0 a"])
    }

    // MARK: Left out and moved

    private static let course = "UID:x\nSUMMARY:a\nDTSTART;TZID=Asia/Shanghai:20261123T150000\nRRULE:FREQ=DAILY;COUNT=4"

    @Test(arguments: [
        "EXDATE;TZID=Mars/Olympus:20261125T150000", "EXDATE;TZID=Asia/Shanghai:20261125T1500",
        "EXDATE;TZID=Asia/Shanghai:2026-11-25T15:00:00", "EXDATE;TZID=Asia/Shanghai:20261125T250000",
    ]) func `of a time left out that is damaged its day is left out`(_ line: String) throws {
        let (list, remarks) = try read(calendar("\(Self.course)\n\(line)"))
        #expect(list == ["11-23 15:0 a", "11-24 15:0 a", "11-26 15:0 a"])
        #expect(remarks.count == 1)
    }

    @Test(arguments: ["EXDATE:next Wednesday", "EXDATE:20261125T0700Z", "EXDATE:20261345"])
    func `where nobody can read which time is left out, none that recurs is certain`(_ line: String) throws {
        let (list, remarks) = try read(calendar("\(Self.course)\n\(line)", "SUMMARY:b\nDTSTART:20261127T010000Z"))
        #expect(list == ["11-23 15:0 a", "11-27 9:0 b"])
        #expect(remarks.count == 1)
    }

    /// Events that were moved, or called off without a start, as scheduling programs write it.
    @Test(arguments: [
        "DTSTART:later", "DTSTART;TZID=Mars/Olympus:20261125T170000", "STATUS:CANCELLED",
        "EXRULE:FREQ=DAILY\nDTSTART:1",
    ]) func `what was moved is not shown at its old time, though nobody can read the new one`(_ line: String) throws {
        let moved = "UID:x\nSUMMARY:b\nRECURRENCE-ID;TZID=Asia/Shanghai:20261125T150000\n\(line)"
        for events in [[Self.course, moved], [moved, Self.course]] {
            let (list, remarks) = try read(calendar(events[0], events[1]))
            #expect(list == ["11-23 15:0 a", "11-24 15:0 a", "11-26 15:0 a"])
            #expect(remarks.count == 1)
        }
    }

    @Test func `what was moved from a time that is damaged takes the day's`() throws {
        let moved = "UID:x\nSUMMARY:b\nRECURRENCE-ID;TZID=Mars/Olympus:20261125T150000\nDTSTART:20261125T090000Z"
        #expect(
            try read(calendar(Self.course, moved)).list
                == ["11-23 15:0 a", "11-24 15:0 a", "11-25 17:0 b", "11-26 15:0 a"])
        let unknown = "UID:x\nSUMMARY:b\nRECURRENCE-ID:?\nDTSTART:20261125T090000Z"
        #expect(try read(calendar(Self.course, unknown)).list == ["11-23 15:0 a"])
    }

    @Test func `a change of all that follows leaves what was before it`() throws {
        let moved =
            "UID:x\nSUMMARY:b\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261125T070000Z\nDTSTART:20261125T090000Z"
        #expect(try read(calendar(Self.course, moved)).list == ["11-23 15:0 a", "11-24 15:0 a"])
    }

    /// As many as a file of four megabytes holds, all of them in the weeks that are shown.
    @Test func `thousands of times left out are looked up at once`() throws {
        let times = (0..<20_000).map { index in
            let (hour, minute, second) = (index / 3600, index / 60 % 60, index % 60)
            return "202611240\(hour)\(minute < 10 ? "0" : "")\(minute)\(second < 10 ? "0" : "")\(second)Z"
        }
        func lines(_ name: String) -> String {
            stride(from: 0, to: times.count, by: 5000)
                .map { "\(name):\(times[$0..<$0 + 5000].joined(separator: ","))" }.joined(separator: "\n")
        }
        let event = "SUMMARY:a\nDTSTART:20261125T010000Z\n\(lines("RDATE"))\n\(lines("EXDATE"))"
        #expect(try read(calendar(event)).list == ["11-25 9:0 a"])
    }

    // MARK: Zones

    @Test(arguments: [
        ("DTSTART;VALUE=DATE;TZID=Foo:20261124", "11-24 0:0"), ("DTSTART;TZID=Foo:20261124", "11-24 0:0"),
        ("DTSTART;TZID=CST:20261124T010000Z", "11-24 9:0"),
        ("DTSTART;VALUE=DATE;TZID=CST:20261124T000000", "11-24 0:0"),
    ]) func `a day, or a moment in UTC, needs no zone`(_ line: String, _ time: String) throws {
        let (list, remarks) = try read(calendar("SUMMARY:a\n\(line)"))
        #expect(list == ["\(time) a"])
        #expect(remarks == [])
    }

    private static func zone(_ name: String, rule: String, parts: Int = 1) -> String {
        let part = "BEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:\(rule)\nTZOFFSETTO:+0800\nEND:STANDARD\n"
        return "BEGIN:VTIMEZONE\nTZID:\(name)\n" + String(repeating: part, count: parts) + "END:VTIMEZONE\n"
    }

    private static let inZone = "SUMMARY:a\nDTSTART;TZID=X:20261124T090000"
    private static let good = "SUMMARY:b\nDTSTART:20261124T010000Z"

    @Test(arguments: [
        ("FREQ=DAILY", "line 6 (RRULE): FREQ: DAILY is not read here"),
        ("FREQ=MONTHLY", "line 6 (RRULE): FREQ: MONTHLY is not read here"),
        ("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "line 4 (BEGIN): more than 5000"),
        ("FREQ=YEARLY\nRRULE:FREQ=YEARLY", "line 7 (RRULE): a second RRULE is not read here"),
    ]) func `a zone that changes its clock all the time is none`(_ rule: String, _ words: String) throws {
        let (list, remarks) = try read(calendar(Self.inZone, Self.good, zones: Self.zone("X", rule: rule)))
        #expect(list == ["11-24 9:0 b"])
        #expect(remarks.first == words)
    }

    @Test func `a zone of more parts than any has is none, and of zones the first two hundred are read`() throws {
        let yearly = "FREQ=YEARLY;UNTIL=19750101T000000Z"
        #expect(
            try read(calendar(Self.inZone, zones: Self.zone("X", rule: yearly, parts: 200))).list == ["11-24 9:0 a"])
        let (list, remarks) = try read(
            calendar(Self.inZone, Self.good, zones: Self.zone("X", rule: yearly, parts: 201)))
        #expect(list == ["11-24 9:0 b"])
        #expect(remarks.first == "line 2 (BEGIN): more than 200")

        let many = Self.zone("X", rule: yearly) + (0..<200).map { Self.zone("Z\($0)", rule: yearly) }.joined()
        let last = "SUMMARY:c\nDTSTART;TZID=Z199:20261124T090000"
        let read = try read(calendar(Self.inZone, last, zones: many))
        #expect(read.list == ["11-24 9:0 a"])
        #expect(read.remarks.first == "VTIMEZONE: more than 200")
    }

    // MARK: The calendar's own lines

    @Test(arguments: [
        ("END:VCALENDAR\n", "VCALENDAR\n"), ("END:VCALENDAR\n", "END:VCALENDR\n"),
        ("END:VCALENDAR\n", "ENDVCALENDAR\n"),
        ("BEGIN:VCALENDAR\n", ""), ("BEGIN:VCALENDAR\n", "BEGIN:VCALENDER\n"), ("BEGIN:VCALENDAR\n", "VCALENDAR\n"),
        ("BEGIN:VCALENDAR\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
    ]) func `the calendar's BEGIN or END is not needed`(_ line: String, _ damaged: String) throws {
        let text = calendar(
            "SUMMARY:a\nDTSTART;TZID=X:20261124T090000", "SUMMARY:b\nDTSTART:20261125T010000Z",
            zones: "X-WR-CALNAME:曹杨\n" + Self.zone("X", rule: "FREQ=YEARLY;COUNT=1"))
        let changed = text.replacingOccurrences(of: line, with: damaged)
        let (list, remarks) = try read(changed)
        #expect(list == ["11-24 9:0 a", "11-25 9:0 b"])
        #expect(!remarks.isEmpty)
        if !damaged.contains("END:VCALENDAR") {
            let held = try Fixtures.held([Array(changed.utf8)], Fixtures.context(.icalendar))
            #expect(held.value.activities?.first?.subdistrict == [.chinese: "曹杨"])
        }
    }

    @Test func `the remarks name what is lost`() throws {
        let text = calendar(Self.good)
        #expect(
            try read(text.replacingOccurrences(of: "BEGIN:VCALENDAR\n", with: "VERSION:2.0\n")).remarks
                == ["line 1: no BEGIN:VCALENDAR"])
        #expect(
            try read(text.replacingOccurrences(of: "END:VCALENDAR\n", with: "END:VCAL\n")).remarks == [
                "line 6 (END): END:VCAL without its BEGIN", "line 6: END:VCALENDAR is damaged",
            ])
        // As if the file were cut off between two events: nobody knows what follows, and what is there is shown.
        let cut = try read(text.replacingOccurrences(of: "END:VCALENDAR\n", with: ""))
        #expect(cut.list == ["11-24 9:0 b"])
        #expect(cut.remarks == ["line 5: cut off inside VCALENDAR"])
    }

    /// A character of four bytes without its first.
    @Test func `a character that lost its beginning costs itself`() throws {
        let before = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T010000Z\nSUMMARY:操"
        let body = Array(before.utf8) + Array("😀".utf8.dropFirst()) + Array("\nEND:VEVENT\nEND:VCALENDAR\n".utf8)
        let (list, remarks) = try read(body)
        #expect(list == ["11-24 9:0 操"])
        #expect(remarks == ["line 4: a character is cut"])
    }
}
