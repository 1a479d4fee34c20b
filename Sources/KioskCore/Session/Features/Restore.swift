import Reporting
import Vocabulary

/// Calls that this run of the kiosk did not dial. A call that the journal of a former run explains continues as it was.
/// A call that nothing explains counts as an emergency, and the kiosk never ends it.
extension Turn {
    mutating func takeFound(_ calls: [FoundCall]) {
        let journal = state.restored
        state.restored = nil
        var outgoing = calls.filter { $0.progress != .incoming }
        // These are two legs of one emergency: the one that was answered is the call.
        let hasLegs = journal?.isUnheard == true
        let index =
            hasLegs
            ? outgoing.firstIndex { $0.progress == .established } ?? outgoing.indices.first
            : outgoing.firstIndex(where: \.isExplained) ?? outgoing.indices.first
        if let index {
            var live = outgoing.remove(at: index)
            if hasLegs { live.isExplained = true }
            takeUp(live, journal)
            outgoing.forEach { hangUp($0) }
        } else if let journal, state.call == nil {
            closeGone(journal)
        }
        for call in calls where call.progress == .incoming { letThrough(call) }
    }

    /// Hangs up a call beside the one that continues: nobody would ever be on it.
    private mutating func hangUp(_ other: FoundCall) {
        let handle = makeHandle()
        emit(.adopt(handle, other))
        emit(.hangUp(handle))
    }

    private mutating func takeUp(_ live: FoundCall, _ journal: CallJournal.Live?) {
        if live.isOfBooth, state.call?.callClass == .emergency { return takeUpOfBooth(live) }
        let handle = makeHandle()
        emit(.adopt(handle, live))
        if live.isExplained, let call = state.call, case .waiting = call.stage {
            // Only the control connection had been lost; the call itself is still there.
            return resume(live, handle)
        }
        if state.call?.callClass == .emergency || live.isExplained && (journal == nil || journal?.callClass == .test) {
            // A service chosen since then comes first; a test call has served its purpose.
            emit(.hangUp(handle))
            return keepJournal()
        }
        endCallForAnother()
        endIncoming()
        if live.isExplained, let journal {
            state.call = restoredCall(journal, live)
        } else if !live.isOfBooth, case .countdown(let countdown) = state.screen, state.session == nil {
            foundUnderCountdown(countdown, live)
        } else {
            foundUnexplained(live)
        }
        // A countdown or a choice shown over that call continues.
        if state.screen.pending == nil { show(.call) }
        resume(live, handle)
    }

    /// Takes up a call for help that another program of the booth made a moment before this one. If both called the
    /// help centre, it is this emergency's call. Otherwise it is shown as a call and not as the service that was asked
    /// for here, and the attempts continue when it is over.
    private mutating func takeUpOfBooth(_ live: FoundCall) {
        guard state.call?.isWaiting == true else { return }
        let handle = makeHandle()
        emit(.adopt(handle, live))
        state.call?.failover.isAnothers = true
        if state.call?.emergency != nil || !isOfHelpCentre(live.number) {
            state.call?.failover.isTalkingToCaller = true
            state.call?.caller = .unknown
        }
        resume(live, handle)
    }

    private func isOfHelpCentre(_ number: String) -> Bool {
        context.settings.telephony.targets(of: .helpCentre).contains { $0.number == number }
    }

    /// Takes up a call that was dialled at the end of this countdown, by a program that ended before it had written
    /// that down. The service is not dialled again.
    private mutating func foundUnderCountdown(_ countdown: EmergencyCountdown, _ live: FoundCall) {
        cancel(.emergencyCountdown)
        var plan = emergencyPlan(countdown.service, origin: countdown.origin)
        plan.move(to: live.trunk, countdown.service.service, number: live.number)
        state.call = ActiveCall(
            Failover(plan, callClass: .emergency), emergency: countdown.service, origin: countdown.origin,
            pressedAt: countdown.pressedAt, startedAt: now)
        recordRestored(countdown.service, countdown.origin, live)
        show(.call)
    }

    /// Takes up a call that nothing explains. Its number may be what the far side claims, so that it proves no service.
    private mutating func foundUnexplained(_ live: FoundCall) {
        var failover = Failover(emergencyPlan(nil, origin: .restored), callClass: .emergency)
        failover.hasSecondLeg = false
        failover.isAnothers = live.isOfBooth
        state.call = ActiveCall(failover, origin: .restored, pressedAt: now, startedAt: now)
        state.call?.caller = .unknown
        recordRestored(nil, .restored, live)
    }

    private mutating func recordRestored(
        _ service: EmergencyService?, _ origin: EmergencyOrigin, _ live: FoundCall
    ) {
        record(
            .emergency(
                EmergencyRecord(
                    service: service, origin: origin, outcome: .dialling, route: live.trunk,
                    demonstration: isDemonstration)))
    }

    private mutating func resume(_ live: FoundCall, _ handle: CallHandle) {
        guard var call = state.call else { return }
        let before = call.failover.deadline
        call.failover.resume(live.progress, surroundings(call))
        call.handle = handle
        state.call = call
        keepDeadline(before: before)
        if call.failover.isConnected { connected() } else { keepJournal() }
    }

    private func restoredCall(_ journal: CallJournal.Live, _ live: FoundCall) -> ActiveCall {
        let telephony = context.settings.telephony
        let routes = state.health.routes
        var plan: CallPlan
        switch (journal.callClass, journal.service) {
        case (.emergency, _): plan = emergencyPlan(journal.emergency, origin: journal.origin ?? .restored)
        case (let callClass, let service?):
            plan = CallPlan(services: [service], callClass: callClass, telephony: telephony, routes: routes)
        case (let callClass, nil):
            plan = CallPlan(number: live.number, callClass: callClass, telephony: telephony, routes: routes)
        }
        plan.move(to: live.trunk, journal.service, number: live.number)
        var call = ActiveCall(
            Failover(plan, from: journal, now: now), emergency: journal.emergency, origin: journal.origin,
            pressedAt: journal.pressedAt, startedAt: journal.startedAt)
        call.endsAt = journal.endsAt
        return call
    }

    /// Closes a call of the journal that the agent no longer has.
    private mutating func closeGone(_ journal: CallJournal.Live) {
        // A call that was lost is treated as if it had never been answered.
        switch (journal.callClass, journal.isLost || journal.isUnheard ? nil : journal.answeredAt) {
        case (.emergency, nil) where now - journal.startedAt < timings.emergencyRetryLimit:
            // Somebody asked for it and was not put through.
            startEmergency(journal.emergency, origin: .restored, pressedAt: journal.pressedAt)
        case (.emergency, _):
            // The call was answered and ended while nobody looked: the service knows of this booth and may call back.
            state.callBack = CallBack(
                service: journal.emergency, until: now + timings.callBack, trunk: journal.trunk)
            keepJournal()
            recordGone(journal)
            endWith(CallEnding(reason: .ended, emergency: .some(journal.emergency)))
        default:
            keepJournal()
            if journal.callClass != .test { recordGone(journal) }
        }
    }

    private mutating func recordGone(_ journal: CallJournal.Live) {
        record(
            .call(
                CallRecord(
                    callClass: journal.callClass, direction: journal.direction, service: journal.service,
                    route: journal.trunk, outcome: journal.answeredAt == nil ? .agentLost : .answered,
                    endedBy: .network, attempts: journal.attempts,
                    ring: (journal.answeredAt ?? now) - journal.startedAt,
                    talk: journal.answeredAt.map { now - $0 } ?? .zero)))
    }

    /// Goes on with an emergency of a former run while the agent is away. Nobody can know which calls the agent had, so
    /// the emergency is tried again until the agent is back.
    mutating func restoreWithoutAgent() {
        guard let journal = state.restored, journal.callClass == .emergency, state.call == nil else { return }
        // From here on the call itself is the record: once hung up, it must not come back.
        state.restored = nil
        let plan = emergencyPlan(journal.emergency, origin: journal.origin ?? .restored)
        state.call = ActiveCall(
            Failover(plan, from: journal, now: now), emergency: journal.emergency, origin: journal.origin,
            pressedAt: journal.pressedAt, startedAt: now)
        show(.call)
        drive(.begin)
        speakEmergency(.reconnecting)
    }
}
