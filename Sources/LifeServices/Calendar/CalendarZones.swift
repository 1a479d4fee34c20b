import Foundation
import KioskCore

/// The time zones that one file refers to.
struct CalendarZones {
    /// The clock of times without a zone: the booth's.
    private let floating: CalendarZone
    private var zones: [String: CalendarZone] = [:]

    /// What Windows calls the zone of China.
    private static let familiar = ["china standard time": "Asia/Shanghai"]

    /// Each zone is looked up once: a file names one thousands of times.
    init(_ lines: [ContentLine], floating: CalendarZone) {
        self.floating = floating
        var own: [String: Int] = [:]
        for (_, inner) in lines.components("VTIMEZONE") {
            // A definition with one offset for all its time, as China's is. Others are known by name or not at all.
            let offsets = Set(inner.filter { $0.name == "TZOFFSETTO" }.map(\.value))
            guard offsets.count == 1, let offset = offsets.first.flatMap(Self.seconds),
                let id = inner.first(where: { $0.name == "TZID" })?.value
            else { continue }
            own[id] = offset
        }
        for id in Set(lines.compactMap { $0.parameters["TZID"] }) {
            // A solidus in front marks the id of a registry (3.2.19); in practice a prefix and the usual name follow.
            let name = id.hasPrefix("/") ? id.split(separator: "/").suffix(2).joined(separator: "/") : id
            if let zone = TimeZone(identifier: Self.familiar[name.lowercased()] ?? name) {
                zones[id] = .named(zone)
            } else if let seconds = own[id] {
                zones[id] = .fixed(seconds)
            }
        }
    }

    /// The zone of a TZID; the floating one of none.
    func zone(_ id: String?, at place: String) throws(SourceError) -> CalendarZone {
        guard let id else { return floating }
        guard let zone = zones[id] else { throw SourceError(place, .unsupported("the time zone '\(id.prefix(40))'")) }
        return zone
    }

    /// A UTC-OFFSET (3.3.14): `+0800` or `-123456`.
    private static func seconds(_ text: String) -> Int? {
        let digits = text.dropFirst()
        guard let sign = ["+": 1, "-": -1][text.prefix(1)], digits.count == 4 || digits.count == 6,
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits.prefix(4))
        else { return nil }
        return sign * (number / 100 * 3600 + number % 100 * 60 + (Int(digits.dropFirst(4)) ?? 0))
    }
}
