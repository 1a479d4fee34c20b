public import Vocabulary

/// One cell of the screen. A wide character takes a cell of width 2 followed by one of width 0.
public struct Cell: Hashable, Sendable {
    /// The grapheme shown; empty in the second half of a wide character.
    public var text: String
    /// Columns taken: 1, 2, or 0 for the second half of a wide character.
    public var width: Int
    /// How it is painted.
    public var style: Style

    /// A cell.
    public init(text: String, width: Int, style: Style) {
        self.text = text
        self.width = width
        self.style = style
    }
}

/// A rectangle of cells. Columns and rows count from 0 at the top left. A rectangle may have any position and size: its
/// numbers are limited so that their sums cannot overflow.
public struct Rect: Hashable, Sendable {
    /// Leftmost column.
    public var x: Int { didSet { x = x.inReach } }
    /// Topmost row.
    public var y: Int { didSet { y = y.inReach } }
    /// Columns.
    public var width: Int { didSet { width = width.inReach } }
    /// Rows.
    public var height: Int { didSet { height = height.inReach } }

    /// A rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x.inReach
        self.y = y.inReach
        self.width = width.inReach
        self.height = height.inReach
    }

    /// The part of this rectangle that is inside another.
    func clipped(to other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left, y: top, width: max(0, min(x + width, other.x + other.width) - left),
            height: max(0, min(y + height, other.y + other.height) - top))
    }

    /// Whether the cell is inside.
    public func contains(column: Int, row: Int) -> Bool {
        column >= x && column < x + width && row >= y && row < y + height
    }
}

/// A part of the frame that acts like a key when touched.
public struct HitRegion: Hashable, Sendable {
    /// The area on screen.
    public var area: Rect
    /// The key that a touch there stands for.
    public var key: Key

    /// A region.
    public init(area: Rect, key: Key) {
        self.area = area
        self.key = key
    }
}

extension Int {
    /// This number, limited to a range in which sums cannot overflow and that no screen exceeds.
    var inReach: Int { Swift.min(Swift.max(self, -1_000_000), 1_000_000) }
}

/// The size of a terminal in cells.
public struct Size: Hashable, Sendable {
    /// Columns, 0 to 1000.
    public let columns: Int
    /// Rows, 0 to 1000.
    public let rows: Int

    /// A size, with both numbers limited to 0 to 1000.
    public init(columns: Int, rows: Int) {
        self.columns = min(max(0, columns), Self.most)
        self.rows = min(max(0, rows), Self.most)
    }

    /// More columns or rows than any terminal has. If a terminal claims to be larger, the frame fills only its top left
    /// corner.
    private static let most = 1000
}

/// A complete picture of the screen: cells in rows from the top, and the regions that can be touched.
///
/// Drawing clips to the frame and never leaves half of a wide character. Invariant: the widths of a row's cells
/// describe exactly what a terminal shows.
public struct Frame: Equatable, Sendable {
    /// The size in columns and rows.
    public let size: Size
    /// `size.columns * size.rows` cells, row by row.
    public private(set) var cells: [Cell]
    /// The regions that can be touched. Later regions lie over earlier ones.
    public var regions: [HitRegion] = []
    /// The number of pages of this screen's contents, at least 1; `#` turns them.
    public var pages = 1
    /// Texts that had too little room. Empty unless a text in the configuration is too long for this size.
    public private(set) var cuts: [String] = []

    /// A blank frame of one style.
    public init(size: Size, style: Style) {
        self.size = size
        cells = Array(repeating: Cell(text: " ", width: 1, style: style), count: size.columns * size.rows)
    }

    /// The cell at a position; nil outside the frame.
    public subscript(column: Int, row: Int) -> Cell? {
        guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return nil }
        return cells[row * size.columns + column]
    }

    /// The topmost region at this cell; nil if there is none.
    public func region(atColumn column: Int, row: Int) -> HitRegion? {
        regions.last { $0.area.contains(column: column, row: row) }
    }

    /// The key that a touch at this cell stands for; nil if there is none.
    public func key(atColumn column: Int, row: Int) -> Key? { region(atColumn: column, row: row)?.key }

    /// Notes a text that had too little room.
    mutating func lose(_ text: String) { cuts.append(text) }

    /// The whole frame.
    private var bounds: Rect { Rect(x: 0, y: 0, width: size.columns, height: size.rows) }

    /// Fills a rectangle with blanks of a style.
    public mutating func fill(_ area: Rect, _ style: Style) {
        let area = area.clipped(to: bounds)
        for row in area.y..<(area.y + area.height) {
            for column in area.x..<(area.x + area.width) {
                put(" ", width: 1, column: column, row: row, style: style)
            }
        }
    }

    /// Exchanges foreground and background in a rectangle, as feedback for a touch there.
    public mutating func invert(_ area: Rect) {
        let area = area.clipped(to: bounds)
        for row in area.y..<(area.y + area.height) {
            for column in area.x..<(area.x + area.width) {
                cells[row * size.columns + column].style = cells[row * size.columns + column].style.inverted
            }
        }
    }

    /// The same picture in a wider frame. The columns are added on one side, in the style of the cells beside them.
    func widened(by columns: Int, atLeft: Bool) -> Frame {
        guard columns > 0, !cells.isEmpty else { return self }
        var wide = Frame(
            size: Size(columns: size.columns + columns, rows: size.rows),
            style: Style(foreground: RGB(0), background: RGB(0)))
        guard wide.size.columns == size.columns + columns else { return self }
        let shift = atLeft ? columns : 0
        for row in 0..<size.rows {
            let line = Array(cells[(row * size.columns)..<((row + 1) * size.columns)])
            let edge = Cell(text: " ", width: 1, style: (atLeft ? line.first : line.last)?.style ?? wide.cells[0].style)
            let added = Array(repeating: edge, count: columns)
            wide.cells.replaceSubrange(
                (row * wide.size.columns)..<((row + 1) * wide.size.columns), with: atLeft ? added + line : line + added)
        }
        wide.regions = regions.map { region in
            var region = region
            region.area.x += shift
            return region
        }
        wide.pages = pages
        wide.cuts = cuts
        return wide
    }

    /// Writes text from a cell to the right and returns the number of columns used. Characters that do not fit before
    /// `limit` (or the frame's edge) are left out; a wide character is never cut.
    @discardableResult
    public mutating func write(_ text: String, x: Int, y: Int, style: Style, limit: Int = .max) -> Int {
        var column = x.inReach
        let end = min(limit, size.columns)
        for character in text {
            let width = DisplayWidth.columns(of: character)
            if width == 0 { continue }
            guard column + width <= end, (0..<size.rows).contains(y) else {
                cuts.append(text)
                break
            }
            put(String(character), width: width, column: column, row: y, style: style)
            column += width
        }
        return column - x.inReach
    }

    private mutating func put(_ text: String, width: Int, column: Int, row: Int, style: Style) {
        guard row >= 0, row < size.rows, column >= 0, column + width <= size.columns else { return }
        let index = row * size.columns + column
        for offset in 0..<width { detach(index + offset) }
        cells[index] = Cell(text: text, width: width, style: style)
        if width == 2 { cells[index + 1] = Cell(text: "", width: 0, style: style) }
    }

    /// Before a cell is overwritten, the other half of a wide character it belonged to becomes a blank.
    private mutating func detach(_ index: Int) {
        if cells[index].width == 2, index + 1 < cells.count {
            cells[index + 1] = Cell(text: " ", width: 1, style: cells[index + 1].style)
        } else if cells[index].width == 0, index > 0 {
            cells[index - 1] = Cell(text: " ", width: 1, style: cells[index - 1].style)
        }
    }
}
