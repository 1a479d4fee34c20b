import KioskCore
import Vocabulary

extension Painter {
    /// Draws the title of the emergency page that is shown.
    /// - Parameter number: a telephone number to show after the title.
    mutating func emergencyTitle(number: String? = nil) -> Rect {
        let words = shown.title.map { text($0.words) } ?? ""
        return emergencyTitle(
            [words, number].compactMap { $0 }.joined(separator: " "),
            second: shown.title.map { secondText($0.words) } ?? "")
    }

    /// Draws the title of an emergency page and, if no real calls are made, the demonstration mark below it. On small
    /// screens both share a row if they fit, and only the clock is above them.
    mutating func emergencyTitle(_ name: String, second: String) -> Rect {
        let mark = settings.telephony.live ? "" : text(.markDemo)
        let isSmall = layout.size.rows < 20
        if isSmall {
            let top = 1
            let bar = Rect(x: 0, y: top, width: frame.size.columns, height: 1)
            frame.fill(Rect(x: 0, y: top, width: frame.size.columns, height: layout.header), theme.page)
            frame.fill(bar, theme.emergency)
            let inner = Rect(x: 1, y: top, width: bar.width - 2, height: 2)
            left(name, inner, row: 0, theme.emergency)
            var used = 1
            if !mark.isEmpty {
                if name.columns + 3 + mark.columns <= inner.width {
                    let x = frame.size.columns - mark.columns - 2
                    frame.fill(Rect(x: x, y: top, width: mark.columns + 2, height: 1), theme.notice)
                    frame.write(mark, x: x + 1, y: top, style: theme.notice)
                } else {
                    frame.fill(Rect(x: 0, y: top + 1, width: bar.width, height: 1), theme.notice)
                    centre(mark, inner, row: 1, theme.notice)
                    used = 2
                }
            }
            return Rect(x: 1, y: top + used, width: inner.width, height: layout.bottom - top - used)
        }
        var body = title(name, second: second, theme.emergency)
        guard !mark.isEmpty else { return body }
        let bar = Rect(x: 0, y: body.y - 1, width: frame.size.columns, height: 1)
        frame.fill(bar, theme.notice)
        centre([mark, secondText(.markDemo)].fitting(bar.width - 2), bar, row: 0, theme.notice)
        if layout.size.rows >= 30 {
            body.y += 1
            body.height -= 1
        }
        return body
    }

    mutating func drawCountdown(_ countdown: EmergencyCountdown) {
        let service = countdown.service
        let body = emergencyTitle()
        let seconds = String((countdown.until - state.now).secondsRoundedUp)
        let values = ["seconds": seconds, "service": text(service.message)]
        let secondValues = ["seconds": seconds, "service": secondText(service.message)]
        // The title has the service's own number. A resident who dialled another number sees here that it was
        // recognised.
        let dialled = countdown.dialled.map { [self.words(.emergencyDialled, theme.page, ["number": $0])] } ?? []
        let words: [Block] =
            dialled + [
                .words(
                    text(.emergencyCountdown, values), second: secondText(.emergencyCountdown, secondValues),
                    theme.page),
                self.words(.emergencyMistake, theme.strong), self.words(.emergencyCallNow, theme.page),
            ]
        let isBeside = frame.size.columns >= 58 || body.height < 16
        let scale = body.height >= 16 ? 3 : body.height >= 12 ? 2 : 1
        let number = BigDigits.width(seconds, scale: scale)
        var room = body
        if isBeside {
            // The words stand still when ten becomes nine: the column is as wide as the longest number of this countdown.
            let longest = String(settings.timings.emergencyCountdown.secondsRoundedUp)
            let column = max(number, BigDigits.width(longest, scale: scale))
            big(seconds, x: body.x, y: body.y, theme.strong, scale: scale)
            room.x += column + 3
            room.width -= column + 3
        } else {
            big(seconds, x: body.x + (body.width - number) / 2, y: body.y, theme.strong, scale: scale)
            room.y += BigDigits.height * scale + 1
            room.height -= BigDigits.height * scale + 1
        }
        flow(words, in: room, turning: false)
        cancelTile()
        tile(
            .hash, layout.tileArea(row: 3, column: 2), label: text(.keyCallNow), second: secondText(.keyCallNow),
            theme.emergency)
    }

    /// Draws the cancel key. Beside it, in the place of `0`, it has the word for "cancel" in the other languages,
    /// because a resident who pressed by mistake may read neither of the page's two languages.
    private mutating func cancelTile() {
        tile(
            .star, layout.tileArea(row: 3, column: 0), label: text(.keyCancel), second: secondText(.keyCancel),
            theme.forwardKey)
        let middle = layout.tileArea(row: 3, column: 1)
        frame.regions.append(HitRegion(area: middle, key: .star))
        let others = catalogue.languages.map(\.code).filter { $0 != language && $0 != second }
        let words = others.map { "* " + catalogue.text(.keyCancel, in: $0) }.filter { $0.columns <= middle.width - 1 }
        let top = layout.bigDigits ? layout.wordsRow(ofHeight: middle.height) : 0
        for (index, word) in words.prefix(middle.height - top).enumerated() {
            frame.write(word, x: middle.x + 1, y: middle.y + top + index, style: theme.strong)
        }
    }

    mutating func drawChooser(_ chooser: Chooser) {
        let body = emergencyTitle()
        let key: MessageKey = chooser.until == nil ? .chooserAutomaticOff : .chooserNoKey
        let seconds = chooser.until.map { String(($0 - state.now).secondsRoundedUp) } ?? ""
        // 4, 5 and 6 have the same places as on home.
        for offer in shown.offers(at: .tile) {
            tile(offer, layout.tileArea(row: 1, column: (offer.key.digit ?? 4) - 4), theme.emergency)
        }
        let tiles = layout.tileArea(row: 1, column: 0)
        let gap = layout.headings ? 1 : 0
        let after = Rect(
            x: body.x, y: tiles.y + tiles.height + gap, width: body.width,
            height: max(0, layout.bottom - tiles.y - tiles.height - gap))
        let before = Rect(x: body.x, y: body.y, width: body.width, height: max(0, tiles.y - body.y))
        // The seconds are never a large number, which among 4, 5 and 6 would be taken for another key.
        flow(
            [words(key, theme.strong, ["seconds": seconds])], in: after.height >= 2 ? after : before, turning: false)
    }

    mutating func drawCannotCall() {
        let body = title()
        let nearest = settings.booth.nearestPhone
        flow(
            [
                words(.callCannot, theme.strong),
                .field(
                    text(.callNearest), second: secondText(.callNearest), nearest.text(in: language), theme.strong),
                .words(second == language ? "" : nearest.text(in: second), theme.quiet),
            ], in: body)
    }
}
