import Vocabulary

/// Breaks text into lines that fit. Chinese and Japanese break between characters, Latin and Korean at spaces. A line
/// never breaks inside a word or a number, before closing punctuation or after opening punctuation.
public enum TextFlow {
    private static let closing = Set(
        "\u{FF0C}\u{3002}\u{3001}\u{FF01}\u{FF1F}\u{FF1A}\u{FF1B}\u{300D}\u{300F}\u{FF09}\u{300B}\u{30FB}\u{2026}%\u{B0},.!?:;)"
    )
    private static let opening = Set("\u{300C}\u{300E}\u{FF08}\u{300A}(")

    /// A part that stays together, with the spaces behind it. It is measured once, however often a text is tried at another
    /// width.
    private struct Unit {
        var text: String
        /// The columns with the spaces behind it, and without.
        var columns: Int
        var trimmed: Int
    }

    /// The lines of a text, each at most `width` columns. As a last resort, a single word that is longer is cut.
    public static func lines(_ text: String, width: Int) -> [String] { lines(paragraphs(text), width: width) }

    /// Whether a word is wider than a line, so that it would have to be cut.
    static func breaksWord(_ text: String, width: Int) -> Bool {
        paragraphs(text).joined().contains { $0.trimmed > width }
    }

    /// The lines of a text, made as equal in length as possible if there is more than one.
    public static func balanced(_ text: String, width: Int) -> [String] {
        let paragraphs = paragraphs(text)
        var best = lines(paragraphs, width: width)
        guard best.count > 1 else { return best }
        var narrower = (best.map(\.columns).max() ?? 0) - 1
        while narrower > 0 {
            let lines = lines(paragraphs, width: narrower)
            guard lines.count == best.count else { break }
            best = lines
            narrower -= 1
        }
        return best
    }

    private static func paragraphs(_ text: String) -> [[Unit]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(units)
    }

    private static func lines(_ paragraphs: [[Unit]], width: Int) -> [String] {
        width > 0 ? paragraphs.flatMap { wrap($0, width: width) } : []
    }

    private static func wrap(_ units: [Unit], width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        for unit in units {
            if columns + unit.trimmed > width, !line.isEmpty {
                lines.append(line.trimmingEnd)
                line = ""
                columns = 0
            }
            if line.isEmpty, unit.columns > width {
                for piece in pieces(unit.text, width: width) {
                    if !line.isEmpty { lines.append(line) }
                    line = piece
                }
                columns = line.columns
            } else {
                line += unit.text
                columns += unit.columns
            }
        }
        lines.append(line.trimmingEnd)
        return lines
    }

    /// The smallest parts that stay together, including trailing spaces.
    private static func units(_ text: Substring) -> [Unit] {
        var units: [Unit] = []
        var last: (character: Character, isWide: Bool)?
        for character in text {
            let columns = DisplayWidth.columns(of: character)
            let isWide = columns == 2 && !isHangul(character)
            let joins = last.map { last in
                closing.contains(character) || character == " " || opening.contains(last.character)
                    || (!isWide && !last.isWide && last.character != " ")
            }
            last = (character, isWide)
            guard joins == true else {
                units.append(Unit(text: String(character), columns: columns, trimmed: character == " " ? 0 : columns))
                continue
            }
            let index = units.count - 1
            units[index].text.append(character)
            units[index].columns += columns
            if character != " " { units[index].trimmed = units[index].columns }
        }
        return units
    }

    private static func isHangul(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0xAC00...0xD7A3).contains($0.value) } ?? false
    }

    private static func pieces(_ unit: String, width: Int) -> [String] {
        var pieces = [""]
        var columns = 0
        for character in unit {
            let size = DisplayWidth.columns(of: character)
            if columns + size > width {
                pieces.append("")
                columns = 0
            }
            pieces[pieces.count - 1].append(character)
            columns += size
        }
        return pieces
    }
}

extension String {
    /// The text without spaces at its end.
    var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The columns of the text on screen.
    var columns: Int { DisplayWidth.columns(of: self) }
}
