import Foundation
import Reading

/// The time zones that one file refers to.
///
/// The file's own definitions come first, whatever their names: `CST` means Chicago's time to one program and China's
/// to another. Names without a definition are accepted only if they are unambiguous: those of the tz database, those of
/// Windows and Outlook (CLDR's table), and plain offsets.
struct CalendarZones {
    /// The clock for times without a zone: the booth's.
    private let floating: CalendarZone
    private var zones: [String: CalendarZone] = [:]
    /// More than any file refers to.
    private static let mostZones = 200

    /// Names without a `/` that mean one zone.
    private static let plainNames: Set<String> = [
        "UTC", "GMT", "Z", "UCT", "Zulu", "PRC", "ROC", "ROK", "Hongkong", "Japan", "Singapore",
    ]

    /// Looks each zone up once, because a file names one thousands of times.
    init(_ components: [CalendarComponent], _ lines: [ContentLine], floating: CalendarZone, _ remarks: Remarks) {
        self.floating = floating
        var own: [String: CalendarZone] = [:]
        let definitions = components.filter { $0.name == "VTIMEZONE" && !$0.isCut }
        if definitions.count > Self.mostZones { remarks.add("VTIMEZONE", .tooMany(limit: Self.mostZones)) }
        for component in definitions.prefix(Self.mostZones) {
            guard let line = component.lines.first(where: { $0.name == "TZID" }) else {
                remarks.add("\(component.begin.place): TZID", .missing)
                continue
            }
            do throws(SourceError) {
                let definition = try CalendarZoneDefinition(component)
                let zone = definition.fixed.map { CalendarZone.fixed(Int($0)) } ?? .defined(definition)
                // The name is a TEXT with escapes in TZID's definition, but a parameter without escapes where it is
                // used.
                for name in [line.text, line.value] where own[Self.key(name)] == nil { own[Self.key(name)] = zone }
            } catch {
                remarks.add(error)
            }
        }
        for id in Set(lines.compactMap { $0.parameters["TZID"] }) {
            zones[id] = own[Self.key(id)] ?? Self.known(Self.key(id))
        }
    }

    /// The clock for times without a zone.
    var own: CalendarZone { floating }

    /// The zone of a TZID; without one, the floating zone.
    func zone(_ id: String?, at place: String) throws(SourceError) -> CalendarZone {
        guard let id else { return floating }
        guard let zone = zones[id] else { throw SourceError(place, .unsupported("the time zone '\(id.prefix(40))'")) }
        return zone
    }

    private static func key(_ name: String) -> String {
        name.trimmingCharacters(in: CharacterSet.whitespaces.union(CharacterSet(charactersIn: "\"")))
    }

    private static func known(_ id: String) -> CalendarZone? {
        // A leading solidus marks the id of a registry (3.2.19). In practice, a prefix and the usual name follow.
        let name = id.hasPrefix("/") ? id.split(separator: "/").suffix(2).joined(separator: "/") : id
        if name == "中国标准时间" { return known("Asia/Shanghai") }
        if let zone = (WindowsZones.zone(name)).flatMap(TimeZone.init(identifier:)) { return .named(zone) }
        if name.contains("/") || plainNames.contains(name), let zone = TimeZone(identifier: name) {
            return .named(zone)
        }
        return offset(name).map(CalendarZone.fixed)
    }

    /// The offset in a name such as `UTC+8`, `GMT+08:00` or `UTC-0330`. With a place after it, as in Outlook's
    /// localised lists (`(UTC+08:00) 北京…`), only eight and nine hours east are accepted: no place there changes its
    /// clock in summer.
    private static func offset(_ name: String) -> Int? {
        var text = Substring(name)
        let isListed = text.hasPrefix("(")
        if isListed {
            guard let end = text.firstIndex(of: ")") else { return nil }
            text = text[text.index(after: text.startIndex)..<end]
        }
        guard text.hasPrefix("UTC") || text.hasPrefix("GMT"), let sign = ["+": 1, "-": -1][text.dropFirst(3).prefix(1)]
        else { return nil }
        let digits = text.dropFirst(4).filter { $0 != ":" }
        guard (1...4).contains(digits.count), digits.count != 3, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int(digits)
        else { return nil }
        let seconds = digits.count <= 2 ? number * 3600 : number / 100 * 3600 + number % 100 * 60
        guard seconds <= 14 * 3600 else { return nil }
        return !isListed || sign > 0 && [8 * 3600, 9 * 3600].contains(seconds) ? sign * seconds : nil
    }
}
