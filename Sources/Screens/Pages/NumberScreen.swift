import KioskCore
import Vocabulary

extension Painter {
    mutating func drawNumber(_ entry: NumberEntry) {
        let isContact = state.run.flatMap { catalogue.function($0.function)?.numberIsContact(at: $0.step) } ?? false
        let body = title()
        drawEntry(entry, hint: isContact ? nil : .numberFree, body)
    }

    /// Draws the digits entered in groups, one below the other, as large as the page allows. Beside them is a keypad to
    /// touch.
    mutating func drawEntry(_ entry: NumberEntry, hint: MessageKey?, _ body: Rect) {
        let problem = problem(of: entry)
        let keypad = keypadArea(body)
        drawKeypad(keypad)
        // On this page 0 is an ordinary digit.
        tile(.digit(0), layout.tileArea(row: 3, column: 1), label: "", second: "", theme.plainKey)
        var room = Rect(x: body.x, y: body.y, width: keypad.x - body.x - 1, height: body.height)
        if let problem {
            let lines = TextFlow.lines(problem, width: room.width - 2)
            room.height -= lines.count
            let bar = Rect(x: room.x, y: room.y + room.height, width: room.width, height: lines.count)
            frame.fill(bar, theme.notice)
            for (row, line) in lines.enumerated() { left(" " + line, bar, row: row, theme.notice) }
        }
        if entry.digits.isEmpty {
            var blocks = [words(.numberHint, theme.page)]
            if let hint, problem == nil { blocks.append(words(hint, theme.strong)) }
            // If there is too little room, the problem matters more than the hint.
            if problem != nil, !fits(blocks, in: room) { blocks = [] }
            return flow(blocks, in: room, turning: false)
        }
        let groups = NumberPolicy.groups(entry.digits)
        // Drop the gaps between the groups before giving up the large digits.
        let step = [4, 3].first { groups.count * $0 - ($0 - 3) <= room.height }
        let widest = groups.map { BigDigits.width($0) }.max() ?? 0
        if let step, widest <= room.width {
            for (index, group) in groups.enumerated() {
                big(group, x: room.x, y: room.y + index * step, theme.strong)
            }
        } else if groups.count <= room.height {
            for (index, group) in groups.enumerated() { left(group, room, row: index, theme.strong) }
        } else {
            paragraph(groups.joined(separator: " "), room, row: 0, theme.strong)
        }
    }

    /// What is wrong with the number, in words; nil if nothing is, or once the wait until it can be called is over.
    private func problem(of entry: NumberEntry) -> String? {
        switch entry.problem {
        case nil: return nil
        case .invalid?: return text(.numberInvalid)
        case .tooShort?: return text(.numberTooShort)
        case .tooLong?: return text(.numberTooLong)
        case .service?: return text(.numberService)
        case .abroad?: return text(.numberNotAllowed)
        case .later(let until)?:
            let minutes = ((until - state.now).secondsRoundedUp + 59) / 60
            return minutes > 0 ? text(.numberLater, ["minutes": String(minutes)]) : nil
        }
    }

    /// The area of the keypad, right of the digits, of which at most four are in a row.
    private func keypadArea(_ body: Rect) -> Rect {
        let digits = body.height >= 9 ? BigDigits.width("0000") + 2 : max(12, body.width / 2)
        let width = max(14, min(48, body.width - max(digits, body.width / 2) + 1))
        let height = body.height / 3 * 3
        return Rect(x: frame.size.columns - width, y: body.y, width: width, height: height)
    }

    private mutating func drawKeypad(_ area: Rect) {
        let width = (area.width - 2) / 3
        let step = area.height / 3
        let gap = step >= 3 ? 1 : 0
        for digit in 1...9 {
            let column = (digit - 1) % 3
            let key = Rect(
                x: area.x + column * (width + 1), y: area.y + (digit - 1) / 3 * step, width: width, height: step - gap)
            frame.fill(key, theme.plainKey)
            frame.regions.append(HitRegion(area: key, key: .digit(digit)))
            if key.height >= 3, key.width >= 8 {
                big(String(digit), x: key.x + (key.width - 5) / 2, y: key.y + (key.height - 3) / 2, theme.plainKey)
            } else {
                centre(String(digit), key, row: (key.height - 1) / 2, theme.plainKey)
            }
        }
    }
}
