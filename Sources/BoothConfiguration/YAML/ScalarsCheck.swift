/// Checks the texts of a file for characters that nobody sees or no booth can draw, and for values that are cut off by
/// a comment. These are only warnings; the file can still be used.
struct ScalarsCheck {
    private let problems: ProblemList
    private let lines: [ArraySlice<Unicode.Scalar>]

    init(source: SourceText, problems: ProblemList) {
        self.problems = problems
        lines = source.lines
    }

    func run(_ tree: YAMLValue) { check(tree, key: "") }

    private func check(_ value: YAMLValue, key: String) {
        switch value.content {
        case .text(let text, let isPlain):
            checkCharacters(text, value.position)
            if isPlain { checkComment(text, value.position, key) }
        case .list(let items): for item in items { check(item, key: key) }
        case .map(let entries):
            for entry in entries {
                checkCharacters(entry.key, entry.keyPosition)
                check(entry.value, key: entry.key)
            }
        }
    }

    // MARK: Characters

    /// Warns of doubtful characters; naming one of each kind is enough.
    private func checkCharacters(_ text: String, _ position: Position) {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return }
        var seen: Set<CharacterDoubt.Kind> = []
        for doubt in CharacterDoubt.all(in: text) where seen.insert(doubt.kind).inserted {
            problems.warning(place(of: doubt.scalar, from: position), doubt.message, doubt.remedy)
        }
    }

    /// The position of a character in a text; the start of the text if the character was written as an escape.
    private func place(of scalar: Unicode.Scalar, from position: Position) -> Position {
        var place = position
        var skipped = position.column - 1
        for line in lines.dropFirst(position.line - 1).prefix(50) {
            if let index = line.dropFirst(skipped).firstIndex(of: scalar) {
                place.column = line.distance(from: line.startIndex, to: index) + 1
                return place
            }
            (place.line, skipped) = (place.line + 1, 0)
        }
        return position
    }

    // MARK: Comments

    /// Keys whose values people copy from somewhere else, including a number sign.
    private static let copied: Set = ["password", "name", "address", "site", "url", "token"]

    /// Warns of a comment directly after an unquoted value, because it may have been meant as part of the value:
    /// `password: abc #1`, `兰溪路 #12`. A comment after a plain word, with a blank after the number sign, is certainly a
    /// comment.
    private func checkComment(_ text: String, _ position: Position, _ key: String) {
        guard position.line <= lines.count else { return }
        let scalars = Array(text.unicodeScalars)
        let rest = lines[position.line - 1].dropFirst(position.column - 1)
        guard rest.count > scalars.count, rest.prefix(scalars.count).elementsEqual(scalars) else { return }
        let behind = rest.dropFirst(scalars.count).drop { $0 == " " || $0 == "\t" }
        guard behind.first == "#" else { return }
        let next = behind.dropFirst().first ?? " "
        let isGlued = next != " " && next != "\t" && next != "#" && next != "\r"
        let isWord = text.utf8.allSatisfy { (33...126).contains($0) }
        // If a value is gone altogether, it is missed where it is needed. A missing password is not.
        guard text.isEmpty ? isGlued && Self.copied.contains(key) : isGlued || !isWord || Self.copied.contains(key)
        else {
            return
        }
        var place = position
        place.column =
            lines[position.line - 1].distance(from: lines[position.line - 1].startIndex, to: behind.startIndex) + 1
        let name = key.isEmpty ? "the value" : "'\(key)'"
        problems.warning(
            place, "' #' begins a comment: it and what follows on this line is no part of \(name)",
            "put the value in quotes, with the # inside if it belongs to it")
    }
}

/// A character that should not be in a configuration.
struct CharacterDoubt: Equatable {
    enum Kind: Hashable {
        case blank, invisible, rightToLeft, emoji, undrawable
    }

    let scalar: Unicode.Scalar
    let kind: Kind

    /// The doubtful characters of a text, in order.
    static func all(in text: String) -> [CharacterDoubt] {
        let scalars = Array(text.unicodeScalars)
        return scalars.enumerated().compactMap { index, scalar in
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            return kind(of: scalar, before: next).map { CharacterDoubt(scalar: scalar, kind: $0) }
        }
    }

    private static func kind(of scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Kind? {
        // Characters that the text inspection refuses are not reported here.
        guard scalar.value >= 0x80, !Characters.isControl(scalar) else { return nil }
        let properties = scalar.properties
        if properties.generalCategory == .spaceSeparator { return .blank }
        if isRightToLeft(scalar) { return .rightToLeft }
        if isEmoji(scalar, before: next) { return .emoji }
        // A variation selector turns the preceding character into an emoji or does nothing.
        if properties.isDefaultIgnorableCodePoint || properties.generalCategory == .format { return .invisible }
        switch properties.generalCategory {
        case .unassigned, .privateUse, .surrogate: return .undrawable
        default: return nil
        }
    }

    private static func isEmoji(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
        let properties = scalar.properties
        return properties.isEmojiPresentation || (0x1F1E6...0x1F1FF).contains(scalar.value)
            || (properties.isEmoji && next?.value == 0xFE0F)
            || (properties.isEmoji && scalar.value >= 0x1F000)
    }

    /// Whether a character is in a block of a script written from right to left (Unicode Standard Annex #9, classes R
    /// and AL).
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
        default: false
        }
    }

    private var name: String {
        let words = scalar.properties.name.map { " (\($0.lowercased()))" } ?? ""
        return Characters.name(of: scalar) + words
    }

    var message: String {
        switch kind {
        case .blank: "\(name) looks like a space and is none"
        case .invisible: "\(name) cannot be seen"
        case .rightToLeft: "\(name) is written from right to left, which the screens cannot draw"
        case .emoji: "\(name) is an emoji, which booths' screens cannot draw"
        case .undrawable: "\(name) is no character that a font has"
        }
    }

    var remedy: String {
        switch kind {
        case .blank: "write an ordinary space (U+0020), or none"
        case .invisible: "delete it"
        case .rightToLeft: "write the text in another script"
        case .emoji, .undrawable: "write a word instead"
        }
    }
}
