import Reading
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// Small files as they are found, each with one odd element beside a good one. The good one is shown whatever the other
/// one is.
@Suite struct CasesTests {
    private func read(_ name: String, _ format: SourceFormat, stop: SourceStop? = nil) throws -> Held {
        try Fixtures.held([try Fixtures.bytes("cases/\(name)")], Fixtures.context(format, stop: stop))
    }

    // MARK: Calendars

    /// Day, time and title of each activity, as a resident would read them.
    private func activities(_ name: String) throws -> (list: [String], remarks: [String]) {
        let held = try read(name, .icalendar)
        let list = try #require(held.value.activities).map { activity in
            let civil = WallTime(unixMilliseconds: activity.starts).civil
            let time = activity.isAllDay ? "all day" : "\(civil.hour):\(civil.minute)"
            return "\(civil.month)-\(civil.day) \(time) \(activity.title.text(in: .chinese))"
        }
        return (list, held.remarks.map(\.description))
    }

    private static let good = "11-24 9:0 好的一条"

    @Test(arguments: ["zone-cst.ics", "zone-quoted.ics"])
    func `a zone that the file defines is what the file says`(_ name: String) throws {
        let (list, remarks) = try activities(name)
        #expect(Set(list) == ["11-24 9:0 晨练", Self.good])
        #expect(remarks == [])
    }

    @Test func `a raw line break costs the stray line`() throws {
        let (list, remarks) = try activities("raw-line-break.ics")
        #expect(list == [Self.good, "11-25 9:0 带说明"])
        #expect(remarks == ["line 10: no property"])
    }

    @Test func `a cut title ends at its last whole character`() throws {
        let (list, remarks) = try activities("cut-character.ics")
        #expect(list == [Self.good, "11-25 9:0 被截断的标"])
        #expect(remarks == ["line 8: a character is cut"])
    }

    @Test func `a day that ends on itself is that day`() throws {
        let held = try read("all-day-same-end.ics", .icalendar)
        let all = try #require(held.value.activities)
        #expect(try activities("all-day-same-end.ics").list == ["11-23 all day 敬老日", Self.good])
        #expect(all[0].ends == (try Fixtures.instant("2026-11-24 00:00")))
        #expect(held.remarks == [])
    }

    @Test func `a title is one line`() throws {
        #expect(try activities("summary-line-break.ics").list == [Self.good, "11-24 14:0 手机课堂 第二期"])
    }

    // MARK: Buses

    /// Each line with its destination and minutes.
    private func board(_ name: String) throws -> (lines: [String], remarks: [String]) {
        let held = try read(name, .siriLite, stop: SourceStop(id: "31"))
        let lines = try #require(held.value.buses).lines.map { line in
            ([line.line, line.towards.text(in: .chinese)] + line.minutes(at: Fixtures.now).map(String.init))
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
        return (lines, held.remarks.map(\.description))
    }

    private static let visit = "Siri.ServiceDelivery.StopMonitoringDelivery[0].MonitoredStopVisit[1]"

    @Test(
        arguments: [
            (
                "siri-empty-time.json", ["63路 火车站 4"],
                ["\(visit).MonitoredVehicleJourney.MonitoredCall.ExpectedArrivalTime: '' is no time"]
            ),
            ("siri-vehicle-cancelled.json", ["63路 火车站 4"], []),
            ("siri-one-visit.json", ["63路 火车站 4"], []),
            (
                "siri-empty-destination.json", ["63路 火车站 4", "44路 5"],
                ["\(visit).MonitoredVehicleJourney.DestinationName.value: missing"]
            ),
            ("siri-no-journey.json", ["63路 火车站 4"], ["\(visit).MonitoredVehicleJourney: missing"]),
        ] as [(String, [String], [String])])
    func `one odd bus costs itself`(_ name: String, _ lines: [String], _ remarks: [String]) throws {
        let found = try board(name)
        #expect(found.lines == lines)
        #expect(found.remarks == remarks)
    }

    @Test(arguments: [
        #"{"NoInfoForTopicError": {"ErrorText": "no information"}}"#,
        #"{"OtherError": {"ErrorText": "NoInfoForTopicError"}}"#,
    ]) func `a night without buses is an empty board and no fault`(_ error: String) throws {
        let delivery = #"{"ResponseTimestamp": "2026-11-23T09:59:40+08:00", "ErrorCondition": \#(error)}"#
        let body = #"{"Siri": {"ServiceDelivery": {"StopMonitoringDelivery": [\#(delivery)]}}}"#
        let held = try Fixtures.held([Array(body.utf8)], Fixtures.context(.siriLite, stop: SourceStop(id: "31")))
        #expect(held.value.buses?.lines == [])
        #expect(held.remarks == [])
    }

    // MARK: Places

    @Test(arguments: [
        ("places-swapped.geojson", ["features[1].geometry.coordinates (颠倒坐标): '[31.2411, 121.4216]' cannot be"]),
        (
            "places-no-coordinates.geojson",
            ["features[1].geometry.coordinates (没有坐标): should be two numbers, longitude and latitude"]
        ),
        (
            "places-text-coordinates.geojson",
            ["features[1].geometry.coordinates (文字坐标): should be two numbers, longitude and latitude"]
        ),
        ("places-list-properties.geojson", ["features[1].properties: should be an object"]),
    ]) func `one odd place costs itself and is named`(_ name: String, _ remarks: [String]) throws {
        let held = try read(name, .geojson)
        #expect(held.value.places?.places.map { $0.name.text(in: .chinese) } == ["好药房"])
        #expect(held.remarks.map(\.description) == remarks)
    }

    @Test func `nobody needs a height`() throws {
        let held = try read("places-null-height.geojson", .geojson)
        #expect(held.value.places?.places.count == 2)
        #expect(held.remarks == [])
    }

    // MARK: Weather

    @Test func `no tomorrow costs tomorrow`() throws {
        let held = try read("open-meteo-no-tomorrow.json", .openMeteo)
        #expect(
            held.value.weather
                == Weather(
                    sky: .overcast, temperature: 12, high: 14, low: 8, tonight: .rain, tomorrow: .clear, tomorrowLow: 6)
        )
        #expect(held.remarks.map(\.description) == ["daily.temperature_2m_max[1]: missing"])
    }

    @Test func `no sky now is the day's sky`() throws {
        let weather = try #require(try read("open-meteo-no-current-code.json", .openMeteo).value.weather)
        #expect((weather.temperature, weather.sky, weather.today) == (12, nil, .rain))
    }

    @Test func `an overcast night`() throws {
        let names = ["cases/qweather-now-154.json", "qweather-3d.json", "qweather-warning.json"]
        let held = try Fixtures.held(try names.map(Fixtures.bytes), Fixtures.context(.qweather))
        #expect((held.value.weather?.sky, held.value.weather?.temperature) == (.overcast, 12))
        #expect(held.remarks == [])
    }

    // MARK: Notices

    @Test func `of too many notices the first are shown`() throws {
        let held = try read("feed-101-items.json", .jsonFeed)
        #expect(held.value.notices?.map { $0.title.text(in: .chinese) } == (0..<100).map { "通知 \($0)" })
        #expect(held.remarks.map(\.description) == ["items: more than 100"])
    }

    @Test func `one odd notice costs itself`() throws {
        let held = try read("feed-one-bad-item.json", .jsonFeed)
        #expect(held.value.notices?.map { $0.title.text(in: .chinese) } == ["好"])
        let remarks = held.remarks.map(\.description)
        #expect(remarks.contains("items[1].content_text: should be a text"))
        #expect(remarks.contains("items[2]: should be an object"))
    }
}
