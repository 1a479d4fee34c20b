/// Reads one group of keys and reports unknown keys.
final class MapReader {
    /// The group's name in messages, such as `trunk 'demo'`.
    var name: String
    /// The position of the key that opens the group; missing keys are reported there.
    let position: Position
    let problems: ProblemList
    private let entries: [YAMLEntry]
    private let byKey: [String: Int]
    private var known: [String] = []

    /// A reader for a value that should be a group of keys. Any other value is reported, and the result is nil.
    init?(_ value: YAMLValue, name: String, at position: Position, problems: ProblemList) {
        guard case .map(let entries) = value.content else {
            problems.error(
                value.isNothing ? position : value.position,
                "\(name) must be a group of keys, not \(value.kind)", "write 'key: value' lines, indented below it")
            return nil
        }
        self.name = name
        self.position = position
        self.problems = problems
        self.entries = entries
        byKey = Dictionary(zip(entries.map(\.key), entries.indices), uniquingKeysWith: { first, _ in first })
        if name.hasSuffix(".yaml") { readFormat() }
    }

    /// The format version that this program knows; a file without `format` is of this version.
    static let format = 1
    private static let formatKey = "format"

    /// Reads the file's format version. A newer format has keys that only a newer version of this program knows. After
    /// a return to this version, the booth still needs the rest of the file.
    private func readFormat() {
        guard let index = byKey[Self.formatKey], !entries[index].value.isNothing,
            let value = TextValue(entries[index], problems)
        else { return }
        guard let number = Int(value.text), number > 0 else {
            problems.error(
                value.position, "'format' is a whole number from 1, not '\(value.text)'", "write format: \(Self.format)"
            )
            return
        }
        guard number > Self.format else { return }
        problems.noteNewer(value.position.file)
        problems.warning(
            value.position, "\(name) was written for a newer version of this program (format \(number))",
            "what this version (format \(Self.format)) does not know is left out; install the newer version")
    }

    /// The entry of a key; nil if it is missing or empty.
    func entry(_ key: String) -> YAMLEntry? {
        known.append(key)
        guard let index = byKey[key], !entries[index].value.isNothing else { return nil }
        return entries[index]
    }

    /// The entry of a required key; nil, and reported, if it is missing or empty.
    func required(_ key: String, example: String) -> YAMLEntry? {
        if let entry = entry(key) { return entry }
        if let index = byKey[key] {
            problems.error(entries[index].keyPosition, "'\(key)' of \(name) is empty", "write \(example)")
        } else {
            problems.error(position, "\(name) has no '\(key)'", "add \(example)")
        }
        return nil
    }

    /// The position of a key's value, or of the group if the key is missing.
    func position(of key: String) -> Position { byKey[key].map { entries[$0].value.position } ?? position }

    /// Reports the keys that nobody has read. Call it last.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            if entry.key == Self.formatKey, name.hasSuffix(".yaml") { continue }
            let message = "unknown key '\(entry.key)' in \(name)"
            if problems.newerFiles.contains(entry.keyPosition.file) {
                problems.warning(entry.keyPosition, message, "left out: this version does not know it")
            } else {
                problems.error(entry.keyPosition, message, problems.suggestion(for: entry.key, among: known))
            }
        }
    }
}

extension MapReader {
    /// A text of one line; nil if it is absent or wrong.
    func text(_ key: String) -> String? { entry(key).flatMap { TextValue($0, problems)?.text } }

    /// A required text of one line.
    func requiredText(_ key: String, example: String) -> String? {
        required(key, example: example).flatMap { TextValue($0, problems)?.text }
    }

    /// `true` or `false`.
    func flag(_ key: String) -> Bool? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            problems.unknown(value.position, "'\(key)' is true or false, not '\(value.text)'", "write true or false")
            return nil
        }
    }

    /// A whole number within a range.
    func integer(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        guard let number = Int(value.text), range.contains(number) else {
            problems.unknown(
                value.position,
                "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound), not "
                    + "'\(value.text)'", "write \(key): \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// One of the names of a closed set.
    /// - Parameter otherwise: what is done instead if a newer version wrote the file.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, of _: Value.Type, otherwise: String = "the default is used"
    ) -> Value?
    where Value.RawValue == String {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        if let found = Value(rawValue: value.text) { return found }
        problems.unknown(
            value.position, "unknown \(key) '\(value.text)' in \(name)",
            problems.suggestion(for: value.text, among: Value.allCases.map(\.rawValue)), otherwise: otherwise)
        return nil
    }

    /// A name of lower-case letters, digits and hyphens that begins with a letter. Names go into records, where a
    /// number is not allowed.
    func identifier(_ key: String, example: String) -> TextValue? {
        guard let entry = required(key, example: example), let value = TextValue(entry, problems) else { return nil }
        guard Words.isIdentifier(value.text) else {
            problems.error(
                value.position, "'\(value.text)' has more than lower-case letters, digits and hyphens",
                "write \(example)")
            return nil
        }
        guard Words.beginsWithLetter(value.text) else {
            problems.error(value.position, "'\(value.text)' begins with no letter", "write \(example)")
            return nil
        }
        return value
    }

    /// The items of a list with their positions; nil if the key is missing or not a list.
    func list(_ key: String) -> [YAMLValue]? {
        guard let entry = entry(key) else { return nil }
        guard case .list(let items) = entry.value.content else {
            problems.error(
                entry.value.position, "'\(key)' of \(name) must be a list, not \(entry.value.kind)",
                "begin each item with '- '")
            return nil
        }
        return items
    }
}

/// One line of text and its position.
struct TextValue {
    let text: String
    let position: Position

    /// The text of an entry. If it is a list or a group, is empty or has control characters, that is reported and the
    /// result is nil.
    init?(_ entry: YAMLEntry, _ problems: ProblemList) {
        self.init(entry.value, name: "'\(entry.key)'", problems)
    }

    /// The text of a value, called `name` in messages.
    init?(_ value: YAMLValue, name: String, _ problems: ProblemList) {
        guard case .text(let text, _) = value.content else {
            problems.error(
                value.position, "\(name) must be a text, not \(value.kind)",
                "write one text; put it in quotes if it begins with a bracket or brace")
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace), !value.isNothing else {
            problems.error(value.position, "\(name) is empty", "write a text or delete the key")
            return nil
        }
        if let control = text.unicodeScalars.first(where: Characters.isControl) {
            problems.error(
                value.position, "\(name) has the control character \(Characters.name(of: control))",
                "write one line without it")
            return nil
        }
        self.text = text
        position = value.position
    }
}

/// The forms that names may have.
enum Words {
    /// Whether it has only lower-case ASCII letters, digits and hyphens, at most 64.
    static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 64
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    /// Whether it begins with a lower-case ASCII letter.
    static func beginsWithLetter(_ text: String) -> Bool { text.utf8.first.map { (97...122).contains($0) } ?? false }

    /// Whether it has only ASCII digits.
    static func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
