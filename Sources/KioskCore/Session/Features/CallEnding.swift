import Prompts
import Reporting
public import Vocabulary

/// How a call ended, for the page that says so.
public struct CallEnding: Equatable, Sendable {
    /// Why.
    public enum Reason: Hashable, Sendable {
        case ended, busy, noAnswer, failed, unreached
    }

    /// Why.
    public var reason: Reason
    /// The service of an emergency call, where the inner nil is the help centre. The outer nil is a call that was not
    /// an emergency.
    public var emergency: EmergencyService??
    /// The name by which a page offered the number.
    public internal(set) var name: LocalizedText?
    /// The plan for making the same call again, if that is offered.
    var again: CallPlan?
    var callClass = CallClass.free
    /// The page to return to.
    var returnTo: Screen?

    /// Whether the call can be made again with `#`.
    public var canCallAgain: Bool { again != nil }

    /// How a call ended.
    public init(reason: Reason, emergency: EmergencyService?? = nil) {
        self.reason = reason
        self.emergency = emergency
    }
}

/// The end of a call, whatever caused it, and the page that says so.
extension Turn {
    /// Closes a call that is over: records it and shows the page that says so. A chooser or countdown on top of it
    /// stays.
    mutating func end(by endedBy: CallEndedBy, outcome: CallOutcome, status: Int? = nil) {
        guard let call = state.call else { return }
        close(call, by: endedBy, outcome: outcome, status: status)
        switch state.screen {
        case .chooser, .countdown: return
        default: break
        }
        if call.callClass == .emergency {
            if outcome == .cancelled || endedBy == .resident { beSilent(atMost: .emergency) }
            let reason: CallEnding.Reason = call.failover.firstAnswerAt == nil ? .failed : .ended
            return endWith(CallEnding(reason: reason, emergency: .some(call.emergency)))
        }
        switch outcome {
        case .answered where endedBy == .network:
            // The talk was cut off. The booth says so, and calls nobody behind the resident's back.
            var ending = CallEnding(reason: .ended)
            ending.name = call.name
            ending.returnTo = call.returnTo
            endWith(ending)
        case .answered, .cancelled:
            if let page = call.returnTo { return showPage(page) }
            if outcome == .answered { return advance() }
            leaveFunction(.abandoned)
            goHome()
        case .quota: refuseForNow(call)
        default:
            var ending = CallEnding(reason: reason(outcome, call))
            ending.name = call.name
            ending.again = call.plan.restarted
            ending.callClass = call.callClass
            ending.returnTo = call.returnTo
            endWith(ending)
        }
    }

    /// Refuses a typed number that was called just now. The screen says when it can be called again; the voice says
    /// only that it cannot.
    private mutating func refuseForNow(_ call: ActiveCall) {
        state.run?.number = ""
        guard let run = state.run, run.step > 0 else { return endWith(CallEnding(reason: .failed)) }
        state.run?.step -= 1
        var entry = NumberEntry()
        entry.problem = .later(until: call.refusedUntil ?? now)
        show(.number(entry))
        speakProblem(of: entry)
    }

    private func reason(_ outcome: CallOutcome, _ call: ActiveCall) -> CallEnding.Reason {
        if call.service == .helpCentre || call.service == .hotline { return .unreached }
        switch outcome {
        case .busy: return .busy
        case .noAnswer: return .noAnswer
        default: return .failed
        }
    }

    /// Ends the call because an emergency call begins.
    mutating func endCallForAnother() {
        stopSelfTest()
        endIncoming()
        guard let call = state.call else { return }
        if let handle = call.handle { emit(.hangUp(handle)) }
        close(call, by: .resident, outcome: call.isConnected ? .answered : .cancelled, status: nil, switched: true)
        leaveFunction(.abandoned)
    }

    private mutating func close(
        _ call: ActiveCall, by endedBy: CallEndedBy, outcome: CallOutcome, status: Int?, switched: Bool = false
    ) {
        cancel(.route, .callWarning, .callLimit, .stillThere, .disarm)
        hangUpHeld()
        setFault(.callSilent, false)
        state.call = nil
        let last = call.failover.lastAttempt ?? call.plan.current
        let answered = call.failover.firstAnswerAt
        if endedBy == .resident, call.handle != nil, call.stage == .dialling,
            let trunk = last?.target.trunk
        {
            state.health.routes.restingUntil[trunk] = now + timings.ghostRest
        }
        if call.origin != nil, call.failover.attempts > 0 {
            state.callBack = CallBack(
                service: call.emergency, until: now + timings.callBack, trunk: last?.target.trunk)
        }
        keepJournal()
        record(
            .call(
                CallRecord(
                    callClass: call.callClass, direction: call.failover.isIncoming ? .incoming : .outgoing,
                    service: last?.service, route: last?.target.trunk,
                    outcome: answered == nil ? outcome : .answered, sipStatus: status, endedBy: endedBy,
                    attempts: call.failover.attempts, ring: (answered ?? now) - call.startedAt,
                    talk: answered.map { now - $0 } ?? .zero)))
        guard let origin = call.origin else { return }
        if origin == .automatic, !call.touched {
            state.misuse.countAbandoned(at: now)
            if !state.misuse.allowed(at: now) { setFault(.misuse, true) }
        }
        let outcome: EmergencyOutcome =
            switched ? .switched : answered != nil ? .answered : endedBy == .resident ? .hungUp : .unreached
        record(
            .emergency(
                EmergencyRecord(
                    service: call.emergency, origin: origin, outcome: outcome,
                    dialledAfter: call.startedAt - call.pressedAt,
                    connectedAfter: answered.map { $0 - call.pressedAt },
                    route: last?.target.trunk, demonstration: isDemonstration)))
    }

    /// Ends a call with the session that it belongs to.
    mutating func endCallWithSession() {
        guard let call = state.call else { return }
        if let handle = call.handle { emit(.hangUp(handle)) }
        close(call, by: .resident, outcome: call.isConnected ? .answered : .cancelled, status: nil)
        leaveFunction(call.isConnected ? .completed : .abandoned)
    }

    // MARK: The page after a call

    mutating func endWith(_ ending: CallEnding) {
        show(.callEnded(ending))
        if ending.emergency != nil { leaveFunction(ending.reason == .ended ? .completed : .failed) }
        speakPage()
    }

    /// The page that says what happened and which key tries again. Whoever ends up here hears at once that nothing is
    /// being dialled.
    func callEndedPage(_ ending: CallEnding) -> Page {
        let words = words(of: ending)
        let back = backOffer { turn in
            if let page = ending.returnTo { return turn.showPage(page) }
            turn.leaveFunction(ending.reason == .ended ? .completed : .failed)
            turn.goHome()
        }
        guard let service = ending.emergency else {
            let again = ending.again.map { plan in
                Offer(
                    .hash, .callRedial, at: .legend, isForward: true, said: .part(of: words),
                    before: .prompt(.callImpossible)
                ) { turn in
                    turn.startCall(
                        plan, callClass: ending.callClass, name: ending.name, returnTo: ending.returnTo)
                }
            }
            // A person is offered even if the call was to one: that call is over.
            let person = again == nil ? personOffer : nil
            return page(
                Page.Title(words: ending.name.map { .text($0) } ?? runTitle.words, tone: runTone),
                [again, person].compactMap { $0 }, words: words, waits: timings.reading, back: back)
        }
        // The service that was called is seen and said; the others work as on home.
        let services = emergencyOffers(at: .unseen, said: .nowhere) { $0.startCountdown($1, origin: .tile) }
            .filter { $0.key != service.map { .digit($0.key) } }
        let label = Words.message(.emergencyAgain, ["key": .plain(service.map { String($0.key) } ?? "SOS")])
        let again =
            service.map { service in
                Offer(.digit(service.key), label, said: .part(of: words)) {
                    $0.startCountdown(service, origin: .tile)
                }
            } ?? Offer(.sos, label, at: .unseen, said: .part(of: words)) { $0.pressSOS() }
        var page = page(
            Page.Title(words: .message(service?.message ?? .emergencyHelpCentre), tone: .emergency), [again] + services,
            words: words, waits: timings.reading, back: back)
        (page.priority, page.endsOnHook) = (.emergency, false)
        return page
    }

    private func words(of ending: CallEnding) -> [Speech.Part] {
        switch (ending.emergency, ending.reason) {
        case (let service?, .ended): emergencyWords(.ended(service))
        case (let service?, _): emergencyWords(.notConnected(service))
        case (nil, .ended): [.prompt(.callEnded)]
        // The other sentences offer to call again.
        case _ where !ending.canCallAgain: [.prompt(.callImpossible)]
        case (nil, .busy): [.prompt(.callBusy)]
        case (nil, .noAnswer): [.prompt(.callNoAnswer)]
        case (nil, .failed): [.prompt(.callFailed)]
        case (nil, .unreached): [.prompt(.personUnreached)]
        }
    }
}
