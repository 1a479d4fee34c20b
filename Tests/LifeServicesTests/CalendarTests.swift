import Reading
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

@Suite struct CalendarTests {
    private func read(_ body: [UInt8], subdistrict: LocalizedText = [:]) throws -> Held {
        try Fixtures.held([body], Fixtures.context(.icalendar, subdistrict: subdistrict))
    }

    /// Title and start of each activity, as a resident would read them.
    private func list(_ held: Held) throws -> [String] {
        try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute) \(activity.title.text(in: .chinese))"
        }
    }

    @Test func `the coming weeks, with what was moved, left out and called off`() throws {
        let held = try read(try Fixtures.bytes("calendar.ics"))
        let course = "八段锦晨练, 初级;免费"
        #expect(
            try list(held) == [
                "11-23 9:30 \(course)", "11-23 9:30 正在进行", "11-24 14:0 UTC 的讲座", "11-25 19:0 没有时区的电影",
                "11-26 10:0 另定日期", "11-27 15:0 另定日期", "11-28 0:0 敬老周末", "11-30 14:0 八段锦改到下午",
                "12-7 9:30 \(course)", "12-9 9:30 \(course)", "12-14 9:30 \(course)", "12-16 9:30 \(course)",
                "12-21 9:30 \(course)", "12-23 9:30 \(course)",
            ])
        #expect(
            held.remarks.map(\.description) == [
                "line 88 (DTSTART): the time zone 'Mars/Olympus' is not read here",
                "line 94 (RRULE): FREQ: HOURLY is not read here",
            ])
    }

    @Test func `an activity has its end, place, subdistrict and page to sign up`() throws {
        let first = try #require(try read(try Fixtures.bytes("calendar.ics")).value.activities?.first)
        #expect(
            first
                == Activity(
                    title: [.chinese: "八段锦晨练, 初级;免费", .english: "Baduanjin"],
                    starts: try Fixtures.instant("2026-11-23 09:30"), ends: try Fixtures.instant("2026-11-23 10:30"),
                    place: [.chinese: "曹杨公园"], subdistrict: [.chinese: "曹杨新村街道"],
                    signUp: "https://signup.example/a"))
    }

    @Test func `the technician's subdistrict wins over the calendar's name`() throws {
        let held = try read(try Fixtures.bytes("calendar.ics"), subdistrict: [.chinese: "长风"])
        #expect(held.value.activities?.first?.subdistrict == [.chinese: "长风"])
    }

    @Test func `a link that is no web page is no way to sign up, and whole days are marked`() throws {
        let all = try #require(try read(try Fixtures.bytes("calendar.ics")).value.activities)
        #expect(all.first { $0.title.text(in: .chinese) == "没有时区的电影" }?.signUp == nil)
        #expect(all.filter(\.isAllDay).map { $0.title.text(in: .chinese) } == ["敬老周末"])
    }

    @Test func `line ends, marks, folds and encodings make no difference`() throws {
        let plain = try Fixtures.text("calendar.ics")
        let wanted = try read(Array(plain.utf8)).value
        let windows = plain.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try read(Array(windows.utf8)).value == wanted)
        #expect(try read([0xEF, 0xBB, 0xBF] + Array(windows.utf8)).value == wanted)
        let utf16 = Data(windows.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(try read([0xFF, 0xFE] + utf16).value == wanted)
        // The lines are folded so that a fold falls into every character.
        for width in 1...5 {
            let folded = plain.utf8.split(separator: UInt8(ascii: "\n")).flatMap { line -> [UInt8] in
                // A line that is folded already keeps its fold.
                if line.first == UInt8(ascii: " ") { return Array(line) + [13, 10] }
                var bytes: [UInt8] = []
                for (index, byte) in line.enumerated() {
                    if index > 0, index % (width + 2) == 0 { bytes += [13, 10, 32] }
                    bytes.append(byte)
                }
                return bytes + [13, 10]
            }
            #expect(try read(folded).value == wanted, "folded at \(width + 2)")
        }
    }

    @Test(arguments: [
        ("", "nothing in it"), ("   \r\n", "nothing in it"), ("<html>404</html>", "line 1: no property"),
        ("BEGIN:VEVENT\nEND:VEVENT\n", "line 1: no BEGIN:VCALENDAR"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T000000Z\n", "line 3: cut off inside VCALENDAR, VEVENT"),
        ("BEGIN:VCALENDAR\nEND:VEVENT\n", "line 2 (END): END:VEVENT without its BEGIN"),
        ("BEGIN:VCALENDAR\nSUMMARY\nEND:VCALENDAR\n", "line 2: no ':' after the property"),
        ("BEGIN:VCALENDAR\nSUMMARY;LANGUAGE:x\nEND:VCALENDAR\n", "line 2: a parameter without '='"),
        ("BEGIN:VCALENDAR\nSUMMARY;ALTREP=\"x:y\nEND:VCALENDAR\n", "line 2: a quotation mark that is not closed"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nSUMMARY:x\n", "line 3 (SUMMARY): outside of VCALENDAR"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
            "line 2 (BEGIN): DTSTART: missing"
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n",
            "line 3 (DTSTART): 'tomorrow' cannot be"
        ),
    ]) func `what is wrong is named with its line`(_ text: String, _ words: String) {
        #expect(Fixtures.error([Array(text.utf8)], Fixtures.context(.icalendar)) == words)
    }

    @Test func `GBK is refused with its line`() throws {
        let gbk = Array("BEGIN:VCALENDAR\nSUMMARY:".utf8) + [0xB0, 0xCB, 0xB6, 0xCE] + Array("\nEND:VCALENDAR\n".utf8)
        #expect(Fixtures.error([gbk], Fixtures.context(.icalendar)) == "line 2: no text in UTF-8")
    }

    @Test func `a calendar in which all is over is good and empty`() throws {
        let body = Array(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20251124T000000Z\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR".utf8)
        #expect(try read(body).value == .activities([]))
    }

    @Test func `one bad event costs only itself`() throws {
        let body = try Fixtures.edited("calendar.ics", "DTSTART:20261124T060000Z", "DTSTART:2026-11-24T06:00")
        let held = try read(body)
        #expect(try !list(held).contains { $0.contains("UTC 的讲座") })
        #expect(try list(held).count == 13)
        #expect(held.remarks.count == 3)
    }

    @Test func `of two versions the newer one counts, wherever it stands`() throws {
        func event(_ sequence: Int, _ title: String) -> String {
            "BEGIN:VEVENT\nUID:a\nSEQUENCE:\(sequence)\nDTSTART:20261124T060000Z\nSUMMARY:\(title)\nEND:VEVENT\n"
        }
        for events in [event(2, "new") + event(1, "old"), event(1, "old") + event(2, "new")] {
            let body = Array("BEGIN:VCALENDAR\n\(events)END:VCALENDAR\n".utf8)
            #expect(try list(try read(body)) == ["11-24 14:0 new"])
        }
    }
}
