import Foundation
import Testing

@testable import Platform

@Suite struct StatusPageTests {
    @Test func `whatever a booth sends stays text`() async throws {
        let hostile = #"<script>alert('x')</script><img src=x onerror="y">&amp;"#
        let json = hostile.replacing("\"", with: "\\\"")
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            _ = try await platform.http.post("/v1/heartbeat", json: HeartbeatTests.heartbeat(faults: "[\"\(json)\"]"))
            let data = "{\"function\":\"\(json)\",\"language\":\"\(json)\"}"
            let sent = try await platform.http.postEvents([TestEvent.make(1, type: TestEvent.unknownType, data: data)])
            #expect(try sent.dispositions == ["accepted"])
            let id = UUID().uuidString
            let choices = "{\"hospital\":\"\(json)\"}"
            let submitted = try await platform.submit(id, kind: "clinic", choices: choices)
            #expect(submitted.status == 201)
            let request = try #require(try await platform.server.desk.store.open().first)
            try await platform.server.desk.advance(request, by: .assign(SimulatedAnswers.appointment(for: request)))
            let page = try await platform.http.get("/", token: TestAccess.operatorToken)
            #expect(page.status == 200)
            #expect(!page.text.contains("<script") && !page.text.contains("<img") && !page.text.contains("onerror=\""))
            let escaped =
                "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=&quot;y&quot;&gt;&amp;amp;"
            // It is there as a fault and its title, twice in the latest event, as the request's choice and in its
            // answer.
            #expect(page.text.components(separatedBy: escaped).count - 1 == 6)
            #expect(page["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        }
    }

    @Test func `text that would reorder or break a line is made harmless`() {
        #expect(HTML.escape("a\u{202E}b\u{0}\u{7}c\u{2066}") == "a\u{FFFD}b\u{FFFD}\u{FFFD}c\u{FFFD}")
        #expect(HTML.escape("普陀 한국어 😀") == "普陀 한국어 😀")
    }

    /// Swift takes a quotation mark and an accent after it for one character, but a browser does not.
    @Test func `a quotation mark under an accent does not end an attribute`() {
        for (mark, escaped) in [("\"", "&quot;"), ("'", "&#39;"), ("<", "&lt;"), ("&", "&amp;")] {
            for behind in ["\u{301}", "\u{FE0F}", "\u{200D}"] {
                let text = HTML.escape("\(mark)\(behind) onfocus=x")
                #expect(Array(text.unicodeScalars) == Array("\(escaped)\(behind) onfocus=x".unicodeScalars))
            }
        }
    }

    @Test func `a form that no page of ours sends is refused as such`() throws {
        let form = try FormBody(Array("name=%E6%9D%8E+%E5%9B%9B&note=a%26b%3Dc&empty=&on=yes".utf8))
        #expect(form["name"] == "李 四" && form["note"] == "a&b=c" && form["empty"] == "" && form["none"] == "")
        for text in ["name=%zz", "name=a&name=b", "name[first]=a", "[=a"] {
            #expect(throws: Problem.self) { try FormBody(Array(text.utf8)) }
        }
    }

    @Test func `today's events are counted by function, hour and language, yesterday's are not`() async throws {
        let clock = TestClock()  // 09:30 in Shanghai
        try await withPlatform(clock: clock) { platform in
            _ = try await platform.http.postEvents([
                TestEvent.make(1, time: "2025-03-01T01:10:00.000Z"),
                TestEvent.make(
                    2, time: "2025-02-28T16:00:00.000Z", data: TestEvent.use(function: "ambulance", language: "ja")),
                TestEvent.make(
                    3, time: "2025-02-28T15:59:59.999Z", data: TestEvent.use(function: "fire", language: "ko")),
                TestEvent.make(5, type: TestEvent.unknownType, data: #"{"function":"taxi","language":"ko"}"#),
                TestEvent.make(4, time: "2025-03-01T01:20:00.000Z", data: TestEvent.use(function: nil)),
            ])
            let activity = try await platform.server.events.activity(
                since: ShanghaiTime.startOfDay(clock.now), latest: 2)
            #expect(activity.total == 4)
            #expect(activity.uses == 3)
            #expect(activity.byFunction == ["taxi": 1, "ambulance": 1])
            #expect(activity.byLanguage == ["zh-Hans": 2, "ja": 1])
            #expect(activity.byHour == [9: 2, 0: 1])
            #expect(activity.latest.count == 2)
            let page = try await platform.http.get("/", token: TestAccess.operatorToken).text
            #expect(page.contains("叫出租车 Taxi") && page.contains("急救 120 Ambulance") && page.contains("日本語"))
        }
    }

    @Test func `the page says whether a simulator answers`() async throws {
        try await withPlatform(simulator: .init(acceptAfter: 3600, assignAfter: 0)) { platform in
            _ = try await platform.submit(UUID().uuidString)
            let page = try await platform.http.get("/", token: TestAccess.operatorToken).text
            #expect(page.contains("<td>simulator / 模拟调度</td>") && page.contains("no car comes"))
        }
        let page = try await withPlatform { try await $0.http.get("/", token: TestAccess.operatorToken).text }
        #expect(!page.contains("模拟调度"))
    }

    @Test func `every text colour stands out from its background`() throws {
        for (text, background) in StatusPageStyle.pairs {
            #expect(try Self.contrast(text, background) >= 7, "\(text) on \(background)")
            #expect(StatusPageStyle.css.source.contains(text) || text == "#ffffff")
        }
        // A colour that the style uses for text must be among the pairs.
        let colours = StatusPageStyle.css.source.matches(of: /[{;]color:(#[0-9a-f]{3,6})/).map { String($0.1) }
        let known = Set(StatusPageStyle.pairs.map(\.0)).union(["#fff"])
        #expect(Set(colours).isSubset(of: known))
    }

    /// WCAG 2.2 contrast ratio.
    private static func contrast(_ one: String, _ other: String) throws -> Double {
        func luminance(_ colour: String) throws -> Double {
            let value = try #require(Int(colour.dropFirst(), radix: 16))
            let parts = [16, 8, 0].map { shift in
                let part = Double(value >> shift & 0xFF) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let pair = try [luminance(one), luminance(other)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }
}
