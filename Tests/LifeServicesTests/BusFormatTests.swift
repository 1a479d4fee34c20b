import Foundation
import Reading
import Vocabulary
import SwiftProtobuf
import Testing

@testable import LifeServices

/// The board by itself, with as much data as a city's feed has.
@Suite struct StopBoardTests {
    private func board() -> StopBoard {
        StopBoard(Fixtures.context(.gtfsRealtime, stop: SourceStop(id: "31")), Remarks())
    }

    private func arrival(_ minute: Int64, _ trip: StopBoard.Trip?) -> StopBoard.Arrival {
        StopBoard.Arrival(time: Fixtures.now.unixMilliseconds + minute * 60_000, line: "63", trip: trip)
    }

    @Test func `of ten thousand buses each is called off by its own journey, at each of its calls`() {
        var board = board()
        for index in 0..<5000 {
            for call in ["1", "9"] {
                board.add(arrival(Int64(index % 60), StopBoard.Trip(journey: "\(index)", call: call)))
            }
        }
        for index in 0..<5000 where index != 11 { board.cancel(journey: "\(index)", nil) }
        // The name of this one is the beginning of many others.
        #expect(board.finish().lines.map(\.arrivals) == [[11, 11].map { Fixtures.now.unixMilliseconds + $0 * 60_000 }])
    }

    @Test func `ten thousand times the same bus without a name is one`() {
        var board = board()
        for index in 0..<10_000 { board.add(arrival(Int64(index % 2), nil)) }
        #expect(board.finish().lines.map(\.arrivals.count) == [2])
    }

    @Test func `an older word than that on one call does not call it off`() {
        var board = board()
        var late = arrival(5, StopBoard.Trip(journey: "a", call: "1"))
        late.recorded = 200
        board.add(late)
        board.add(arrival(6, StopBoard.Trip(journey: "a", call: "2")))
        board.cancel(journey: "a", 100)
        #expect(board.finish().lines.map(\.arrivals) == [[late.time]])
    }
}

@Suite struct SIRILiteTests {
    private let stop = SourceStop(id: "31")

    private func read(_ name: String, _ stop: SourceStop?) throws -> Held {
        try Fixtures.held([try Fixtures.bytes(name)], Fixtures.context(.siriLite, stop: stop))
    }

    @Test func `arrivals at this stop, without what was called off, is gone or stops elsewhere`() throws {
        let held = try read("siri-plain.json", stop)
        let bus = try #require(held.value.buses)
        #expect(bus.name == [.chinese: "兰溪路枣阳路"])
        #expect(bus.lines.map(\.line) == ["63路", "44路"])
        #expect(bus.lines.map { $0.towards.text(in: .chinese) } == ["火车站", "徐家汇"])
        #expect(
            try bus.lines.map(\.arrivals) == [
                [Fixtures.instant("2026-11-23 10:04"), Fixtures.instant("2026-11-23 10:16")],
                [Fixtures.instant("2026-11-23 10:07") + 30_000],
            ])
        #expect(held.asOf == (try Fixtures.instant("2026-11-23 09:59")) + 40_123)
        // The feed's own limit is earlier than the expiry.
        #expect(held.validUntil == (try Fixtures.instant("2026-11-23 10:01")) + 40_000)
    }

    @Test func `a line that nobody announces still has its first and last bus`() throws {
        let stop = SourceStop(
            id: "31", name: [.chinese: "本站"],
            lines: [
                SourceLine(
                    id: "SH_94", name: "94路", towards: [.chinese: "静安寺"], first: TimeOfDay("05:30"),
                    last: TimeOfDay("22:30")),
                SourceLine(id: "SH_63", name: "63路"),
            ])
        let bus = try #require(try read("siri-plain.json", stop).value.buses)
        #expect(bus.name == [.chinese: "本站"])
        #expect(bus.lines.map(\.line) == ["94路", "63路"])
        #expect(bus.lines[0].arrivals == [])
        #expect(bus.lines[0].first?.clock == "05:30")
        #expect(bus.lines[0].last?.clock == "22:30")
        #expect(bus.lines[1].towards == [.chinese: "火车站"])
        #expect(bus.lines[1].arrivals.count == 2)
    }

    @Test func `values with languages, and one delivery that is no list`() throws {
        let bus = try #require(try read("siri-tagged.json", nil).value.buses)
        #expect(bus.lines.map(\.line) == ["63路"])
        #expect(bus.lines.first?.towards == [.chinese: "火车站", .english: "Railway Station"])
        #expect(bus.name == [.chinese: "兰溪路枣阳路"])
    }

    @Test(arguments: [
        ("StopMonitoringDelivery", "VehicleMonitoringDelivery", "Siri.ServiceDelivery.StopMonitoringDelivery: missing"),
        (
            "\"ValidUntil\":", "\"ErrorCondition\":{\"Description\":\"no such stop\"},\"ValidUntil\":",
            "Siri.ServiceDelivery.StopMonitoringDelivery: the service answers 'no such stop'"
        ),
    ]) func `what is no board is refused with its place`(_ old: String, _ new: String, _ words: String) throws {
        let body = try Fixtures.edited("siri-plain.json", old, new)
        #expect(Fixtures.error([body], Fixtures.context(.siriLite, stop: stop)) == words)
    }

    private static let delivery = "Siri.ServiceDelivery.StopMonitoringDelivery[0]"

    @Test(arguments: [
        (
            "2026-11-23T09:59:40.123+08:00", "just now",
            [
                "\(delivery).ResponseTimestamp: 'just now' is no time",
                "Siri.ServiceDelivery.ResponseTimestamp: 'just now' is no time",
                "Siri.ServiceDelivery.ResponseTimestamp: no time that can be, the time of the fetch stands in",
            ], 3
        ),
        (
            "\"2026-11-23T10:04:00+08:00\"", "600",
            [
                "\(delivery).MonitoredStopVisit[0].MonitoredVehicleJourney.MonitoredCall.ExpectedArrivalTime: should be a text"
            ], 3
        ),
        (
            "2026-11-23T10:04:00+08:00", "soon",
            [
                "\(delivery).MonitoredStopVisit[0].MonitoredVehicleJourney.MonitoredCall.ExpectedArrivalTime: "
                    + "'soon' is no time"
            ], 3
        ),
        (
            "\"LineRef\":\"SH_44\",\"PublishedLineName\":\"44路\",", "",
            (3...4).map { "\(delivery).MonitoredStopVisit[\($0)].MonitoredVehicleJourney.LineRef: missing" }, 2
        ),
    ]) func `one odd member costs itself and is named`(_ old: String, _ new: String, _ words: [String], _ left: Int)
        throws
    {
        let body = try Fixtures.edited("siri-plain.json", old, new)
        let held = try Fixtures.held([body], Fixtures.context(.siriLite, stop: stop))
        #expect(held.remarks.map(\.description) == words)
        // The time of the timetable stands in for one that cannot be read.
        #expect(held.value.buses?.lines.map(\.arrivals.count).reduce(0, +) == left)
    }

    @Test func `a line without its name beside one bus has it from the next`() throws {
        let text = try Fixtures.text("siri-plain.json")
        let first = try #require(text.range(of: "\"PublishedLineName\":\"63路\""))
        let body = Array(text.replacingCharacters(in: first, with: "\"PublishedLineName\":null").utf8)
        let held = try Fixtures.held([body], Fixtures.context(.siriLite, stop: stop))
        #expect(held.value.buses?.lines.map(\.line) == ["63路", "44路"])
    }

    @Test func `a board of five minutes ago is refused`() throws {
        let later = Fixtures.context(.siriLite, at: Fixtures.now.adding(.seconds(300)), stop: stop)
        #expect(Fixtures.error([try Fixtures.bytes("siri-plain.json")], later) == "319 s old")
    }
}

@Suite struct GTFSRealtimeTests {
    private let stop = SourceStop(
        id: "31", name: [.chinese: "兰溪路"],
        lines: [
            SourceLine(id: "R63", name: "63路", towards: [.chinese: "火车站"], first: TimeOfDay("05:30")),
            SourceLine(id: "R44", name: "44路"),
        ])
    private var context: ReadingContext { Fixtures.context(.gtfsRealtime, stop: stop) }
    private var now: UInt64 { UInt64(Fixtures.now.unixMilliseconds / 1000) }

    private typealias Update = TransitRealtime_TripUpdate

    private func feed(_ change: (inout TransitRealtime_FeedMessage) -> Void = { _ in }) throws -> [UInt8] {
        var feed = TransitRealtime_FeedMessage()
        feed.header.gtfsRealtimeVersion = "2.0"
        feed.header.timestamp = now - 20
        feed.entity = [
            trip("R63", [call("30", 60), call("31", 240), call("32", 400)]),
            trip("R63", [call("31", 900)]),
            trip("R44", [departure("31", 300)]),
            trip("R44", [call("31", 120)]) { $0.trip.scheduleRelationship = .canceled },
            trip("R44", [call("31", 130) { $0.scheduleRelationship = .skipped }]),
            trip("R99", [call("31", 140)]),
            trip("R63", [delay("31", 90)]),
            trip("R63", [call("31", -600), call("31", 30_000)]),
        ]
        change(&feed)
        return try feed.serializedBytes()
    }

    private func trip(
        _ route: String, _ calls: [Update.StopTimeUpdate], _ change: (inout Update) -> Void = { _ in }
    ) -> TransitRealtime_FeedEntity {
        var entity = TransitRealtime_FeedEntity()
        entity.id = "e"
        entity.tripUpdate.trip.routeID = route
        entity.tripUpdate.stopTimeUpdate = calls
        change(&entity.tripUpdate)
        return entity
    }

    private func call(
        _ stop: String, _ seconds: Int64, _ change: (inout Update.StopTimeUpdate) -> Void = { _ in }
    ) -> Update.StopTimeUpdate {
        var update = Update.StopTimeUpdate()
        update.stopID = stop
        update.arrival.time = Int64(now) + seconds
        change(&update)
        return update
    }

    private func departure(_ stop: String, _ seconds: Int64) -> Update.StopTimeUpdate {
        var update = Update.StopTimeUpdate()
        update.stopID = stop
        update.departure.time = Int64(now) + seconds
        return update
    }

    private func delay(_ stop: String, _ seconds: Int32) -> Update.StopTimeUpdate {
        var update = Update.StopTimeUpdate()
        update.stopID = stop
        update.arrival.delay = seconds
        return update
    }

    @Test func `arrivals at this stop by the technician's lines`() throws {
        let held = try Fixtures.held([try feed()], context)
        let bus = try #require(held.value.buses)
        #expect(bus.name == [.chinese: "兰溪路"])
        #expect(bus.lines.map(\.line) == ["63路", "44路"])
        let minutes = bus.lines.map { $0.arrivals.map { ($0 / 1000 - Int64(now)) } }
        #expect(minutes == [[240, 900], [300]])
        #expect(bus.lines[0].first == TimeOfDay("05:30"))
        #expect(held.asOf == Int64(now - 20) * 1000)
    }

    /// Fields that the generated reader must skip: fields of the standard that it does not list, and extensions.
    @Test func `other fields are skipped`() throws {
        // Entity 4: a vehicle (field 4) and an alert (field 5); feed field 1001: an extension.
        let foreign: [UInt8] =
            [0x12, 0x0B, 0x0A, 0x01, 0x76, 0x22, 0x02, 0x3A, 0x00, 0x2A, 0x02, 0x0A, 0x00] + [0xCA, 0x3E, 0x01, 0x78]
        #expect(
            try Fixtures.held([try feed() + foreign], context) == Fixtures.held([try feed()], context))
    }

    /// How a changed feed is shown.
    private func shown(_ change: (inout TransitRealtime_FeedMessage) -> Void) throws -> (minutes: [[Int64]], Held) {
        let held = try Fixtures.held([try feed(change)], context)
        return (held.value.buses?.lines.map { $0.arrivals.map { $0 / 1000 - Int64(now) } } ?? [], held)
    }

    @Test func `without a time of its own it counts as of the fetch, and says so`() throws {
        let undated = "header.timestamp: no time that can be, the time of the fetch stands in"
        let (minutes, held) = try shown { $0.header.clearTimestamp() }
        #expect(minutes == [[240, 900], [300]])
        #expect(held.asOf == Fixtures.now.unixMilliseconds)
        #expect(held.remarks.map(\.description) == [undated])
        #expect(
            try shown { $0.header.timestamp = .max }.1.remarks.map(\.description)
                == ["header.timestamp: '18446744073709551615' cannot be", undated])
    }

    @Test(arguments: ["1", "1.0", "2", "2.0", "2.1", ""]) func `versions as they are written`(_ version: String) throws
    {
        #expect(try shown { $0.header.gtfsRealtimeVersion = version }.minutes == [[240, 900], [300]])
    }

    @Test func `an arrival at 0 with a real departure counts by the departure`() throws {
        let (minutes, _) = try shown { feed in
            feed.entity[0].tripUpdate.stopTimeUpdate[1].arrival.time = 0
            feed.entity[0].tripUpdate.stopTimeUpdate[1].departure.time = Int64(now) + 250
        }
        #expect(minutes == [[250, 900], [300]])
    }

    @Test func `the same trip twice is one bus, as the later word has it`() throws {
        let (minutes, _) = try shown { feed in
            feed.entity = [
                trip("R63", [call("31", 240)]) { $0.trip.tripID = "a" },
                trip("R63", [call("31", 300)]) { $0.trip.tripID = "a" },
                trip("R63", [call("31", 600)]) { $0.trip.tripID = "b" },
                trip("R44", [call("31", 120)]), trip("R44", [call("31", 120)]),
                trip("R44", [call("31", 700)]) { $0.trip.tripID = "c" },
                trip("R44", [call("31", 700)]) {
                    $0.trip.tripID = "c"
                    $0.trip.scheduleRelationship = .canceled
                },
            ]
        }
        #expect(minutes == [[300, 600], [120]])
    }

    /// A text with half a character makes the generated reader refuse the message that it is in.
    @Test func `a cut character costs its own call`() throws {
        let good = try feed {
            $0.entity = [trip("R63", [call("31", 240), call("Zz", 60)]), trip("R44", [call("31", 300)])]
        }
        let start = try #require(good.firstRange(of: Array("Zz".utf8))).lowerBound
        var body = good
        body[start..<start + 2] = [0xE7, 0xAB]
        let held = try Fixtures.held([body], context)
        #expect(held.value.buses?.lines.map(\.arrivals.count) == [1, 1])
        #expect(
            held.remarks.map(\.description) == ["entity[0].trip_update.stop_time_update[1]: cannot be decoded"])
    }

    @Test func `what is wrong is named with its place`() throws {
        func error(_ change: (inout TransitRealtime_FeedMessage) -> Void) throws -> String? {
            Fixtures.error([try feed(change)], context)
        }
        #expect(
            try error { $0.header.gtfsRealtimeVersion = "3.0" }
                == "header.gtfs_realtime_version: version '3.0' is not read here")
        #expect(
            try error { $0.header.incrementality = .differential }
                == "header.incrementality: DIFFERENTIAL is not read here")
        #expect(try error { $0.header.timestamp = now - 600 } == "600 s old")
        #expect(try error { $0.header.timestamp = now + 3600 } == "3600 s in the future")
        let whole = try feed()
        #expect(Fixtures.error([Array(whole.dropLast(3))], context) == "no GTFS Realtime feed, or cut off")
        #expect(Fixtures.error([Array("<html>".utf8)], context) == "no GTFS Realtime feed, or cut off")
    }
}
