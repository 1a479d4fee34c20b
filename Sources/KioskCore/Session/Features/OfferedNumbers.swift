import Vocabulary

/// Numbers that pages offer for free calls: pharmacies, published places. Each may be called and answered only so often
/// in one resident's session. The count starts anew in the next session, so that nobody is refused for what somebody
/// else did.
public enum OfferedNumbers {
    /// The most answered calls to one of them in a session.
    public static let callsInSession = 2
}

extension State {
    /// Whether this session may call a number that a page offers.
    public func mayCallOffered(_ number: String) -> Bool {
        (session?.offeredCalls[number] ?? 0) < OfferedNumbers.callsInSession
    }
}

extension Turn {
    /// Counts an answered call to a number that a page offers.
    mutating func countOffered(_ call: ActiveCall) {
        guard let target = call.plan.current?.target, target.quota == .session else { return }
        state.session?.offeredCalls[target.number, default: 0] += 1
    }
}
