import Reading
import AdapterTestSupport
import Vocabulary
import Testing

@testable import LifeServices

/// What no server should send. Every format gets it, and nothing worse than an error comes of it.
@Suite struct HostileTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var format: SourceFormat
        var names: [String]
        var testDescription: String { format.rawValue }

        var context: ReadingContext {
            Fixtures.context(format, stop: format == .siriLite ? SourceStop(id: "31") : nil)
        }
        var bodies: [[UInt8]] { get throws { try names.map(Fixtures.bytes) } }

        /// What is wrong with the answers once one of them is changed.
        func error(_ change: ([UInt8]) -> [UInt8]) throws -> String? {
            var bodies = try bodies
            bodies[0] = change(bodies[0])
            return Fixtures.error(bodies, context)
        }
    }

    static let texts = [
        Sample(format: .openMeteo, names: ["open-meteo.json"]),
        Sample(format: .openMeteoAir, names: ["open-meteo-air.json"]),
        Sample(format: .qweather, names: ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"]),
        Sample(format: .siriLite, names: ["siri-plain.json"]),
        Sample(format: .icalendar, names: ["calendar.ics"]),
        Sample(format: .jsonFeed, names: ["feed.json"]),
        Sample(format: .holidayCN, names: ["holidays.json"]),
        Sample(format: .geojson, names: ["places.geojson"]),
    ]

    @Test(arguments: texts) func `the samples are good`(_ sample: Sample) throws {
        #expect(try sample.error { $0 } == nil)
    }

    @Test(arguments: texts) func `nothing, and nothing but blanks`(_ sample: Sample) throws {
        for body in ["", "\r\n", "   "] {
            #expect(try sample.error { _ in Array(body.utf8) }?.hasSuffix("nothing in it") == true)
        }
    }

    @Test(arguments: texts) func `a page of a portal in its place`(_ sample: Sample) throws {
        for body in ["<!DOCTYPE html><html><body>请登录</body></html>", "null", "[]", "{}", "42", "\"ok\""] {
            #expect(try sample.error { _ in Array(body.utf8) } != nil, "\(body)")
        }
    }

    /// Calendars are left out, because their events before the cut are whole: see `CalendarCutTests`.
    @Test(arguments: texts.filter { $0.format != .icalendar }) func `cut off anywhere`(_ sample: Sample) throws {
        let count = try sample.bodies[0].count
        // The last line break may go.
        for end in stride(from: 1, to: count - 16, by: max(1, count / 200)) {
            #expect(try sample.error { Array($0[..<end]) } != nil, "after \(end) bytes")
        }
    }

    @Test(arguments: texts) func `UTF-16 with its mark is read, GBK and UTF-16 without one are not`(_ sample: Sample)
        throws
    {
        #expect(try sample.error { [0xEF, 0xBB, 0xBF] + $0 } == nil)
        for isLittle in [true, false] {
            func wide(_ bytes: [UInt8]) -> [UInt8] {
                String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit in
                    isLittle ? [UInt8(unit & 0xFF), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                }
            }
            #expect(try sample.error { (isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + wide($0) } == nil)
            #expect(try sample.error(wide) != nil)
        }
        // Only an inserted 老友 is in GBK.
        #expect(
            try sample.error { Array($0.prefix(20)) + [0xC0, 0xCF, 0xD3, 0xD1] + $0.dropFirst(20) }?.contains(
                "no text in UTF-8") == true)
    }

    @Test(arguments: texts) func `a thousand small accidents each`(_ sample: Sample) throws {
        var random = SplitMix(seed: 5545)
        let good = try sample.bodies
        for _ in 0..<1000 {
            var bodies = good
            for _ in 0...Int(random.next() % 3) {
                let index = Int(random.next() % UInt64(bodies[0].count))
                switch random.next() % 4 {
                case 0: bodies[0][index] = UInt8(truncatingIfNeeded: random.next())
                case 1: bodies[0].remove(at: index)
                case 2: bodies[0].insert(UInt8(ascii: "9"), at: index)
                default: bodies[0].insert(contentsOf: bodies[0][..<min(index, 40)], at: index)
                }
            }
            // Right or wrong, the reader comes back, and what it gives is within the bounds of what is shown.
            guard let held = try? Held(bodies, confirmedAt: Fixtures.now.unixMilliseconds, sample.context) else {
                continue
            }
            #expect(held.validUntil > Fixtures.now.unixMilliseconds)
            if let weather = held.value.weather { #expect((-90...60).contains(weather.temperature ?? 0)) }
            if let activities = held.value.activities { #expect(activities.count <= 100) }
        }
    }

    @Test func `a broken feed of protocol buffers comes back`() throws {
        var random = SplitMix(seed: 31)
        let context = Fixtures.context(.gtfsRealtime, stop: SourceStop(id: "31"))
        for _ in 0..<2000 {
            let body = (0..<Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            _ = Fixtures.error([body], context)
        }
    }

    @Test func `deep nesting is refused before it takes the stack`() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(Fixtures.error([Array(deep.utf8)], Fixtures.context(.jsonFeed)) != nil)
        let calendar = String(repeating: "BEGIN:VEVENT\n", count: 50_000)
        #expect(Fixtures.error([Array(("BEGIN:VCALENDAR\n" + calendar).utf8)], Fixtures.context(.icalendar)) != nil)
    }

    @Test func `of more than anybody shows the first are shown`() throws {
        let items = (0..<150).map { #"{"id":"1","content_text":"\#($0)"}"# }.joined(separator: ",")
        let feed = #"{"version":"https://jsonfeed.org/version/1.1","items":[\#(items)]}"#
        let held = try Fixtures.held([Array(feed.utf8)], Fixtures.context(.jsonFeed))
        #expect(held.value.notices?.map { $0.text.text(in: .chinese) } == (0..<100).map(String.init))
        #expect(held.remarks.map(\.description) == ["items: more than 100"])
    }

    /// Rules that are expensive to follow, as many as a file may have.
    @Test func `a calendar of expensive rules is read all the same`() throws {
        let event = "BEGIN:VEVENT\nDTSTART:19700101T000000Z\nRRULE:FREQ=DAILY;COUNT=10000\nSUMMARY:x\nEND:VEVENT\n"
        let body = "BEGIN:VCALENDAR\n" + String(repeating: event, count: 20) + "END:VCALENDAR\n"
        #expect(try Fixtures.held([Array(body.utf8)], Fixtures.context(.icalendar)).value == .activities([]))
    }
}
