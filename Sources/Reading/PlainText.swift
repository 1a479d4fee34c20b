/// Text from outside as a screen can show it.
public enum PlainText {
    /// Without control characters but line breaks, without characters that turn the direction of the text, without white space
    /// or the mark of a cut character at its ends. Longer ones are cut.
    /// - Parameter most: characters.
    /// - Returns: the text and whether it was cut; nil if nothing is left of it.
    public static func cleaned(_ text: String, most: Int) -> (text: String, isCut: Bool)? {
        // Most texts have nothing to take out, and a file has thousands.
        if isPlain(text), text.utf8.count <= most { return (text, false) }
        let scalars = text.unicodeScalars.filter { scalar in
            scalar == "\n" || !(scalar.properties.generalCategory == .control || isDirection(scalar))
        }
        let plain = trimmed(String(String.UnicodeScalarView(scalars)))
        guard !plain.isEmpty else { return nil }
        return plain.count <= most ? (plain, false) : (plain.prefix(most - 1) + "…", true)
    }

    /// The same on one line: each run of line breaks and blanks is one blank.
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

    /// Whether a text has no byte of a control character (ASCII's; C2 begins the others), none of E2, which begins those that
    /// turn directions, none of EF, which begins the mark of a cut character, and neither begins nor ends with a blank.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace
        else { return false }
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 && $0 != 0xEF }
    }

    /// The characters that turn the direction of the text around them.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
