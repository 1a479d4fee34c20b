import Reading
import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// A calendar that ends too early. What is whole is shown, and the rest is named.
@Suite(.timeLimit(.minutes(1))) struct CalendarCutTests {
    private func read(_ text: String) throws -> (list: [String], remarks: [String]) {
        let held = try Fixtures.held([Array(text.utf8)], Fixtures.context(.icalendar))
        let list = try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            return "\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute) \(activity.title.text(in: .chinese))"
        }
        return (list, held.remarks.map(\.description))
    }

    private static let first = "BEGIN:VEVENT\nUID:1\nDTSTART:20261124T010000Z\nSUMMARY:a\nEND:VEVENT\n"
    private static let second = "BEGIN:VEVENT\nUID:2\nDTSTART:20261125T010000Z\nSUMMARY:b\n"

    @Test(arguments: [
        ("BEGIN:VCALENDAR\n" + first + second, ["line 10: cut off inside VCALENDAR, VEVENT"]),
        ("BEGIN:VCALENDAR\n" + first, ["line 6: cut off inside VCALENDAR"]),
        (first, ["line 1: no BEGIN:VCALENDAR", "line 5: cut off inside VCALENDAR"]),
        (first + second, ["line 1: no BEGIN:VCALENDAR", "line 9: cut off inside VCALENDAR, VEVENT"]),
        (
            "BEGIN:VCALENDAR\n" + first + second + "BEGIN:VALARM\nTRIG",
            ["line 12: no ':' after the property", "line 12: cut off inside VCALENDAR, VEVENT, VALARM"]
        ),
    ]) func `what is whole is shown, and what says that it is cut names the line`(_ text: String, _ remarks: [String])
        throws
    {
        let read = try read(text)
        #expect(read.list == ["11-24 9:0 a"])
        #expect(read.remarks == remarks)
    }

    @Test func `a calendar without anything whole in it is refused`() {
        #expect(
            Fixtures.error([Array(("BEGIN:VCALENDAR\n" + Self.second).utf8)], Fixtures.context(.icalendar))
                == "line 5: cut off inside VCALENDAR, VEVENT")
        // Only past events come before the cut, but events to come may follow it.
        let past = Self.first.replacingOccurrences(of: "2026", with: "2025")
        #expect(
            Fixtures.error([Array(("BEGIN:VCALENDAR\n" + past).utf8)], Fixtures.context(.icalendar))
                == "line 6: cut off inside VCALENDAR")
    }

    @Test func `a change that is cut takes its time all the same`() throws {
        let course = "BEGIN:VEVENT\nUID:x\nSUMMARY:a\nDTSTART:20261123T070000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n"
        let moved = "BEGIN:VEVENT\nUID:x\nRECURRENCE-ID:20261124T070000Z\nDTSTART:2026112"
        let read = try read("BEGIN:VCALENDAR\n" + course + moved)
        #expect(read.list == ["11-23 15:0 a", "11-25 15:0 a"])
    }

    @Test func `a zone that is cut is none`() throws {
        let zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0800\nEND:STANDARD\n"
        let event = "BEGIN:VEVENT\nSUMMARY:b\nDTSTART;TZID=X:20261124T090000\nEND:VEVENT\n"
        #expect(try read("BEGIN:VCALENDAR\n" + Self.first + event + zone).list == ["11-24 9:0 a"])
        #expect(
            try read("BEGIN:VCALENDAR\n" + Self.first + event + zone + "END:VTIMEZONE\n").list.count == 2)
    }

    /// The sample is cut off after every seventh byte. What is shown is what a file shows that ends properly after the
    /// last whole event.
    @Test func `cut off anywhere`() async throws {
        let text = try Fixtures.text("calendar.ics")
        let bytes = Array(text.utf8)
        var (end, shown) = (0, 0)
        for count in stride(from: 1, to: bytes.count - 16, by: 7) {
            await Task.yield()
            let cut = String(decoding: bytes[..<count], as: UTF8.self)
            let whole = cut.range(of: "END:VEVENT\n", options: .backwards)
                .map { String(cut[..<$0.upperBound]) + "END:VCALENDAR\n" }
            let wanted = whole.flatMap { try? Fixtures.held([Array($0.utf8)], Fixtures.context(.icalendar)) }
            let rest = cut.components(separatedBy: "END:VEVENT\n").last ?? ""
            // A cut change of a recurring event may take away any of its times.
            let isChange = rest.contains("RECU")
            guard let held = try? Fixtures.held([Array(bytes[..<count])], Fixtures.context(.icalendar)) else {
                #expect(
                    isChange || wanted == nil || wanted?.value == .activities([]),
                    "after \(count) bytes: nothing is shown")
                continue
            }
            #expect(held.remarks.contains { "\($0)".contains("cut off inside") }, "after \(count) bytes")
            let list = try #require(held.value.activities)
            if isChange {
                #expect(list.allSatisfy { wanted?.value.activities?.contains($0) == true }, "after \(count) bytes")
            } else {
                #expect(held.value == wanted?.value, "after \(count) bytes")
            }
            (end, shown) = (count, list.count)
        }
        #expect(end > 0 && shown > 5)
    }

    @Test func `a cut file does not take the place of a whole one, and is used where there is none`() async throws {
        let directory = try TemporaryDirectory()
        let cut = "BEGIN:VCALENDAR\n" + Self.first + Self.second
        let path = try directory.file("club.ics", Array(cut.utf8))
        let rig = try LifeRig([LifeSource(id: "club", format: .icalendar, origin: .file(path))]) { _ in [] }
        rig.services.start()
        try await rig.content { $0.activities?.value.count == 1 }
        try await rig.reports.first { $0 == .leftOut(source: "club", count: 1) }
        try directory.file("club.ics", Array((cut + "END:VEVENT\nEND:VCALENDAR\n").utf8))
        rig.services.refresh(.activities)
        try await rig.content { $0.activities?.value.count == 2 }
        try directory.file("club.ics", Array(cut.utf8))
        for count in 1...2 {
            rig.services.refresh(.activities)
            _ = try await rig.timers.wait { $0.filter { $0.delay <= .seconds(20) }.count >= count }
        }
        try await rig.reports.first { $0 == .fault(.activities, raised: true) }
        #expect(rig.log == ["source 'club': line 10: cut off inside VCALENDAR, VEVENT"])
        #expect(rig.last?.activities?.value.count == 2)
        await rig.stop()
    }
}
