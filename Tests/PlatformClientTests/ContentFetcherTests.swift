import Reading
import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import PlatformClient

@Suite("Content", .timeLimit(.minutes(1)))
struct ContentFetcherTests {
    private static let rain =
        #"{"as_of":"2026-05-28T20:00:00Z","valid_until":"2026-05-28T23:00:00Z","condition":"heavy_rain","#
        + #""temperature_c":15.4,"high_c":18,"low_c":11,"tonight":"cloudy","tomorrow":"rain","tomorrow_high_c":20,"#
        + #""tomorrow_low_c":12,"pm25":38,"warning":null}"#

    private static func body(
        weather: String = rain, notices: String = #"{"valid_until":"2026-06-01T00:00:00Z","items":[]}"#
    ) -> String {
        #"{"generated_at":"2026-05-28T20:10:00Z","sample":true,"weather":"# + weather
            + #","buses":{"as_of":"2026-05-28T20:09:00Z","valid_until":"2026-05-28T20:19:00Z","#
            + #""stop":{"zh-Hans":"曹杨路","en":"Caoyang Road"},"lines":[{"line":"63路","towards":{"zh-Hans":"真如"},"#
            + #""arrivals":["2026-05-28T20:20:00Z","2026-05-28T20:12:00Z"],"first":"05:30","last":"24:30"}]},"#
            + #""activities":{"valid_until":"2026-06-01T00:00:00Z","items":[{"title":{"zh-Hans":"书法"},"#
            + #""starts":"2026-05-30T01:00:00Z","ends":"2026-05-30T02:30:00Z","place":{"zh-Hans":"活动室"},"#
            + #""subdistrict":{"zh-Hans":"曹杨"},"sign_up":"https://signup.example/1"}]},"notices":"# + notices + "}"
    }

    private func contents(_ reports: [PlatformReport]) -> [LifeContent] {
        reports.compactMap { if case .content(let content, _) = $0 { content } else { nil } }
    }

    @Test("Content becomes the core's values, is fetched again only if it changed, and survives a restart")
    func fetched() async throws {
        let unchanged = Recorder<Bool>()
        let server = try ScriptedServer { request in
            guard request.path == "/v1/content" else { return otherwise(request) }
            if request.headers["if-none-match"] == "\"v1\"" { unchanged.record(true) }
            return request.headers["if-none-match"] == "\"v1\""
                ? [.respond(304)] : [.respond(200, Self.body(), headers: [("ETag", "\"v1\"")])]
        }
        let booth = try Booth(url: server.url, now: { 1_780_000_000_000 })
        booth.client.start()
        let report = try await booth.reports.first { if case .content = $0 { true } else { false } }
        guard case .content(let content, let fetchedAt) = report else { return }
        #expect(fetchedAt == 1_780_000_000_000)
        let weather = try #require(content.weather)
        #expect(weather.sample)
        #expect(weather.asOf == 1_779_998_400_000)
        #expect(
            weather.value
                == Weather(
                    sky: .heavyRain, temperature: 15, high: 18, low: 11, tonight: .cloudy, tomorrow: .rain,
                    tomorrowHigh: 20, tomorrowLow: 12, pm25: 38))
        #expect(content.buses?.value.lines.first?.arrivals == [1_779_999_120_000, 1_779_999_600_000])
        #expect(content.buses?.value.lines.first?.first == TimeOfDay("05:30"))
        #expect(content.buses?.value.lines.first?.last?.minutes == 1470)
        #expect(
            content.activities?.value == [
                Activity(
                    title: [.chinese: "书法"], starts: 1_780_102_800_000, ends: 1_780_108_200_000,
                    place: [.chinese: "活动室"], subdistrict: [.chinese: "曹杨"], signUp: "https://signup.example/1")
            ])
        #expect(content.notices?.value == [])

        booth.client.refreshContent()
        try await unchanged.wait { !$0.isEmpty }
        await booth.stop()
        server.stop()

        let again = try Booth(url: server.url, now: { 1_780_000_500_000 }, directory: booth.directory)
        again.client.start()
        #expect(try await again.reports.first { if case .content = $0 { true } else { false } } == report)
        await again.stop()
    }

    @Test(
        "A part that makes no sense keeps its last good value; the rest is taken",
        arguments: [
            "[]", "\"sunny\"", #"{"valid_until":"2026-05-28T23:00:00Z"}"#,
            #"{"valid_until":"2026-05-28T23:00:00Z","condition":"wet","temperature_c":150,"high_c":11,"low_c":18}"#,
            #"{"valid_until":"2020-01-01T00:00:00Z","condition":"rain","temperature_c":15,"high_c":18,"low_c":11}"#,
            #"{"valid_until":"soon","condition":"rain","temperature_c":15,"high_c":18,"low_c":11}"#,
        ])
    func bad(weather: String) async throws {
        let server = try ScriptedServer { request in
            guard request.path == "/v1/content" else { return otherwise(request) }
            if request.headers["if-none-match"] == nil { return [.respond(200, Self.body(), headers: [("ETag", "1")])] }
            let notices = #"{"valid_until":"2026-06-01T00:00:00Z","items":[{"title":{"en":"a"},"text":{"en":"b"}}]}"#
            return [.respond(200, Self.body(weather: weather, notices: notices), headers: [("ETag", "2")])]
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.start()
        try await booth.reports.first { if case .content = $0 { true } else { false } }
        booth.client.refreshContent()
        try await booth.reports.first { $0 == .contentRefused(reason: "weather") }
        let reports = try await booth.reports.wait { contents($0).count == 2 }
        let all = contents(reports)
        #expect(all[1].weather == all[0].weather)
        #expect(all[1].notices?.value.count == 1)
        await booth.stop()
    }

    private static func shown(_ body: String) throws -> (content: LifeContent, remarks: [String]) {
        let document = try ContentDocument(Array(body.utf8), fetchedAt: 1_780_000_000_000)
        #expect(document.badParts == [])
        return (document.merged(with: LifeContent()), document.remarks.map(\.description))
    }

    private static func edited(_ old: String, _ new: String) throws -> String {
        let body = Self.body()
        try #require(body.contains(old))
        return body.replacingOccurrences(of: old, with: new)
    }

    @Test(
        "One odd member costs itself and is named; the rest of its part is shown",
        arguments: [
            (#""first":"05:30""#, #""first":"early""#, "buses.lines[0].first: 'early' is no time of day"),
            (#""last":"24:30""#, #""last":99"#, "buses.lines[0].last: should be a text"),
            (#""2026-05-28T20:20:00Z","#, #""soon","#, "buses.lines[0].arrivals[0]: 'soon' is no time"),
            (#""towards":{"zh-Hans":"真如"}"#, #""towards":[]"#, "buses.lines[0].towards: should be an object"),
            ("02:30:00Z", "00:30:00Z", "activities.items[0].ends: before it starts"),
            (
                "https://signup", "javascript:signup",
                "activities.items[0].sign_up: should be an https address of at most 200 characters"
            ),
            (
                #""subdistrict":{"zh-Hans":"曹杨"}"#, #""subdistrict":{}"#,
                "activities.items[0].subdistrict: nothing in it"
            ),
            (#""temperature_c":15.4"#, #""temperature_c":150"#, "weather.temperature_c: '150.0' cannot be"),
            (#""high_c":18"#, #""high_c":8"#, "weather.high_c: '8 below 11' cannot be"),
            (#""tomorrow":"rain""#, #""tomorrow":null,"tonight":"dry""#, "weather.tonight: 'dry' cannot be"),
            (#""as_of":"2026-05-28T20:00:00Z""#, #""as_of":7"#, "weather.as_of: should be a text"),
            (#""generated_at":"2026-05-28T20:10:00Z""#, #""generated_at":"now""#, "generated_at: 'now' is no time"),
        ])
    func odd(old: String, new: String, remark: String) throws {
        let (content, remarks) = try Self.shown(try Self.edited(old, new))
        #expect(remarks.first == remark)
        #expect(content.weather?.value.low != nil || remark.contains("high_c"))
        #expect(content.weather?.value.pm25 == 38)
        #expect(content.buses?.value.lines.map(\.line) == ["63路"])
        #expect(content.activities?.value.map { $0.title.text(in: .chinese) } == ["书法"])
    }

    @Test("An item that is none costs itself, and of too many the first are shown")
    func items() throws {
        let items =
            [#""x""#, #"{"title":{"en":"a"},"text":7}"#]
            + (0..<120).map { #"{"title":{"en":"\#($0)"},"text":{"en":"b"}}"# }
        let notices = #"{"valid_until":"2026-06-01T00:00:00Z","items":[\#(items.joined(separator: ","))]}"#
        let (content, remarks) = try Self.shown(Self.body(notices: notices))
        #expect(content.notices?.value.map { $0.title.text(in: .english) } == (0..<98).map(String.init))
        #expect(
            remarks == [
                "notices.items: more than 100", "notices.items[0]: should be an object",
                "notices.items[1].text: should be an object",
            ])
    }

    @Test("What was left out is reported once, with its number, and the rest is kept for a restart")
    func leftOut() async throws {
        let body = try Self.edited(#""first":"05:30""#, #""first":"early""#)
        let server = try ScriptedServer { request in
            request.path == "/v1/content" ? [.respond(200, body, headers: [("ETag", "1")])] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.start()
        try await booth.reports.wait { contents($0).count == 1 }
        booth.client.refreshContent()
        let reports = try await booth.reports.wait { contents($0).count == 2 }
        let remarks = reports.compactMap {
            if case .contentLeftOut(let all) = $0 { all.map(\.description) } else { nil }
        }
        #expect(remarks == [["buses.lines[0].first: 'early' is no time of day"]])
        #expect(try booth.directory.contents().keys.contains { $0.hasSuffix("content.json") })
        await booth.stop()
    }

    @Test("Something that is no content at all changes nothing", arguments: ["", "<html>", "[1]", "{\"sample\":true}"])
    func nonsense(body: String) async throws {
        let server = try ScriptedServer { request in
            request.path == "/v1/content" ? [.respond(200, body)] : otherwise(request)
        }
        defer { server.stop() }
        let booth = try Booth(url: server.url)
        booth.client.start()
        try await booth.reports.first { if case .contentRefused = $0 { true } else { false } }
        #expect(contents(booth.reports.values).isEmpty)
        await booth.stop()
    }
}
