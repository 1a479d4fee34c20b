import Vocabulary
import KioskCore

extension Painter {
    /// Draws blocks at the most spacious density at which they fit on one page. If they do not fit at all, they go on
    /// several pages, which `#` turns.
    /// - Parameters:
    ///   - foot: a line at the bottom, such as the data's date.
    ///   - code: a QR code. It stands beside the blocks if the page is wide, otherwise it is the last block.
    ///   - part: which of several parts this is, if the list behind it is shown and said in parts.
    ///   - turning: whether there may be further pages. There are none if `#` has another meaning from the start.
    mutating func flow(
        _ blocks: [Block], in area: Rect, foot: String = "", code: Code? = nil, part: Part? = nil, turning: Bool = true
    ) {
        var (blocks, area) = (blocks, area)
        let part = part.map { $0.count > 1 ? "\($0.number)/\($0.count)" : "" } ?? ""
        let footed = foot.isEmpty && part.isEmpty ? area.height : area.height - 1
        if let code { show(code, beside: &blocks, in: &area) }
        // A code is shown without its caption rather than on a page of its own.
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
        // Use as few pages as possible, and on those the most spacious density that fits.
        let ways = [Density.spaced, .dense, .tight].map { density in
            paginated(wordless.map { chunk($0, width: area.width, density: density) }, height: area.height - 1)
        }
        let pages = ways.first { $0.count == ways[2].count } ?? ways[2]
        frame.pages = pages.count
        let chunks = pages[page] + codeToCome(code, after: page, of: pages, in: area)
        let rows = chunks.map(\.rows.count).reduce(0, +) + chunks.count - 1
        let gap = rows < area.height ? 1 : 0
        place(chunks, in: area, gaps: chunks.map { _ in gap })
        // A code fills its page, so its caption stands below it.
        let foot = pages[page].contains(where: \.isCode) ? code?.caption ?? foot : foot
        let mark = "\(page + 1)/\(pages.count)"
        right(mark, area, row: area.height - 1, theme.strong)
        if foot.columns + 1 + mark.columns <= area.width { left(foot, area, row: area.height - 1, theme.quiet) }
    }

    /// Whether blocks fit on one page at the tightest density.
    func fits(_ blocks: [Block], in area: Rect, foot: String = "") -> Bool {
        let rows = blocks.map { chunk($0, width: area.width, density: .tight).rows.count }.reduce(0, +)
        return rows <= area.height - (foot.isEmpty ? 0 : 1)
    }

    /// Draws a code beside the blocks, or inserts it as one of them.
    private mutating func show(_ code: Code, beside blocks: inout [Block], in area: inout Rect) {
        guard let made = QR.code(code.text) else { return }
        let isWide = area.width - made.columns - 2 >= 28
        let x = area.x + area.width - made.columns
        let higher = layout.bottom - made.rows
        if isWide, made.rows <= area.height {
            draw(made, in: Rect(x: x, y: area.y, width: made.columns, height: made.rows))
        } else if isWide, higher >= 1 {
            // The code may rise over everything above the body except the clock.
            let side = Rect(x: x - 1, y: higher, width: frame.size.columns - x + 1, height: made.rows)
            frame.fill(side, theme.page)
            draw(made, in: Rect(x: x, y: higher, width: made.columns, height: made.rows))
        } else {
            guard made.rows <= area.height - 1, made.columns <= area.width else { return }
            // While `#` turns the pages, its own action must stay the last block, so the code goes before it.
            let last = blocks.last.map { if case .action(let action) = $0 { action.key == .hash } else { false } }
            return blocks.insert(
                .code(made, caption: code.caption), at: last == true ? blocks.count - 1 : blocks.count)
        }
        area.width -= made.columns + 2
        blocks.append(.words(code.caption, theme.quiet))
    }

    /// A hint that `#` brings a code, if the next page has one and there is room for the hint.
    private func codeToCome(_ code: Code?, after page: Int, of pages: [[Chunk]], in area: Rect) -> [Chunk] {
        guard let code, page + 1 < pages.count, pages[page + 1].contains(where: \.isCode) else { return [] }
        let action = Block.KeyAction(key: .hash, label: code.caption, style: theme.forwardKey)
        // The hint is only text: the key to touch is the one in the bottom row.
        let hint = Chunk(chunk(.action(action), width: area.width, density: .tight).rows)
        let rows = pages[page].map(\.rows.count).reduce(0, +) + pages[page].count + hint.rows.count
        return rows < area.height ? [hint] : []
    }

    /// The index of the page being shown.
    var page: Int { min(state.page, frame.pages - 1) }

    /// Distributes spare rows as gaps after blocks. Gaps between blocks of different kinds come first, so that fields
    /// stay together.
    private static func gaps(between blocks: [Block], spare: Int) -> [Int] {
        var gaps = blocks.map { _ in 0 }
        let alike = zip(blocks, blocks.dropFirst()).map { $0.isField && $1.isField }
        let order = alike.indices.filter { !alike[$0] } + alike.indices.filter { alike[$0] }
        for index in order.prefix(max(0, spare)) { gaps[index] = 1 }
        return gaps
    }

    /// Draws chunks one below the other.
    /// - Parameter gaps: the blank rows after each chunk.
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
}
