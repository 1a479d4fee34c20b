/// A call from its first dialling to its end, retries included.
public struct ActiveCall: Equatable, Sendable {
    /// How far the present attempt is.
    public enum Stage: Hashable, Sendable {
        /// Dialled; nothing came back yet.
        case dialling
        /// It rings at the far side.
        case ringing
        /// The line speaks before the answer.
        case earlyMedia
        /// Answered.
        case connected(since: Moment)
        /// Between attempts, until the next one.
        case waiting(until: Moment)
    }

    /// What a second press of the same key will do.
    public enum Armed: Hashable, Sendable {
        /// `*` hangs up.
        case hangUp
        /// The key of another emergency service switches to it.
        case switchTo(EmergencyService)
    }

    /// How it is treated.
    public var callClass: CallClass
    /// The emergency service called; none for the help centre and for calls that are no emergency.
    public var emergency: EmergencyService?
    /// How an emergency came about.
    public var origin: EmergencyOrigin?
    /// How far it is.
    public var stage: Stage = .dialling
    /// Whether it has rung.
    public var hasRung = false
    /// Whether an answered emergency call was lost and is being dialled again.
    public var reconnecting = false
    /// What a second press would do.
    public var armed: Armed?
    /// What was played to the far side last.
    public var announced: Announcement?
    /// Whether "still there?" is being asked.
    public var asking = false
    /// When the key was pressed.
    public var pressedAt: Moment
    /// When an answered free call ends.
    public var endsAt: Moment?
    /// The attempts there are.
    public var plan: CallPlan
    var handle: CallHandle?
    var startedAt: Moment
    var answeredAt: Moment?
    var firstAnswerAt: Moment?
    var attempts = 0
    /// An attempt that timed out and whose end the agent has not confirmed yet.
    var settling = false
    /// Whether a key was pressed since it began.
    var touched = false
    /// The page to come back to; none goes on with the function's next step.
    var returnTo: Screen?

    /// Whether somebody answered and is on the line.
    public var isConnected: Bool {
        if case .connected = stage { return true }
        return false
    }

    /// The service being called in this attempt.
    public var service: ServiceID? { plan.current?.service }
}

/// How a call ended, for the page that says so.
public struct CallEnding: Equatable, Sendable {
    /// Why.
    public enum Reason: Hashable, Sendable {
        case ended, busy, noAnswer, failed, unreached
    }

    /// Why.
    public var reason: Reason
    /// For an emergency call, the service; the outer nil is a call that was no emergency.
    public var emergency: EmergencyService??
    /// The same call again, where that is offered.
    var again: CallPlan?
    var callClass = CallClass.free
    /// The page to come back to.
    var returnTo: Screen?

    /// Whether the call can be made again with `#`.
    public var canCallAgain: Bool { again != nil }

    /// How a call ended.
    public init(reason: Reason, emergency: EmergencyService?? = nil) {
        self.reason = reason
        self.emergency = emergency
    }
}
