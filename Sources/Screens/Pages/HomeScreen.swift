import KioskCore
import Vocabulary

extension Painter {
    mutating func drawHome() {
        drawPromptRow()
        let rows: [(category: Category, keys: ClosedRange<Int>, heading: MessageKey)] = [
            (.services, 1...3, .categoryServices), (.emergency, 4...6, .categoryEmergency),
            (.information, 7...9, .categoryInformation),
        ]
        for (row, entry) in rows.enumerated() {
            if row > 0 || !isNoticeOnHeading {
                heading(entry.heading, row: row, style: theme.tile(entry.category))
            }
            for key in entry.keys {
                drawTile(onKey: key, area: layout.tileArea(row: row, column: (key - 1) % 3))
            }
        }
    }

    /// Whether the notice about a card left in the reader goes on the first heading. The header of the attract page
    /// needs all its rows.
    private var isNoticeOnHeading: Bool {
        state.isCardLeft && state.session == nil && !layout.promptRow && layout.headings
    }

    /// Draws the row that says what to press. For a while it says what just happened instead, and while a card is left
    /// in the reader it says that.
    private mutating func drawPromptRow() {
        let banner: (MessageKey, Style)?
        switch state.banner {
        case .emergencyCancelled: banner = (.emergencyCancelled, theme.notice)
        case _ where state.isCardLeft: banner = (.pensionCardLeft, theme.notice)
        case .thanks: banner = (.ratingThanks, theme.notice)
        case .outOfOrder: banner = (.markOutOfOrder, theme.notice)
        case nil: banner = nil
        }
        let y =
            layout.promptRow
            ? layout.header : isNoticeOnHeading ? layout.headingRow(0) : max(0, layout.header - 1)
        let area = Rect(x: 0, y: y, width: frame.size.columns, height: 1)
        let inner = Rect(x: 1, y: y, width: frame.size.columns - 2, height: 1)
        if let (key, style) = banner {
            frame.fill(area, style)
            centre(text(key), inner, row: 0, style)
        } else if layout.promptRow {
            left(text(.homePress), inner, row: 0, theme.strong)
            // On a narrow attract page the large clock leaves no room for the Chinese calendar in the header.
            let isCrowded = frame.size.columns < 60 && state.session == nil
            if isCrowded, let lunarDate { centre(lunarDate, inner, row: 0, theme.page) }
            right(secondText(.homePress), inner, row: 0, theme.quiet)
        }
    }

    private mutating func heading(_ key: MessageKey, row: Int, style: Style) {
        guard layout.headings else { return gutter(key, row: row, style: style) }
        let y = layout.headingRow(row)
        let names = text(key) + " " + secondText(key)
        let ink = Style(foreground: theme.quiet.foreground, background: theme.page.background, bold: true)
        let written = frame.write(names + " ", x: layout.gutter + 1, y: y, style: ink)
        rule(y: y, x: layout.gutter + 1 + written)
    }

    /// Draws the first characters of the category's Chinese name beside its row, in place of a heading.
    private mutating func gutter(_ key: MessageKey, row: Int, style: Style) {
        guard layout.gutter > 0 else { return }
        let tile = layout.tileArea(row: row, column: 0)
        let area = Rect(x: 0, y: tile.y, width: layout.gutter, height: tile.height)
        let name = catalogue.text(key, in: .chinese)
        for (index, character) in name.prefix(2).enumerated() where index < area.height {
            left(String(character), area, row: index, theme.quiet)
        }
    }

    private mutating func drawTile(onKey key: Int, area: Rect) {
        guard let offer = shown.offer(for: .digit(key)), let function = catalogue.function(onKey: key) else {
            return frame.fill(area, theme.page)
        }
        tile(offer, area, offer.mark != nil ? theme.plainKey : theme.tile(function.category))
    }
}
