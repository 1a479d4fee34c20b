import Vocabulary
import KioskCore

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
        var (blocks, area) = (blocks, area)
        let part = part.map { $0.count > 1 ? "\($0.number)/\($0.count)" : "" } ?? ""
        let footed = foot.isEmpty && part.isEmpty ? area.height : area.height - 1
        if let code { show(code, beside: &blocks, in: &area) }
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
        let chunks = pages[page] + codeToCome(code, after: page, of: pages, in: area)
        let rows = chunks.map(\.rows.count).reduce(0, +) + chunks.count - 1
        let gap = rows < area.height ? 1 : 0
        place(chunks, in: area, gaps: chunks.map { _ in gap })
        // A code fills its page; its words stand below it.
        let foot = pages[page].contains(where: \.isCode) ? code?.caption ?? foot : foot
        let mark = "\(page + 1)/\(pages.count)"
        right(mark, area, row: area.height - 1, theme.strong)
        if foot.columns + 1 + mark.columns <= area.width { left(foot, area, row: area.height - 1, theme.quiet) }
    }

    /// Whether blocks stand on one page, however tightly.
    func fits(_ blocks: [Block], in area: Rect, foot: String = "") -> Bool {
        let rows = blocks.map { chunk($0, width: area.width, density: .tight).rows.count }.reduce(0, +)
        return rows <= area.height - (foot.isEmpty ? 0 : 1)
    }

    /// Draws a code beside the blocks, or puts it among them.
    private mutating func show(_ code: Code, beside blocks: inout [Block], in area: inout Rect) {
        guard let made = QR.code(code.text) else { return }
        let isWide = area.width - made.columns - 2 >= 28
        let x = area.x + area.width - made.columns
        let higher = layout.bottom - made.rows
        if isWide, made.rows <= area.height {
            draw(made, in: Rect(x: x, y: area.y, width: made.columns, height: made.rows))
        } else if isWide, higher >= 1 {
            // As high as it has to be, over all but the clock.
            let side = Rect(x: x - 1, y: higher, width: frame.size.columns - x + 1, height: made.rows)
            frame.fill(side, theme.page)
            draw(made, in: Rect(x: x, y: higher, width: made.columns, height: made.rows))
        } else {
            guard made.rows <= area.height - 1, made.columns <= area.width else { return }
            // Where `#` turns the page, what it does otherwise is said on the last one.
            let last = blocks.last.map { if case .action(let action) = $0 { action.key == .hash } else { false } }
            return blocks.insert(
                .code(made, caption: code.caption), at: last == true ? blocks.count - 1 : blocks.count)
        }
        area.width -= made.columns + 2
        blocks.append(.words(code.caption, theme.quiet))
    }

    /// What `#` brings, where the next page is a code that this one does not speak of and there is room to say so.
    private func codeToCome(_ code: Code?, after page: Int, of pages: [[Chunk]], in area: Rect) -> [Chunk] {
        guard let code, page + 1 < pages.count, pages[page + 1].contains(where: \.isCode) else { return [] }
        let action = Block.KeyAction(key: .hash, label: code.caption, style: theme.forwardKey)
        // Words only: the key itself is the one below.
        let hint = Chunk(chunk(.action(action), width: area.width, density: .tight).rows)
        let rows = pages[page].map(\.rows.count).reduce(0, +) + pages[page].count + hint.rows.count
        return rows < area.height ? [hint] : []
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
}
