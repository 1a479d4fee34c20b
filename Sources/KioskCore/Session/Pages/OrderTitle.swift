public import Vocabulary

extension Order {
    /// Whether a technician made up what was ordered; its name then has to be said, since no text of ours says it.
    public var isOfOwnKind: Bool { kind != "taxi" && kind != "clinic" }

    /// How it stands, in words.
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
