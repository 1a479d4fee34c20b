import KioskCore
import Vocabulary

/// The rows above a page: the booth's name, an order in progress, and the time.
extension Painter {
    mutating func drawHeader() {
        let area = Rect(x: 1, y: 0, width: frame.size.columns - 2, height: layout.header)
        // With a single row, anything urgent replaces the booth's name.
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

    /// Draws the header of the attract page: a large clock, the date, the weather.
    mutating func drawAttractHeader() {
        guard layout.header >= 3, let civil = state.wall?.civil else { return drawHeader() }
        let clock = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        big(clock, x: 1, y: 0, theme.page)
        let x = BigDigits.width(clock) + 3
        let area = Rect(x: x, y: 0, width: frame.size.columns - x - 1, height: 3)
        right(settings.booth.name.columns <= area.width ? settings.booth.name : "", area, row: 0, theme.strong)
        if let headerMark {
            // A mark that concerns the whole booth must be readable in full, so date and weather give way.
            for (row, line) in TextFlow.lines(headerMark, width: area.width).prefix(2).enumerated() {
                right(line, area, row: row + 1, theme.strong)
            }
            return
        }
        // Somebody nearby may be waiting for a car. The order then matters more than the date, and all of it more than
        // the weather.
        var lines = [[date(civil), lunarDate].compactMap { $0 }.fitting(area.width)]
        if headerOrder != nil { lines = orderLines(in: area.width) }
        let style = headerOrder != nil ? theme.strong : theme.page
        for (row, line) in lines.prefix(2).enumerated() { right(line, area, row: row + 1, style) }
        if lines.count < 2 { right(weatherLine(in: area.width), area, row: 2, theme.page) }
    }

    /// The order to keep in sight: one that is open, or one whose end nobody has read yet.
    private var headerOrder: Order? {
        if let open = state.orders.last(where: { !$0.isClosed }) { return open }
        if case .request(let screen) = state.screen, screen.handle == state.orders.last?.handle { return nil }
        return state.orders.last
    }

    /// The kept order, or else the weather.
    private var headerStatus: String {
        if headerOrder != nil { return orderWords(arrived: .requestArrived).joined(separator: " ") }
        return weatherLine(in: frame.size.columns - 2)
    }

    /// The words for the kept order: which one it is, and when it comes.
    private func orderWords(arrived: MessageKey) -> [String] {
        guard let order = headerOrder else { return [] }
        let plate = order.answer?.assignment?.plate
        let minutes = order.minutesLeft(at: state.wall).map {
            $0 == 0 ? text(arrived) : text(.infoMinutes, ["minutes": String($0)])
        }
        let own = order.isOfOwnKind ? catalogue.function(order.function)?.short.text(in: language) : nil
        return [own, plate.map(plateText) ?? text(order.title), minutes].compactMap { $0 }
    }

    /// The kept order in a narrow place: on one line, or on two lines of which the second is the time.
    private func orderLines(in width: Int) -> [String] {
        let whole = headerStatus
        let words = orderWords(arrived: .requestArrivedShort)
        guard whole.columns > width, words.count > 1, let last = words.last else {
            return TextFlow.lines(whole, width: width)
        }
        return [words.dropLast().joined(separator: " "), last]
    }

    /// A plate without its middle dot, because that character has no certain width and Chinese fonts draw it over its
    /// neighbour.
    func plateText(_ plate: String) -> String { plate.map { $0 == "·" ? " " : String($0) }.joined() }

    /// A mark that concerns the whole booth; nil if there is none.
    private var headerMark: String? {
        if settings.booth.outOfOrder { return text(.markOutOfOrder) }
        if state.health.lastGoodConfiguration { return text(.markLastGood) }
        if !state.health.online { return text(.markOffline) }
        return nil
    }

    /// Sky and temperature, or in little room the temperature alone. Sample data is always marked as such.
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

    /// The day of the Chinese calendar; only if the language is Chinese.
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
}
