import KioskCore

extension Painter {
    mutating func drawHome() {
        drawPromptRow()
        let rows: [(category: Category, keys: ClosedRange<Int>, heading: MessageKey)] = [
            (.services, 1...3, .categoryServices), (.emergency, 4...6, .categoryEmergency),
            (.information, 7...9, .categoryInformation),
        ]
        for (row, entry) in rows.enumerated() {
            heading(entry.heading, row: row, style: theme.tile(entry.category))
            for key in entry.keys {
                drawTile(onKey: key, area: layout.tileArea(row: row, column: (key - 1) % 3))
            }
        }
        keys(star: state.session == nil ? .keyBack : .keyEnd)
    }

    /// What to press; or, for a while, what just happened.
    private mutating func drawPromptRow() {
        let banner: (MessageKey, Style)?
        switch state.banner {
        case .emergencyCancelled: banner = (.emergencyCancelled, theme.notice)
        case .thanks: banner = (.ratingThanks, theme.notice)
        case nil: banner = nil
        }
        let y = layout.promptRow ? layout.header : max(0, layout.header - 1)
        let area = Rect(x: 0, y: y, width: frame.size.columns, height: 1)
        let inner = Rect(x: 1, y: y, width: frame.size.columns - 2, height: 1)
        if let (key, style) = banner {
            frame.fill(area, style)
            centre(text(key), inner, row: 0, style)
        } else if layout.promptRow {
            left(text(.homePress), inner, row: 0, theme.strong)
            // On attract the header's clock leaves no room for the Chinese calendar in this column.
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

    /// Without heading rows the category's first character marks its row.
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
        guard let function = catalogue.function(onKey: key) else { return frame.fill(area, theme.page) }
        let isPaused = paused(function)
        tile(
            .digit(key), area, label: function.label.text(in: language),
            second: isPaused ? text(.markPaused) : secondLabel(function), short: function.short.text(in: language),
            isPaused ? theme.plainKey : theme.tile(function.category))
    }

    /// Whether an outage concerns this function; emergency tiles never say so, since they keep trying.
    func paused(_ function: Function) -> Bool {
        let canCall = !settings.telephony.usableTrunks.isEmpty && state.health.routes.agentConnected
        switch function.steps.first(where: { $0.name != .choice && $0.name != .confirm && $0.name != .number }) {
        case .request?: return !state.health.online
        case .call?: return !canCall
        case .places?: return state.life.places == nil
        default: return false
        }
    }

    // MARK: Kept order

    mutating func drawKept(_ handle: RequestHandle) {
        guard let order = state.orders.first(where: { $0.handle == handle }),
            let function = catalogue.function(order.function)
        else { return }
        let body = title(
            function.label.text(in: language), second: function.label.text(in: second), theme.tile(function.category))
        options(
            [
                Option(label: text(.requestLook), second: secondText(.requestLook)),
                Option(label: text(.requestAnother), second: secondText(.requestAnother)),
            ], in: body)
        keys()
    }

    // MARK: Choice, confirmation, rating

    /// One line of a list of choices.
    struct Option {
        var label: String
        var second: String
        var detail = ""
    }

    /// A list of choices on the digits from 1: as tall as the space allows.
    mutating func options(_ options: [Option], in area: Rect) {
        guard !options.isEmpty else { return }
        let step = min(5, area.height / options.count)
        let tall = step >= 4
        for (index, option) in options.enumerated() {
            let height = tall ? step - 1 : max(1, step >= 2 ? step - (step > 2 ? 1 : 0) : 1)
            let row = Rect(x: area.x, y: area.y + index * step, width: area.width, height: height)
            guard row.y + row.height <= area.y + area.height else { break }
            frame.fill(row, theme.information)
            frame.regions.append(HitRegion(area: row, key: .digit(index + 1)))
            let digit = String(index + 1)
            if tall {
                let pad = (height - 3) / 2
                big(digit, x: row.x + 1, y: row.y + pad, theme.information)
                let room = Rect(x: row.x + 8, y: row.y + pad, width: row.width - 9, height: 3)
                let lines = TextFlow.lines(option.label, width: room.width)
                for (line, words) in lines.prefix(2).enumerated() { left(words, room, row: line, theme.information) }
                if lines.count < 2 { left(option.second, room, row: 1, theme.information.plain) }
                if !option.detail.isEmpty { left(option.detail, room, row: 2, theme.information) }
            } else {
                let room = Rect(x: row.x + 4, y: row.y, width: row.width - 5, height: height)
                left(digit, Rect(x: row.x + 1, y: row.y, width: 2, height: 1), row: 0, theme.information)
                let detail = option.detail
                left(
                    option.label, Rect(x: room.x, y: room.y, width: room.width - detail.columns - 1, height: 1), row: 0,
                    theme.information)
                right(detail, room, row: 0, theme.information)
                if height > 1 { left(option.second, room, row: 1, theme.information.plain) }
            }
        }
    }

    mutating func drawChoice(_ step: ChoiceStep) {
        let body = title(
            step.title.text(in: language), second: step.title.text(in: second), runStyle)
        options(
            step.options.map { Option(label: $0.label.text(in: language), second: $0.label.text(in: second)) }, in: body
        )
        keys()
    }

    mutating func drawConfirm(_ step: ConfirmStep) {
        let body = title(step.title.text(in: language), second: step.title.text(in: second), runStyle)
        var row = 0
        row += paragraph(settings.booth.address.text(in: language), body, row: row, theme.strong)
        if second != language {
            row += paragraph(settings.booth.address.text(in: second), body, row: row, theme.quiet)
        }
        for (label, other) in chosen where row + 2 < body.height {
            row += 1
            row += paragraph(label, body, row: row, theme.page)
            row += paragraph(other, body, row: row, theme.quiet)
        }
        if row + 3 < body.height {
            forwardHint(step.action.text(in: language), body, row: row + 1)
        }
        keys(
            hash: step.action.text(in: language), forward: true, hashSecond: step.action.text(in: second))
    }

    /// "Press # ..." in the middle of a page, for somebody who does not look down.
    mutating func forwardHint(_ action: String, _ body: Rect, row: Int) {
        let cap = Rect(x: body.x, y: body.y + row, width: 3, height: 1)
        frame.fill(cap, theme.forwardKey)
        left(" #", cap, row: 0, theme.forwardKey)
        left(action, Rect(x: body.x + 4, y: body.y + row, width: body.width - 4, height: 1), row: 0, theme.page)
    }

    /// The labels of what was chosen, in both languages.
    private var chosen: [(String, String)] {
        guard let run = state.run, let function = catalogue.function(run.function) else { return [] }
        return function.steps.compactMap { step in
            guard case .choice(let choice) = step, let id = run.answers[choice.id],
                let option = choice.options.first(where: { $0.id == id })
            else { return nil }
            return (option.label.text(in: language), option.label.text(in: second))
        }
    }

    mutating func drawRating() {
        let body = title(text(.ratingTitle), second: secondText(.ratingTitle), theme.information)
        let keys: [MessageKey] = [.rating1, .rating2, .rating3]
        options(keys.map { Option(label: text($0), second: secondText($0)) }, in: body)
        self.keys()
    }
}
