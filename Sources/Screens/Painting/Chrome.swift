import KioskCore
import Vocabulary

extension Painter {
    // MARK: Footer

    /// Draws the footer of every screen: SOS at the left, the language key at the right.
    mutating func drawFooter() {
        let rows = layout.footer >= 3 ? 2 : layout.footer
        let y = frame.size.rows - rows
        let half = frame.size.columns / 2
        let sos = Rect(x: 0, y: y, width: half, height: rows)
        let other = Rect(x: half + 1, y: y, width: frame.size.columns - half - 1, height: rows)
        frame.fill(sos, theme.emergency)
        frame.fill(other, theme.plainKey)
        frame.regions.append(HitRegion(area: sos, key: .sos))
        frame.regions.append(HitRegion(area: other, key: .language))
        centre("SOS " + text(.sosLabel), sos, row: 0, theme.emergency)
        let names = catalogue.languages.filter { $0.code != language }.map(\.name)
        if rows > 1 {
            centre(secondText(.sosLabel), sos, row: 1, theme.emergency.plain)
            drawLanguageNames(names, other)
        } else {
            // With all the names if there is room, otherwise the title alone.
            let line = names.joined(separator: " ")
            let title = "语言 Language"
            let whole = [title + " " + line, line, title].first { $0.columns <= other.width } ?? ""
            centre(whole, other, row: 0, theme.plainKey)
        }
    }

    /// Draws the names of the other languages below the title, or in both rows if one has too little room. If even that
    /// is too little, a mark says that there are more. The page of languages has all of them.
    private mutating func drawLanguageNames(_ names: [String], _ area: Rect) {
        let title = "语言 Language"
        let line = names.joined(separator: " ")
        if line.columns <= area.width {
            centre(title, area, row: 0, theme.plainKey)
            return centre(line, area, row: 1, theme.plainKey.plain)
        }
        let first = names.fitting(area.width)
        let rest = names.dropFirst(names.shown(in: first))
        if rest.joined(separator: " ").columns <= area.width {
            centre(first, area, row: 0, theme.plainKey)
            return centre(rest.joined(separator: " "), area, row: 1, theme.plainKey)
        }
        centre(title, area, row: 0, theme.plainKey)
        centre(names.fittingOrMore(area.width), area, row: 1, theme.plainKey.plain)
        for name in names.dropFirst(names.shown(in: names.fitting(area.width - 2))) { frame.lose(name) }
    }

    // MARK: The keypad's bottom row

    /// Draws what `*`, `0` and `#` do on this page, at their places on the keypad. While there are pages left to turn,
    /// `#` turns them; on the last page it shows its own action.
    mutating func drawLegend() {
        for offer in shown.turned(to: page, of: frame.pages).offers(at: .legend) {
            let area: Rect
            switch offer.key {
            case .star: area = layout.tileArea(row: 3, column: 0)
            case .hash: area = layout.tileArea(row: 3, column: 2)
            default: area = layout.tileArea(row: 3, column: 1)
            }
            tile(offer, area, offer.isForward ? theme.forwardKey : theme.plainKey)
        }
    }

    /// Draws the tile of an offer: a key, its action in two languages, and a mark if there is nothing behind it.
    mutating func tile(_ offer: Offer, _ area: Rect, _ style: Style) {
        let isWide = layout.digitAbove || layout.size.columns >= 60
        let second = isWide ? offer.words : offer.short ?? offer.words
        tile(
            offer.key, area, label: text(offer.words), second: secondText(second), mark: offer.mark.map { text($0) },
            short: offer.short.map { text($0) }, style)
    }

    // MARK: Title

    /// Draws the title band of the page that is shown.
    /// - Returns: the area below it.
    mutating func title(atMost limit: Int = 3) -> Rect {
        guard let title = shown.title else { return layout.body }
        return self.title(text(title.words), second: secondText(title.words), style(of: title.tone), atMost: limit)
    }

    func style(of tone: Page.Title.Tone) -> Style {
        switch tone {
        case .plain: theme.plainKey
        case .emergency: theme.emergency
        case .forward: theme.forwardKey
        case .category(let category): theme.tile(category)
        }
    }

    /// Draws a title band below the header. The band does not show the digit that led here, because that would be taken
    /// for a key of the page.
    /// - Returns: the area below it, down to the keypad's bottom row.
    mutating func title(
        _ title: String, second: String? = nil, _ style: Style, atMost limit: Int = 3
    ) -> Rect {
        let body = layout.body
        let tall = layout.size.rows >= 30 && limit >= 3
        let room = Rect(x: 1, y: body.y, width: body.width - 2, height: tall ? 3 : max(1, limit))
        let lines = TextFlow.lines(title, width: room.width)
        if TextFlow.breaksWord(title, width: room.width) { frame.lose(title) }
        let second = second == title ? nil : second
        let isBeside = second.map { title.columns + 2 + $0.columns <= room.width } ?? false
        let height = tall ? 3 : min(max(limit, 1), max(lines.count, limit == 2 && !isBeside && second != nil ? 2 : 1))
        frame.fill(Rect(x: 0, y: body.y, width: body.width, height: height), style)
        let top = tall && lines.count < 2 ? 1 : 0
        for (index, line) in lines.enumerated() where top + index < height { left(line, room, row: top + index, style) }
        if let second {
            if isBeside {
                right(second, room, row: top, style.plain)
            } else if top + lines.count < height, second.columns <= room.width {
                left(second, room, row: top + lines.count, style.plain)
            }
        }
        let gap = layout.size.rows >= 20 ? 1 : 0
        return Rect(x: 1, y: body.y + height + gap, width: body.width - 2, height: body.height - height - gap)
    }

    // MARK: Idle countdown

    /// Draws the idle countdown over the page, so that the page stays visible around it.
    mutating func drawIdleCountdown() {
        guard let ends = state.idleEnds else { return }
        let seconds = (ends - state.now).secondsRoundedUp
        let height = layout.size.rows >= 20 ? 7 : 5
        let width = min(frame.size.columns - 2, 43)
        let area = Rect(
            x: (frame.size.columns - width) / 2, y: layout.body.y + max(0, (layout.body.height - height) / 2),
            width: width, height: height)
        frame.fill(area, theme.notice)
        let top = (height - 3) / 2
        centre(text(.idleTitle), area, row: top, theme.notice)
        centre(text(.idleCountdown, ["seconds": String(seconds)]), area, row: top + 1, theme.notice)
        centre(text(.idleAnyKey), area, row: top + 2, theme.notice)
    }
}

extension Sky {
    /// The word for this sky.
    var message: MessageKey {
        switch self {
        case .clear: .skyClear
        case .cloudy: .skyCloudy
        case .overcast: .skyOvercast
        case .rain: .skyRain
        case .heavyRain: .skyHeavyRain
        case .thunder: .skyThunder
        case .snow: .skySnow
        case .fog: .skyFog
        case .haze: .skyHaze
        case .wind: .skyWind
        }
    }
}

extension Int {
    /// The number with at least two digits.
    var twoDigits: String { self < 10 ? "0\(self)" : String(self) }
}

extension [String] {
    /// As many of the texts as fit on a line, and a mark if there are more.
    func fittingOrMore(_ width: Int) -> String {
        let whole = joined(separator: " ")
        return whole.columns <= width ? whole : fitting(width - 2) + " …"
    }

    /// How many of the texts are on a line made by `fitting`.
    func shown(in line: String) -> Int {
        var rest = line[...]
        for (index, text) in enumerated() {
            guard !rest.isEmpty, rest.hasPrefix(text) else { return index }
            rest = rest.dropFirst(text.count + 1)
        }
        return count
    }

    /// As many of the texts as fit on a line, the first ones first.
    /// - Parameter reversed: whether the line reads from the last text to the first.
    func fitting(_ width: Int, reversed: Bool = false) -> String {
        var line = ""
        for text in self {
            let candidate = line.isEmpty ? text : reversed ? text + " " + line : line + " " + text
            guard candidate.columns <= width else { break }
            line = candidate
        }
        return line
    }
}
