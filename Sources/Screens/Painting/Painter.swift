import KioskCore
import Vocabulary

/// Draws one frame. The screens are extensions of this type, in files of their own.
struct Painter {
    let state: State
    let catalogue: Catalogue
    let settings: Settings
    let theme: Theme
    let layout: Layout
    /// The title of the page and the actions of its keys.
    let shown: Page
    var frame: Frame

    init(state: State, catalogue: Catalogue, settings: Settings, size: Size) {
        self.state = state
        self.catalogue = catalogue
        self.settings = settings
        theme = settings.themes.current(for: state)
        layout = Layout(size: size)
        shown = state.described(catalogue, settings)
        frame = Frame(size: size, style: theme.page)
    }

    var language: LanguageCode { state.language }

    /// The second language of labels: Chinese, so that bystanders can help, or English if the first is Chinese.
    var second: LanguageCode { language == .chinese ? .english : .chinese }

    func text(_ key: MessageKey, _ values: [String: String] = [:]) -> String {
        catalogue.text(key, in: language, values)
    }

    func secondText(_ key: MessageKey, _ values: [String: String] = [:]) -> String {
        catalogue.text(key, in: second, values)
    }

    func text(_ words: Words) -> String { words.text(in: language, of: catalogue) }

    func secondText(_ words: Words) -> String { words.text(in: second, of: catalogue) }

    // MARK: Text

    mutating func left(_ text: String, _ area: Rect, row: Int, _ style: Style) {
        frame.write(text, x: area.x, y: area.y + row.inReach, style: style, limit: area.x + area.width)
    }

    mutating func centre(_ text: String, _ area: Rect, row: Int, _ style: Style) {
        let x = area.x + max(0, (area.width - text.columns) / 2)
        frame.write(text, x: x, y: area.y + row.inReach, style: style, limit: area.x + area.width)
    }

    mutating func right(_ text: String, _ area: Rect, row: Int, _ style: Style) {
        let x = area.x + max(0, area.width - text.columns)
        frame.write(text, x: x, y: area.y + row.inReach, style: style, limit: area.x + area.width)
    }

    mutating func rule(y: Int, x: Int = 0, width: Int? = nil) {
        let x = max(0, x.inReach)
        let width = min(width ?? frame.size.columns, frame.size.columns - x)
        frame.write(String(repeating: "─", count: max(0, width)), x: x, y: y, style: theme.quiet)
    }

    /// Draws wrapped text, starting at a row.
    /// - Returns: the number of lines of the wrapped text.
    @discardableResult
    mutating func paragraph(_ text: String, _ area: Rect, row: Int, _ style: Style, centred: Bool = false) -> Int {
        let lines = TextFlow.lines(text, width: area.width)
        let row = row.inReach
        for (index, line) in lines.enumerated() where row + index < area.height {
            if centred {
                centre(line, area, row: row + index, style)
            } else {
                left(line, area, row: row + index, style)
            }
        }
        return lines.count
    }

    mutating func big(_ text: String, x: Int, y: Int, _ style: Style, scale: Int = 1) {
        for (index, row) in BigDigits.rows(text, scale: scale).enumerated() {
            frame.write(row, x: x, y: y.inReach + index, style: style)
        }
    }

    // MARK: Tiles

    /// Draws a tile: a key, and its action in two languages.
    mutating func tile(
        _ key: Key, _ area: Rect, label: String, second: String, mark: String? = nil, short: String? = nil,
        _ style: Style
    ) {
        frame.fill(area, style)
        frame.regions.append(HitRegion(area: area, key: key))
        let digit = key.symbol
        let room: Rect
        if layout.bigDigits, layout.digitAbove {
            let top = layout.wordsRow(ofHeight: area.height)
            big(digit, x: area.x + 1, y: area.y + layout.digitRow(ofHeight: area.height), style)
            room = Rect(x: area.x + 1, y: area.y + top, width: area.width - 1, height: area.height - top)
        } else if layout.bigDigits {
            let margin = area.width >= 20 ? 1 : 0
            big(digit, x: area.x + margin, y: area.y + layout.digitRow(ofHeight: area.height), style)
            let x = 6 + 2 * margin
            let pad = layout.wordsRow(ofHeight: area.height)
            room = Rect(x: area.x + x, y: area.y + pad, width: area.width - x, height: area.height - pad)
        } else {
            left(digit, area, row: 0, style)
            room = Rect(x: area.x + 2, y: area.y, width: area.width - 2, height: area.height)
        }
        let words = label.columns > room.width && (short?.columns ?? .max) <= room.width ? short ?? label : label
        let lines = TextFlow.balanced(words, width: room.width)
        if TextFlow.breaksWord(words, width: room.width) { frame.lose(words) }
        for (row, line) in lines.enumerated() { left(line, room, row: row, style) }
        // The mark, which says why there is nothing behind the tile, comes before the second language. It is also drawn
        // below a name of several lines.
        if let mark {
            let reason = TextFlow.lines(mark, width: room.width)
            guard lines.count + reason.count <= room.height else { return }
            for (row, line) in reason.enumerated() { left(line, room, row: lines.count + row, style.plain) }
            return
        }
        guard lines.count == 1, second != label, second.columns <= room.width else { return }
        left(second, room, row: 1, style.plain)
    }
}

extension Key {
    /// The sign on the key.
    var symbol: String {
        switch self {
        case .digit(let digit): String(digit)
        case .star: "*"
        case .hash: "#"
        case .sos, .language, .volume, .contrast: ""
        }
    }
}

extension Style {
    /// The same style without bold.
    var plain: Style { Style(foreground: foreground, background: background) }
}
