/// Somebody calls the booth and is let through: after an emergency call, or from the help centre.
public struct Incoming: Equatable, Sendable {
    /// The service that is taken to call back; none is the help centre, or an emergency that had no service.
    public var emergency: EmergencyService?
    /// How the call is treated once answered.
    public var callClass: CallClass
    var handle: CallHandle
    var trunk: TrunkID
    var since: Moment
    /// The page that it interrupted.
    var under: Screen
}

extension Turn {
    /// Lets a caller through, or turns them away.
    mutating func incoming(_ found: FoundCall) {
        let handle = nextHandle()
        emit(.adopt(handle, found))
        let telephony = context.settings.telephony
        let isHelpCentre = telephony.isHelpCentre(found.number)
        let callBack = state.callBack.flatMap { now < $0.until ? $0 : nil }
        // Who is being tried to reach may call back at any time.
        let ongoing = state.call?.callClass == .emergency ? state.call : nil
        let isEmergency = callBack != nil || ongoing != nil
        guard isHelpCentre || isEmergency, isFreeForIncoming else {
            emit(.hangUp(handle))
            return recordIncoming(.assistance, found.trunk, .refused, endedBy: .resident, ring: .zero)
        }
        stopSelfTest()
        _ = endIdleCountdown()
        state.incoming = Incoming(
            emergency: ongoing != nil ? ongoing?.emergency : callBack?.service,
            callClass: isEmergency ? .emergency : .assistance, handle: handle,
            trunk: found.trunk, since: now, under: state.screen)
        start(.incomingRing, after: timings.incomingRing)
        keepIncomingInSight()
    }

    /// One at a time, but an emergency that is between two attempts gives way to whoever calls back.
    private var isFreeForIncoming: Bool {
        guard state.incoming == nil else { return false }
        guard let call = state.call else { return true }
        if case .waiting = call.stage { return call.callClass == .emergency }
        return false
    }

    /// A caller is shown over every page but the two that lead to an emergency call.
    mutating func keepIncomingInSight() {
        guard let incoming = state.incoming else { return }
        switch state.screen {
        case .incoming, .countdown, .chooser: return
        case var page:
            if case .meaning(let question) = page {
                recordDeclined(question)
                page = question.before
            }
            state.incoming?.under = page
            show(.incoming)
            speak(Speech(parts: incomingPrompts(incoming), priority: .emergency))
        }
    }

    private func incomingPrompts(_ incoming: Incoming) -> [Speech.Part] { [.prompt(.callIncoming)] }

    /// Rings again, for as long as a caller may be expected to wait.
    mutating func ringAgain() {
        guard let incoming = state.incoming else { return }
        guard now - incoming.since < timings.ringingEmergency else {
            emit(.hangUp(incoming.handle))
            return incomingEnded(.noAnswer)
        }
        start(.incomingRing, after: timings.incomingRing)
        guard state.screen == .incoming else { return }
        utter(Speech(parts: incomingPrompts(incoming), priority: .emergency))
    }

    /// Any key answers.
    mutating func answerIncoming() {
        guard let incoming = state.incoming else { return goHome() }
        state.incoming = nil
        cancel(.incomingRing)
        beSilent(atMost: .emergency)
        leaveFunction(.abandoned)
        let isEmergency = incoming.callClass == .emergency
        let plan =
            isEmergency
            ? emergencyPlan(incoming.emergency, origin: .callBack)
            : CallPlan(
                services: [.helpCentre], callClass: .assistance, telephony: context.settings.telephony,
                routes: state.health.routes)
        let failover = Failover(answering: plan, callClass: incoming.callClass, now: now, timings: timings)
        if var call = state.call {
            // The emergency that was between two attempts goes on in this call, and after it if nobody is there.
            call.failover.answer(now: now, timings: timings)
            state.call = call
        } else {
            state.call = ActiveCall(
                failover, emergency: incoming.emergency, origin: isEmergency ? .callBack : nil,
                pressedAt: incoming.since, startedAt: incoming.since)
        }
        state.call?.handle = incoming.handle
        show(.call)
        emit(.answer(incoming.handle))
        keepDeadline(before: nil)
        keepJournal()
    }

    /// What the agent reports of a caller who is not answered yet.
    mutating func incoming(_ fact: CallFact) {
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
        // The time for rating passed meanwhile.
        if incoming.under == .rating { return finishFunction() }
        resume(incoming.under)
    }

    private mutating func recordIncoming(
        _ callClass: CallClass, _ trunk: TrunkID, _ outcome: CallOutcome, endedBy: CallEndedBy, ring: Duration
    ) {
        record(
            .call(
                CallRecord(
                    callClass: callClass, direction: .incoming, service: nil, route: trunk, outcome: outcome,
                    endedBy: endedBy, attempts: 1, ring: ring, talk: .zero)))
    }
}

extension TelephonySettings {
    /// Whether the help centre calls from this number; a leading country code of China does not matter.
    func isHelpCentre(_ number: String) -> Bool {
        func national(_ number: String) -> Substring {
            let digits = number.drop { $0 == "+" }
            if digits.hasPrefix("0086") { return digits.dropFirst(4) }
            return digits.hasPrefix("86") && digits.count > 10 ? digits.dropFirst(2) : digits
        }
        let known = helpCentreCallers + targets(of: .helpCentre).map(\.number)
        return !number.isEmpty && known.contains { national($0) == national(number) }
    }

    /// Whether this is an emergency number, here or as foreigners know it. Neither a test call nor a free call may go there.
    public func isEmergencyNumber(_ number: String) -> Bool {
        let own = EmergencyService.allCases.flatMap { targets(of: $0.service).map(\.number) }
        return own.contains(number) || DialledEmergency(number: number, language: .chinese) != nil
    }
}
