import HTTPClient
import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// "There is none" is never said because of what could not be read.
@Suite(.timeLimit(.minutes(1))) struct LeftOutTests {
    private static func event(_ date: String, _ title: String = "SUMMARY:讲座") -> String {
        "BEGIN:VEVENT\nUID:\(date)\(title)\nDTSTART:\(date)\n\(title)\nEND:VEVENT\n"
    }

    private static func calendar(_ events: String) -> [UInt8] {
        Array("BEGIN:VCALENDAR\n\(events)END:VCALENDAR\n".utf8)
    }

    private func error(_ body: [UInt8]) -> String? { Fixtures.error([body], Fixtures.context(.icalendar)) }

    @Test func `a calendar in another encoding is not one without events`() {
        let gbk: [UInt8] = [0xB0, 0xCB, 0xB6, 0xCE, 0xBD, 0xF5, 0xB3, 0xBF, 0xC1, 0xB7]
        let lines = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T010000Z\nSUMMARY:"
        #expect(error(Array(lines.utf8) + gbk + Array("\nEND:VEVENT\nEND:VCALENDAR\n".utf8)) != nil)
        #expect(error(Self.calendar(Self.event("20261124T010000Z", "SUMMARY:"))) != nil)
    }

    @Test func `nor is one whose coming events are damaged`() {
        let past = Self.event("20260101T010000Z")
        #expect(error(Self.calendar(past)) == nil)
        #expect(error(Self.calendar(past + (1...9).map { Self.event("2026112\($0)T25") }.joined())) != nil)
        // A title that is only cut hides nothing.
        let long = Self.event("20260101T010000Z", "SUMMARY:" + String(repeating: "长", count: 500))
        #expect(error(Self.calendar(long)) == nil)
        // What is to come is shown, whatever else is damaged.
        #expect(error(Self.calendar(Self.event("20261124T010000Z") + Self.event("later"))) == nil)
    }

    private static let damagedAndOneOfToday = calendar(event("20261123T030000Z") + event("later"))

    private func standing(_ format: SourceFormat, _ body: [UInt8], at now: Int64) throws -> TopicStanding? {
        let source = LifeSource(id: "x", format: format, origin: .file("/x"))
        let standing = SourceRunner.Standing(held: try Fixtures.held([body], Fixtures.context(format)))
        return TopicStandings.of([(source, standing)], booth: Fixtures.booth, platform: nil, at: now)[source.topic]
    }

    @Test func `when the last event that could be read is over, the others are still in doubt`() throws {
        let now = Fixtures.now.unixMilliseconds + 3_600_000 * 2
        #expect(try standing(.icalendar, Self.damagedAndOneOfToday, at: now) == .unreadable)
        #expect(try standing(.icalendar, Self.calendar(Self.event("20261123T030000Z")), at: now) == .sound)
    }

    @Test func `what was kept and is over is not damaged`() async throws {
        let source = LifeSource(id: "club", format: .icalendar, origin: .web("/club.ics"))
        let body = String(decoding: Self.damagedAndOneOfToday, as: UTF8.self)
        let directory = try TemporaryDirectory()
        // The kept answer is for the server's address, so both starts talk to the same one.
        let rig = try LifeRig([source], directory: directory) { _ in [.respond(200, body, type: "text/calendar")] }
        rig.services.start()
        try await rig.content { $0.activities?.value.count == 1 }
        let life = directory.path + "/life"
        let reports = Recorder<LifeReport>()
        let later = Fixtures.now.adding(.seconds(7200))
        var same = source
        same.origin = .web(rig.server.url + "/club.ics")
        let again = try LifeServices(
            sources: [same], booth: Fixtures.booth, directory: life, http: .init(), timeout: .seconds(30),
            random: { 0.5 }, now: { later }, after: { _, _ in }, delivery: DispatchQueue(label: "again"),
            onUpdate: { reports.record($0) })
        again.start()
        try await reports.first { if case .fault(.activities, raised: true) = $0 { true } else { false } }
        #expect(!reports.values.contains { if case .damaged = $0 { true } else { false } }, "\(reports.values)")
        await withCheckedContinuation { continuation in again.stop { continuation.resume() } }
        await rig.stop()
    }

    // MARK: Places

    private static func place(_ coordinates: String, _ kind: String = "pharmacy", type: String = "Point") -> String {
        """
        {"type":"Feature","geometry":{"type":"\(type)","coordinates":\(coordinates)},
         "properties":{"amenity":"\(kind)","name":"药房"}}
        """
    }

    private static let far = place("[104.06, 30.66]")
    private static let nowhere = #"{"type":"Feature","geometry":null,"properties":{}}"#

    /// Which kinds are in doubt because of one feature beside a good one.
    private func unread(_ feature: String) throws -> Set<PlaceKind>? {
        let text = #"{"type":"FeatureCollection","features":[\#(Self.far),\#(feature)]}"#
        return try Fixtures.held([Array(text.utf8)], Fixtures.context(.geojson)).value.places?.unread
    }

    private static let ofOneKind: [(String, Set<PlaceKind>)] = [
        (far, []), (place(#"["121.42","31.24"]"#, "bank"), [.bank]), (place("null", "toilets"), [.toilet]),
        (place("[31.24, 121.42]", "police"), [.police]),
        (place("[121.42, 31.24]", "library", type: "Pont"), [.library]),
        (place(#"["121.42","31.24"]"#, "bench"), []), (place("[31.24, 121.42]", "bench"), []),
        (#"{"type":"Feature","geometry":7,"properties":{"shop":"supermarket","name":"超市"}}"#, [.market]),
        (
            #"{"type":"Feature","geometry":{"type":"Point","coordinates":[121.42,31.24]},"properties":{"amenity":"bank","name":7}}"#,
            [.bank]
        ),
    ]

    @Test(arguments: ofOneKind) func `a damaged place leaves only its own kind in doubt`(
        _ feature: String, _ kinds: Set<PlaceKind>
    ) throws {
        #expect(try unread(feature) == kinds)
    }

    @Test(arguments: [
        "7", #"{"type":"Feature","geometry":{"type":"Point","coordinates":[121.42,31.24]},"properties":"药房"}"#,
        #"{"type":"Feature","geometry":{"type":"Point","coordinates":[121.42,31.24]},"properties":{"amenity":7,"name":"药房"}}"#,
        #"{"type":"Feature","geometry":{"type":"Point","coordinates":["a",31.24]},"properties":{"amenity":["pharmacy"],"name":"药房"}}"#,
        #"{"type":"Feature","geometry":{"coordinates":[121.42,31.24]}}"#,
    ]) func `one whose kind cannot be read leaves every kind in doubt`(_ feature: String) throws {
        #expect(try unread(feature) == Set(PlaceKind.allCases))
    }

    @Test func `what a second file has that cannot be read, nobody knows by kind`() throws {
        let text = #"{"type":"FeatureCollection","features":[\#(Self.far)]}"#
        let held = try Fixtures.held([Array(text.utf8)], Fixtures.context(.geojson))
        let source = LifeSource(id: "x", format: .geojson, origin: .file("/x"))
        func unread(_ all: [Held?]) -> Set<PlaceKind>? {
            LifeMerge(all.map { (source, $0) }, platform: LifeContent(), at: Fixtures.now.unixMilliseconds).places?
                .unread
        }
        #expect(unread([held]) == [])
        #expect(unread([held, held]) == [])
        #expect(unread([held, nil]) == nil)
        var other = held
        guard case .places(var list) = held.value else { return }
        list.unread = [.bank]
        other.value = .places(list)
        #expect(unread([held, other]) == [.bank])
    }

    @Test(arguments: [
        ([far], TopicStanding.sound), ([nowhere], .sound), ([far, place(#"["121.42","31.24"]"#)], .unreadable),
        ([nowhere, place(#"["121.42","31.24"]"#)], .unreadable),
        ([far, place("[121.42, 31.24]", type: "Pont")], .unreadable),
        ([far, "7"], .unreadable), ([far, place("[31.24, 121.42]")], .unreadable),
        // Nobody misses a bench, nor a street.
        ([far, place(#"["121.42","31.24"]"#, "bench")], .sound), ([far, place("[[1,2]]", type: "LineString")], .sound),
    ]) func `nothing near is said only where every place was read`(_ features: [String], _ expected: TopicStanding)
        throws
    {
        let text = #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
        #expect(try standing(.geojson, Array(text.utf8), at: Fixtures.now.unixMilliseconds) == expected)
    }
}
