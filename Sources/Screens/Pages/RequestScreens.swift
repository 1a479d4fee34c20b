import KioskCore
import Vocabulary

extension Painter {
    mutating func drawRequest(_ screen: RequestScreen) {
        guard let order = state.orders.first(where: { $0.handle == screen.handle }) else { return }
        let function = catalogue.function(order.function)
        let body = title()
        if let entry = screen.contact { return drawEntry(entry, hint: nil, body) }
        if screen.confirmingCancel { return flow(options(), in: body) }
        // Nobody waits in the cold for a car that is a demonstration's.
        let simulated = order.answer?.simulated == true ? [words(.requestSimulated, theme.strong)] : []
        let own = order.isOfOwnKind ? function.map { [words($0.label, theme.strong)] } ?? [] : []
        var blocks = own + simulated + assignment(order)
        if order.mayStand { blocks.append(words(.requestCancelUnconfirmed, theme.strong)) }
        // The key that helps is the 0 of every page.
        if order.contact == .late { blocks.append(words(.requestContactLate, theme.strong)) }
        if order.isClosed { return flow(blocks, in: body) }
        // A car that really comes has to be found.
        let comesHere = order.kind == "taxi" && order.answer?.phase == .assigned && simulated.isEmpty
        let hint: MessageKey? =
            switch order.contact {
            case .passing: .requestContactSending
            case .delivered: .requestContactSaved
            case .late: nil
            case nil: comesHere ? .requestComesHere : .requestWait
            }
        if let hint { blocks.append(words(hint, theme.page)) }
        blocks += [Key.digit(1), .digit(2)].flatMap { line($0, theme.information) }
        flow(blocks, in: body)
    }

    /// Plate, car and minutes; hospital, department and time.
    private func assignment(_ order: Order) -> [Block] {
        guard let assignment = order.answer?.assignment else {
            return order.hasFailed
                ? [words(.infoUnavailableHint, theme.page)] : [words(settings.booth.address, theme.strong)]
        }
        var blocks: [Block] = []
        if let minutes = order.minutesLeft(at: state.wall), order.answer?.phase == .assigned {
            let values = ["minutes": String(minutes)]
            if minutes == 0 {
                blocks.append(words(.requestArrived, theme.strong))
            } else {
                let arrives = text(.requestMinutes, values)
                blocks.append(
                    .number(
                        String(minutes),
                        [
                            Block.Line(text: arrives, style: theme.strong),
                            Block.Line(text: secondText(.requestMinutes, values), style: theme.quiet),
                        ], plain: arrives))
            }
        }
        let lines: [(MessageKey, String?, Style)] = [
            (.requestPlate, assignment.plate.map(plateText), theme.strong), (.requestCar, assignment.car, theme.page),
            (.requestHospital, assignment.hospital, theme.strong),
            (.requestDepartment, assignment.department, theme.page), (.requestSlot, assignment.slot, theme.strong),
        ]
        blocks += lines.compactMap { key, value, style in value.map { field(key, $0, style) } }
        // What a technician's own kind of order brings needs no name in front of it.
        let others = [assignment.title, assignment.when, assignment.place, assignment.note]
        return blocks + others.compactMap { $0.map { .words($0, theme.page) } }
    }
}
