import Foundation
import Vocabulary
import LifeServices

/// Measures how long it takes to read an answer with one damaged element, from the file on disk to what is shown and
/// reported. Each sample of the tests is read eleven times, each time with a different damaged element.
///
/// GTFS Realtime has no sample file, and QWeather's three answers come only from the web.
func measureDamaged(fixtures: String, directory: String) throws -> [Figure] {
    let samples: [(name: String, file: String, format: SourceFormat)] = [
        ("calendar", "calendar.ics", .icalendar), ("feed", "feed.json", .jsonFeed),
        ("holidays", "holidays.json", .holidayCN), ("forecast", "open-meteo.json", .openMeteo),
        ("air", "open-meteo-air.json", .openMeteoAir), ("places", "places.geojson", .geojson),
        ("buses", "siri-plain.json", .siriLite),
    ]
    var random = Damage(seed: 16)
    return try samples.map { sample in
        let good = try Data(contentsOf: URL(fileURLWithPath: "\(fixtures)/\(sample.file)"))
        let path = "\(directory)/\(sample.file)"
        var times: [Double] = []
        for _ in 0..<11 {
            let body = sample.format == .icalendar ? random.spoilLine(good) : try random.spoilValue(good)
            try body.write(to: URL(fileURLWithPath: path))
            times.append(try read(path, sample.format, directory))
        }
        return Figure(name: "damaged_\(sample.name)", value: times.median, unit: "ms")
    }
}

/// The time in milliseconds from `start` to the first report about a file.
private func read(_ path: String, _ format: SourceFormat, _ directory: String) throws -> Double {
    let done = DispatchSemaphore(value: 0)
    let services = try LifeServices(
        sources: [LifeSource(id: "damaged", format: format, origin: .file(path), stop: SourceStop(id: "31"))],
        booth: LifeSamples.booth, directory: directory + "/kept", now: { LifeSamples.now },
        delivery: DispatchQueue(label: "bench"),
        onUpdate: { report in
            switch report {
            case .content, .places, .fault: done.signal()
            default: break
            }
        })
    let clock = ContinuousClock()
    let began = clock.now
    services.start()
    guard done.wait(timeout: .now() + 60) == .success else {
        throw BenchFailure(description: "\(path): nothing came within a minute")
    }
    let took = clock.now - began
    services.stop()
    return took.milliseconds
}

/// Damages one element. The sequence of elements is always the same.
private struct Damage {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    private mutating func next(below count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, count)))
    }

    /// Removes the value of one line of a calendar.
    mutating func spoilLine(_ data: Data) -> Data {
        var lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        let index = 1 + next(below: lines.count - 2)
        lines[index] = String(lines[index].prefix { $0 != ":" })
        return Data(lines.joined(separator: "\n").utf8)
    }

    /// Replaces one value of a JSON document by null, a text, a number, a list or a huge value.
    mutating func spoilValue(_ data: Data) throws -> Data {
        let whole = try JSONSerialization.jsonObject(with: data)
        let damages: [Any] = [NSNull(), "", 7, ["x"], String(repeating: "大", count: 50_000)]
        return try JSONSerialization.data(withJSONObject: damaged(whole, damages[next(below: damages.count)]))
    }

    private mutating func damaged(_ value: Any, _ damage: Any) -> Any {
        if var object = value as? [String: Any], !object.isEmpty {
            let name = object.keys.sorted()[next(below: object.count)]
            object[name] = isDeepEnough ? damage : damaged(object[name] ?? damage, damage)
            return object
        }
        if var list = value as? [Any], !list.isEmpty {
            let index = next(below: list.count)
            list[index] = isDeepEnough ? damage : damaged(list[index], damage)
            return list
        }
        return damage
    }

    private var isDeepEnough: Bool { mutating get { next(below: 6) == 0 } }
}
