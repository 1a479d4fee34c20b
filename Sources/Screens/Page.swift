import KioskCore

/// One part of a page's body. A page says what it has to say in blocks; how spaciously they stand is decided by the room
/// there is, the same way on every page.
enum Block {
    /// A paragraph, and the same in the second language where there is room.
    case words(String, second: String = "", Style)
    /// A name and its value.
    case field(String, second: String = "", String, Style)
    /// A large number with words beside it, the first of them the most important; in little room, one line.
    case number(String, [Line], plain: String)
    /// Something that a digit chooses.
    case option(Option)
    /// What a key does, one line with the key's cap.
    case action(KeyAction)
    /// A line at a stop: its name and destination, and when it comes.
    case departure(line: String, when: String, towards: String)
    /// Words for the resident to say: in Chinese, and how that sounds.
    case spoken(label: String, lines: [String], latin: [String])
    /// A QR code, and what it is for.
    case code(QR.Code, caption: String)

    /// Whether it is a name with its value.
    var isField: Bool { if case .field = self { true } else { false } }

    struct Line {
        var text: String
        var style: Style
    }

    /// A choice on a digit.
    struct Option {
        var key: Key
        var label: String
        var second = ""
        var detail = ""
        /// Its ground; the information tiles' where there is none.
        var style: Style?
    }

    /// A key and what it does.
    struct KeyAction {
        var key: Key
        var label: String
        var second = ""
        var style: Style
    }
}

/// What a QR code says to a telephone, and what it is for in words.
struct Code {
    var text: String
    var caption: String
}

/// Which of several pages something is.
struct Part {
    var number: Int
    var count: Int
}

/// How spaciously blocks stand.
enum Density: CaseIterable {
    /// Two blank rows around the blocks, names above values, large digits on options.
    case airy
    /// A blank row between blocks.
    case spaced
    /// Both languages without blank rows.
    case dense
    /// One language, one row an item.
    case tight

    var gap: Int {
        switch self {
        case .airy, .spaced: 1
        case .dense, .tight: 0
        }
    }

    var hasSecondLanguage: Bool { self != .tight }
}

/// A block as rows of text.
struct Chunk {
    struct Piece {
        var x: Int
        var text: String
        var style: Style
    }

    var rows: [[Piece]]
    /// The ground under all of it, where it is a button.
    var fill: Style?
    var key: Key?
    /// Whether a page may end inside it.
    var splits = false
    /// Whether it is a QR code.
    var isCode = false

    init(_ rows: [[Piece]], fill: Style? = nil, key: Key? = nil, splits: Bool = false, isCode: Bool = false) {
        self.rows = rows
        self.fill = fill
        self.key = key
        self.splits = splits
        self.isCode = isCode
    }
}

extension Painter {
    /// Draws blocks as spaciously as they fit; what does not fit at all goes on further pages, which `#` turns.
    /// - Parameters:
    ///   - foot: a line at the bottom, such as the data's date.
    ///   - code: a QR code, beside the blocks where the page is wide, else the last block.
    ///   - part: which of several pages this is, where the list behind it is said and shown in parts.
    ///   - turning: whether there may be further pages; where `#` means something else at once, there are none.
    mutating func flow(
        _ blocks: [Block], in area: Rect, foot: String = "", code: Code? = nil, part: Part? = nil, turning: Bool = true
    ) {
        var blocks = blocks
        var area = area
        let part = part.map { $0.count > 1 ? "\($0.number)/\($0.count)" : "" } ?? ""
        let footed = foot.isEmpty && part.isEmpty ? area.height : area.height - 1
        if let code, let made = QR.code(code.text) {
            let isWide = area.width - made.columns - 2 >= 28
            let x = area.x + area.width - made.columns
            let higher = layout.bottom - made.rows
            if isWide, made.rows <= area.height {
                draw(made, in: Rect(x: x, y: area.y, width: made.columns, height: made.rows))
                area.width -= made.columns + 2
                blocks.append(.words(code.caption, theme.quiet))
            } else if isWide, higher >= 1 {
                // As high as it has to be, over all but the clock.
                let side = Rect(x: x - 1, y: higher, width: frame.size.columns - x + 1, height: made.rows)
                frame.fill(side, theme.page)
                draw(made, in: Rect(x: x, y: higher, width: made.columns, height: made.rows))
                area.width -= made.columns + 2
                blocks.append(.words(code.caption, theme.quiet))
            } else if made.rows <= area.height - 1, made.columns <= area.width {
                // Where `#` turns the page, what it does otherwise is said on the last one.
                let last = blocks.last.map { if case .action(let action) = $0 { action.key == .hash } else { false } }
                blocks.insert(.code(made, caption: code.caption), at: last == true ? blocks.count - 1 : blocks.count)
            }
        }
        // A code without its words rather than on a page of its own.
        let wordless = blocks.map { if case .code(let made, _) = $0 { Block.code(made, caption: "") } else { $0 } }
        for (blocks, density) in Density.allCases.map({ (blocks, $0) }) + Density.allCases.map({ (wordless, $0) }) {
            let chunks = blocks.map { chunk($0, width: area.width, density: density) }
            let height = chunks.map(\.rows.count).reduce(0, +) + density.gap * max(0, chunks.count - 1)
            guard height <= footed || (!turning && density == .tight) else { continue }
            let spare = density.gap > 0 ? 0 : footed - height
            place(chunks, in: area, gaps: Self.gaps(between: blocks, spare: spare).map { $0 + density.gap })
            left(foot, area, row: area.height - 1, theme.quiet)
            right(part, area, row: area.height - 1, theme.strong)
            return
        }
        // On as few pages as it can be, and on those as spaciously as it fits.
        let ways = [Density.spaced, .dense, .tight].map { density in
            paginated(wordless.map { chunk($0, width: area.width, density: density) }, height: area.height - 1)
        }
        let pages = ways.first { $0.count == ways[2].count } ?? ways[2]
        frame.pages = pages.count
        let rows = pages[page].map(\.rows.count).reduce(0, +) + pages[page].count - 1
        let gap = rows < area.height ? 1 : 0
        place(pages[page], in: area, gaps: pages[page].map { _ in gap })
        // A code fills its page; its words stand below it.
        let foot = pages[page].contains(where: \.isCode) ? code?.caption ?? foot : foot
        let mark = "\(page + 1)/\(pages.count)"
        right(mark, area, row: area.height - 1, theme.strong)
        if foot.columns + 1 + mark.columns <= area.width { left(foot, area, row: area.height - 1, theme.quiet) }
    }

    /// The page being looked at.
    var page: Int { min(state.page, frame.pages - 1) }

    /// Rows that are left over as gaps behind blocks: first between those of different kinds, so that what belongs together
    /// stands together.
    private static func gaps(between blocks: [Block], spare: Int) -> [Int] {
        var gaps = blocks.map { _ in 0 }
        let alike = zip(blocks, blocks.dropFirst()).map { $0.isField && $1.isField }
        let order = alike.indices.filter { !alike[$0] } + alike.indices.filter { alike[$0] }
        for index in order.prefix(max(0, spare)) { gaps[index] = 1 }
        return gaps
    }

    /// - Parameter gaps: blank rows behind each.
    private mutating func place(_ chunks: [Chunk], in area: Rect, gaps: [Int]) {
        var y = area.y
        for (chunk, gap) in zip(chunks, gaps) {
            let ground = Rect(x: area.x, y: y, width: area.width, height: chunk.rows.count)
            if let fill = chunk.fill { frame.fill(ground.clipped(to: area), fill) }
            if let key = chunk.key { frame.regions.append(HitRegion(area: ground.clipped(to: area), key: key)) }
            for (index, row) in chunk.rows.enumerated() {
                guard y + index < area.y + area.height else {
                    frame.lose(row.map(\.text).joined())
                    continue
                }
                for piece in row {
                    frame.write(
                        piece.text, x: area.x + piece.x, y: y + index, style: piece.style, limit: area.x + area.width)
                }
            }
            y += chunk.rows.count + gap
        }
    }

    private func paginated(_ chunks: [Chunk], height: Int) -> [[Chunk]] {
        let height = max(1, height)
        var pages: [[Chunk]] = [[]]
        var left = height
        for chunk in chunks {
            var chunk = chunk
            if chunk.rows.count > left, !chunk.splits || left < 2, left < height {
                pages.append([])
                left = height
            }
            while chunk.rows.count > left {
                pages[pages.count - 1].append(Chunk(Array(chunk.rows.prefix(left)), fill: chunk.fill, key: chunk.key))
                chunk.rows.removeFirst(left)
                pages.append([])
                left = height
            }
            pages[pages.count - 1].append(chunk)
            left -= chunk.rows.count
        }
        return pages
    }

    // MARK: Blocks as rows

    private func chunk(_ block: Block, width: Int, density: Density) -> Chunk {
        switch block {
        case .words(let text, let second, let style):
            var rows = TextFlow.lines(text, width: width).map { [Chunk.Piece(x: 0, text: $0, style: style)] }
            if density.hasSecondLanguage, !second.isEmpty, second != text {
                rows += TextFlow.lines(second, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
            }
            return Chunk(rows, splits: true)
        case .field(let name, let second, let value, let style):
            return field(name, second, value, style, width, density)
        case .number(let number, let lines, let plain):
            return self.number(number, lines, plain, width, density)
        case .departure(let line, let when, let towards): return departure(line, when, towards, width, density)
        case .spoken(let label, let lines, let latin):
            func rows(_ lines: [String], _ style: Style) -> [[Chunk.Piece]] {
                lines.flatMap { TextFlow.lines($0, width: width) }.map { [Chunk.Piece(x: 0, text: $0, style: style)] }
            }
            return Chunk(
                rows([label], theme.quiet) + rows(lines, theme.strong)
                    + (density == .tight ? [] : rows(latin, theme.page)))
        case .option(let option): return self.option(option, width, density)
        case .action(let action): return self.action(action, width, density)
        case .code(let code, let caption):
            let x = (width - code.columns) / 2
            let lines = caption.isEmpty ? [] : TextFlow.lines(caption, width: width)
            let words = lines.map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
            return Chunk(
                words + code.lines.map { [Chunk.Piece(x: x, text: $0, style: theme.code)] }, isCode: true)
        }
    }

    private func field(
        _ name: String, _ second: String, _ value: String, _ style: Style, _ width: Int, _ density: Density
    ) -> Chunk {
        let both = [name, density.hasSecondLanguage ? second : ""].filter { !$0.isEmpty }.fitting(width)
        if density == .airy {
            let lines = TextFlow.lines(value, width: width)
            return Chunk(
                [[Chunk.Piece(x: 0, text: both, style: theme.quiet)]]
                    + lines.map { [Chunk.Piece(x: 0, text: $0, style: style)] })
        }
        // In a column of their own, as far as names are that short.
        let x = max(name.columns + 2, min(12, width / 3))
        let lines = TextFlow.lines(value, width: max(1, width - x))
        return Chunk(
            lines.enumerated().map { index, line in
                let piece = Chunk.Piece(x: x, text: line, style: style)
                return index == 0 ? [Chunk.Piece(x: 0, text: name, style: theme.quiet), piece] : [piece]
            }, splits: true)
    }

    private func number(
        _ number: String, _ lines: [Block.Line], _ plain: String, _ width: Int, _ density: Density
    ) -> Chunk {
        let scale = density == .airy ? 2 : 1
        let columns = BigDigits.width(number, scale: scale)
        let beside = max(0, lines.map(\.text.columns).max() ?? 0)
        guard density != .tight, columns + 2 + beside <= width else {
            if density == .airy { return self.number(number, lines, plain, width, .spaced) }
            return Chunk(
                TextFlow.lines(plain, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.strong)] },
                splits: true)
        }
        var rows = BigDigits.rows(number, scale: scale).map { [Chunk.Piece(x: 0, text: $0, style: theme.strong)] }
        let top = max(0, rows.count - lines.count)
        for (index, line) in lines.enumerated() where top + index < rows.count {
            rows[top + index].append(Chunk.Piece(x: columns + 2, text: line.text, style: line.style))
        }
        return Chunk(rows)
    }

    private func departure(
        _ line: String, _ when: String, _ towards: String, _ width: Int, _ density: Density
    ) -> Chunk {
        var rows = [[Chunk.Piece(x: 0, text: line, style: theme.strong)]]
        if line.columns + 2 + when.columns <= width {
            rows[0].append(Chunk.Piece(x: width - when.columns, text: when, style: theme.page))
        } else {
            rows += TextFlow.lines(when, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.page)] }
        }
        let between = line.columns + 2
        if density == .tight, rows.count == 1, !towards.contains("\n"),
            between + towards.columns + 2 + when.columns <= width
        {
            rows[0].append(Chunk.Piece(x: between, text: towards, style: theme.quiet))
        } else {
            rows += TextFlow.lines(towards, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
        }
        return Chunk(rows)
    }

    private func option(_ option: Block.Option, _ width: Int, _ density: Density) -> Chunk {
        let style = option.style ?? theme.information
        let digit = option.key.symbol
        guard density == .airy || density == .spaced else {
            return listed(option, width, density, style)
        }
        let x = 8
        var texts = TextFlow.lines(option.label, width: width - x - 1).prefix(2).map { ($0, style) }
        if texts.count < 2, !option.second.isEmpty { texts.append((option.second, style.plain)) }
        if !option.detail.isEmpty { texts.append((option.detail, style)) }
        let blank: [[Chunk.Piece]] = density == .airy ? [[]] : []
        var rows = BigDigits.rows(digit).map { [Chunk.Piece(x: 1, text: $0, style: style)] }
        let top = texts.count >= 3 ? 0 : 1
        for (index, text) in texts.prefix(3).enumerated() {
            rows[top + index].append(Chunk.Piece(x: x, text: text.0, style: text.1))
        }
        return Chunk(rows + blank, fill: style, key: option.key)
    }

    /// One or two rows with a small digit.
    private func listed(_ option: Block.Option, _ width: Int, _ density: Density, _ style: Style) -> Chunk {
        let room = width - 5 - (option.detail.isEmpty ? 0 : option.detail.columns + 1)
        let lines = TextFlow.lines(option.label, width: max(1, room))
        var rows = lines.map { [Chunk.Piece(x: 4, text: $0, style: style)] }
        rows[0].insert(Chunk.Piece(x: 1, text: option.key.symbol, style: style), at: 0)
        if !option.detail.isEmpty {
            rows[0].append(Chunk.Piece(x: width - 1 - option.detail.columns, text: option.detail, style: style))
        }
        if density.hasSecondLanguage, !option.second.isEmpty {
            rows += TextFlow.lines(option.second, width: max(1, width - 5)).map {
                [Chunk.Piece(x: 4, text: $0, style: style.plain)]
            }
        }
        if density != .tight, rows.count < 2 { rows.append([]) }
        return Chunk(rows, fill: style, key: option.key)
    }

    private func action(_ action: Block.KeyAction, _ width: Int, _ density: Density) -> Chunk {
        let style = action.style == theme.notice ? theme.strong : theme.page
        let cap = " " + action.key.symbol + " "
        let x = cap.columns + 1
        var rows = TextFlow.lines(action.label, width: max(1, width - x)).map {
            [Chunk.Piece(x: x, text: $0, style: style)]
        }
        rows[0].insert(Chunk.Piece(x: 0, text: cap, style: action.style), at: 0)
        let second = action.second == action.label ? "" : action.second
        if density.hasSecondLanguage || rows.count == 1, !second.isEmpty {
            if rows.count == 1, x + action.label.columns + 2 + second.columns <= width {
                rows[0].append(Chunk.Piece(x: width - second.columns, text: second, style: theme.quiet))
            } else if density.hasSecondLanguage {
                rows += TextFlow.lines(second, width: max(1, width - x)).map {
                    [Chunk.Piece(x: x, text: $0, style: theme.quiet)]
                }
            }
        }
        // A finger needs 12 mm.
        if density != .tight, rows.count < 2 { rows.append([]) }
        return Chunk(rows, key: action.key)
    }
}
