import Reading
import Foundation
import Basics
import Vocabulary
import Testing

@testable import PlatformClient

/// Each value of the platform's content is damaged in turn. The other parts are shown as before, and so are the other
/// items of the same part.
@Suite("Damaged content") struct ContentDamageTests {
    private static let body = """
        {"generated_at": "2026-05-28T20:10:00Z", "sample": false,
         "weather": {"valid_until": "2026-05-28T23:00:00Z", "condition": "rain", "temperature_c": 15, "high_c": 18, "low_c": 11},
         "buses": {"valid_until": "2026-05-28T23:00:00Z", "stop": {"zh-Hans": "曹杨路"}, "lines": [
          {"line": "63路", "towards": {"zh-Hans": "真如"}, "arrivals": ["2026-05-28T20:20:00Z"], "first": "05:30"},
          {"line": "44路", "towards": {"zh-Hans": "徐家汇"}, "arrivals": ["2026-05-28T20:25:00Z"]}]},
         "activities": {"valid_until": "2026-06-01T00:00:00Z", "items": [
          {"title": {"zh-Hans": "书法"}, "starts": "2026-05-30T01:00:00Z", "place": {"zh-Hans": "活动室"}},
          {"title": {"zh-Hans": "太极"}, "starts": "2026-05-31T01:00:00Z", "place": {"zh-Hans": "公园"}}]},
         "notices": {"valid_until": "2026-06-01T00:00:00Z", "items": [
          {"title": {"zh-Hans": "停水"}, "text": {"zh-Hans": "周三"}}, {"title": {"zh-Hans": "年审"}, "text": {"zh-Hans": "周五"}}]}}
        """

    /// What is shown, in words that begin with their part and item.
    private static func shown(_ body: Data) throws -> Set<String> {
        let content = try ContentDocument([UInt8](body), fetchedAt: 1_780_000_000_000).merged(with: LifeContent())
        var all: Set<String> = []
        if let weather = content.weather?.value {
            if let sky = weather.sky { all.insert("weather.condition \(sky)") }
            if let degrees = weather.temperature { all.insert("weather.temperature_c \(degrees)") }
            if let high = weather.high { all.insert("weather.high_c \(high)") }
            if let low = weather.low { all.insert("weather.low_c \(low)") }
        }
        for line in content.buses?.value.lines ?? [] { for time in line.arrivals { all.insert("buses \(time)") } }
        for activity in content.activities?.value ?? [] { all.insert("activities \(activity.starts)") }
        for notice in content.notices?.value ?? [] { all.insert("notices \(notice.text.text(in: .chinese))") }
        return all
    }

    /// Each of the numbers may be 17. A number that contradicted another value would cost both.
    private static var damages: [Any?] {
        [
            nil, NSNull(), 17, "seven", ["a"], ["a": 1], "", String(repeating: "大", count: 5000), 9.9e200,
        ]
    }

    private static func damaged(_ value: Any, _ way: ArraySlice<AnyHashable>, _ damage: Any?) -> Any? {
        guard let step = way.first else { return damage }
        if var object = value as? [String: Any], let name = step as? String {
            object[name] = object[name].flatMap { damaged($0, way.dropFirst(), damage) }
            return object
        }
        guard var list = value as? [Any], let index = step as? Int, list.indices.contains(index) else { return value }
        if let new = damaged(list[index], way.dropFirst(), damage) { list[index] = new } else { list.remove(at: index) }
        return list
    }

    private static func ways(_ value: Any, _ way: [AnyHashable] = []) -> [[AnyHashable]] {
        let own = way.isEmpty ? [] : [way]
        if let object = value as? [String: Any] {
            return own + object.sorted { $0.key < $1.key }.flatMap { ways($0.value, way + [$0.key]) }
        }
        if let list = value as? [Any] { return own + list.enumerated().flatMap { ways($1, way + [$0]) } }
        return own
    }

    @Test("A damaged value costs its own item, and never another part") func damaged() throws {
        let whole = try JSONSerialization.jsonObject(with: Data(Self.body.utf8))
        let good = try Self.shown(Data(Self.body.utf8))
        #expect(good.count == 10)
        for way in Self.ways(whole) {
            let part = way.first as? String ?? ""
            for damage in Self.damages {
                let document = try #require(Self.damaged(whole, way[...], damage))
                let lost = good.subtracting(try Self.shown(try JSONSerialization.data(withJSONObject: document)))
                #expect(lost.allSatisfy { $0.hasPrefix(part) }, "\(way): lost \(lost)")
                // Damage inside an item, or to a value of the weather, costs that alone.
                let isItem = way.count > 2 && way.count > 1 && ["items", "lines"].contains(way[1] as? String)
                let isValue = part == "weather" && way.count == 2 && way[1] as? String != "valid_until"
                if isItem || isValue { #expect(lost.count <= 1, "\(way): lost \(lost)") }
            }
        }
    }

    private static func read(_ old: String, _ new: String) throws -> (content: LifeContent, remarks: [String]) {
        try #require(body.contains(old))
        let document = try ContentDocument(
            Array(body.replacingOccurrences(of: old, with: new).utf8), fetchedAt: 1_780_000_000_000)
        return (document.merged(with: LifeContent()), document.remarks.map(\.description))
    }

    @Test(
        "A time of a part that cannot be costs itself: when the content was made stands in",
        arguments: [
            ("2026-05-28T23:00:00Z", "weather.as_of: 'not before valid_until' cannot be"),
            ("2036-05-28T20:00:00Z", "weather.as_of: 'not before valid_until' cannot be"),
            ("yesterday", "weather.as_of: 'yesterday' is no time"),
        ]) func asOf(_ time: String, _ words: String) throws
    {
        let (content, remarks) = try Self.read(#""weather": {"#, #""weather": {"as_of": "\#(time)", "#)
        #expect(remarks == [words])
        #expect(content.weather?.value.temperature == 15)
        #expect(content.weather?.asOf == RFC3339.unixMilliseconds("2026-05-28T20:10:00Z"))
        #expect(content.unreadable == [])
    }

    @Test(
        "Where an item was left out, nobody can say that there is none",
        arguments: [
            ("\"2026-05-30T01:00:00Z\"", LifeTopic.activities), ("{\"zh-Hans\": \"周三\"}", .notices),
            ("\"44路\"", .buses),
        ]) func leftOut(_ old: String, _ topic: LifeTopic) throws
    {
        let (content, _) = try Self.read(old, "7")
        #expect(content.unreadable == [topic])
        #expect(content.activities != nil && content.notices != nil && content.buses != nil)
    }

    // MARK: Until when

    /// A document without any `valid_until`, and with these other changes.
    private static func unlimited(_ changes: [(String, String)] = []) throws -> ContentDocument {
        var text = body.replacingOccurrences(
            of: #""valid_until": "[^"]*","#, with: "", options: .regularExpression)
        for (old, new) in changes {
            try #require(text.contains(old))
            text = text.replacingOccurrences(of: old, with: new)
        }
        return try ContentDocument(Array(text.utf8), fetchedAt: 1_780_000_000_000)
    }

    @Test("A part that does not say until when it is true is shown for as long as a source of its topic would be")
    func unlimitedPart() throws {
        let made = try #require(RFC3339.unixMilliseconds("2026-05-28T20:10:00Z"))
        let document = try Self.unlimited()
        let content = document.merged(with: LifeContent())
        #expect(document.badParts == [] && content.unreadable == [])
        #expect(content.weather?.validUntil == made + 3 * 3_600_000)
        #expect(content.buses?.validUntil == made + 180_000)
        #expect(content.activities?.validUntil == made + 7 * 86_400_000)
        #expect(content.notices?.validUntil == made + 7 * 86_400_000)
        #expect(content.notices?.value.count == 2)
        #expect(
            document.remarks.map(\.place) == ["weather", "buses", "activities", "notices"].map { $0 + ".valid_until" })
        #expect(!document.remarks.contains { $0.leavesOut })
    }

    @Test("Its own time comes before that of the whole, and one that has not come is no longer than now")
    func unlimitedFrom() throws {
        let own = try Self.unlimited([(#""weather": {"#, #""weather": {"as_of": "2026-05-28T19:00:00Z", "#)])
            .merged(with: LifeContent())
        #expect(own.weather?.validUntil == RFC3339.unixMilliseconds("2026-05-28T22:00:00Z"))
        let ahead = try Self.unlimited([("2026-05-28T20:10:00Z", "2036-05-28T20:10:00Z")]).merged(with: LifeContent())
        let inThreeHours: Int64 = 1_780_010_800_000
        #expect(ahead.weather?.validUntil == inThreeHours)
    }

    @Test("Without any time a part is refused, since it might be out of date for ever")
    func timeless() throws {
        let document = try Self.unlimited([(#""generated_at": "2026-05-28T20:10:00Z", "#, "")])
        #expect(document.badParts == ["weather", "buses", "activities", "notices"])
        #expect(document.merged(with: LifeContent()).unreadable == [.weather, .buses, .activities, .notices])
        #expect(document.remarks.contains { "\($0)" == "notices.valid_until: missing" })
    }

    @Test("It does not take the place of what is still valid, and does of what is over")
    func unlimitedAfter() throws {
        let document = try Self.unlimited()
        func notices(until: Int64) -> LifeContent {
            LifeContent(notices: Dated(value: [], asOf: 0, validUntil: until, sample: false))
        }
        let valid = notices(until: 1_780_000_000_001)
        #expect(document.refused(given: valid) == ["notices"])
        #expect(document.merged(with: valid).notices == valid.notices)
        let over = notices(until: 1_780_000_000_000)
        #expect(document.refused(given: over) == [])
        #expect(document.merged(with: over).notices?.value.count == 2)
    }
}
