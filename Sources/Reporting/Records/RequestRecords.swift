/// What became of an order.
public enum RequestOutcome: String, CaseIterable, Hashable, Sendable {
    case requested, accepted, assigned, confirmed, cancelled, failed, unanswered, offline
}
