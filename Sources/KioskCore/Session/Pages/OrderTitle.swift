public import Vocabulary

extension Order {
    /// Whether a technician defined what was ordered. Its name then has to be given, since none of our texts contains
    /// it.
    public var isOfOwnKind: Bool { kind != "taxi" && kind != "clinic" }

    /// The state of the order, in words.
    public var title: MessageKey {
        switch trouble {
        case .unreachable, .unanswered: failure
        case .cancelling: .requestCancelling
        case .tooLate: .requestTooLate
        case .cancelUnconfirmed: .requestCancelUnconfirmed
        case nil:
            switch answer?.phase {
            case nil: .requestSending
            case .submitted: .requestSubmitted
            case .accepted: .requestAccepted
            case .assigned: kind == "taxi" ? .requestAssignedTaxi : .requestAssigned
            case .completed: kind == "clinic" ? .requestCompletedClinic : .requestCompleted
            case .failed: failure
            case .cancelled: .requestCancelled
            }
        }
    }

    private var failure: MessageKey {
        switch kind {
        case "taxi": .requestFailedTaxi
        case "clinic": .requestFailedClinic
        default: .requestFailed
        }
    }
}
