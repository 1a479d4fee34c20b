/// The positions of everything at a terminal size. The picture of the keypad keeps its positions on every screen and in
/// every booth.
public struct Layout: Equatable, Sendable {
    /// The smallest terminal at which the screens are correct.
    public static let smallest = Size(columns: 40, rows: 12)

    /// The size of the terminal.
    public let size: Size
    /// Rows of the header at the top.
    public let header: Int
    /// Whether a row below the header says what to press.
    public let promptRow: Bool
    /// Whether each category has a heading row. Otherwise its name is in the gutter at the left, if there is one.
    public let headings: Bool
    /// Columns of the gutter; 0 means no gutter.
    public let gutter: Int
    /// Rows of a tile.
    public let tile: Int
    /// Rows of the footer, including its rule.
    public let footer: Int

    /// The layout for a size.
    public init(size: Size) {
        self.size = size
        let rows = size.rows
        if rows >= 34 {
            promptRow = true
            headings = true
            gutter = 0
            footer = 3
            tile = (rows - 3 - 1 - 3 - 3) / 4
            header = rows - 1 - 3 - 3 - tile * 4
        } else if rows >= 20 {
            promptRow = false
            headings = true
            gutter = 0
            footer = 2
            tile = (rows - 2 - 3 - 2) / 4
            header = rows - 3 - 2 - tile * 4
        } else {
            promptRow = false
            headings = false
            gutter = size.columns >= 44 ? 2 : 0
            footer = 1
            tile = max(2, (rows - 2) / 4)
            header = max(1, rows - 1 - tile * 4)
        }
    }

    /// The first row below the header and the prompt row.
    var top: Int { header + (promptRow ? 1 : 0) }

    /// The area of a tile in the keypad: row 0 to 3, column 0 to 2.
    func tileArea(row: Int, column: Int) -> Rect {
        let columns = size.columns - gutter
        let width = (columns - 2) / 3
        let spare = columns - 2 - width * 3
        // Spare columns go to the middle tile, so that left and right stay alike.
        let widths = [width, width + spare, width]
        let x = gutter + (0..<column).reduce(0) { $0 + widths[$1] + 1 }
        let step = tile + (headings ? 1 : 0)
        let y = row < 3 ? top + (headings ? 1 : 0) + row * step : bottom
        return Rect(x: x, y: y, width: widths[column], height: tile)
    }

    /// The heading row of a category, if there is one.
    func headingRow(_ row: Int) -> Int { top + row * (tile + 1) }

    /// The first row of the keypad's bottom row, which has `*`, `0` and `#` on every screen.
    var bottom: Int { size.rows - footer - tile }

    /// The area that belongs to the page: between the header and the bottom row.
    var body: Rect { Rect(x: 0, y: header, width: size.columns, height: bottom - header) }

    /// Whether a tile has its digit above the words, not beside them.
    var digitAbove: Bool { tile >= 5 }

    /// Whether tiles have room for a large digit.
    var bigDigits: Bool { tile >= 3 }

    /// The row of a large digit in a tile of this height.
    func digitRow(ofHeight height: Int) -> Int {
        digitAbove ? max(0, (height - 5 - (height >= 7 ? 1 : 0)) / 2) : (height - 3) / 2
    }

    /// The row of the first words in a tile of this height. They are beside the digit, or below it, with a blank row
    /// between if there is room.
    func wordsRow(ofHeight height: Int) -> Int {
        digitAbove ? digitRow(ofHeight: height) + 3 + (height >= 7 ? 1 : 0) : max(0, (height - 2) / 2)
    }
}
