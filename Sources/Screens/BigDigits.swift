/// Digits, `*`, `#` and a few signs drawn from half blocks, three rows high at scale 1: 28 to 35 mm on the reference
/// panel. Only these are drawn; words are plain text in a large terminal font, since drawn hanzi smear.
enum BigDigits {
    /// Rows at scale 1.
    static let height = 3

    private static let glyphs: [Character: [String]] = [
        "0": [" ▄▄▄ ", "██ ██", "▀█▄█▀"],
        "1": ["  ▄▄ ", " ▀██ ", " ▄██▄"],
        "2": ["▄▄▄▄ ", " ▄▄█▀", "██▄▄▄"],
        "3": ["▄▄▄▄ ", " ▄▄█▀", "▄▄▄█▀"],
        "4": ["▄▄ ▄▄", "██▄██", "   ██"],
        "5": ["▄▄▄▄▄", "██▄▄ ", "▄▄▄█▀"],
        "6": [" ▄▄▄ ", "██▄▄ ", "▀█▄█▀"],
        "7": ["▄▄▄▄▄", "  ▄█▀", " ██  "],
        "8": [" ▄▄▄ ", "▀█▄█▀", "▀█▄█▀"],
        "9": [" ▄▄▄ ", "▀█▄██", " ▄▄█▀"],
        "*": ["▄ ▄ ▄", "▄███▄", "▄▀█▀▄"],
        "#": [" ▄ ▄ ", "▀█▀█▀", "▀█▀█▀"],
        ":": ["   ", " ▀ ", " ▀ "],
        "-": ["    ", "▄▄▄▄", "    "],
        "°": ["▄▄▄", "█▄█", "   "],
        " ": ["  ", "  ", "  "],
    ]

    /// Columns of a text at a scale, one column between characters.
    static func width(_ text: String, scale: Int = 1) -> Int {
        let widths = text.map { (glyphs[$0]?.first?.count ?? 0) * scale }
        return widths.reduce(0, +) + max(0, widths.count - 1) * scale
    }

    /// The rows of a text at a scale.
    static func rows(_ text: String, scale: Int = 1) -> [String] {
        let parts = text.compactMap { glyphs[$0] }
        let rows = (0..<height).map { row in parts.map { $0[row] }.joined(separator: " ") }
        return scale == 1 ? rows : enlarge(rows, by: scale)
    }

    /// Scales half blocks: two pixels a cell, one above the other, become squares of cells again.
    private static func enlarge(_ rows: [String], by scale: Int) -> [String] {
        var pixels: [[Bool]] = []
        for row in rows {
            pixels.append(row.map { $0 == "█" || $0 == "▀" })
            pixels.append(row.map { $0 == "█" || $0 == "▄" })
        }
        let large = pixels.flatMap { line in
            Array(repeating: line.flatMap { Array(repeating: $0, count: scale) }, count: scale)
        }
        return stride(from: 0, to: large.count - 1, by: 2).map { index in
            String(
                zip(large[index], large[index + 1]).map { upper, lower in
                    upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ")
                })
        }
    }
}
