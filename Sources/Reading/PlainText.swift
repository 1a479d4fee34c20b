/// Makes text from outside safe to show on a screen.
public enum PlainText {
    /// The text without control characters except line breaks, and without characters that change the text direction.
    /// White space and U+FFFD are removed at both ends.
    /// - Parameter most: the most characters; a longer text is cut.
    /// - Returns: the text and whether it was cut; nil if nothing is left of it.
    public static func cleaned(_ text: String, most: Int) -> (text: String, isCut: Bool)? {
        // A fast path, because a file has thousands of texts and most need no change.
        if isPlain(text), text.utf8.count <= most { return (text, false) }
        let scalars = text.unicodeScalars.filter { scalar in
            scalar == "\n" || !(scalar.properties.generalCategory == .control || isDirection(scalar))
        }
        let plain = trimmed(String(String.UnicodeScalarView(scalars)))
        guard !plain.isEmpty else { return nil }
        return plain.count <= most ? (plain, false) : (plain.prefix(most - 1) + "…", true)
    }

    /// The cleaned text on one line. If it has a tab or line break, each run of white space becomes one space.
    public static func line(_ text: String, most: Int) -> (text: String, isCut: Bool)? {
        guard text.utf8.contains(where: { (0x09...0x0D).contains($0) }) else { return cleaned(text, most: most) }
        return cleaned(text.split(whereSeparator: \.isWhitespace).joined(separator: " "), most: most)
    }

    private static func trimmed(_ text: String) -> String {
        func isEnd(_ character: Character) -> Bool { character.isWhitespace || character == "\u{FFFD}" }
        guard let first = text.firstIndex(where: { !isEnd($0) }), let last = text.lastIndex(where: { !isEnd($0) })
        else {
            return ""
        }
        return String(text[first...last])
    }

    /// Whether a text surely needs no cleaning. It neither begins nor ends with white space, and it has none of these
    /// bytes: ASCII control characters, C2 (begins the other control characters), E2 (begins those that change the
    /// direction) and EF (begins U+FFFD).
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace
        else { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 && $0 != 0xEF }
    }

    /// Whether a character changes the direction of the text around it.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
