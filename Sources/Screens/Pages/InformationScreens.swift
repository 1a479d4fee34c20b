import KioskCore
import Vocabulary

extension WeatherHint {
    fileprivate var message: MessageKey {
        switch self {
        case .umbrella: .infoUmbrella
        case .heat: .infoHeat
        case .coat: .infoCoat
        case .air: .infoAirPoor
        }
    }
}

extension AirGrade.Word {
    fileprivate var message: MessageKey {
        switch self {
        case .good: .infoAirGood
        case .fair: .infoAirFair
        case .poor: .infoAirPoor
        }
    }
}

extension Painter {
    mutating func drawInformation(_ screen: InformationScreen) {
        guard let topic = screen.topic else { return drawTopics() }
        let body = title()
        guard state.shows(topic, settings.local) else { return explain(state.absence(of: topic), body) }
        let content = state.life.content
        switch topic {
        case .weather: drawWeather(valid(content.weather), body)
        case .buses: drawBuses(valid(content.buses), screen, body)
        case .activities: drawActivities(valid(content.activities), screen, body)
        case .numbers: drawNumbers(screen, body)
        case .connectivity: drawConnectivity(body)
        case .notices: drawNotices(valid(content.notices), screen, body)
        }
    }

    /// Which page of the topic is shown, and of how many.
    private func part(_ screen: InformationScreen) -> Part? {
        guard let topic = screen.topic else { return nil }
        return Part(number: screen.page + 1, count: state.life.content.pages(of: topic, settings.local))
    }

    private func valid<Value>(_ dated: Dated<Value>?) -> Dated<Value>? {
        dated?.isValid(at: state.wall) == true ? dated : nil
    }

    private mutating func drawTopics() {
        let body = title()
        flow(options(), in: body)
    }

    /// Draws why a page has nothing to show, in the words for exactly that reason.
    mutating func explain(_ absence: Absence, _ body: Rect) {
        let again = words(.infoUnavailableHint, theme.page)
        switch absence {
        case .none: flow([words(.infoNone, theme.strong)], in: body)
        case .notSetUp: flow([words(.infoNotSetUp, theme.strong)], in: body)
        case .unreadable: flow([words(.infoUnreadable, theme.strong), again], in: body)
        case .outdated(let asOf):
            let civil = civil(asOf)
            // The time is in figures, because the line is in two languages.
            let day = "\(civil.year)-\(civil.month.twoDigits)-\(civil.day.twoDigits)"
            let time = "\(day) \(civil.hour.twoDigits):\(civil.minute.twoDigits)"
            flow([words(.infoOutdated, theme.strong, ["time": time]), again], in: body)
        case .unknown: flow([words(.infoUnavailable, theme.strong), again], in: body)
        }
    }

    /// The time that information refers to, and whether it is sample data.
    private func source<Value>(_ dated: Dated<Value>) -> String {
        let civil = civil(dated.asOf)
        let time = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        return [text(.markAsOf, ["time": time]), dated.sample ? text(.markSample) : nil].compactMap { $0 }
            .fitting(frame.size.columns - 2)
    }

    private func civil(_ unixMilliseconds: Int64) -> CivilTime {
        WallTime(unixMilliseconds: unixMilliseconds, utcOffsetSeconds: state.wall?.utcOffsetSeconds ?? 28_800).civil
    }

    // MARK: Weather

    private mutating func drawWeather(_ dated: Dated<Weather>?, _ body: Rect) {
        guard let dated else { return }
        let weather = dated.value
        var blocks: [Block] = []
        blocks += weather.warnings.map { words($0.text, theme.strong) }
        let sky = weather.sky.map { text(.infoNow) + " " + text($0.message) }
        if let degrees = weather.temperature {
            let lines = [
                sky.map { Block.Line(text: $0, style: theme.strong) },
                weather.sky.map { Block.Line(text: secondText($0.message), style: theme.quiet) },
            ]
            let plain = [sky ?? text(.infoNow), text(.infoTemperature, ["value": String(degrees)])]
            blocks.append(
                .number("\(degrees)°", lines.compactMap { $0 }, plain: plain.joined(separator: " ")))
        }
        let rows: [(MessageKey, Sky?, Int?, Int?)] = [
            (.infoToday, weather.sky ?? weather.today, weather.low, weather.high),
            (.infoTonight, weather.tonight, nil, nil),
            (.infoTomorrow, weather.tomorrow, weather.tomorrowLow, weather.tomorrowHigh),
        ]
        for (key, sky, low, high) in rows {
            var degrees = ""
            if let low, let high { degrees = text(.infoDegrees, ["low": String(low), "high": String(high)]) }
            guard sky != nil || !degrees.isEmpty else { continue }
            blocks.append(
                .departure(
                    line: [text(key), sky.map { text($0.message) }].compactMap { $0 }.joined(separator: "  "),
                    when: degrees,
                    towards: [secondText(key), sky.map { secondText($0.message) }].compactMap { $0 }
                        .joined(separator: "  ")))
        }
        if let air = weather.air?.word, let pm25 = weather.pm25 {
            let value = text(.infoAir, ["value": String(pm25)])
            blocks.append(.words(text(air.message) + "  " + value, second: secondText(air.message), theme.page))
        }
        for hint in weather.hints where hint != .air { blocks.append(words(hint.message, theme.strong)) }
        flow(blocks, in: body, foot: source(dated))
    }

    // MARK: Buses

    private mutating func drawBuses(_ dated: Dated<BusStop>?, _ screen: InformationScreen, _ body: Rect) {
        guard let dated, let wall = state.wall else { return }
        var blocks = [words(dated.value.name, theme.page)]
        for line in dated.value.lines.part(screen.page, InformationTopic.pageSize) {
            let minutes = line.minutes(at: wall).map { left in
                left == 0 ? text(.infoArriving) : text(.infoMinutes, ["minutes": String(left)])
            }
            let when = minutes.isEmpty ? text(.infoNoBus) : minutes.joined(separator: "  ")
            var towards = text(.infoTowards, ["place": line.towards.text(in: language)])
            // While no bus is announced, the day's first and last bus show whether one will come at all.
            if minutes.isEmpty, let first = line.first, let last = line.last {
                towards += "\n" + text(.infoFirstLast, ["first": first.clock, "last": last.clock])
            }
            blocks.append(.departure(line: name(of: line), when: when, towards: towards))
        }
        flow(blocks, in: body, foot: source(dated), part: part(screen))
    }

    /// The name of a line. For people who do not read Chinese, `63路` becomes 63.
    private func name(of line: BusLine) -> String {
        let number = line.line.hasSuffix("路") ? line.line.dropLast() : ""
        let isPlain = !number.isEmpty && number.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter) }
        return language != .chinese && isPlain ? String(number) : line.line
    }

    // MARK: Activities and notices

    private mutating func drawActivities(_ dated: Dated<[Activity]>?, _ screen: InformationScreen, _ body: Rect) {
        guard let dated, !dated.value.isEmpty else { return }
        if let index = screen.item, dated.value.indices.contains(index) {
            return drawActivity(dated.value[index], body, foot: source(dated))
        }
        let shownNow = dated.value.part(screen.page, InformationTopic.pageSize)
        flow(
            zip(shown.offers(at: .body), shownNow).map { option($0, second: time(of: $1)) }, in: body,
            foot: source(dated), part: part(screen))
    }

    /// The day and time of day at which an activity starts; the day alone if it lasts whole days.
    private func time(of activity: Activity) -> String {
        let civil = civil(activity.starts)
        let clock = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        return activity.isAllDay ? date(civil) : date(civil) + " " + clock
    }

    private mutating func drawActivity(_ activity: Activity, _ body: Rect, foot: String) {
        let place = [activity.place, activity.subdistrict].map { $0.text(in: language) }.filter { !$0.isEmpty }
        flow(
            [
                words(activity.title, theme.strong), .words(time(of: activity), theme.page),
                .words(place.joined(separator: "  "), theme.page),
            ], in: body, foot: foot, code: activity.signUp.map { Code(text: $0, caption: text(.infoSignUp)) })
    }

    private mutating func drawNotices(_ dated: Dated<[Notice]>?, _ screen: InformationScreen, _ body: Rect) {
        guard let dated, !dated.value.isEmpty else { return }
        let notice = dated.value[min(screen.page, dated.value.count - 1)]
        let blocks: [Block] = [
            .words(notice.title.text(in: language), theme.strong), .words(notice.text.text(in: language), theme.page),
        ]
        let code = settings.local.site.map { Code(text: $0, caption: text(.infoSite)) }
        flow(blocks, in: body, foot: source(dated), code: code, part: part(screen))
    }

    // MARK: Numbers, Wi-Fi and charging

    private mutating func drawNumbers(_ screen: InformationScreen, _ body: Rect) {
        let numbers = settings.local.numbers
        if let index = screen.item, numbers.indices.contains(index) {
            let number = numbers[index]
            return flow(
                [words(number.label, theme.strong), .number(number.number, [], plain: number.number)] + forwardLine(),
                in: body)
        }
        let shownNow = numbers.part(screen.page, InformationTopic.pageSize)
        flow(
            zip(shown.offers(at: .body), shownNow).map { option($0, detail: $1.number) }, in: body, part: part(screen))
    }

    private mutating func drawConnectivity(_ body: Rect) {
        var blocks: [Block] = []
        if let wifi = settings.local.wifi {
            blocks.append(field(.infoWifi, wifi.name, theme.strong))
            if let password = wifi.password { blocks.append(field(.infoPassword, password, theme.strong)) }
        }
        let charging = settings.local.charging.text(in: language)
        if !charging.isEmpty { blocks.append(field(.infoCharging, charging, theme.page)) }
        flow(blocks, in: body, code: settings.local.wifi.map { Code(text: $0.code, caption: text(.infoScan)) })
    }
}

extension WiFi {
    /// The text of the QR code from which telephones read a network: the `WIFI:` form, with its five special characters
    /// escaped.
    var code: String {
        func escaped(_ text: String) -> String {
            text.reduce(into: "") { result, character in
                if "\\;,\":".contains(character) { result.append("\\") }
                result.append(character)
            }
        }
        guard let password else { return "WIFI:T:nopass;S:\(escaped(name));;" }
        return "WIFI:T:WPA;S:\(escaped(name));P:\(escaped(password));;"
    }
}
