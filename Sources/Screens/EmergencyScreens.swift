import KioskCore

extension EmergencyService {
    /// Name and number; never the number alone.
    var message: MessageKey {
        switch self {
        case .police: .emergencyPolice
        case .ambulance: .emergencyAmbulance
        case .fire: .emergencyFire
        }
    }
}

extension Painter {
    /// The title of an emergency page, and under it, where calls go nowhere real, the demonstration mark.
    mutating func emergencyTitle(_ name: String, second: String) -> Rect {
        var body = title(name, second: second, theme.emergency)
        guard !settings.telephony.live else { return body }
        let bar = Rect(x: 0, y: layout.body.y + 1, width: frame.size.columns, height: 1)
        frame.fill(bar, theme.notice)
        centre(
            [text(.markDemo), secondText(.markDemo)].fitting(bar.width - 2), bar, row: 0, theme.notice)
        let used = bar.y + 1 - body.y
        if used > 0 {
            body.y += used
            body.height -= used
        }
        if layout.size.rows >= 30 {
            body.y += 1
            body.height -= 1
        }
        return body
    }

    mutating func drawCountdown(_ countdown: EmergencyCountdown) {
        let service = countdown.service
        let body = emergencyTitle(text(service.message), second: secondText(service.message))
        let seconds = String((countdown.until - state.now).secondsRoundedUp)
        let scale = body.height >= 18 ? 3 : body.height >= 13 ? 2 : 1
        let values = ["seconds": seconds, "service": text(service.message)]
        let secondValues = ["seconds": seconds, "service": secondText(service.message)]
        let key = String(service.key)
        var row = 0
        let wide = frame.size.columns >= 58 || scale == 1
        let number = BigDigits.width(seconds, scale: scale)
        let inner =
            wide ? Rect(x: body.x + number + 3, y: body.y, width: body.width - number - 3, height: body.height) : body
        if wide {
            big(seconds, x: body.x, y: body.y, theme.strong, scale: scale)
        } else {
            big(seconds, x: body.x + (body.width - number) / 2, y: body.y, theme.strong, scale: scale)
            row += BigDigits.height * scale + 1
        }
        let spaced = inner.height - row >= 9
        row += paragraph(text(.emergencyCountdown, values), inner, row: row, theme.page)
        if spaced { row += paragraph(secondText(.emergencyCountdown, secondValues), inner, row: row, theme.quiet) + 1 }
        row += paragraph(text(.emergencyMistake), inner, row: row, theme.strong)
        if spaced { row += paragraph(secondText(.emergencyMistake), inner, row: row, theme.quiet) + 1 }
        row += paragraph(text(.emergencyCallNow, ["key": key]), inner, row: row, theme.page)
        if spaced { paragraph(secondText(.emergencyCallNow, ["key": key]), inner, row: row, theme.quiet) }
        let cancel = layout.tileArea(row: 3, column: 0)
        tile(.star, cancel, label: text(.keyCancel), second: secondText(.keyCancel), theme.forwardKey)
        tile(
            .hash, layout.tileArea(row: 3, column: 2), label: text(.keyCallNow), second: secondText(.keyCallNow),
            theme.emergency)
    }

    mutating func drawChooser(_ chooser: Chooser) {
        let body = emergencyTitle(text(.chooserTitle), second: secondText(.chooserTitle))
        let key: MessageKey = chooser.until == nil ? .chooserAutomaticOff : .chooserNoKey
        let seconds = chooser.until.map { String(($0 - state.now).secondsRoundedUp) } ?? ""
        // 4, 5 and 6 stand where they stand on home.
        for service in EmergencyService.allCases {
            let area = layout.tileArea(row: 1, column: service.key - 4)
            let function = catalogue.function(for: service)
            tile(
                .digit(service.key), area,
                label: function?.label.text(in: language) ?? text(service.message),
                second: function.map { secondLabel($0) } ?? secondText(service.message),
                short: function?.short.text(in: language), theme.emergency)
        }
        let below = layout.tileArea(row: 1, column: 0)
        let afterTiles = Rect(
            x: body.x, y: below.y + below.height + 1, width: body.width,
            height: max(0, layout.bottom - below.y - below.height - 1))
        let above = Rect(x: body.x, y: body.y, width: body.width, height: max(0, below.y - body.y))
        let area = afterTiles.height >= 2 ? afterTiles : above
        var row = 0
        if area.height >= 6, !seconds.isEmpty {
            big(seconds, x: area.x, y: area.y, theme.strong)
            row += 4
        }
        row += paragraph(text(key, ["seconds": seconds]), area, row: row, theme.page)
        if row < area.height { paragraph(secondText(key, ["seconds": seconds]), area, row: row, theme.quiet) }
        keys()
    }

    mutating func drawCannotCall(_ service: EmergencyService?) {
        let name = service.map { text($0.message) } ?? text(.sosLabel)
        let other = service.map { secondText($0.message) } ?? secondText(.sosLabel)
        let body = title(name, second: other, theme.emergency)
        var row = paragraph(text(.callCannot), body, row: 0, theme.strong)
        row += paragraph(secondText(.callCannot), body, row: row, theme.quiet)
        row += body.height > 8 ? 1 : 0
        row += paragraph(text(.callNearest), body, row: row, theme.page)
        row += paragraph(settings.booth.nearestPhone.text(in: language), body, row: row, theme.strong)
        paragraph(settings.booth.nearestPhone.text(in: second), body, row: row, theme.quiet)
        keys(zero: false)
    }
}
