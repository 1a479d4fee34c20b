import KioskCore

extension Painter {
    mutating func drawRequest(_ screen: RequestScreen) {
        guard let order = state.orders.first(where: { $0.handle == screen.handle }) else { return }
        let style = category(of: order.function)
        if let entry = screen.contact {
            let body = title(text(.requestContactTitle), second: secondText(.requestContactTitle), style)
            drawEntry(entry, body)
            return keys(
                star: entry.digits.isEmpty ? .keyBack : .keyErase, zero: false, hash: .keyConfirm,
                forward: !entry.digits.isEmpty)
        }
        if screen.confirmingCancel {
            let body = title(text(.requestCancelAsk), second: secondText(.requestCancelAsk), style)
            options(
                [
                    Option(label: text(.requestCancelYes), second: secondText(.requestCancelYes)),
                    Option(label: text(.requestCancelNo), second: secondText(.requestCancelNo)),
                ], in: body)
            return keys()
        }
        let body = title(text(order.title), second: secondText(order.title), style)
        var row = assignment(order, body)
        if order.answer?.simulated == true, row < body.height {
            left(text(.requestSimulated), body, row: row, theme.quiet)
            row += 1
        }
        if order.isClosed {
            closedKeys(order)
        } else {
            openRequest(order, body, row: row)
        }
    }

    /// Plate, car and minutes; hospital, department and time.
    private mutating func assignment(_ order: Order, _ body: Rect) -> Int {
        guard let assignment = order.answer?.assignment else {
            guard order.hasFailed == false else { return 0 }
            var row = paragraph(settings.booth.address.text(in: language), body, row: 0, theme.strong)
            row += paragraph(settings.booth.address.text(in: second), body, row: row, theme.quiet)
            return row + (body.height > 8 ? 1 : 0)
        }
        var row = 0
        if let minutes = order.minutesLeft(at: state.wall), order.answer?.phase == .assigned {
            let arrives = minutes == 0 ? text(.requestArrived) : text(.requestMinutes, ["minutes": String(minutes)])
            if body.height >= 12, minutes > 0 {
                big(String(minutes), x: body.x, y: body.y, theme.strong)
                let x = BigDigits.width(String(minutes)) + 2
                left(arrives, Rect(x: body.x + x, y: body.y + 1, width: body.width - x, height: 1), row: 0, theme.page)
                row = 4
            } else {
                left(arrives, body, row: 0, theme.strong)
                row = 1
            }
        }
        let lines: [(MessageKey, String?)] = [
            (.requestPlate, assignment.plate.map(plateText)), (.requestCar, assignment.car),
            (.requestHospital, assignment.hospital), (.requestDepartment, assignment.department),
            (.requestSlot, assignment.slot),
        ]
        for (key, value) in lines where row < body.height {
            guard let value else { continue }
            let name = text(key) + "  "
            left(name, body, row: row, theme.quiet)
            let room = Rect(
                x: body.x + name.columns, y: body.y, width: body.width - name.columns, height: body.height)
            row += max(1, paragraph(value, room, row: row, theme.page))
        }
        return row + (body.height > 8 ? 1 : 0)
    }

    private mutating func openRequest(_ order: Order, _ body: Rect, row: Int) {
        var actions = [(2, MessageKey.requestCancel)]
        if order.takesContact, !order.contactGiven { actions.insert((1, .requestContact), at: 0) }
        let spaced = body.height - row >= actions.count * 2 + 2
        let top = body.height - actions.count * (spaced ? 2 : 1)
        if row < top {
            var row = row
            if order.contactGiven { row += paragraph(text(.requestContactSaved), body, row: row, theme.page) }
            if row < top { paragraph(text(.requestWait), body, row: row, theme.page) }
        }
        for (index, (digit, key)) in actions.enumerated() {
            let y = body.y + top + index * (spaced ? 2 : 1)
            let area = Rect(x: 0, y: y, width: frame.size.columns, height: 1)
            frame.regions.append(HitRegion(area: area, key: .digit(digit)))
            let cap = Rect(x: 1, y: y, width: 3, height: 1)
            frame.fill(cap, theme.information)
            left(" \(digit)", cap, row: 0, theme.information)
            let room = Rect(x: 5, y: y, width: frame.size.columns - 6, height: 1)
            left(text(key), room, row: 0, theme.page)
            if text(key).columns + 2 + secondText(key).columns <= room.width {
                right(secondText(key), room, row: 0, theme.quiet)
            }
        }
        keys()
    }

    private mutating func closedKeys(_ order: Order) {
        if order.hasFailed {
            keys(hash: .requestAgain, forward: true)
        } else {
            keys(hash: .keyConfirm, forward: true)
        }
    }
}
