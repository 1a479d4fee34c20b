public import Reporting
public import Vocabulary

/// What the next run of the kiosk must know about calls if this one dies. It is small, kept in memory-backed storage
/// and replaced as a whole. All times are of one boot.
public struct CallJournal: Equatable, Sendable {
    /// The call that is up or being dialled.
    public struct Live: Equatable, Sendable {
        /// How it is treated.
        public var callClass: CallClass
        /// The emergency service; nil for the help centre and for calls that are not emergencies.
        public var emergency: EmergencyService?
        /// How an emergency came about.
        public var origin: EmergencyOrigin?
        /// The service dialled; nil for a resident's own number and for one that a page offers.
        public var service: ServiceID?
        /// Who called whom.
        public var direction: CallDirection
        /// The trunk of the present attempt.
        public var trunk: TrunkID
        /// The number of the present attempt. The adapter keeps a keyed digest in its place, so a journal that was read
        /// back has none.
        public var number: String?
        /// When the key was pressed.
        public var pressedAt: Moment
        /// When the first attempt was dialled.
        public var startedAt: Moment
        /// When somebody first answered.
        public var answeredAt: Moment?
        /// Whether it was answered and lost, and is being dialled again.
        public var isLost: Bool
        /// Whether the far side answered but has not been heard; another leg may be dialled beside this one.
        public var isUnheard: Bool
        /// When an answered free call ends.
        public var endsAt: Moment?
        /// How many attempts were made.
        public var attempts: Int

        /// A call.
        public init(
            callClass: CallClass, emergency: EmergencyService? = nil, origin: EmergencyOrigin? = nil,
            service: ServiceID? = nil, direction: CallDirection = .outgoing, trunk: TrunkID, number: String? = nil,
            pressedAt: Moment, startedAt: Moment, answeredAt: Moment? = nil, isLost: Bool = false,
            isUnheard: Bool = false,
            endsAt: Moment? = nil,
            attempts: Int = 1
        ) {
            self.isLost = isLost
            self.isUnheard = isUnheard
            self.callClass = callClass
            self.emergency = emergency
            self.origin = origin
            self.service = service
            self.direction = direction
            self.trunk = trunk
            self.number = number
            self.pressedAt = pressedAt
            self.startedAt = startedAt
            self.answeredAt = answeredAt
            self.endsAt = endsAt
            self.attempts = attempts
        }
    }

    /// The call, if there is one.
    public var live: Live?
    /// After an emergency call: who may call back, and until when.
    public var callBack: CallBack?

    /// An emergency that has been asked for and not been dialled yet: its countdown, or the choice of a service.
    public struct Pending: Equatable, Sendable {
        /// The service that the countdown leads to; nil while one is being chosen.
        public var service: EmergencyService?
        /// How it came about.
        public var origin: EmergencyOrigin
        /// When the key was pressed.
        public var pressedAt: Moment
        /// When it dials; nil if nothing is dialled automatically.
        public var until: Moment?

        /// Something pending.
        public init(service: EmergencyService?, origin: EmergencyOrigin, pressedAt: Moment, until: Moment?) {
            self.service = service
            self.origin = origin
            self.pressedAt = pressedAt
            self.until = until
        }
    }

    /// An emergency that is about to be dialled.
    public var pending: Pending?

    /// A journal.
    public init(live: Live? = nil, callBack: CallBack? = nil, pending: Pending? = nil) {
        self.live = live
        self.callBack = callBack
        self.pending = pending
    }
}

/// Who may call back after an emergency call, and until when.
public struct CallBack: Equatable, Sendable {
    /// The service that was called; nil is the help centre.
    public var service: EmergencyService?
    /// Until when any caller is let through.
    public var until: Moment
    /// The trunk that carried the emergency. Only a caller over this trunk is taken for the service.
    public var trunk: TrunkID?

    /// A call-back that is let through until `until`.
    public init(service: EmergencyService?, until: Moment, trunk: TrunkID? = nil) {
        self.service = service
        self.until = until
        self.trunk = trunk
    }
}

extension CallJournal {
    /// The same journal with every value in its range, since a journal that was read back may contain anything. Times
    /// lie between `earliest` and `now`, deadlines between `earliest` and `latest`, attempts between 0 and 10,000.
    ///
    /// An emergency stays one, whatever class is written beside it, and no deadline ends it.
    public func bounded(from earliest: Moment, now: Moment, to latest: Moment) -> CallJournal {
        var journal = self
        journal.live = live.map { call in
            var call = call
            call.pressedAt = min(max(call.pressedAt, earliest), now)
            call.startedAt = min(max(call.startedAt, earliest), now)
            call.answeredAt = call.answeredAt.map { min(max($0, earliest), now) }
            call.endsAt = call.endsAt.map { min(max($0, earliest), latest) }
            call.attempts = min(max(call.attempts, 0), 10_000)
            if call.emergency != nil || call.service.flatMap({ EmergencyService(rawValue: $0.rawValue) }) != nil {
                call.callClass = .emergency
            }
            if call.callClass == .emergency { call.endsAt = nil }
            return call
        }
        journal.callBack = callBack.map { entry in
            CallBack(service: entry.service, until: min(max(entry.until, earliest), latest), trunk: entry.trunk)
        }
        journal.pending = pending.map { entry in
            Pending(
                service: entry.service, origin: entry.origin, pressedAt: min(max(entry.pressedAt, earliest), now),
                until: entry.until.map { min(max($0, earliest), latest) })
        }
        return journal
    }
}
