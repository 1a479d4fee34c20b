import Reporting
public import Vocabulary

/// Decides which route a call takes, how long each stage may last and what comes after a failure. The machine is pure:
/// it is told what Telephony reports and when its own deadline is reached, and it answers with decisions. `Turn`
/// carries them out.
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

    /// What the machine is told.
    enum Input: Equatable {
        /// Make the first attempt.
        case begin
        /// Something about the present attempt.
        case fact(CallFact)
        /// `deadline` is reached.
        case time
        /// The SIP agent is back.
        case agentReturned
        /// What is known of the routes has changed.
        case routesChanged
        /// Something about the answered leg that is kept while another is dialled.
        case heldFact(CallFact)
    }

    /// What the machine decides. Decisions are carried out in order.
    enum Decision: Equatable {
        case dial(DialTarget)
        /// Give the present attempt up; the next one follows when its end is confirmed.
        case hangUp
        case earlyMedia
        case connected
        /// The call is answered, but nothing is heard.
        case nothingHeard
        /// Sound arrives after all.
        case heard
        /// Keep the present leg, which was answered and is silent, while the next attempt is made.
        case hold
        /// Hang up the kept leg, which has been replaced by one that is heard.
        case release
        /// Hang up the other leg: the kept one is heard after all, and is the present one again.
        case takeBack
        /// The caller who was answered between two attempts has gone.
        case callerGone
        /// An answered emergency call was lost and will be dialled again.
        case lost
        /// All routes failed, for this many rounds now.
        case roundOver(Int)
        /// Leave the trunk alone for a while: an INVITE may still be under way there.
        case rest(TrunkID)
        case over(CallEndedBy, CallOutcome, status: Int?)
    }

    /// What the machine may know while it decides.
    struct Surroundings {
        var now: Moment
        var timings: Timings
        var routes: RouteHealth
        /// When the last key was pressed, or the call began. An emergency is tried for a limited time after that.
        var lastSign: Moment
    }

    /// How the call is treated.
    public let callClass: CallClass
    /// The plan of attempts.
    public internal(set) var plan: CallPlan
    /// How far the present attempt is.
    public internal(set) var stage: Stage
    /// When `Input.time` is due; nil while it is for the far side or the resident to act.
    var deadline: Moment?
    /// Whether the present attempt has rung.
    public private(set) var hasRung = false
    /// Whether an answered emergency call was lost and is being dialled again.
    public internal(set) var reconnecting = false
    /// How many attempts were made.
    private(set) var attempts = 0
    /// The last attempt made; while waiting, `plan` stands at the next.
    var lastAttempt: CallPlan.Attempt?
    /// Answered calls that were lost in this emergency.
    var losses = 0
    /// When somebody first answered.
    var firstAnswerAt: Moment?
    /// When the present attempt was dialled.
    var dialledAt: Moment?
    /// Whether the trunk's peer has given a sign of life in the present attempt.
    var isTried = false
    /// Whether sound arrives in the present attempt at this moment.
    public internal(set) var hears = false
    /// Whether sound ever arrived in the present attempt.
    var hasHeard = false
    /// Since when the present attempt's line has been silent or its peer dead, although the line should speak.
    var silentSince: Moment?
    /// Whether the far side answered but is not heard, and the booth has said so.
    public internal(set) var nothingHeard = false
    /// The answered but silent leg that is kept while another is dialled.
    var held: Held?
    /// Whether the far side made the call.
    let isIncoming: Bool
    /// Whether the present attempt was given up and its end is not confirmed yet.
    var settling = false

    /// Whether another leg may be dialled beside one that is not heard. Beside a call whose origin nobody knows, none
    /// may.
    var hasSecondLeg = true
    /// Whether a caller was answered while this emergency had reached nobody.
    var isTalkingToCaller = false
    /// Whether the call belongs to another program of the booth. That program has its own limits, so the call is not
    /// ended here for taking long.
    var isAnothers = false

    /// A leg that is kept.
    struct Held: Equatable {
        var attempt: CallPlan.Attempt?
        var since: Moment
    }

    /// A call that has not begun.
    init(_ plan: CallPlan, callClass: CallClass) {
        self.plan = plan
        self.callClass = callClass
        stage = .dialling
        isIncoming = false
    }

    /// A call from the far side that is being answered. An emergency is dialled again by `plan` if it is lost.
    init(answering plan: CallPlan, callClass: CallClass, now: Moment, timings: Timings) {
        self.plan = plan
        self.callClass = callClass
        stage = .ringing
        deadline = now + timings.noProgress
        hasRung = true
        isIncoming = true
    }

    /// A call of a former run of the kiosk; `resume` or `Input.begin` continues it.
    init(_ plan: CallPlan, from journal: CallJournal.Live, now: Moment) {
        self.plan = plan
        callClass = journal.callClass
        stage = .waiting(until: now)
        attempts = journal.attempts
        firstAnswerAt = journal.answeredAt
        reconnecting = journal.answeredAt != nil
        isIncoming = journal.direction == .incoming
    }

    /// Answers whoever calls back, in place of the next attempt. It is not certain who that is, so the attempts
    /// continue when the talk is over.
    mutating func answer(now: Moment, timings: Timings) {
        isTalkingToCaller = true
        (hears, hasHeard, silentSince, nothingHeard) = (false, false, nil, false)
        stage = .ringing
        settling = false
        hasRung = true
        deadline = now + timings.noProgress
    }

    /// Whether somebody answered and is on the line, in the present leg or in the one that is kept.
    public var isConnected: Bool { isAnswered || held != nil }

    /// Whether the present leg is answered.
    var isAnswered: Bool {
        if case .connected = stage { return true }
        return false
    }

    var isEmergency: Bool { callClass == .emergency }

    // MARK: Input

    mutating func take(_ input: Input, _ world: Surroundings) -> [Decision] {
        switch input {
        case .begin: return attempt(world)
        case .fact(let fact): return take(fact, world)
        case .time: return deadlineReached(world)
        case .agentReturned:
            guard case .waiting = stage, isEmergency else { return [] }
            return attempt(world)
        case .routesChanged:
            boundEarlyMedia(world)
            return []
        case .heldFact(let fact): return takeHeld(fact, world)
        }
    }

    /// Takes up a call that was lost sight of: it is up in the agent and has come this far.
    mutating func resume(_ progress: FoundCall.Progress, _ world: Surroundings) {
        settling = false
        (dialledAt, silentSince, hears, hasHeard) = (world.now, world.now, false, false)
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
            boundEarlyMedia(world)
        case .established:
            stage = .connected(since: firstAnswerAt ?? world.now)
            deadline = world.now + world.timings.noSound
            hasRung = true
            reconnecting = false
            if firstAnswerAt == nil, !isTalkingToCaller { firstAnswerAt = world.now }
        }
    }

    private mutating func take(_ fact: CallFact, _ world: Surroundings) -> [Decision] {
        switch fact {
        case .closed(let reason): return closed(reason, world)
        // An attempt that was given up is being hung up; whatever else it still reports does not matter.
        case _ where settling: return []
        case .sound(let arrives): return hear(arrives, world)
        case _ where isAnswered: return []
        case .trying:
            guard stage == .dialling, !isTried, let dialledAt else { return [] }
            isTried = true
            deadline = dialledAt + noProgress(world)
            return []
        case .earlyMedia:
            stage = .earlyMedia
            if !isEmergency { deadline = world.now + world.timings.ringing }
            boundEarlyMedia(world)
            return [.earlyMedia]
        case .ringing:
            hasRung = true
            guard stage == .dialling else { return [] }
            stage = .ringing
            deadline = world.now + ringing(world)
            return []
        case .established:
            stage = .connected(since: world.now)
            // What sounded before the answer was a tone or an announcement of the network, and nobody's voice.
            (hears, hasHeard) = (false, false)
            deadline = world.now + world.timings.noSound
            silentSince = world.now
            hasRung = true
            reconnecting = false
            if firstAnswerAt == nil, !isTalkingToCaller { firstAnswerAt = world.now }
            return [.connected]
        case .dtmf, .announcing, .announced, .devices: return []
        }
    }

    // MARK: Attempts

    mutating func attempt(_ world: Surroundings) -> [Decision] {
        settling = false
        hasRung = false
        (isTried, hears, hasHeard, silentSince, dialledAt) = (false, false, false, nil, nil)
        if held == nil { nothingHeard = false }
        guard world.routes.agentConnected else {
            // "Dialled" would be false comfort while there is no agent to dial with. The agent's return is reported.
            if isEmergency { return wait(.seconds(1), world) }
            return finish(.network, .agentLost)
        }
        if !isEmergency, let pause = skipResting(world) { return wait(pause, world) }
        // A second leg over the same route as the one that is kept would meet the same silence.
        if let held, let kept = held.attempt, plan.hasOtherRoutes, plan.current == kept, !plan.advance() {
            plan.reorder(world.routes)
        }
        guard let attempt = plan.current else { return finish(.network, .unreachable) }
        attempts += 1
        lastAttempt = attempt
        stage = .dialling
        dialledAt = world.now
        deadline = world.now + noProgress(world)
        return [.dial(attempt.target)]
    }

    /// Skips resting trunks.
    /// - Returns: how long to wait if all that are left rest.
    private mutating func skipResting(_ world: Surroundings) -> Duration? {
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

    mutating func wait(_ pause: Duration, _ world: Surroundings) -> [Decision] {
        stage = .waiting(until: world.now + pause)
        deadline = world.now + pause
        return []
    }

    mutating func finish(_ endedBy: CallEndedBy, _ outcome: CallOutcome, status: Int? = nil) -> [Decision] {
        deadline = nil
        return [.over(endedBy, outcome, status: status)]
    }

    /// How long nothing may come back from the present attempt. In an emergency, a trunk that is slow rather than dead
    /// gets more time in each round, and at once if it has sent 100 Trying. A limit that never grows would cut off
    /// every attempt at the same point.
    private func noProgress(_ world: Surroundings) -> Duration {
        guard isEmergency else { return world.timings.noProgress }
        let first = plan.current?.noProgress ?? world.timings.noProgressEmergency
        return first * (1 << min(plan.rounds + (isTried ? 1 : 0), 2))
    }

    private func ringing(_ world: Surroundings) -> Duration {
        isEmergency ? world.timings.ringingEmergency : world.timings.ringing
    }

    // MARK: Time

    private mutating func deadlineReached(_ world: Surroundings) -> [Decision] {
        switch stage {
        case .waiting:
            guard !isEmergency || world.now - world.lastSign < world.timings.emergencyRetryLimit else {
                // Nobody else could be reached. Whoever answered without being heard may still be there.
                return held.map { goBackTo($0) } ?? finish(.network, .unreachable)
            }
            return attempt(world)
        case _ where settling: return closed(.unreachable, world)
        case .dialling where isAnothers, .ringing where isAnothers, .earlyMedia where isAnothers:
            deadline = nil
            return []
        case .dialling, .ringing, .earlyMedia:
            settling = true
            deadline = world.now + world.timings.hangUpSettle
            guard stage == .dialling, !isEmergency, let trunk = plan.current?.target.trunk else { return [.hangUp] }
            return [.hangUp, .rest(trunk)]
        case .connected: return judgeSilence(world)
        }
    }
}
