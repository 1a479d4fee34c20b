import KioskCore

extension Painter {
    mutating func drawNumber(_ entry: NumberEntry) {
        let body = title(text(.numberTitle), second: secondText(.numberTitle), runStyle)
        drawEntry(entry, body)
        keys(
            star: entry.digits.isEmpty ? .keyBack : .keyErase, zero: false, hash: .numberDial,
            forward: !entry.digits.isEmpty)
    }

    /// The digits in groups, one below the other, as large as the page allows.
    mutating func drawEntry(_ entry: NumberEntry, _ body: Rect) {
        let groups = NumberPolicy.groups(entry.digits)
        let message: MessageKey?
        switch entry.problem {
        case .invalid?: message = .numberInvalid
        case .refused?: message = .numberNotAllowed
        case .later?: message = .numberLater
        case nil: message = nil
        }
        let step = body.height >= 13 ? 4 : 3
        let isBig = body.height >= step * 3 - (step - 3) + 1
        if entry.digits.isEmpty {
            var row = paragraph(text(.numberHint), body, row: 0, theme.page)
            row += paragraph(secondText(.numberHint), body, row: row, theme.quiet)
            if body.height > row + 1 { row += paragraph(text(.numberFree), body, row: row + 1, theme.strong) }
        } else if isBig {
            for (index, group) in groups.enumerated() {
                big(group, x: body.x, y: body.y + index * step, theme.strong)
            }
        } else {
            left(groups.joined(separator: " "), body, row: 0, theme.strong)
        }
        guard let message else { return }
        let beside = Rect(x: body.x, y: body.y + body.height - 1, width: body.width, height: 1)
        frame.fill(Rect(x: 0, y: beside.y, width: frame.size.columns, height: 1), theme.notice)
        left(text(message), beside, row: 0, theme.notice)
    }
}
