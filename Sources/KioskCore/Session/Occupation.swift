import Basics
public import Vocabulary

/// What a restart or an update of the booth would interrupt.
public enum Occupation: Equatable, Sendable {
    /// Somebody is being helped in an emergency, or a countdown to it runs.
    case emergency
    /// A call is up, being dialled, ringing at the booth, or left by a former run and not yet taken up.
    case call
    /// An emergency service may call back for this long.
    case callBack(Duration)
    /// The daily test call.
    case testCall
    /// Somebody uses the booth.
    case session
    /// This many orders are open, or a number to call back is on its way.
    case orders(Int)

    /// What is going on, in one line for a technician.
    public var words: String {
        switch self {
        case .emergency: "an emergency is open"
        case .call: "there is a call"
        case .callBack(let left): "an emergency service may call back for \(left.minutesRoundedUp) more min"
        case .testCall: "the test call is being made"
        case .session: "somebody uses the booth"
        case .orders(let count): "\(count) order\(count == 1 ? " is" : "s are") open"
        }
    }
}

extension State {
    /// What a restart would interrupt now, the gravest first; nil if nothing.
    /// - Parameter now: The present moment. That of the last action may be a minute ago.
    public func occupation(at now: Moment) -> Occupation? {
        if isEmergencyOpen { return .emergency }
        if call != nil || incoming != nil || restored != nil { return .call }
        if let callBack, now < callBack.until { return .callBack(callBack.until - now) }
        if selfTest != nil { return .testCall }
        if session != nil { return .session }
        let open = orders.count { order in
            if case .passing? = order.contact { return true }
            return !order.isClosed
        }
        return open == 0 ? nil : .orders(open)
    }
}

extension Duration {
    fileprivate var minutesRoundedUp: Int64 { (wholeMilliseconds + 59_999) / 60_000 }
}
