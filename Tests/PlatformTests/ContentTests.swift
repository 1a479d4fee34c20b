import Basics
import Foundation
import Testing

@testable import Platform

@Suite struct ContentTests {
    @Test func `content that a booth has already is not sent again`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            let first = try await platform.http.get("/v1/content")
            let tag = try #require(first["etag"])
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await platform.http.get("/v1/content", headers: ["If-None-Match": known])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again["etag"] == tag)
            }
            clock.advance(60)
            let later = try await platform.http.get("/v1/content", headers: ["If-None-Match": tag])
            #expect(later.status == 200)
            #expect(later["etag"] != tag)
        }
    }

    @Test(arguments: 0..<96)
    func `at any time of the day the sample is valid, in the future and marked`(quarter: Int) throws {
        let now = Date(timeIntervalSince1970: 1_740_792_600 + Double(quarter) * 900 + 17)
        let content = SampleContent.content(at: now)
        let conditions = Set([
            "clear", "cloudy", "overcast", "rain", "heavy_rain", "thunder", "snow", "fog", "haze", "wind",
        ])
        #expect(content.sample)
        #expect(content.generatedAt <= now)
        #expect(content.weather.asOf <= now && now < content.weather.validUntil)
        #expect(content.buses.asOf <= now && now < content.buses.validUntil)
        #expect(now < content.activities.validUntil && now < content.notices.validUntil)
        #expect(
            conditions.isSuperset(of: [content.weather.condition, content.weather.tonight, content.weather.tomorrow]))
        #expect((content.weather.low...content.weather.high).contains(content.weather.temperature))
        for line in content.buses.lines {
            #expect(line.arrivals.count == 3)
            #expect(line.arrivals == line.arrivals.sorted() && line.arrivals.allSatisfy { $0 > content.generatedAt })
        }
        #expect(
            !content.activities.items.isEmpty && content.activities.items.allSatisfy { $0.starts > content.generatedAt }
        )
    }

    @Test func `the members are those of the contract`() async throws {
        try await withPlatform { platform in
            let answer = try await platform.http.get("/v1/content")
            #expect(try answer.value("sample") == .bool(true))
            #expect(try answer.value("weather")?.object?["warning"] != nil)
            #expect(try answer.value("weather", "temperature_c")?.integer != nil)
            #expect(try answer.value("weather", "valid_until")?.string.flatMap(Timestamp.parse) != nil)
            #expect(try answer.value("buses", "stop", "zh-Hans")?.string?.isEmpty == false)
            #expect(try answer.value("buses", "lines")?.array?.first?["towards"]?["en"]?.string?.isEmpty == false)
            #expect(try answer.value("activities", "items")?.array?.first?["title"]?["zh-Hans"] != nil)
            #expect(try answer.value("notices", "items")?.array?.first?["text"]?["en"] != nil)
        }
    }
}
