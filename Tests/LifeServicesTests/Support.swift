import AdapterTestSupport
import Foundation
import Basics
import Reading
import Vocabulary
import Testing

@testable import LifeServices

/// The files of this target's Fixtures folder, and the moment that they were made for.
enum Fixtures {
    /// 2026-11-23 10:00 in Shanghai, a Monday.
    static let now = WallTime(unixMilliseconds: 1_795_399_200_000)
    static let booth = Booth(number: "PT-0042", address: [:], latitude: 31.2404, longitude: 121.4208)

    /// The project's directory.
    static var root: URL { Checkout.root }

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: root.appending(path: "Tests/LifeServicesTests/Fixtures/\(name)")))
    }

    static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// A fixture with a part of it replaced that must be there.
    static func edited(_ name: String, _ old: String, _ new: String) throws -> [UInt8] {
        let text = try text(name)
        try #require(text.contains(old), "\(name) has no \(old)")
        return Array(text.replacingOccurrences(of: old, with: new).utf8)
    }

    static func context(
        _ format: SourceFormat, at now: WallTime = now, stop: SourceStop? = nil, subdistrict: LocalizedText = [:]
    ) -> ReadingContext {
        let source = LifeSource(
            id: "test", format: format, origin: .web("http://127.0.0.1"), subdistrict: subdistrict, stop: stop)
        return ReadingContext(source: source, booth: booth, now: now)
    }

    /// What the source loop makes of answers after its checks.
    static func held(_ bodies: [[UInt8]], _ context: ReadingContext) throws -> Held {
        try Held(bodies, confirmedAt: context.now.unixMilliseconds, context)
    }

    /// What is wrong with answers, in words; nil if nothing is.
    static func error(_ bodies: [[UInt8]], _ context: ReadingContext) -> String? {
        do throws(SourceError) {
            _ = try Held(bodies, confirmedAt: context.now.unixMilliseconds, context)
            return nil
        } catch {
            return error.description
        }
    }

    /// The remarks about what was left out of answers that are shown all the same.
    static func remarks(_ bodies: [[UInt8]], _ context: ReadingContext) throws -> [String] {
        try held(bodies, context).remarks.map(\.description)
    }

    /// Milliseconds since 1970 of `2026-11-23 10:00` in Shanghai.
    static func instant(_ text: String) throws -> Int64 {
        let parts = text.split(separator: " ")
        return try #require(RFC3339.unixMilliseconds("\(parts[0])T\(parts[1]):00+08:00"))
    }
}

extension WallTime {
    func adding(_ duration: Duration) -> WallTime {
        WallTime(
            unixMilliseconds: unixMilliseconds + duration.components.seconds * 1000, utcOffsetSeconds: utcOffsetSeconds)
    }
}

extension SourceValue {
    var weather: Weather? { if case .weather(let value) = self { value } else { nil } }
    var buses: BusStop? { if case .buses(let value) = self { value } else { nil } }
    var activities: [Activity]? { if case .activities(let value) = self { value } else { nil } }
    var notices: [Notice]? { if case .notices(let value) = self { value } else { nil } }
    var holidays: Holidays? { if case .holidays(let value) = self { value } else { nil } }
    var places: PlaceList? { if case .places(let value) = self { value } else { nil } }
}
