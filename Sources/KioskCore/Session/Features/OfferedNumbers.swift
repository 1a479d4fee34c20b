import Vocabulary

/// Numbers that pages offer to be called for free: pharmacies, published places. Nobody is kept from them for what somebody
/// else did: each may be answered so often in one resident's session, and is free again in the next.
public enum OfferedNumbers {
    /// Answered calls to one of them in a session.
    public static let callsInSession = 2
}

extension State {
    /// Whether this session may call a number that a page offers.
    public func mayCallOffered(_ number: String) -> Bool {
        (session?.offeredCalls[number] ?? 0) < OfferedNumbers.callsInSession
    }
}

extension Turn {
    /// Somebody answered at a number that a page offers.
    mutating func countOffered(_ call: ActiveCall) {
        guard let target = call.plan.current?.target, target.quota == .session else { return }
        state.session?.offeredCalls[target.number, default: 0] += 1
    }
}
