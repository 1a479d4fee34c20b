import KioskCore
import Vocabulary

extension Painter {
    mutating func drawRequest(_ screen: RequestScreen) {
        guard let order = state.orders.first(where: { $0.handle == screen.handle }) else { return }
        let function = catalogue.function(order.function)
        let body = title()
        if let entry = screen.contact { return drawEntry(entry, hint: nil, body) }
        if screen.confirmingCancel { return flow(options(), in: body) }
        // The page says if the car is only simulated, so that nobody waits in the cold for it.
        let simulated = order.answer?.simulated == true ? [words(.requestSimulated, theme.strong)] : []
        let own = order.isOfOwnKind ? function.map { [words($0.label, theme.strong)] } ?? [] : []
        var blocks = own + simulated + assignment(order)
        if order.mayStand { blocks.append(words(.requestCancelUnconfirmed, theme.strong)) }
        // The key that helps is 0, which is on every page.
        if order.contact == .late { blocks.append(words(.requestContactLate, theme.strong)) }
        if order.isClosed { return flow(blocks, in: body) }
        // For a real car, the resident must know where it comes to.
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

    /// The assignment of an order: plate, car and minutes, or hospital, department and time. Without one, the address
    /// of the booth or, after a failure, a hint.
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
        // The parts of an order of a kind that a technician defined need no names before them.
        let others = [assignment.title, assignment.when, assignment.place, assignment.note]
        return blocks + others.compactMap { $0.map { .words($0, theme.page) } }
    }
}
