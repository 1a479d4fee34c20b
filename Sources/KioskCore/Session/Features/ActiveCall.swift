public import Reporting
public import Vocabulary

/// A call from its first dialling to its end, retries included.
public struct ActiveCall: Equatable, Sendable {
    /// How far the present attempt is.
    public typealias Stage = Failover.Stage

    /// What a second press of the same key will do.
    public enum Armed: Hashable, Sendable {
        /// `*` hangs up.
        case hangUp
        /// The key of another emergency service switches to it.
        case switchTo(EmergencyService)
    }

    /// Who is on the line, if the booth did not make the call.
    public enum Caller: Hashable, Sendable {
        /// Somebody who called the booth. Whom they claim to be proves nothing.
        case anybody
        /// A caller taken for the service that the booth had called: the call came over the same trunk, within the time
        /// in which the service may call back.
        case service
        /// A call that was found in the agent and that nothing explains.
        case unknown
    }

    /// The failover machine, which knows routes and stages.
    public internal(set) var failover: Failover
    /// The emergency service called; nil for the help centre and for calls that are not emergencies.
    public var emergency: EmergencyService?
    /// How an emergency came about.
    public var origin: EmergencyOrigin?
    /// What a second press would do.
    public var armed: Armed?
    /// What was played to the far side last.
    public var announced: Announcement?
    /// Whether the booth's microphone does not work in this attempt.
    public internal(set) var isMute = false
    /// Whether the far side has been told where the booth is in this attempt.
    public internal(set) var isAddressTold = false
    /// Whether its earpiece does not.
    var isDeaf = false
    /// Who is on the line, if the booth did not make the call.
    public internal(set) var caller: Caller?
    /// Whether "still there?" is being asked.
    public var asking = false
    /// When the key was pressed.
    public var pressedAt: Moment
    /// When an answered free call ends.
    public var endsAt: Moment?
    /// The handle of the present attempt in the agent.
    var handle: CallHandle?
    /// The answered but silent leg that is kept while another is dialled.
    var heldHandle: CallHandle?
    var startedAt: Moment
    /// Whether a key has been pressed since it began.
    var touched = false
    /// The name by which a page offered the number; nil for services and for a resident's own number.
    public internal(set) var name: LocalizedText?
    /// Until when the quota refuses this number, if it did.
    var refusedUntil: Moment?
    /// The page to return to; if nil, the function continues with its next step.
    var returnTo: Screen?

    init(
        _ failover: Failover, emergency: EmergencyService? = nil, origin: EmergencyOrigin? = nil, pressedAt: Moment,
        startedAt: Moment, name: LocalizedText? = nil, returnTo: Screen? = nil
    ) {
        self.failover = failover
        self.emergency = emergency
        self.origin = origin
        self.pressedAt = pressedAt
        self.startedAt = startedAt
        self.name = name
        self.returnTo = returnTo
    }

    /// How it is treated.
    public var callClass: CallClass { failover.callClass }
    /// How far it is.
    public var stage: Stage { failover.stage }
    /// Whether nothing is being dialled at this moment and another attempt follows.
    var isWaiting: Bool { if case .waiting = stage { true } else { false } }
    /// The plan of its attempts.
    public var plan: CallPlan { failover.plan }
    /// Whether an answered emergency call was lost and is being dialled again.
    public var reconnecting: Bool { failover.reconnecting }
    /// Whether somebody answered and is on the line.
    public var isConnected: Bool { failover.isConnected }
    /// Whether the far side answered but is not heard.
    public var nothingHeard: Bool { failover.nothingHeard || isDeaf }
    /// Whether sound arrives on the line at this moment.
    public var hears: Bool { failover.hears }
    /// Whether an earlier attempt failed or fell silent, so that this one goes over another line.
    public var isOverAnotherLine: Bool { failover.attempts > 1 }
    /// Whether somebody who called the booth is on the line.
    var isCaller: Bool { caller == .anybody || caller == .service }
    /// The leg on which somebody may be listening.
    var answeredHandle: CallHandle? { failover.isAnswered ? handle : heldHandle }
    /// The service being called in this attempt.
    public var service: ServiceID? { plan.current?.service }
    /// The number being called in this attempt, for the page of the call and nothing else.
    public var number: String? { plan.current?.target.number }

    /// What the next run would have to know about this call.
    var journal: CallJournal.Live? {
        plan.current.map { attempt in
            CallJournal.Live(
                callClass: callClass, emergency: emergency, origin: origin, service: attempt.service,
                direction: failover.isIncoming ? .incoming : .outgoing, trunk: attempt.target.trunk,
                number: attempt.target.number, pressedAt: pressedAt, startedAt: startedAt,
                answeredAt: failover.firstAnswerAt, isLost: reconnecting,
                isUnheard: nothingHeard || heldHandle != nil, endsAt: endsAt, attempts: failover.attempts)
        }
    }
}
