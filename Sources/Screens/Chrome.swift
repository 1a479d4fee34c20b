import KioskCore
import Vocabulary

extension Painter {
    // MARK: Header

    mutating func drawHeader() {
        let area = Rect(x: 1, y: 0, width: frame.size.columns - 2, height: layout.header)
        // With a single row, what matters now stands where the name would.
        let urgent = headerMark ?? (headerOrder != nil ? headerStatus : nil)
        let name = layout.header == 1 ? urgent ?? settings.booth.name : settings.booth.name
        left(name, area, row: 0, name == settings.booth.name ? theme.page : theme.strong)
        right(dateAndTime(room: area.width - name.columns - 2), area, row: 0, theme.page)
        guard layout.header >= 2 else { return }
        let status = headerStatus
        let subtitle = headerMark ?? settings.booth.subtitle.text(in: language)
        right(status, area, row: 1, theme.strong)
        if subtitle.columns + 2 + status.columns <= area.width {
            left(subtitle, area, row: 1, headerMark == nil ? theme.quiet : theme.strong)
        } else if let headerMark {
            left(headerMark, area, row: 1, theme.strong)
        }
        if layout.header >= 3 { rule(y: layout.header - 1) }
    }

    /// Attract: a large clock, the date, the weather.
    mutating func drawAttractHeader() {
        guard layout.header >= 3, let civil = state.wall?.civil else { return drawHeader() }
        let clock = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        big(clock, x: 1, y: 0, theme.page)
        let x = BigDigits.width(clock) + 3
        let area = Rect(x: x, y: 0, width: frame.size.columns - x - 1, height: 3)
        right(settings.booth.name.columns <= area.width ? settings.booth.name : "", area, row: 0, theme.strong)
        if let headerMark {
            // What concerns the whole booth is read to its end; date and weather can wait.
            for (row, line) in TextFlow.lines(headerMark, width: area.width).prefix(2).enumerated() {
                right(line, area, row: row + 1, theme.strong)
            }
            return
        }
        // Somebody may be waiting nearby for a car: it is more to them than the date, and the whole of it more than weather.
        var lines = [[date(civil), lunarDate].compactMap { $0 }.fitting(area.width)]
        if headerOrder != nil { lines = orderLines(in: area.width) }
        let style = headerOrder != nil ? theme.strong : theme.page
        for (row, line) in lines.prefix(2).enumerated() { right(line, area, row: row + 1, style) }
        if lines.count < 2 { right(weatherLine(in: area.width), area, row: 2, theme.page) }
    }

    /// The order to be kept in sight: one that is open, or one whose end nobody has read yet.
    private var headerOrder: Order? {
        if let open = state.orders.last(where: { !$0.isClosed }) { return open }
        if case .request(let screen) = state.screen, screen.handle == state.orders.last?.handle { return nil }
        return state.orders.last
    }

    /// A kept order, or the weather.
    private var headerStatus: String {
        if headerOrder != nil { return orderWords(arrived: .requestArrived).joined(separator: " ") }
        return weatherLine(in: frame.size.columns - 2)
    }

    /// Which order it is, and when it comes.
    private func orderWords(arrived: MessageKey) -> [String] {
        guard let order = headerOrder else { return [] }
        let plate = order.answer?.assignment?.plate
        let minutes = order.minutesLeft(at: state.wall).map {
            $0 == 0 ? text(arrived) : text(.infoMinutes, ["minutes": String($0)])
        }
        let own = order.isOfOwnKind ? catalogue.function(order.function)?.short.text(in: language) : nil
        return [own, plate.map(plateText) ?? text(order.title), minutes].compactMap { $0 }
    }

    /// The same in a narrow place: on one line, or on two of which the second is when.
    private func orderLines(in width: Int) -> [String] {
        let whole = headerStatus
        let words = orderWords(arrived: .requestArrivedShort)
        guard whole.columns > width, words.count > 1, let last = words.last else {
            return TextFlow.lines(whole, width: width)
        }
        return [words.dropLast().joined(separator: " "), last]
    }

    /// A plate without its middle dot: that character has no certain width, and Chinese fonts draw it over its neighbour.
    func plateText(_ plate: String) -> String { plate.map { $0 == "·" ? " " : String($0) }.joined() }

    /// What concerns the booth as a whole, if something does.
    private var headerMark: String? {
        if settings.booth.outOfOrder { return text(.markOutOfOrder) }
        if state.health.lastGoodConfiguration { return text(.markLastGood) }
        if !state.health.online { return text(.markOffline) }
        return nil
    }

    /// Sky and temperature; in little room the temperature alone, and what is made up always says so.
    private func weatherLine(in room: Int) -> String {
        guard let weather = state.life.content.weather, weather.isValid(at: state.wall) else { return "" }
        let sample = weather.sample ? text(.markSample) + " " : ""
        let degrees = weather.value.temperature.map { "\($0)°" }
        let sky = (weather.value.sky ?? weather.value.today).map { text($0.message) }
        let lines = [[sky, degrees].compactMap { $0 }.joined(separator: " "), degrees ?? sky ?? ""]
            .filter { !$0.isEmpty }.map { sample + $0 }
        return lines.first { $0.columns <= room } ?? ""
    }

    private func dateAndTime(room: Int) -> String {
        guard let civil = state.wall?.civil else { return "" }
        let time = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        return [date(civil), time].reversed().fitting(room, reversed: true)
    }

    func date(_ civil: CivilTime) -> String {
        let weekday = MessageKey(rawValue: "weekday.\(civil.weekday)")
        let month = MessageKey(rawValue: "month.\(civil.month)")
        return text(
            .dateLong,
            [
                "month": month.map { text($0) } ?? "", "day": String(civil.day),
                "weekday": weekday.map { text($0) } ?? "",
            ])
    }

    /// The Chinese calendar's day, in Chinese only.
    var lunarDate: String? {
        guard language == .chinese, let lunar = state.life.lunarDate else { return nil }
        let months = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"]
        let digits = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard (1...12).contains(lunar.month), (1...30).contains(lunar.day) else { return nil }
        let day: String
        switch lunar.day {
        case 10: day = "初十"
        case 20: day = "二十"
        case 30: day = "三十"
        default: day = ["初", "十", "廿"][lunar.day / 10] + digits[lunar.day % 10]
        }
        return "农历" + (lunar.leap ? "闰" : "") + months[lunar.month - 1] + "月" + day
    }

    // MARK: Footer

    /// SOS at the left, language at the right, on every screen.
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
            // All the names, or what they are names of.
            let line = names.joined(separator: " ")
            let title = "语言 Language"
            let whole = [title + " " + line, line, title].first { $0.columns <= other.width } ?? ""
            centre(whole, other, row: 0, theme.plainKey)
        }
    }

    /// The other languages under what they are; in both rows where one has too little room. What is left out even then is a mark
    /// that there is more, and the page of languages has all.
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

    /// What `*`, `0` and `#` do here, at the place they have on the keypad. Parts to turn come before the action; on the last
    /// it stands here itself.
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

    /// A key with what it does in two languages, and whether that works.
    mutating func tile(_ offer: Offer, _ area: Rect, _ style: Style) {
        let isWide = layout.digitAbove || layout.size.columns >= 60
        let second = isWide ? offer.words : offer.short ?? offer.words
        tile(
            offer.key, area, label: text(offer.words), second: secondText(second), mark: offer.mark.map { text($0) },
            short: offer.short.map { text($0) }, style)
    }

    // MARK: Title

    /// The title band of the page that is shown.
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

    /// A title band under the header. No digit is in it: that would be taken for a key of the page.
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

    /// Over whatever is on screen, so that what was being read stays in sight around it.
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
    /// The word for it.
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
    /// At least two digits.
    var twoDigits: String { self < 10 ? "0\(self)" : String(self) }
}

extension [String] {
    /// As many of the texts as fit on a line, and a mark where there are more.
    func fittingOrMore(_ width: Int) -> String {
        let whole = joined(separator: " ")
        return whole.columns <= width ? whole : fitting(width - 2) + " …"
    }

    /// How many of the texts stand on a line made by `fitting`.
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
