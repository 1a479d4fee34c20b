import Vocabulary

/// Breaks text into lines that fit. Chinese and Japanese break between characters, Latin and Korean at spaces. A line
/// never breaks inside a word or a number, before closing punctuation or after opening punctuation.
public enum TextFlow {
    private static let closing = Set(
        "\u{FF0C}\u{3002}\u{3001}\u{FF01}\u{FF1F}\u{FF1A}\u{FF1B}\u{300D}\u{300F}\u{FF09}\u{300B}\u{30FB}\u{2026}%\u{B0},.!?:;)"
    )
    private static let opening = Set("\u{300C}\u{300E}\u{FF08}\u{300A}(")

    /// The lines of a text, each at most `width` columns. As a last resort, a single word that is longer is cut.
    public static func lines(_ text: String, width: Int) -> [String] {
        guard width > 0 else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrap($0, width: width) }
    }

    /// Whether a word is wider than a line, so that it would have to be cut.
    static func breaksWord(_ text: String, width: Int) -> Bool {
        text.split(separator: "\n").contains { line in
            units(line).contains { DisplayWidth.columns(of: $0.trimmingEnd) > width }
        }
    }

    /// The lines of a text, made as equal in length as possible if there is more than one.
    public static func balanced(_ text: String, width: Int) -> [String] {
        var best = lines(text, width: width)
        guard best.count > 1 else { return best }
        var narrower = (best.map(\.columns).max() ?? 0) - 1
        while narrower > 0 {
            let lines = lines(text, width: narrower)
            guard lines.count == best.count else { break }
            best = lines
            narrower -= 1
        }
        return best
    }

    private static func wrap(_ text: Substring, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        for unit in units(text) {
            let size = DisplayWidth.columns(of: unit)
            if columns + size > width, !line.isEmpty {
                if columns + DisplayWidth.columns(of: unit.trimmingEnd) > width {
                    lines.append(line.trimmingEnd)
                    line = ""
                    columns = 0
                }
            }
            if line.isEmpty, size > width {
                for piece in pieces(unit, width: width) {
                    if !line.isEmpty { lines.append(line) }
                    line = piece
                }
            } else {
                line += unit
            }
            columns = DisplayWidth.columns(of: line)
        }
        lines.append(line.trimmingEnd)
        return lines
    }

    /// The smallest parts that stay together, including trailing spaces.
    private static func units(_ text: Substring) -> [String] {
        var units: [String] = []
        var glue = false
        for character in text {
            let wide = DisplayWidth.columns(of: character) == 2 && !isHangul(character)
            if let last = units.last {
                let lastCharacter = last.last ?? " "
                let lastWide = DisplayWidth.columns(of: lastCharacter) == 2 && !isHangul(lastCharacter)
                let joins =
                    glue || closing.contains(character) || character == " " || opening.contains(lastCharacter)
                    || (!wide && !lastWide && lastCharacter != " ")
                if joins {
                    units[units.count - 1].append(character)
                    glue = opening.contains(character)
                    continue
                }
            }
            units.append(String(character))
            glue = opening.contains(character)
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
