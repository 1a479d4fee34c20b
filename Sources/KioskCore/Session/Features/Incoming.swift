import Prompts
import Reporting
public import Vocabulary

/// A caller who is let through to the booth: after an emergency call, or from the help centre.
public struct Incoming: Equatable, Sendable {
    /// The service that is taken to be calling back; nil for anybody else and for an emergency that had no service.
    public var emergency: EmergencyService?
    /// Whether it came over the trunk that carried the emergency, and so is taken for the service that was called.
    public var isService: Bool
    var handle: CallHandle
    var trunk: TrunkID
    var since: Moment
    /// The page that it interrupted.
    var under: Screen

    /// How the call is treated once answered. Only the service's call is an emergency, which the booth never ends and
    /// which it dials again when it is lost.
    var callClass: CallClass { isService ? .emergency : .assistance }
}

extension Turn {
    /// Lets a caller through, or turns them away.
    mutating func letThrough(_ found: FoundCall) {
        let handle = makeHandle()
        emit(.adopt(handle, found))
        let isHelpCentre = context.settings.telephony.isHelpCentre(found.number)
        let callBack = state.callBack.flatMap { now < $0.until ? $0 : nil }
        // A service that the booth is still trying to reach may call back at any time.
        let ongoing = state.call?.callClass == .emergency ? state.call : nil
        guard isHelpCentre || callBack != nil || ongoing != nil, isFreeForIncoming else {
            emit(.hangUp(handle))
            return turnedAway(found.trunk)
        }
        stopSelfTest()
        _ = endIdleCountdown()
        // A caller's number is only a claim. Only the trunk that carried the emergency speaks for the service.
        let carried = ongoing.map { $0.failover.lastAttempt?.target.trunk } ?? callBack?.trunk
        let isService = (ongoing != nil || callBack != nil) && carried == found.trunk
        state.incoming = Incoming(
            emergency: isService ? ongoing.map(\.emergency) ?? callBack?.service : nil, isService: isService,
            handle: handle, trunk: found.trunk, since: now, under: state.screen)
        start(.incomingRing, after: timings.incomingRing)
        keepIncomingInSight()
    }

    /// Whether a caller may be let through now. There is one call at a time, but an emergency that is between two
    /// attempts may be called back. Its next attempt does not wait.
    private var isFreeForIncoming: Bool {
        guard state.incoming == nil else { return false }
        guard let call = state.call else { return true }
        if case .waiting = call.stage { return call.callClass == .emergency && call.heldHandle == nil }
        return false
    }

    /// Counts a caller who hears busy. Such callers make one record a minute for each trunk, so that somebody who calls
    /// without end cannot fill the queue.
    private mutating func turnedAway(_ trunk: TrunkID) {
        state.turnedAway[trunk, default: 0] += 1
        if state.timers[.turnedAway] == nil { start(.turnedAway, after: timings.turnedAway) }
    }

    /// Records the callers who heard busy in the minute that is over.
    mutating func recordTurnedAway() {
        for (trunk, count) in state.turnedAway.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            recordIncoming(.assistance, trunk, .refused, endedBy: .resident, ring: .zero, callers: count)
        }
        state.turnedAway = [:]
    }

    /// Shows a caller over every page except the two that lead to an emergency call.
    mutating func keepIncomingInSight() {
        guard state.incoming != nil else { return }
        switch state.screen {
        case .incoming, .countdown, .chooser: return
        case var page:
            if case .meaning(let question) = page {
                recordDeclined(question)
                page = question.before
            }
            state.incoming?.under = page
            showPage(.incoming)
        }
    }

    /// The page of a caller who rings. Any key answers.
    var incomingPage: Page {
        guard let incoming = state.incoming else { return gonePage }
        let title =
            incoming.isService
            ? Page.Title(words: .message(incoming.emergency?.message ?? .emergencyHelpCentre), tone: .emergency)
            : Page.Title(words: .message(.callCaller), tone: .forward)
        return Page(
            title: title, offers: anyKey(.callAnswer, said: .callIncoming) { $0.answerIncoming() },
            words: [.prompt(.callIncoming)], priority: .emergency, lastWait: timings.idleCountdown, endsOnHook: false,
            listsLanguages: false)
    }

    /// Rings again, for as long as a caller may be expected to wait.
    mutating func ringAgain() {
        guard let incoming = state.incoming else { return }
        guard now - incoming.since < timings.ringingEmergency else {
            emit(.hangUp(incoming.handle))
            return incomingEnded(.noAnswer)
        }
        start(.incomingRing, after: timings.incomingRing)
        guard state.screen == .incoming else { return }
        utter(Speech(parts: [.prompt(.callIncoming)], priority: .emergency))
    }

    /// Answers the caller.
    mutating func answerIncoming() {
        guard let incoming = state.incoming else { return goHome() }
        state.incoming = nil
        cancel(.incomingRing)
        beSilent(atMost: .emergency)
        leaveFunction(.abandoned)
        if var call = state.call {
            // The emergency that was between two attempts waits for this talk and continues after it.
            call.failover.answer(now: now, timings: timings)
            state.call = call
        } else {
            let callClass = incoming.callClass
            let plan =
                callClass == .emergency
                ? emergencyPlan(incoming.emergency, origin: .callBack)
                : CallPlan(
                    services: [.helpCentre], callClass: .assistance, telephony: context.settings.telephony,
                    routes: state.health.routes)
            state.call = ActiveCall(
                Failover(answering: plan, callClass: callClass, now: now, timings: timings),
                emergency: incoming.emergency, origin: callClass == .emergency ? .callBack : nil,
                pressedAt: incoming.since, startedAt: incoming.since)
        }
        state.call?.caller = incoming.isService ? .service : .anybody
        state.call?.handle = incoming.handle
        show(.call)
        emit(.answer(incoming.handle))
        keepDeadline(before: nil)
        keepJournal()
    }

    /// Takes what the agent reports about a caller who is not answered yet.
    mutating func takeIncomingFact(_ fact: CallFact) {
        if case .closed = fact { incomingEnded(.noAnswer) }
    }

    /// Turns the caller away, because something more important begins.
    mutating func endIncoming() {
        guard let incoming = state.incoming else { return }
        emit(.hangUp(incoming.handle))
        incomingEnded(.refused)
    }

    private mutating func incomingEnded(_ outcome: CallOutcome) {
        guard let incoming = state.incoming else { return }
        state.incoming = nil
        cancel(.incomingRing)
        recordIncoming(
            incoming.callClass, incoming.trunk, outcome, endedBy: outcome == .noAnswer ? .farSide : .resident,
            ring: now - incoming.since)
        guard state.screen == .incoming else { return }
        beSilent(atMost: .emergency)
        if state.call != nil { return show(.call) }
        // The time for the rating passed meanwhile.
        if incoming.under == .rating { return finishFunction() }
        resume(incoming.under)
    }

    private mutating func recordIncoming(
        _ callClass: CallClass, _ trunk: TrunkID, _ outcome: CallOutcome, endedBy: CallEndedBy, ring: Duration,
        callers: Int = 1
    ) {
        record(
            .call(
                CallRecord(
                    callClass: callClass, direction: .incoming, service: nil, route: trunk, outcome: outcome,
                    endedBy: endedBy, attempts: callers, ring: ring, talk: .zero)))
    }
}
