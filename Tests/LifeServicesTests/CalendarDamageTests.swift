import Foundation
import Reading
import Vocabulary
import Testing

@testable import LifeServices

/// Calendars as they are written by programs whose authors have not read the standard.
@Suite struct CalendarDamageTests {
    private func read(_ text: String) throws -> (list: [String], remarks: [String]) {
        let held = try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar))
        let list = try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute) \(activity.title.text(in: .chinese))"
        }
        return (list, held.remarks.map(\.description))
    }

    private func calendar(_ events: String..., zones: String = "") -> String {
        "BEGIN:VCALENDAR\n\(zones)" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
    }

    @Test(arguments: ["\r", "\n", "\r\n", "\r\r\n"]) func `any line end`(_ end: String) throws {
        let text = calendar("DTSTART:20261124T010000Z\nSUMMARY:a\n b", "DTSTART:20261125T010000Z\nSUMMARY:c")
        let (list, remarks) = try read(text.replacingOccurrences(of: "\n", with: end))
        #expect(list == ["11-24 9:0 ab", "11-25 9:0 c"])
        #expect(remarks == [])
    }

    @Test func `events without an id, or with an empty one, are each their own`() throws {
        let events = ["UID:\n", "UID:\n", "UID: \n", "", ""].enumerated().map { index, id in
            "\(id)DTSTART:20261124T0\(index)0000Z\nSUMMARY:\(index)"
        }
        let text = "BEGIN:VCALENDAR\n" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
        #expect(try read(text).list.count == 5)
    }

    @Test(arguments: [
        ("RRULE:", "line 5 (RRULE): FREQ: missing"),
        ("RRULE:FREQ=WEEKLY;COUNT=x", "line 5 (RRULE): COUNT: 'X' cannot be"),
    ]) func `a rule that is damaged leaves the first time`(_ rule: String, _ words: String) throws {
        let (list, remarks) = try read(calendar("SUMMARY:a\nDTSTART:20261124T010000Z\n\(rule)"))
        #expect(list == ["11-24 9:0 a"])
        #expect(remarks == [words])
    }

    /// Whole days in UTC: as the moment at which the day begins here, and as midnight of somewhere else.
    @Test(arguments: ["20261127T160000Z", "20261128T000000Z", "20261128"])
    func `a whole day that is left out, however it is written`(_ date: String) throws {
        let event = "SUMMARY:a\nDTSTART;VALUE=DATE:20261126\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:\(date)"
        #expect(try read(calendar(event)).list == ["11-26 0:0 a", "11-27 0:0 a", "11-29 0:0 a"])
    }

    @Test func `a whole day that was moved in UTC replaces its own`() throws {
        let master = "UID:x\nSUMMARY:a\nDTSTART;VALUE=DATE:20261126\nRRULE:FREQ=DAILY;COUNT=3"
        let moved = "UID:x\nSUMMARY:b\nDTSTART;VALUE=DATE:20261205\nRECURRENCE-ID:20261126T160000Z"
        #expect(try read(calendar(master, moved)).list == ["11-26 0:0 a", "11-28 0:0 a", "12-5 0:0 b"])
    }

    @Test(arguments: [
        ("DTEND:20261123T010000Z", "line 5 (DTEND): ends before it starts"), ("DTEND:", "line 5 (DTEND): '' cannot be"),
        ("DURATION:long", "line 5 (DURATION): 'long' cannot be"),
    ]) func `an end that cannot be costs the end`(_ line: String, _ words: String) throws {
        let text = calendar("SUMMARY:a\nDTSTART:20261124T010000Z\n\(line)")
        #expect(try read(text).list == ["11-24 9:0 a"])
        #expect(try read(text).remarks == [words])
        #expect(
            try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar)).value.activities?.first?.ends == nil)
    }

    @Test func `a BEGIN or END that is lost costs its own event`() throws {
        let good = calendar(
            "SUMMARY:a\nDTSTART:20261124T010000Z", "SUMMARY:b\nDTSTART:20261125T010000Z",
            "SUMMARY:c\nDTSTART:20261126T010000Z")
        let lines = good.split(separator: "\n").map(String.init)
        for (index, line) in lines.enumerated() where line.hasSuffix("VEVENT") {
            for change in ["", "VEVENT", "END:EVENT"] {
                var damaged = lines
                if change.isEmpty { damaged.remove(at: index) } else { damaged[index] = change }
                let (list, remarks) = try read(damaged.joined(separator: "\n"))
                #expect(list.count >= 2, "line \(index + 1) as '\(change)': \(list)")
                #expect(!remarks.isEmpty)
            }
        }
    }

    @Test func `one line in another encoding costs the line, not the calendar`() throws {
        let before = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:好\nDTSTART:20261124T010000Z\nDESCRIPTION:"
        let gbk: [UInt8] = [0xB0, 0xCB, 0xB6, 0xCE, 0xBD, 0xF5, 0xB3, 0xBF, 0xC1, 0xB7]
        let body = Array(before.utf8) + gbk + Array("\nEND:VEVENT\nEND:VCALENDAR\n".utf8)
        let held = try Fixtures.held([body], Fixtures.context(.icalendar))
        #expect(held.value.activities?.map { $0.title.text(in: .chinese) } == ["好"])
        #expect(held.remarks.map(\.description) == ["line 5: no text in UTF-8"])
    }

    @Test func `a title that is too long is cut`() throws {
        let (list, remarks) = try read(
            calendar("DTSTART:20261124T010000Z\nSUMMARY:\(String(repeating: "长", count: 500))"))
        #expect(list == ["11-24 9:0 " + String(repeating: "长", count: 99) + "…"])
        #expect(remarks == ["line 4 (SUMMARY): longer than 100 characters, cut"])
    }

    // MARK: Zones

    private static let newYork = """
        BEGIN:VTIMEZONE
        TZID:Mars/Olympus
        BEGIN:DAYLIGHT
        DTSTART:20070311T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20071104T020000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        END:STANDARD
        END:VTIMEZONE

        """

    /// Compares the zone with the tz database at every hour of four years and at every local hour of one, including the
    /// hours that are skipped or come twice.
    @Test func `a zone with summer time is the one that it describes`() throws {
        let lines = try ContentLine.read(Array("BEGIN:VCALENDAR\n\(Self.newYork)END:VCALENDAR\n".utf8), Remarks())
        let component = try #require(try CalendarComponent.read(lines, Remarks()).first?.inner.first)
        let defined = CalendarZone.defined(try CalendarZoneDefinition(component))
        let named = CalendarZone.named(try #require(TimeZone(identifier: "America/New_York")))
        let start: Int64 = 1_767_225_600
        for hour in 0..<35_064 {
            let instant = start + Int64(hour) * 3600
            #expect(defined.offset(at: instant) == named.offset(at: instant), "\(instant)")
        }
        for hour in 0..<8766 {
            let local = start + Int64(hour) * 3600
            #expect(defined.instant(ofLocal: local) == named.instant(ofLocal: local), "\(local)")
        }
    }

    @Test func `an event in a zone of the file's own, summer and winter`() throws {
        let event = "SUMMARY:a\nDTSTART;TZID=Mars/Olympus:20260701T200000\nRRULE:FREQ=MONTHLY"
        // 20:00 of 1 December in New York is 9:00 of the 2nd here.
        #expect(try read(calendar(event, zones: Self.newYork)).list == ["12-2 9:0 a"])
    }

    @Test func `half a definition is none`() throws {
        let zones = Self.newYork.replacingOccurrences(of: "TZOFFSETTO:-0500", with: "TZOFFSETTO:later")
        let good = "SUMMARY:b\nDTSTART:20261124T010000Z"
        let (list, remarks) = try read(
            calendar("SUMMARY:a\nDTSTART;TZID=Mars/Olympus:20261124T090000", good, zones: zones))
        #expect(list == ["11-24 9:0 b"])
        #expect(
            remarks == [
                "line 14 (TZOFFSETTO): 'later' cannot be",
                "line 19 (DTSTART): the time zone 'Mars/Olympus' is not read here",
            ])
    }

    /// Names that Outlook and others give to zones without saying what they mean.
    @Test(arguments: [
        ("China Standard Time", "11-24 9:0"), ("china standard time", "11-24 9:0"), ("Asia/Shanghai", "11-24 9:0"),
        ("\"(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi\"", "11-24 9:0"), ("\"(UTC+08:00) 北京，重庆\"", "11-24 9:0"),
        ("中国标准时间", "11-24 9:0"), ("PRC", "11-24 9:0"), ("UTC+8", "11-24 9:0"), ("\"GMT+08:00\"", "11-24 9:0"),
        ("Tokyo Standard Time", "11-24 8:0"), ("Eastern Standard Time", "11-24 22:0"), ("UTC", "11-24 17:0"),
        ("/freeassociation.sourceforge.net/Asia/Tokyo", "11-24 8:0"), ("Singapore Standard Time", "11-24 9:0"),
        ("India Standard Time", "11-24 11:30"), ("Taipei Standard Time", "11-24 9:0"),
    ]) func `a name that everybody means the same by`(_ zone: String, _ time: String) throws {
        #expect(try read(calendar("SUMMARY:a\nDTSTART;TZID=\(zone):20261124T090000")).list == ["\(time) a"])
    }

    /// `CST` is Chicago's time, China's and Cuba's.
    @Test(arguments: ["CST", "IST", "EST", "Local", "\"(UTC+01:00) Anderswo\"", "UTC+25"])
    func `a name that may mean several zones is not guessed`(_ zone: String) throws {
        let good = "SUMMARY:b\nDTSTART:20261124T010000Z"
        #expect(try read(calendar("SUMMARY:a\nDTSTART;TZID=\(zone):20261124T090000", good)).list == ["11-24 9:0 b"])
    }
}
