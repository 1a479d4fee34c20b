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

extension Painter {
    mutating func drawInformation(_ screen: InformationScreen) {
        guard let topic = screen.topic else { return drawTopics(screen) }
        let body = title(text(topic.message), second: secondText(topic.message), theme.information)
        let content = state.life.content
        switch topic {
        case .weather: drawWeather(valid(content.weather), body)
        case .buses: drawBuses(valid(content.buses), screen.page, body)
        case .activities: drawActivities(valid(content.activities), screen.page, body)
        case .numbers: drawNumbers(screen, body)
        case .connectivity: drawConnectivity(body)
        case .notices: drawNotices(valid(content.notices), screen.page, body)
        }
    }

    private func valid<Value>(_ dated: Dated<Value>?) -> Dated<Value>? {
        dated?.isValid(at: state.wall) == true ? dated : nil
    }

    private mutating func drawTopics(_ screen: InformationScreen) {
        let body = title(runTitle, runStyle)
        options(
            screen.topics.map { Option(label: text($0.message), second: secondText($0.message)) }, in: body)
        keys()
    }

    private mutating func unavailable(_ body: Rect) {
        var row = paragraph(text(.infoUnavailable), body, row: 0, theme.strong)
        row += paragraph(secondText(.infoUnavailable), body, row: row, theme.quiet) + 1
        paragraph(text(.infoUnavailableHint), body, row: row, theme.page)
        keys()
    }

    /// Its time, and whether it is made up, at the bottom of the page.
    private mutating func source<Value>(_ dated: Dated<Value>, _ body: Rect) {
        let civil = WallTime(unixMilliseconds: dated.asOf, utcOffsetSeconds: state.wall?.utcOffsetSeconds ?? 28_800)
            .civil
        let time = civil.hour.twoDigits + ":" + civil.minute.twoDigits
        let line = [text(.markAsOf, ["time": time]), dated.sample ? text(.markSample) : nil].compactMap { $0 }
        left(line.fitting(body.width), body, row: body.height - 1, theme.quiet)
    }

    // MARK: Weather

    private mutating func drawWeather(_ dated: Dated<Weather>?, _ body: Rect) {
        guard let dated else { return unavailable(body) }
        let weather = dated.value
        var row = 0
        if let warning = weather.warning?.text(in: language), !warning.isEmpty {
            row += paragraph(warning, body, row: row, theme.strong)
        }
        let now = text(weather.sky.message)
        if body.height >= 11 {
            let value = "\(weather.temperature)°"
            big(value, x: body.x, y: body.y + row, theme.strong)
            let x = BigDigits.width(value) + 2
            let room = Rect(x: body.x + x, y: body.y + row, width: body.width - x, height: 3)
            left(text(.infoNow) + " " + now, room, row: 0, theme.strong)
            left(secondText(weather.sky.message), room, row: 1, theme.quiet)
            row += 4
        } else {
            left(
                text(.infoNow) + " " + now + " " + text(.infoTemperature, ["value": String(weather.temperature)]), body,
                row: row, theme.strong)
            row += 1
        }
        let rows: [(MessageKey, Sky?, Int?, Int?)] = [
            (.infoToday, weather.sky, weather.low, weather.high), (.infoTonight, weather.tonight, nil, nil),
            (.infoTomorrow, weather.tomorrow, weather.tomorrowLow, weather.tomorrowHigh),
        ]
        for (key, sky, low, high) in rows where row < body.height - 1 {
            guard let sky else { continue }
            left(text(key), body, row: row, theme.quiet)
            left(
                text(sky.message), Rect(x: body.x + 10, y: body.y, width: body.width - 10, height: body.height),
                row: row, theme.page)
            if let low, let high {
                right(text(.infoDegrees, ["low": String(low), "high": String(high)]), body, row: row, theme.page)
            }
            row += 1
        }
        if let air = weather.pm25, row < body.height - 1 {
            let word: MessageKey = air <= 35 ? .infoAirGood : air <= 75 ? .infoAirFair : .infoAirPoor
            left(text(word), body, row: row, theme.page)
            right(text(.infoAir, ["value": String(air)]), body, row: row, theme.page)
            row += 1
        }
        if let hint = hint(weather), row + 1 < body.height - 1 { left(text(hint), body, row: row + 1, theme.strong) }
        source(dated, body)
        keys()
    }

    private func hint(_ weather: Weather) -> MessageKey? {
        let wet: Set<Sky> = [.rain, .heavyRain, .thunder, .snow]
        if [weather.sky, weather.tonight].contains(where: { $0.map(wet.contains) ?? false }) { return .infoUmbrella }
        if weather.high >= 33 { return .infoHeat }
        return weather.low <= 8 ? .infoCoat : nil
    }

    // MARK: Buses

    private mutating func drawBuses(_ dated: Dated<BusStop>?, _ page: Int, _ body: Rect) {
        guard let dated, let wall = state.wall else { return unavailable(body) }
        left(dated.value.name.text(in: language), body, row: 0, theme.strong)
        let size = InformationScreen.pageSize
        let lines = dated.value.lines.dropFirst(page * size).prefix(size)
        let step = body.height - 2 >= lines.count * 3 ? 3 : body.height - 2 >= lines.count * 2 ? 2 : 1
        for (index, line) in lines.enumerated() {
            let row = 1 + (step == 3 ? 1 : 0) + index * step
            guard row < body.height - 1 else { break }
            let minutes = line.arrivals.filter { $0 >= wall.unixMilliseconds - 30_000 }.prefix(2).map { arrival in
                let left = Int((arrival - wall.unixMilliseconds) / 60_000)
                return left <= 0 ? text(.infoArriving) : text(.infoMinutes, ["minutes": String(left)])
            }
            left(line.line, body, row: row, theme.strong)
            right(minutes.isEmpty ? text(.infoNoBus) : minutes.joined(separator: "  "), body, row: row, theme.page)
            if step > 1 {
                left(
                    text(.infoTowards, ["place": line.towards.text(in: language)]), body, row: row + 1, theme.quiet)
            }
        }
        source(dated, body)
        pageKeys(dated.value.lines.count)
    }

    private mutating func pageKeys(_ count: Int) {
        if count > InformationScreen.pageSize { keys(hash: .keyNext, forward: true) } else { keys() }
    }

    // MARK: Activities and notices

    private mutating func drawActivities(_ dated: Dated<[Activity]>?, _ page: Int, _ body: Rect) {
        guard let dated else { return unavailable(body) }
        var row = 0
        for activity in dated.value.dropFirst(page * InformationScreen.pageSize).prefix(InformationScreen.pageSize) {
            guard row + 2 < body.height else { break }
            let civil = WallTime(
                unixMilliseconds: activity.starts, utcOffsetSeconds: state.wall?.utcOffsetSeconds ?? 28_800
            ).civil
            row += paragraph(activity.title.text(in: language), body, row: row, theme.strong)
            let time = date(civil) + " " + civil.hour.twoDigits + ":" + civil.minute.twoDigits
            left(time, body, row: row, theme.page)
            right(activity.place.text(in: language), body, row: row, theme.quiet)
            row += body.height >= 12 ? 2 : 1
        }
        source(dated, body)
        pageKeys(dated.value.count)
    }

    private mutating func drawNotices(_ dated: Dated<[Notice]>?, _ page: Int, _ body: Rect) {
        let code = settings.local.site.flatMap { QR.code($0, fitting: body) }
        guard let dated, !dated.value.isEmpty else { return unavailable(body) }
        let notice = dated.value[min(page, dated.value.count - 1)]
        var area = body
        let beside = frame.size.columns >= 60
        if let code, beside { area.width -= code.columns + 2 }
        var row = paragraph(notice.title.text(in: language), area, row: 0, theme.strong)
        row += paragraph(notice.text.text(in: language), area, row: row, theme.page)
        if let code {
            let space =
                beside
                ? Rect(x: body.x + body.width - code.columns, y: body.y, width: code.columns, height: body.height - 1)
                : Rect(x: body.x, y: body.y + row + 1, width: body.width, height: body.height - row - 2)
            draw(code, in: space)
        }
        source(dated, body)
        if dated.value.count > 1 { keys(hash: .keyNext, forward: true) } else { keys() }
    }

    // MARK: Numbers, Wi-Fi and charging

    private mutating func drawNumbers(_ screen: InformationScreen, _ body: Rect) {
        let numbers = settings.local.numbers
        if let index = screen.number, numbers.indices.contains(index) {
            let number = numbers[index]
            var row = paragraph(number.label.text(in: language), body, row: 0, theme.strong)
            row += paragraph(number.label.text(in: second), body, row: row, theme.quiet) + 1
            if body.height - row >= 3, BigDigits.width(number.number) <= body.width {
                big(number.number, x: body.x, y: body.y + row, theme.page)
            } else {
                left(number.number, body, row: row, theme.page)
            }
            return keys(hash: .infoCall, forward: true)
        }
        let first = screen.page * InformationScreen.pageSize
        options(
            numbers.dropFirst(first).prefix(InformationScreen.pageSize).map {
                Option(label: $0.label.text(in: language), second: $0.label.text(in: second), detail: $0.number)
            }, in: body)
        pageKeys(numbers.count)
    }

    private mutating func drawConnectivity(_ body: Rect) {
        var row = 0
        if let wifi = settings.local.wifi {
            let lines: [(MessageKey, String?)] = [(.infoWifi, wifi.name), (.infoPassword, wifi.password)]
            for (key, value) in lines {
                guard let value else { continue }
                left(text(key), body, row: row, theme.quiet)
                right(value, body, row: row, theme.strong)
                row += 1
            }
        }
        let charging = settings.local.charging.text(in: language)
        if !charging.isEmpty, row < body.height {
            left(text(.infoCharging), body, row: row, theme.quiet)
            let room = Rect(x: body.x + 10, y: body.y, width: body.width - 10, height: body.height)
            row += max(1, paragraph(charging, room, row: row, theme.page))
        }
        if let wifi = settings.local.wifi, let code = QR.code(wifi.code, fitting: body), row + code.rows <= body.height
        {
            draw(code, in: Rect(x: body.x, y: body.y + row, width: body.width, height: body.height - row))
        }
        keys()
    }

    // MARK: Pension

    mutating func drawPension(_ screen: PensionScreen) {
        let body = title(text(.pensionTitle), second: secondText(.pensionTitle), runStyle)
        switch screen {
        case .consent:
            var row = paragraph(text(.pensionConsent), body, row: 0, theme.page)
            row += paragraph(secondText(.pensionConsent), body, row: row + 1, theme.quiet)
            keys(hash: .pensionAgree, forward: true)
        case .noReader:
            var row = paragraph(text(.pensionNoReader), body, row: 0, theme.strong)
            row += paragraph(secondText(.pensionNoReader), body, row: row, theme.quiet) + 1
            row += paragraph(text(.pensionNoReaderHint), body, row: row, theme.page)
            paragraph(secondText(.pensionNoReaderHint), body, row: row, theme.quiet)
            keys()
        }
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
