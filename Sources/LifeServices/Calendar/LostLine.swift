import Foundation
import Reading

/// What a line was that cannot be read, or whose name there is not, as far as it decides whether something takes place.
///
/// A stray line of a description costs itself. One that says what does not take place must not be lost in silence: somebody
/// would walk to it.
struct LostLine {
    enum Kind: Hashable {
        /// EXDATE.
        case exclusion
        /// What may be the rest of an EXDATE: a time and nothing else.
        case time
        /// RECURRENCE-ID.
        case instance
        /// EXRULE.
        case rule
        /// STATUS:CANCELLED.
        case cancelled
    }

    var kind: Kind
    /// The times in it that can be read.
    var times: [CalendarTime] = []
    /// Whether nothing in it looks like a time and is none.
    var isReadable: Bool
    /// What is wrong with it, and where.
    var remark: SourceError

    /// The time, if it is about one alone.
    var time: CalendarTime? { isReadable && times.count == 1 ? times.first : nil }

    /// The standard's own names, of which none is another with a letter wrong.
    private static let known: Set<String> = [
        "EXDATE", "RDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "REQUEST-STATUS", "SUMMARY", "DTSTART", "DTEND", "UID",
        "DTSTAMP", "DESCRIPTION", "LOCATION", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS", "PRIORITY",
        "URL",
        "RRULE", "CATEGORIES", "ATTENDEE", "ORGANIZER", "DURATION",
    ]
    /// The names in letters alone; the earlier one is taken where both may be meant.
    private static let names: [(name: String, letters: String, kind: Kind?)] = [
        ("EXDATE", "EXDATE", .exclusion), ("RECURRENCE-ID", "RECURRENCEID", .instance), ("EXRULE", "EXRULE", .rule),
        ("STATUS", "STATUS", .cancelled),
        // What is added and lost is not shown, and that is all.
        ("RDATE", "RDATE", nil),
    ]

    /// Those of an event.
    static func all(of component: CalendarComponent, own: CalendarZone) -> [LostLine] {
        component.lines.compactMap { LostLine($0, own: own) }
    }

    /// Nil for a line that is what it says, or that takes nothing away.
    /// - Parameter own: the clock of times without a zone.
    init?(_ line: ContentLine, own: CalendarZone) {
        if line.damage == nil, Self.known.contains(line.name) || line.name.hasPrefix("X-") { return nil }
        // Full-width letters and digits are what a hand on a Chinese keyboard makes of them.
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
                // Which zone it was in is not certain any more, its day is.
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
            // A cut RRULE is none of them.
            letters.contains(other.letters) || other.kind != .rule && isNearly(letters, other.letters)
        }
    }

    /// Whether a name is a part of another, or has one letter wrong, too many or too few.
    private static func isNearly(_ name: String, _ other: String) -> Bool {
        guard name.count >= 3 else { return false }
        if other.count - name.count <= 3, other.hasPrefix(name) || other.hasSuffix(name) { return true }
        let (long, short) = name.count >= other.count ? (Array(name), Array(other)) : (Array(other), Array(name))
        guard long.count - short.count <= 1 else { return false }
        let same = zip(long, short).prefix { $0 == $1 }.count
        return same == short.count || long[(same + 1)...] == short[(long.count == short.count ? same + 1 : same)...]
    }

    /// Whether there is nothing in it but times and what may stand before them.
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

    /// What in a text looks like a time, without the marks that some put into it: `2026-11-25T15:00:00` is the same.
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
