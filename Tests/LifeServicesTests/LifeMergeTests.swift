import Basics
import Vocabulary
import Testing

@testable import LifeServices

@Suite struct LifeMergeTests {
    private let now = Fixtures.now.unixMilliseconds

    private func source(_ format: SourceFormat, sample: Bool = false) -> LifeSource {
        LifeSource(id: "s", format: format, origin: .file("/x"), sample: sample)
    }

    private func held(_ value: SourceValue, asOf: Int64 = 0, until: Int64 = 1000) -> Held {
        Held(value: value, asOf: now + asOf, validUntil: now + until, remarks: [])
    }

    private func merge(_ sources: [(LifeSource, Held?)], _ platform: LifeContent = LifeContent()) -> LifeMerge {
        LifeMerge(sources.map { (source: $0.0, held: $0.1) }, platform: platform, at: now)
    }

    private let weather = Weather(sky: .clear, temperature: 20, high: 22, low: 15)

    @Test func `the air goes with the weather, whoever sends that`() {
        let air = (source(.openMeteoAir), Optional(held(.air(pm25: 80), until: 500)))
        let own = merge([(source(.openMeteo), held(.weather(weather))), air])
        #expect(own.content.weather?.value.pm25 == 80)
        #expect(own.content.weather?.value.hints == [.air])
        #expect(own.expires == now + 500)
        let platform = LifeContent(
            weather: Dated(value: weather, asOf: now, validUntil: now + 1000, sample: true))
        #expect(merge([air], platform).content.weather?.value.pm25 == 80)
        #expect(merge([air]).content.weather == nil)
    }

    @Test func `what has expired is not there`() {
        let platform = LifeContent(weather: Dated(value: weather, asOf: now, validUntil: now + 1000, sample: true))
        var other = weather
        other.temperature = 5
        #expect(merge([(source(.openMeteo), held(.weather(other), until: 0))], platform).content == platform)
        #expect(
            merge([(source(.openMeteo), held(.weather(other), until: 1))], platform).content.weather?.value == other)
        #expect(merge([(source(.openMeteo), nil)], platform).content == platform)
    }

    @Test func `activities that are over go, and the next one's end is the next change`() {
        func activity(_ title: String, _ starts: Int64, _ ends: Int64?) -> Activity {
            Activity(title: [.chinese: title], starts: now + starts, ends: ends.map { now + $0 }, place: [:])
        }
        let merge = merge([
            (
                source(.icalendar),
                held(
                    .activities([
                        activity("over", -100, 0), activity("on", -100, 50), activity("point", -1, nil),
                        activity("next", 90, nil),
                    ]))
            )
        ])
        #expect(merge.content.activities?.value.map { $0.title.text(in: .chinese) } == ["on", "next"])
        #expect(merge.expires == now + 50)
    }

    @Test func `holidays of two years are one calendar, as old as the older one`() throws {
        let first = try #require(CivilDate("2026-10-01"))
        let second = try #require(CivilDate("2027-10-01"))
        let merge = merge([
            (source(.holidayCN), held(.holidays(Holidays([first: .init(name: "国庆节", isOff: true)])), asOf: -5)),
            (source(.holidayCN), held(.holidays(Holidays([second: .init(name: "国庆节", isOff: true)])))),
        ])
        let holidays = try #require(merge.content.holidays)
        #expect(holidays.value.isOff(first) && holidays.value.isOff(second))
        #expect(holidays.asOf == now - 5)
    }

    @Test func `places of two files are in one order, and one sample makes the list a sample`() throws {
        func list(_ minutes: [Int], _ dated: String, sample: Bool) -> PlaceList {
            PlaceList(
                places: minutes.map { Place(kind: .bank, name: [.chinese: "\($0)"], address: [:], minutes: $0) },
                dated: dated, sample: sample)
        }
        let merge = merge([
            (source(.geojson), held(.places(list([1, 5], "2026-11-01", sample: false)))),
            (source(.geojson), held(.places(list([2, 9], "2026-10-01", sample: true)))),
        ])
        let places = try #require(merge.places)
        #expect(places.places.map(\.minutes) == [1, 2, 5, 9])
        #expect(places.dated == "2026-10-01")
        #expect(places.sample)
    }
}
