import Foundation
import Basics
import Vocabulary
import LifeServices
import Synchronization

/// Measures the time from a file on disk to information ready to be shown, for 5,000 places of a district and for a
/// calendar of 2,000 events, most of which recur. Both take the whole way of a source: they are read, checked, sorted
/// and handed over.
func measureLife(directory: String) throws -> [Figure] {
    let places = "\(directory)/places.geojson"
    let calendar = "\(directory)/calendar.ics"
    try Data(LifeSamples.places(5000).utf8).write(to: URL(fileURLWithPath: places))
    try Data(LifeSamples.calendar(2000).utf8).write(to: URL(fileURLWithPath: calendar))
    return [
        Figure(
            name: "places_5000",
            value: try median(LifeSource(id: "places", format: .geojson, origin: .file(places)), directory) { report in
                guard case .places(let list) = report else { return nil }
                return list.places.count
            }, unit: "ms"),
        Figure(
            name: "calendar_2000",
            value: try median(LifeSource(id: "calendar", format: .icalendar, origin: .file(calendar)), directory) {
                report in
                guard case .content(let content) = report else { return nil }
                return content.activities?.value.count
            }, unit: "ms"),
    ]
}

/// The time in milliseconds from `start` to the report, as the median of eleven. The first run is included, with cold
/// tables.
private func median(
    _ source: LifeSource, _ directory: String, count: @escaping @Sendable (LifeReport) -> Int?
) throws -> Double {
    var times: [Double] = []
    for _ in 0..<11 {
        let done = DispatchSemaphore(value: 0)
        let found = Found()
        let clock = ContinuousClock()
        let services = try LifeServices(
            sources: [source], booth: LifeSamples.booth, directory: directory + "/kept", now: { LifeSamples.now },
            delivery: DispatchQueue(label: "bench"),
            onUpdate: { report in
                guard let count = count(report) else { return }
                found.count.withLock { $0 = count }
                done.signal()
            })
        let began = clock.now
        services.start()
        guard done.wait(timeout: .now() + 60) == .success else {
            throw BenchFailure(description: "\(source.id): nothing came within a minute")
        }
        let took = clock.now - began
        services.stop()
        guard found.count.withLock({ $0 }) > 0 else {
            throw BenchFailure(description: "\(source.id): nothing was found")
        }
        times.append(took.milliseconds)
    }
    FileHandle.standardError.write(
        Data("\(source.id): \(times.map { String(format: "%.1f", $0) }.joined(separator: " ")) ms\n".utf8))
    return times.median
}

/// The number of items found.
private final class Found: Sendable { let count = Mutex(0) }

/// Realistic sample files.
enum LifeSamples {
    static let booth = Booth(number: "PT-0042", address: [:], latitude: 31.2404, longitude: 121.4208)
    /// 2026-11-23 10:00 in Shanghai.
    static let now = WallTime(unixMilliseconds: 1_795_399_200_000)

    /// Places on a grid of some 4 km around the booth, with the tags of OpenStreetMap.
    static func places(_ count: Int) -> String {
        let kinds = ["pharmacy", "clinic", "toilets", "restaurant", "bank", "marketplace", "police", "library", "pub"]
        let hours = ["24/7", "Mo-Fr 08:00-17:30; PH off", "Mo-Sa 06:30-08:30,10:45-13:00; PH off", "05:30-23:00"]
        let features = (0..<count).map { index in
            let (row, column) = (Double(index / 71) - 35, Double(index % 71) - 35)
            let point = "[\(121.4208 + column * 0.0006), \(31.2404 + row * 0.0005)]"
            return """
                {"type": "Feature", "id": "node/\(index)", "geometry": {"type": "Point", "coordinates": \(point)}, \
                "properties": {"amenity": "\(kinds[index % kinds.count])", "name": "地点 \(index)", \
                "name:en": "Place \(index)", "addr:full": "兰溪路 \(index) 号", "phone": "+86 21 5555 \(1000 + index)", \
                "opening_hours": "\(hours[index % hours.count])", "wheelchair": "yes", "source": "survey"}}
                """
        }
        return #"{"type": "FeatureCollection", "dated": "2026-11-01", "features": ["#
            + features.joined(separator: ",\n") + "]}"
    }

    /// Events that started in the last three years. Four out of five recur.
    static func calendar(_ count: Int) -> String {
        let rules = [
            "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR", "RRULE:FREQ=MONTHLY;BYDAY=2SA",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=200",
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20281231T000000Z", "X-NOTE:once",
        ]
        let events = (0..<count).map { index in
            let date = CivilDate(dayNumber: now.date.dayNumber - 1000 + index / 2)
            let day = "\(date.year * 10_000 + date.month * 100 + date.day)"
            return """
                BEGIN:VEVENT\r\nUID:\(index)@bench\r\nDTSTAMP:20260901T000000Z\r\n\
                DTSTART;TZID=Asia/Shanghai:\(day)T093000\r\nDTEND;TZID=Asia/Shanghai:\(day)T110000\r\n\
                \(rules[index % rules.count])\r\nEXDATE;TZID=Asia/Shanghai:20261125T093000\r\n\
                SUMMARY:活动 \(index)\\, 免费\r\nLOCATION:社区文化活动中心\r\nDESCRIPTION:请带老花镜。\r\n 座位有限。\r\nEND:VEVENT\r\n
                """
        }
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//ZH\r\n" + events.joined() + "END:VCALENDAR\r\n"
    }
}
