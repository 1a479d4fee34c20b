import Reading
import Vocabulary
import Testing

@testable import LifeServices

/// A line that said what does not take place has become unreadable. Nothing is shown that it may have called off.
@Suite struct LostLineTests {
    private func read(_ events: String...) throws -> (list: [String], remarks: [String]) {
        let text =
            "BEGIN:VCALENDAR\n" + events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined() + "END:VCALENDAR\n"
        let held = try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar))
        let list = try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            return "\(civil.month)-\(civil.day) \(activity.title.text(in: .chinese))"
        }
        return (list, held.remarks.map(\.description))
    }

    private static let course = "UID:x\nSUMMARY:a\nDTSTART;TZID=Asia/Shanghai:20261123T150000\nRRULE:FREQ=DAILY;COUNT=4"
    private static let all = ["11-23 a", "11-24 a", "11-25 a", "11-26 a"]

    /// The day can be read, so that day alone is left out.
    @Test(arguments: [
        "EXDATE 20261125T150000", "EXDATE20261125", "EXDATE;TZID=Asia/Shanghai 20261125T150000",
        "EXDATE;TZID:20261125T150000", "EXDATE;TZID=\"Asia/Shanghai:20261125T150000", "EX DATE:20261125T070000Z",
        "\"EXDATE:20261125T070000Z", "EXDATE=2026-11-25T15:00:00", "exdate 20261125", "ＥＸＤＡＴＥ：２０２６１１２５",
        // Names that do not exist.
        "EXDAT:20261125T150000", "EXDATES:20261125T150000", "XDATE:20261125", "DATE;TZID=Asia/Shanghai:20261125T150000",
        // What is left of the line after a raw line break.
        ";TZID=Asia/Shanghai:20261125T150000", "20261125T150000", "TZID=Asia/Shanghai:20261125T150000",
    ]) func `a time left out in a line that is none is left out`(_ line: String) throws {
        let (list, remarks) = try read("\(Self.course)\n\(line)")
        #expect(list == ["11-23 a", "11-24 a", "11-26 a"])
        #expect(remarks.count == 1 && remarks[0].hasPrefix("line 7"), "\(remarks)")
    }

    @Test(arguments: [
        "EXDATE", "EXDATE;", "EXDATE 2026112", "EXDATE;TZID=Asia/Shanghai", "EXDATE:", "EXDATE 20261125T0700Z",
        "EXDTE:next",
        "EXDATE;TZID=Asia/Shanghai:\n20261125T150000", "EXDATE 20261125,2026112",
    ]) func `where not even the day can be read, none that recurs is certain`(_ line: String) throws {
        let (list, remarks) = try read("\(Self.course)\n\(line)", "SUMMARY:b\nDTSTART:20261127T010000Z")
        #expect(list == ["11-23 a", "11-27 b"])
        #expect(!remarks.isEmpty)
    }

    @Test(arguments: [
        "RECURRENCE-ID 20261125T150000", "RECURRENCE-ID;TZID:20261125T150000", "RECURENCE-ID:20261125T150000",
        "RECURRENCE-ID;TZID=\"Asia/Shanghai:20261125T150000", "RECURRENCEID:20261125",
    ]) func `what was moved from a time in a line that is none takes its day`(_ line: String) throws {
        let moved = "UID:x\nSUMMARY:b\n\(line)\nDTSTART:20261125T090000Z"
        for events in [[Self.course, moved], [moved, Self.course]] {
            let (list, remarks) = try read(events[0], events[1])
            #expect(list == ["11-23 a", "11-24 a", "11-25 b", "11-26 a"])
            #expect(remarks.count == 1)
        }
        let cancelled = "UID:x\nSUMMARY:b\n\(line)\nSTATUS:CANCELLED\nDTSTART:20261125T090000Z"
        #expect(try read(Self.course, cancelled).list == ["11-23 a", "11-24 a", "11-26 a"])
    }

    @Test(arguments: ["RECURRENCE-ID", "RECURRENCE-ID 2026", "RECURRENCE-ID;TZID=Asia/Shanghai"])
    func `what was moved from nobody knows when is left out, and what recurs with it`(_ line: String) throws {
        let moved = "UID:x\nSUMMARY:b\n\(line)\nDTSTART:20261125T090000Z"
        #expect(try read(Self.course, moved).list == ["11-23 a"])
    }

    @Test(arguments: [
        "STATUS CANCELLED", "STATUS;CANCELLED", "STATUSCANCELLED", "STATS:CANCELLED", "STATUS:CANCELED",
        "STATUS:CANCEL", "STATUS=CANCELLED", "STATUS:cancelled ",
    ]) func `what is called off in a line that is none is called off`(_ line: String) throws {
        #expect(try read("\(Self.course)\n\(line)", "SUMMARY:b\nDTSTART:20261127T010000Z").list == ["11-27 b"])
    }

    /// What is not there cannot mislead. The rest is shown, and the line is named.
    @Test(arguments: [
        "RDATE 20261128T150000", "RDATE;TZID:20261128T150000", "RDATE;TZID=\"Asia/Shanghai:20261128T150000",
    ])
    func `a time more in a line that is none is not shown`(_ line: String) throws {
        let (list, remarks) = try read("\(Self.course)\n\(line)")
        #expect(list == Self.all)
        #expect(remarks.count == 1)
    }

    @Test(arguments: [
        "第二行没有缩进", "20261125 开始报名", "2026年11月25日停课一次？请看通知", "DTEND;TZID=\"Asia/Shanghai:20261125T160000",
        "LAST-MODIFIED 20261125T150000",
        "DTSTAMP20261125T150000Z", "X-EXDATE-NOTE:20261125", "UPDATED:20261125T150000Z", "STATUS", "STATUS:",
        "STATUS:CONFIRMED", "138 0000 1111", "DESCRIPTION 20261125",
    ]) func `a stray line costs itself`(_ line: String) throws {
        #expect(try read("\(Self.course)\n\(line)").list == Self.all)
    }

    @Test func `an event that takes place once is not lost for a date in its text`() throws {
        #expect(try read("SUMMARY:b\nDTSTART:20261125T010000Z\n20261125").list == ["11-25 b"])
    }

    @Test func `a calendar of what is called off shows nothing`() throws {
        let text =
            "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:20261124T010000Z\nEND:VEVENT\nEND:VCALENDAR\n"
        #expect(try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar)).value == .activities([]))
    }

    @Test func `a zone with a line that is none is none`() throws {
        let zone =
            "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO +0900\nTZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE"
        let text =
            "BEGIN:VCALENDAR\n\(zone)\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=X:20261124T090000\nEND:VEVENT\n"
            + "BEGIN:VEVENT\nSUMMARY:b\nDTSTART:20261124T010000Z\nEND:VEVENT\nEND:VCALENDAR\n"
        let held = try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar))
        #expect(held.value.activities?.map { $0.title.text(in: .chinese) } == ["b"])
    }
}
