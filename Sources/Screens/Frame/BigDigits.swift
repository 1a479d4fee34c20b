/// Digits, `*`, `#` and a few signs, drawn with quadrant blocks. At scale 1 they are three rows high: 28 to 35 mm on
/// the reference panel. Words are plain text in a large terminal font, because drawn hanzi would smear.
///
/// A glyph is a picture of pixels; two by two pixels make a cell. Scale2x and Scale3x (Andrea Mazzoleni, AdvanceMAME)
/// enlarge the digits and keep the corners round.
enum BigDigits {
    /// Rows at scale 1.
    static let height = 3

    /// The lower five of six pixel rows. The top row is the gap to whatever is above.
    private static let glyphs: [Character: [String]] = [
        "0": [".########.", "###....###", "###....###", "###....###", ".########."],
        "1": ["....###...", "..#####...", "....###...", "....###...", "..#######."],
        "2": ["#########.", ".......###", ".########.", "###.......", "##########"],
        "3": ["#########.", ".......###", "..#######.", ".......###", "#########."],
        "4": ["###....###", "###....###", ".#########", ".......###", ".......###"],
        "5": ["##########", "###.......", "#########.", ".......###", "#########."],
        "6": [".########.", "###.......", "#########.", "###....###", ".########."],
        "7": ["##########", ".......###", ".....####.", "...####...", "..####...."],
        "8": [".########.", "###....###", ".########.", "###....###", ".########."],
        "9": [".########.", "###....###", ".#########", ".......###", ".########."],
        "*": ["....##....", "##..##..##", "..######..", "##..##..##", "....##...."],
        "#": ["..##..##..", "##########", "..##..##..", "##########", "..##..##.."],
        ":": ["......", "..##..", "......", "..##..", "......"],
        "-": ["........", "........", "########", "........", "........"],
        "°": [".####.", "##..##", ".####.", "......", "......"],
        " ": ["....", "....", "....", "....", "...."],
    ]

    /// The columns of a text at a scale, including the gaps between characters, of one column at scale 1.
    static func width(_ text: String, scale: Int = 1) -> Int {
        let widths = text.map { (glyphs[$0]?.first?.count ?? 0) / 2 * scale }
        return widths.reduce(0, +) + max(0, widths.count - 1) * scale
    }

    /// The rows of a text at a scale of 1, 2 or 3. Characters without a glyph are left out.
    static func rows(_ text: String, scale: Int = 1) -> [String] {
        let parts = text.compactMap { glyphs[$0] }
        let blank = parts.map { String(repeating: ".", count: $0[0].count) }.joined(separator: "..")
        let lines = [blank] + (0..<5).map { row in parts.map { $0[row] }.joined(separator: "..") }
        let pixels = Pixels(lines.map { line in line.map { $0 == "#" } })
        switch scale {
        case 2: return pixels.doubled.cells
        case 3: return pixels.tripled.cells
        default: return pixels.cells
        }
    }
}

/// A picture of dark and light pixels.
private struct Pixels {
    var rows: [[Bool]]

    init(_ rows: [[Bool]]) { self.rows = rows }

    private func at(_ x: Int, _ y: Int) -> Bool {
        rows.indices.contains(y) && rows[y].indices.contains(x) && rows[y][x]
    }

    /// The picture in cells of two by two pixels, as quadrant blocks (U+2580 to U+259F).
    var cells: [String] {
        let blocks: [Character] = [
            " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
        ]
        return stride(from: 0, to: rows.count, by: 2).map { y in
            String(
                stride(from: 0, to: rows[y].count, by: 2).map { x in
                    let upper = (at(x, y) ? 1 : 0) + (at(x + 1, y) ? 2 : 0)
                    let lower = (at(x, y + 1) ? 4 : 0) + (at(x + 1, y + 1) ? 8 : 0)
                    return blocks[upper + lower]
                })
        }
    }

    /// The picture enlarged by Scale2x.
    var doubled: Pixels {
        enlarged(2) { x, y, copy in
            let (up, left, right, down) = (at(x, y - 1), at(x - 1, y), at(x + 1, y), at(x, y + 1))
            guard up != down, left != right else { return }
            if left == up { copy(0, 0, left) }
            if up == right { copy(1, 0, right) }
            if left == down { copy(0, 1, left) }
            if down == right { copy(1, 1, right) }
        }
    }

    /// The picture enlarged by Scale3x.
    var tripled: Pixels {
        enlarged(3) { x, y, copy in
            let (up, left, right, down) = (at(x, y - 1), at(x - 1, y), at(x + 1, y), at(x, y + 1))
            guard up != down, left != right else { return }
            let own = at(x, y)
            let (upLeft, upRight) = (at(x - 1, y - 1), at(x + 1, y - 1))
            let (downLeft, downRight) = (at(x - 1, y + 1), at(x + 1, y + 1))
            if left == up { copy(0, 0, left) }
            if (left == up && own != upRight) || (up == right && own != upLeft) { copy(1, 0, up) }
            if up == right { copy(2, 0, right) }
            if (left == up && own != downLeft) || (left == down && own != upLeft) { copy(0, 1, left) }
            if (up == right && own != downRight) || (down == right && own != upRight) { copy(2, 1, right) }
            if left == down { copy(0, 2, left) }
            if (left == down && own != downRight) || (down == right && own != downLeft) { copy(1, 2, down) }
            if down == right { copy(2, 2, right) }
        }
    }

    /// Enlarges every pixel to a square. A rule then copies neighbours into parts of the square.
    private func enlarged(
        _ factor: Int, _ rule: (_ x: Int, _ y: Int, _ copy: (Int, Int, Bool) -> Void) -> Void
    ) -> Pixels {
        var large = rows.flatMap { row in
            Array(repeating: row.flatMap { Array(repeating: $0, count: factor) }, count: factor)
        }
        for y in rows.indices {
            for x in rows[y].indices {
                rule(x, y) { dx, dy, value in large[y * factor + dy][x * factor + dx] = value }
            }
        }
        return Pixels(large)
    }
}
