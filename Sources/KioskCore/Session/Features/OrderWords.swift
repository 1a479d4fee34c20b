import Prompts
import Vocabulary

/// What is said of an order: how it stands, and which keys work.
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
            // A plate is said to be on the screen where there is one.
            let isCar = order.kind == "taxi" && order.answer?.assignment?.plate != nil
            return [.prompt(isCar ? .requestAssignedTaxi : .requestAssigned), .sentence(.car(order.handle))]
        case .completed: return [.prompt(order.kind == "clinic" ? .requestCompletedClinic : .requestCompleted)]
        case .failed: return [.prompt(failure(of: order))]
        case .cancelled: return [.prompt(.requestCancelled)]
        }
    }

    /// The keys beside those that work everywhere; those of a failed order are in its own sentence.
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
