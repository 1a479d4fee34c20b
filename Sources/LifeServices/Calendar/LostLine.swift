import Foundation
import Reading

/// A line that cannot be read or that has an unknown name, and what it probably was. This matters only if it decides
/// whether something takes place.
///
/// A stray line of a description can be ignored. A line that says what does not take place must not be lost silently,
/// because somebody would walk to that event.
struct LostLine {
    enum Kind: Hashable {
        /// EXDATE.
        case exclusion
        /// Possibly the rest of an EXDATE: times and nothing else.
        case time
        /// RECURRENCE-ID.
        case instance
        /// EXRULE.
        case rule
        /// STATUS:CANCELLED.
        case cancelled
    }

    var kind: Kind
    /// The readable times in it.
    var times: [CalendarTime] = []
    /// Whether everything in it that looks like a time is one.
    var isReadable: Bool
    /// What is wrong with the line, and where.
    var remark: SourceError

    /// The time, if the line has exactly one.
    var time: CalendarTime? { isReadable && times.count == 1 ? times.first : nil }

    /// The standard's own names. None of them is another name with one letter wrong.
    private static let known: Set<String> = [
        "EXDATE", "RDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "REQUEST-STATUS", "SUMMARY", "DTSTART", "DTEND", "UID",
        "DTSTAMP", "DESCRIPTION", "LOCATION", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY",
        "URL",
        "RRULE", "CATEGORIES", "ATTENDEE", "ORGANIZER", "DURATION",
    ]
    /// The names and their letters alone. If two names may be meant, the earlier one is taken.
    private static let names: [(name: String, letters: String, kind: Kind?)] = [
        ("EXDATE", "EXDATE", .exclusion), ("RECURRENCE-ID", "RECURRENCEID", .instance), ("EXRULE", "EXRULE", .rule),
        ("STATUS", "STATUS", .cancelled),
        // If an added date is lost, it is not shown, and nothing worse happens.
        ("RDATE", "RDATE", nil),
    ]

    /// The lost lines of an event.
    static func all(of component: CalendarComponent, own: CalendarZone) -> [LostLine] {
        component.lines.compactMap { LostLine($0, own: own) }
    }

    /// Reads a line; nil if the line is sound or takes nothing away.
    /// - Parameter own: the clock for times without a zone.
    init?(_ line: ContentLine, own: CalendarZone) {
        if line.damage == nil, Self.known.contains(line.name) || line.name.hasPrefix("X-") { return nil }
        // Full-width letters and digits come from typing on a Chinese keyboard.
        let text = line.value.precomposedStringWithCompatibilityMapping
        guard let kind = line.damage == nil ? Self.named(line.name)?.kind : Self.kind(text) else { return nil }
        if kind == .cancelled, !text.uppercased().contains("CANC") { return nil }
        self.kind = kind
        let name = Self.names.first { $0.kind == kind }?.name ?? ""
        remark = line.damage ?? SourceError(line.place, .syntax("there is no such property, taken for \(name)"))
        isReadable = true
        for word in Self.words(text) {
            if let time = CalendarTime(word, zone: own), word.hasSuffix("Z") || time.isDate {
                times.append(time)
            } else if !word.hasSuffix("Z"), let day = CalendarTime(word.prefix(8), zone: own) {
                // Its zone is no longer certain, but its day is.
                times.append(day)
            } else {
                isReadable = false
            }
        }
        if times.isEmpty { isReadable = false }
    }

    private static func kind(_ text: String) -> Kind? {
        let head = text.prefix { !":;=".contains($0) && !$0.isNumber }.prefix(24)
        let letters = head.uppercased().filter { $0.isASCII && $0.isLetter }
        if let known = named(letters) { return known.kind }
        return ["", "TZID", "VALUE"].contains(letters) && isTimeAlone(text) ? .time : nil
    }

    private static func named(_ name: String) -> (name: String, letters: String, kind: Kind?)? {
        let letters = name.filter(\.isLetter)
        return names.first { other in
            // A damaged RRULE is none of these names.
            letters.contains(other.letters) || other.kind != .rule && isNearly(letters, other.letters)
        }
    }

    /// Whether a name is a part of another, or has one letter wrong, one too many or one too few.
    private static func isNearly(_ name: String, _ other: String) -> Bool {
        guard name.count >= 3 else { return false }
        if other.count - name.count <= 3, other.hasPrefix(name) || other.hasSuffix(name) { return true }
        let (long, short) = name.count >= other.count ? (Array(name), Array(other)) : (Array(other), Array(name))
        guard long.count - short.count <= 1 else { return false }
        let same = zip(long, short).prefix { $0 == $1 }.count
        return same == short.count || long[(same + 1)...] == short[(long.count == short.count ? same + 1 : same)...]
    }

    /// Whether the text holds only times and what may precede them.
    private static func isTimeAlone(_ text: String) -> Bool {
        var text = Substring(text.uppercased())
        // The end of a parameter, as a raw line break leaves it.
        if let colon = text.lastIndex(of: ":"), text[..<colon].contains("=") || text.hasPrefix(";") {
            text = text[text.index(after: colon)...]
        }
        return text.contains(where: \.isNumber)
            && text.allSatisfy { $0.isASCII && ($0.isNumber || "TZ,:;/ ".contains($0)) }
            && words(String(text)).contains { $0.utf8.count >= 8 }
    }

    /// The words of a text that look like times, without punctuation that some programs add: `2026-11-25T15:00:00` is
    /// read, too.
    private static func words(_ text: String) -> [String] {
        let characters = Array(text.uppercased())
        func isDigit(_ index: Int) -> Bool {
            characters.indices.contains(index) && characters[index].isASCII && characters[index].isNumber
        }
        var words: [String] = []
        var word = ""
        for (index, character) in characters.enumerated() {
            if isDigit(index) || character == "T" && word.count == 8 || character == "Z" && word.count > 8 {
                word.append(character)
            } else if "-:".contains(character), !word.isEmpty, isDigit(index + 1) {
                continue
            } else {
                if word.count >= 4 { words.append(word) }
                word = ""
            }
        }
        return word.count >= 4 ? words + [word] : words
    }
}
