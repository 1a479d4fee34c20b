import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// One element of each sample is damaged: taken away, nulled, of another type, wrapped in a list, empty, huge. Every
/// other element is shown as before.
///
/// The elements come from the samples themselves, and each gets each kind of damage. A reader that becomes too strict
/// about any element fails here, without anybody having thought of that element's name.
@Suite struct DamageTests {
    typealias Place = [Step]
    enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)

        var word: String {
            switch self {
            case .name(let name): name
            case .index(let index): "\(index)"
            }
        }
    }

    static let kinds = [
        "removed", "null", "text", "number", "list", "object", "wrapped", "empty", "huge", "huge number",
    ]

    // MARK: Damage

    /// The ways to every value in a document, without its root.
    static func places(_ value: Any, _ way: Place = []) -> [Place] {
        var found: [Place] = way.isEmpty ? [] : [way]
        if let object = value as? [String: Any] {
            for (name, inner) in object.sorted(by: { $0.key < $1.key }) { found += places(inner, way + [.name(name)]) }
        } else if let list = value as? [Any] {
            for (index, inner) in list.enumerated() { found += places(inner, way + [.index(index)]) }
        }
        return found
    }

    /// The same document with one value damaged.
    static func damaged(_ value: Any, _ way: ArraySlice<Step>, _ kind: String) -> Any? {
        guard let step = way.first else { return replacement(value, kind) }
        switch step {
        case .name(let name):
            guard var object = value as? [String: Any], let inner = object[name] else { return value }
            object[name] = damaged(inner, way.dropFirst(), kind)
            return object
        case .index(let index):
            guard var list = value as? [Any], list.indices.contains(index) else { return value }
            if let new = damaged(list[index], way.dropFirst(), kind) {
                list[index] = new
            } else {
                list.remove(at: index)
            }
            return list
        }
    }

    private static func replacement(_ value: Any, _ kind: String) -> Any? {
        switch kind {
        case "removed": nil
        case "null": NSNull()
        case "text": value is String ? 7 as Any : "seven"
        case "number": value is NSNumber ? "7" as Any : 7
        case "list": ["a", "b"]
        case "object": ["a": 1]
        case "wrapped": [value]
        case "empty": value is [Any] ? [Any]() as Any : value is [String: Any] ? [String: Any]() as Any : ""
        case "huge": String(repeating: "大", count: 5_000)
        default: 9.9e200
        }
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        var format: SourceFormat
        var names: [String]
        /// Which of the answers is damaged.
        var part = 0
        var stop: SourceStop?
        var testDescription: String { "\(format.rawValue) \(names[part])" }
    }

    static let samples = [
        Sample(format: .openMeteo, names: ["open-meteo.json"]),
        Sample(format: .qweather, names: ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"], part: 0),
        Sample(format: .qweather, names: ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"], part: 1),
        Sample(format: .qweather, names: ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"], part: 2),
        Sample(format: .siriLite, names: ["siri-plain.json"], stop: SourceStop(id: "31")),
        Sample(format: .jsonFeed, names: ["feed.json"]),
        Sample(format: .holidayCN, names: ["holidays.json"]), Sample(format: .geojson, names: ["places.geojson"]),
    ]

    @Test(arguments: samples) func `what is not damaged is shown as before`(_ sample: Sample) async throws {
        let context = Fixtures.context(sample.format, stop: sample.stop)
        var bodies = try sample.names.map(Fixtures.bytes)
        let whole = try JSONSerialization.jsonObject(with: Data(bodies[sample.part]))
        let good = Elements(try Fixtures.held(bodies, context).value)
        var tried = 0
        for place in Self.places(whole) {
            // Let other tests run meanwhile.
            await Task.yield()
            for kind in Self.kinds {
                let document = try #require(Self.damaged(whole, place[...], kind))
                bodies[sample.part] = [UInt8](try JSONSerialization.data(withJSONObject: document))
                let allowed = Self.lost(sample, place)
                guard allowed != ["*"] else { continue }
                tried += 1
                guard let held = try? Fixtures.held(bodies, context) else {
                    Issue.record("\(place) \(kind): refused: \(Fixtures.error(bodies, context) ?? "")")
                    continue
                }
                let lost = good.missing(in: Elements(held.value)).filter { name in
                    !allowed.contains { name.hasPrefix($0) }
                }
                #expect(lost.isEmpty, "\(place.map(\.word)) \(kind): lost \(lost)")
            }
        }
        #expect(tried > 100)
    }

    /// Random damage to two places at once, to find what one at a time does not. The reader comes back, and the bounds
    /// hold.
    @Test(arguments: samples) func `two accidents at once never do worse than an error`(_ sample: Sample) throws {
        let context = Fixtures.context(sample.format, stop: sample.stop)
        var bodies = try sample.names.map(Fixtures.bytes)
        let whole = try JSONSerialization.jsonObject(with: Data(bodies[sample.part]))
        let places = Self.places(whole)
        var random = SplitMix(seed: 16)
        func pick<Item>(_ items: [Item]) -> Item { items[Int(random.next() % UInt64(items.count))] }
        for _ in 0..<300 {
            let once = Self.damaged(whole, pick(places)[...], pick(Self.kinds)) ?? whole
            let twice = Self.damaged(once, pick(places)[...], pick(Self.kinds)) ?? once
            bodies[sample.part] = [UInt8](try JSONSerialization.data(withJSONObject: twice))
            guard let held = try? Fixtures.held(bodies, context) else { continue }
            #expect(held.remarks.count <= 101 * 3)
            if let notices = held.value.notices {
                #expect(notices.allSatisfy { $0.text.text(in: .chinese).count <= 2000 })
            }
        }
    }

    /// Which elements may be lost with a place, by the beginnings of their names. `*` means all: the place belongs to
    /// the frame of an answer, and without the frame nobody can tell what the answer is.
    private static func lost(_ sample: Sample, _ place: Place) -> [String] {
        func name(_ at: Int) -> String {
            if place.indices.contains(at), case .name(let name) = place[at] { name } else { "" }
        }
        func index(_ at: Int) -> Int {
            if place.indices.contains(at), case .index(let index) = place[at] { index } else { -1 }
        }
        switch sample.format {
        case .openMeteo:
            switch name(0) {
            case "current":
                return place.count == 1
                    ? ["sky", "temperature"]
                    : name(1) == "temperature_2m" ? ["temperature"] : name(1) == "weather_code" ? ["sky"] : []
            case "hourly": return ["tonight"]
            case "daily":
                // If a list is an item short, nobody knows which day its items mean. If it is the list of days, nobody
                // knows this of any list.
                if name(1) == "time" || place.count == 1 { return ["high", "low", "tomorrow"] }
                let item = place.count == 2 || index(2) >= 0
                return switch name(1) {
                case "temperature_2m_max" where item: ["high", "tomorrowHigh"]
                case "temperature_2m_min" where item: ["low", "tomorrowLow"]
                case "weather_code": ["tomorrow:"]
                default: []
                }
            default: return []
            }
        case .qweather:
            if sample.part == 0 {
                switch name(0) {
                // With a code that says no, the service itself refuses.
                case "code": return ["*"]
                case "now":
                    return place.count == 1
                        ? ["sky", "temperature"]
                        : name(1) == "temp" ? ["temperature"] : name(1) == "icon" ? ["sky"] : []
                default: return []
                }
            }
            if name(0) == "code" { return ["*"] }
            if sample.part == 1 {
                guard name(0) == "daily" else { return [] }
                if place.count == 1 { return ["high", "low", "tonight", "tomorrow"] }
                return index(1) == 0 ? ["high", "low", "tonight"] : index(1) == 1 ? ["tomorrow"] : []
            }
            guard name(0) == "warning" else { return [] }
            return place.count == 1
                ? ["warning"]
                : [
                    "warning:\(["大风", "道路结冰"].indices.contains(index(1)) ? "上海中心气象台发布" + ["大风", "道路结冰"][index(1)] : "-")"
                ]
        case .siriLite:
            guard let visits = place.firstIndex(of: .name("MonitoredStopVisit")), place.count > visits + 1 else {
                let isFrame =
                    ["Siri", "ServiceDelivery", "StopMonitoringDelivery", "MonitoredStopVisit"].contains(
                        name(place.count - 1)) || place.last == .index(0)
                return isFrame ? ["*"] : []
            }
            // A visit is a bus, its line's name and perhaps the stop's.
            let visit = index(visits + 1)
            let own = [["63路 1795399440"], ["63路 1795400160"], [], ["44路"], ["44路"], []][visit]
            // Another name that is possible then names the line.
            return (place.contains(.name("PublishedLineName")) ? ["63路", "44路"] : own) + ["stop"]
        case .jsonFeed:
            if name(0) == "version" || name(0) == "items" && place.count == 1 { return name(0) == "items" ? ["*"] : [] }
            // An item that names no language has the feed's.
            return name(0) == "items" ? ["notice \(["敬老卡", "Beware", "只有网页", "停水"][index(1)])"] : []
        case .holidayCN:
            if name(0) == "days", place.count == 1 { return ["*"] }
            if name(0) == "year" || name(0) == "days" && place.count == 2 {
                return ["year"]
                    + (place.count == 2 ? ["day \(["2026-10-01", "2026-10-10", "2027-01-01"][max(0, index(1))])"] : [])
            }
            return name(0) == "days" ? ["year", "day \(["2026-10-01", "2026-10-10", "2027-01-01"][index(1)])"] : []
        default:
            if name(0) == "type" { return [] }
            if name(0) == "features", place.count == 1 { return ["*"] }
            return name(0) == "features" ? ["place \(["兰溪大药房", "公厕", "", "", "", "", "", ""][index(1)])"] : []
        }
    }
}
