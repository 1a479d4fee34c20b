/// Decides which route a call takes, how long each stage may last and what comes after a failure. Pure: it is told what
/// Telephony reports and when its own deadline is reached, and answers with what is to be done. `Turn` carries that out.
public struct Failover: Equatable, Sendable {
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

    /// What it is told.
    enum Input: Equatable {
        /// Make the first attempt.
        case begin
        /// Something about the present attempt.
        case fact(CallFact)
        /// `deadline` is reached.
        case time
        /// The SIP agent is back.
        case agentReturned
    }

    /// What is to be done, in order.
    enum Decision: Equatable {
        case dial(DialTarget)
        /// Give the present attempt up; the next one follows when its end is confirmed.
        case hangUp
        case earlyMedia
        case connected
        /// An answered emergency call was lost and is being brought about again.
        case lost
        /// All routes failed, for this many rounds now.
        case roundOver(Int)
        /// Leave the trunk alone for a while: an INVITE may still be under way there.
        case rest(TrunkID)
        case over(CallEndedBy, CallOutcome, status: Int?)
    }

    /// What it may know while it decides.
    struct Surroundings {
        var now: Moment
        var timings: Timings
        var routes: RouteHealth
        /// The last key, or the start of the call: an emergency is tried for a limited time after it.
        var lastSign: Moment
        /// Whether somebody is calling the booth and has not been answered: the agent has one call at a time.
        var callerRings: Bool
    }

    /// How the call is treated.
    public let callClass: CallClass
    /// The attempts there are.
    public private(set) var plan: CallPlan
    /// How far the present attempt is.
    public private(set) var stage: Stage
    /// When `Input.time` is due; none while the far side or the resident has the word.
    private(set) var deadline: Moment?
    /// Whether the present attempt has rung.
    public private(set) var hasRung = false
    /// Whether an answered emergency call was lost and is being dialled again.
    public private(set) var reconnecting = false
    /// Attempts made.
    private(set) var attempts = 0
    /// The last attempt made; while waiting, `plan` stands at the next.
    private(set) var lastAttempt: CallPlan.Attempt?
    /// Answered calls that were lost in this emergency.
    private var losses = 0
    /// When somebody first answered.
    private(set) var firstAnswerAt: Moment?
    /// Whether the far side called.
    let isIncoming: Bool
    /// Whether the present attempt was given up and its end is not confirmed yet.
    private var settling = false

    /// A call that has not begun.
    init(_ plan: CallPlan, callClass: CallClass) {
        self.plan = plan
        self.callClass = callClass
        stage = .dialling
        isIncoming = false
    }

    /// A call of the far side that is being answered; if an emergency, it is dialled by `plan` when it is lost.
    init(answering plan: CallPlan, callClass: CallClass, now: Moment, timings: Timings) {
        self.plan = plan
        self.callClass = callClass
        stage = .ringing
        deadline = now + timings.noProgress
        hasRung = true
        isIncoming = true
    }

    /// A call of a former run of the kiosk; `resume` or `Input.begin` goes on with it.
    init(_ plan: CallPlan, from journal: CallJournal.Live, now: Moment) {
        self.plan = plan
        callClass = journal.callClass
        stage = .waiting(until: now)
        attempts = journal.attempts
        firstAnswerAt = journal.answeredAt
        reconnecting = journal.answeredAt != nil
        isIncoming = journal.direction == .incoming
    }

    /// Whoever calls back is answered in place of the next attempt; if nothing comes of it, the attempts go on.
    mutating func answer(now: Moment, timings: Timings) {
        stage = .ringing
        settling = false
        hasRung = true
        deadline = now + timings.noProgress
    }

    /// Whether somebody answered and is on the line.
    public var isConnected: Bool {
        if case .connected = stage { return true }
        return false
    }

    private var isEmergency: Bool { callClass == .emergency }

    // MARK: Input

    mutating func take(_ input: Input, _ world: Surroundings) -> [Decision] {
        switch input {
        case .begin: return attempt(world)
        case .fact(let fact): return take(fact, world)
        case .time: return deadlineReached(world)
        case .agentReturned:
            guard case .waiting = stage, isEmergency else { return [] }
            return attempt(world)
        }
    }

    /// The call that was lost sight of is up in the agent, and has come this far.
    mutating func resume(_ progress: FoundCall.Progress, _ world: Surroundings) {
        settling = false
        switch progress {
        case .dialled, .incoming:
            stage = .dialling
            deadline = world.now + noProgress(world)
        case .ringing:
            stage = .ringing
            hasRung = true
            deadline = world.now + ringing(world)
        case .earlyMedia:
            stage = .earlyMedia
            deadline = isEmergency ? nil : world.now + world.timings.ringing
        case .established:
            stage = .connected(since: firstAnswerAt ?? world.now)
            deadline = nil
            hasRung = true
            reconnecting = false
            if firstAnswerAt == nil { firstAnswerAt = world.now }
        }
    }

    private mutating func take(_ fact: CallFact, _ world: Surroundings) -> [Decision] {
        switch fact {
        case .closed(let reason): return closed(reason, world)
        // An attempt that was given up is being hung up: what else it still brings is no news to anybody.
        case _ where settling || isConnected: return []
        case .earlyMedia:
            // Never cut in an emergency: it is how "all lines are busy" arrives.
            stage = .earlyMedia
            deadline = isEmergency ? nil : world.now + world.timings.ringing
            return [.earlyMedia]
        case .ringing:
            hasRung = true
            guard stage == .dialling else { return [] }
            stage = .ringing
            deadline = world.now + ringing(world)
            return []
        case .established:
            stage = .connected(since: world.now)
            deadline = nil
            hasRung = true
            reconnecting = false
            if firstAnswerAt == nil { firstAnswerAt = world.now }
            return [.connected]
        case .dtmf, .announced: return []
        }
    }

    // MARK: Attempts

    private mutating func attempt(_ world: Surroundings) -> [Decision] {
        settling = false
        hasRung = false
        guard world.routes.agentConnected else {
            // "Dialled" would be a false comfort while there is no agent to dial with. Its return is reported.
            if isEmergency { return wait(.seconds(1), world) }
            return over(.network, .agentLost)
        }
        if world.callerRings { return wait(.seconds(1), world) }
        if !isEmergency, let pause = rest(world) { return wait(pause, world) }
        guard let attempt = plan.current else { return over(.network, .unreachable) }
        attempts += 1
        lastAttempt = attempt
        stage = .dialling
        deadline = world.now + noProgress(world)
        return [.dial(attempt.target)]
    }

    /// Skips resting trunks.
    /// - Returns: how long to wait if all that are left rest.
    private mutating func rest(_ world: Surroundings) -> Duration? {
        func restingUntil(_ attempt: CallPlan.Attempt?) -> Moment? {
            attempt.flatMap { world.routes.restingUntil[$0.target.trunk] }.flatMap { $0 > world.now ? $0 : nil }
        }
        guard let first = restingUntil(plan.current) else { return nil }
        var other = plan
        while other.advance() {
            if restingUntil(other.current) == nil {
                plan = other
                return nil
            }
        }
        return first - world.now
    }

    private mutating func wait(_ pause: Duration, _ world: Surroundings) -> [Decision] {
        stage = .waiting(until: world.now + pause)
        deadline = world.now + pause
        return []
    }

    private mutating func over(_ endedBy: CallEndedBy, _ outcome: CallOutcome, status: Int? = nil) -> [Decision] {
        deadline = nil
        return [.over(endedBy, outcome, status: status)]
    }

    private func noProgress(_ world: Surroundings) -> Duration {
        isEmergency ? world.timings.noProgressEmergency : world.timings.noProgress
    }

    private func ringing(_ world: Surroundings) -> Duration {
        isEmergency ? world.timings.ringingEmergency : world.timings.ringing
    }

    // MARK: Time

    private mutating func deadlineReached(_ world: Surroundings) -> [Decision] {
        switch stage {
        case .waiting:
            guard !isEmergency || world.now - world.lastSign < world.timings.emergencyRetryLimit else {
                return over(.network, .unreachable)
            }
            return attempt(world)
        case .dialling, .ringing, .earlyMedia:
            if settling { return closed(.unreachable, world) }
            settling = true
            deadline = world.now + world.timings.hangUpSettle
            guard stage == .dialling, !isEmergency, let trunk = plan.current?.target.trunk else { return [.hangUp] }
            return [.hangUp, .rest(trunk)]
        case .connected:
            deadline = nil
            return []
        }
    }

    // MARK: The end of an attempt

    private mutating func closed(_ reason: CloseReason, _ world: Surroundings) -> [Decision] {
        deadline = nil
        if isIncoming, firstAnswerAt == nil { return over(.farSide, .noAnswer) }
        if isEmergency { return emergencyClosed(reason, world) }
        if isConnected { return over(reason == .remote || reason.sipStatus != nil ? .farSide : .network, .answered) }
        // Given up by the booth: a subscriber who does not answer will not on another trunk; a silent trunk is one.
        let hasSounded = hasRung || stage == .earlyMedia
        let reason: CloseReason = settling ? (hasSounded ? .refused(480) : .unreachable) : reason
        let tryNext =
            callClass == .assistance
            ? ![.local, .agentLost].contains(reason) : reason.isWorthAnotherRoute
        // At the end of the plan it stays where it is: the record tells of the last attempt.
        if tryNext, !plan.isLast, plan.advance() { return attempt(world) }
        return over(.network, reason.outcome, status: reason.sipStatus)
    }

    private mutating func emergencyClosed(_ reason: CloseReason, _ world: Surroundings) -> [Decision] {
        let settled = settling
        settling = false
        if isConnected {
            // Answered and then closed by the far side is an outcome. Everything else is a call that was lost.
            switch reason {
            case .remote, .refused: return over(.farSide, .answered)
            case .agentLost, .local, .quota:
                reconnecting = true
                return [.lost] + wait(.seconds(1), world)
            case .mediaLost, .audio, .unreachable, .notLive:
                reconnecting = true
                losses += 1
                // Once more over the same route; one that loses every call is as bad as one that refuses.
                if losses <= 1 { return [.lost] + attempt(world) }
                if plan.advance() { return [.lost] + wait(.seconds(1), world) }
                plan.reorder(world.routes)
                return [.lost, .roundOver(plan.rounds)] + wait(world.timings.emergencyRoundPause, world)
            }
        }
        // Without the agent, or with a call of somebody else's in it, every route would fail at once.
        if reason == .agentLost || reason == .local && !settled { return wait(.seconds(1), world) }
        if plan.advance() { return attempt(world) }
        plan.reorder(world.routes)
        let pause = plan.rounds < 2 ? world.timings.emergencyRoundPause : world.timings.emergencyRetry
        return [.roundOver(plan.rounds)] + wait(pause, world)
    }
}
