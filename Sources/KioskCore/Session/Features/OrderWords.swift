import Prompts
import Vocabulary

/// What is said about an order: its state, and which keys work.
extension Turn {
    /// What the page of an order says.
    func words(of screen: RequestScreen) -> [Speech.Part]? {
        if screen.contact != nil { return [.prompt(.requestContact)] }
        if screen.confirmingCancel { return [.prompt(.requestCancelAsk)] }
        return order(screen.handle).map { status(of: $0) + contactWords(of: $0) + keys(of: $0) }
    }

    func status(of order: Order) -> [Speech.Part] {
        if order.hasFailed { return [.prompt(failure(of: order))] }
        if order.trouble == .cancelling, !order.isClosed { return [.prompt(.requestCancelling)] }
        switch order.answer?.phase {
        case nil: return [.prompt(.requestSending)]
        case .submitted: return [.prompt(.requestSent)]
        case .accepted: return [.prompt(.requestAccepted)]
        case .assigned:
            // If there is a number plate, the sentence says that it is on the screen.
            let isCar = order.kind == "taxi" && order.answer?.assignment?.plate != nil
            return [.prompt(isCar ? .requestAssignedTaxi : .requestAssigned), .sentence(.car(order.handle))]
        case .completed: return [.prompt(order.kind == "clinic" ? .requestCompletedClinic : .requestCompleted)]
        case .failed: return [.prompt(failure(of: order))]
        case .cancelled: return [.prompt(.requestCancelled)]
        }
    }

    /// The words for the keys other than those that work everywhere. A failed order's own sentence names its keys.
    func keys(of order: Order) -> [Speech.Part] {
        if order.hasFailed { return [] }
        if order.isClosed { return [.prompt(.requestDone)] }
        if order.trouble == .cancelling { return [] }
        return [.prompt(order.takesContact && order.contact == nil ? .requestKeys : .requestKeysCancel)]
    }

    private func failure(of order: Order) -> PromptKey {
        switch order.kind {
        case "taxi": .requestFailedTaxi
        case "clinic": .requestFailedClinic
        default: .requestFailed
        }
    }
}
