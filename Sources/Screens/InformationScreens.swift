import KioskCore

extension InformationTopic {
    /// The words for it.
    var message: MessageKey {
        switch self {
        case .weather: .infoWeather
        case .buses: .infoBuses
        case .activities: .infoActivities
        case .numbers: .infoNumbers
        case .connectivity: .infoConnectivity
        case .notices: .infoNotices
        }
    }
}

extension Absence {
    /// The same in a word or two, where a tile or a list has no room for more.
    var mark: MessageKey {
        switch self {
        case .none: .markNone
        case .notSetUp: .markNotSetUp
        case .unreadable: .markUnreadable
        case .outdated: .markOutdated
        case .unknown: .markWaiting
        }
    }

    /// The same of places.
    var markNear: MessageKey { self == .none ? .markNoneNear : mark }
}

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
        guard let topic = screen.topic else { return drawTopics(screen) }
        let body = title(text(topic.message), second: secondText(topic.message), theme.information)
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

    /// What of a list stands on the page looked at, as it is said.
    private func onPage<Item>(_ screen: InformationScreen, of items: [Item]) -> ArraySlice<Item> {
        items.dropFirst(screen.page * InformationScreen.pageSize).prefix(InformationScreen.pageSize)
    }

    /// The page of a topic that has several.
    private func part(_ screen: InformationScreen) -> Part? {
        guard let topic = screen.topic else { return nil }
        return Part(number: screen.page + 1, count: state.life.content.pages(of: topic, settings.local))
    }

    private mutating func topicKeys(_ part: Part?) {
        if let part, part.count > 1 { keys(hash: .keyNext, forward: true) } else { keys() }
    }

    private func valid<Value>(_ dated: Dated<Value>?) -> Dated<Value>? {
        dated?.isValid(at: state.wall) == true ? dated : nil
    }

    private mutating func drawTopics(_ screen: InformationScreen) {
        let body = title(runTitle, second: runSecondTitle, runStyle)
        flow(
            screen.topics.enumerated().map { index, topic in
                option(
                    index + 1, topic.message,
                    detail: state.shows(topic, settings.local) ? "" : text(state.absence(of: topic).mark))
            } + functionsHere, in: body)
        keys()
    }

    /// Why a page has nothing to show, in words that are true.
    mutating func explain(_ absence: Absence, _ body: Rect) {
        let again = words(.infoUnavailableHint, theme.page)
        switch absence {
        case .none: flow([words(.infoNone, theme.strong)], in: body)
        case .notSetUp: flow([words(.infoNotSetUp, theme.strong)], in: body)
        case .unreadable: flow([words(.infoUnreadable, theme.strong), again], in: body)
        case .outdated(let asOf):
            let civil = civil(asOf)
            // In figures, for the line stands in two languages.
            let day = "\(civil.year)-\(civil.month.twoDigits)-\(civil.day.twoDigits)"
            let time = "\(day) \(civil.hour.twoDigits):\(civil.minute.twoDigits)"
            flow([words(.infoOutdated, theme.strong, ["time": time]), again], in: body)
        case .unknown: flow([words(.infoUnavailable, theme.strong), again], in: body)
        }
        keys()
    }

    /// Its time, and whether it is made up.
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
        keys()
    }

    // MARK: Buses

    private mutating func drawBuses(_ dated: Dated<BusStop>?, _ screen: InformationScreen, _ body: Rect) {
        guard let dated, let wall = state.wall else { return }
        var blocks = [words(dated.value.name, theme.page)]
        for line in onPage(screen, of: dated.value.lines) {
            let minutes = line.minutes(at: wall).map { left in
                left == 0 ? text(.infoArriving) : text(.infoMinutes, ["minutes": String(left)])
            }
            let when = minutes.isEmpty ? text(.infoNoBus) : minutes.joined(separator: "  ")
            var towards = text(.infoTowards, ["place": line.towards.text(in: language)])
            // While none is announced, whether there will be one at all.
            if minutes.isEmpty, let first = line.first, let last = line.last {
                towards += "\n" + text(.infoFirstLast, ["first": first.clock, "last": last.clock])
            }
            blocks.append(.departure(line: name(of: line), when: when, towards: towards))
        }
        flow(blocks, in: body, foot: source(dated), part: part(screen))
        topicKeys(part(screen))
    }

    /// `63路` is 63 to whoever reads no Chinese.
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
        flow(
            onPage(screen, of: dated.value).enumerated().map { index, activity in
                .option(
                    Block.Option(
                        key: .digit(index + 1), label: activity.title.text(in: language), second: time(of: activity)))
            }, in: body, foot: source(dated), part: part(screen))
        topicKeys(part(screen))
    }

    /// Day and time of day; without it where the activity takes whole days.
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
        keys()
    }

    private mutating func drawNotices(_ dated: Dated<[Notice]>?, _ screen: InformationScreen, _ body: Rect) {
        guard let dated, !dated.value.isEmpty else { return }
        let notice = dated.value[min(screen.page, dated.value.count - 1)]
        let blocks: [Block] = [
            .words(notice.title.text(in: language), theme.strong), .words(notice.text.text(in: language), theme.page),
        ]
        let code = settings.local.site.map { Code(text: $0, caption: text(.infoSite)) }
        flow(blocks, in: body, foot: source(dated), code: code, part: part(screen))
        topicKeys(part(screen))
    }

    // MARK: Numbers, Wi-Fi and charging

    private mutating func drawNumbers(_ screen: InformationScreen, _ body: Rect) {
        let numbers = settings.local.numbers
        if let index = screen.item, numbers.indices.contains(index) {
            let number = numbers[index]
            flow(
                [
                    words(number.label, theme.strong),
                    .number(number.number, [], plain: number.number),
                    action(.hash, .infoCall, theme.forwardKey),
                ], in: body)
            return keys(hash: .infoCall, forward: true)
        }
        flow(
            onPage(screen, of: numbers).enumerated().map { index, number in
                .option(
                    Block.Option(
                        key: .digit(index + 1), label: number.label.text(in: language),
                        second: number.label.text(in: second), detail: number.number))
            }, in: body, part: part(screen))
        topicKeys(part(screen))
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
        keys()
    }

    // MARK: Pension

    mutating func drawPension(_ screen: PensionScreen) {
        let body = title(text(.pensionTitle), second: secondText(.pensionTitle), runStyle)
        switch screen {
        case .consent:
            flow([words(.pensionConsent, theme.page), action(.hash, .pensionAgree, theme.forwardKey)], in: body)
            keys(hash: .pensionAgree, forward: true)
        case .noReader:
            flow([words(.pensionNoReader, theme.strong), words(.pensionNoReaderHint, theme.page)], in: body)
            keys()
        case .putInAgain:
            flow([words(.pensionPutInAgain, theme.strong)], in: body)
            keys()
        case .card:
            flow([words(.pensionInsert, theme.strong)], in: body)
            keys()
        case .reading:
            flow([words(.pensionReading, theme.strong)], in: body)
            keys()
        case .amount:
            flow(pensionAmount, in: body)
            keys()
        case .unreadable:
            flow([words(.pensionUnreadable, theme.strong), words(.pensionNoReaderHint, theme.page)], in: body)
            keys()
        case .noAnswer:
            flow([words(.pensionNoAnswer, theme.strong), words(.pensionNoReaderHint, theme.page)], in: body)
            keys()
        }
    }

    private var pensionAmount: [Block] {
        guard let answer = state.card?.answer else { return [] }
        let month = ["year": "\(answer.year)", "month": "\(answer.month)"]
        return [
            words(.pensionMonth, theme.page, month), words(.pensionAmount, theme.strong, ["amount": answer.yuan]),
        ] + (answer.isSimulated ? [words(.pensionSimulated, theme.strong)] : []) + [words(.pensionTakeCard, theme.page)]
    }
}

extension WiFi {
    /// The WIFI: form that telephones read from a QR code, with its five special characters escaped.
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
