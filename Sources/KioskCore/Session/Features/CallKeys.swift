extension Turn {
    // MARK: Keys in a call

    mutating func pressInCall(_ key: Key) {
        guard let call = state.call else { return goHome() }
        if call.asking {
            state.call?.asking = false
            return
        }
        if key != .star, call.armed == .hangUp { state.call?.armed = nil }
        switch key {
        case .star: pressHangUp(call)
        // Whoever called, an emergency comes first; its countdown is shown over the call.
        case .digit(let digit) where call.caller == .anybody && call.callClass != .emergency:
            guard let service = EmergencyService(key: digit) else { return sendTone(Character(String(digit)), call) }
            startCountdown(service, origin: .tile)
        case _ where call.callClass == .emergency: pressInEmergencyCall(key, call)
        case .digit(let digit): sendTone(Character(String(digit)), call)
        case .hash: sendTone("#", call)
        default: wrongKey()
        }
    }

    private mutating func pressInEmergencyCall(_ key: Key, _ call: ActiveCall) {
        switch key {
        case .hash where call.isConnected: announce(.address, call)
        case .digit(0) where call.isConnected: announce(.unable, call)
        case .hash: sayAgain()
        case .digit(let digit):
            guard let service = EmergencyService(key: digit) else { return wrongKey() }
            if service != call.emergency { return pressOtherService(service, call) }
            // The emergency that waits for this talk goes on at once.
            guard call.caller == .anybody, let handle = call.handle else { return wrongKey() }
            emit(.hangUp(handle))
        default: wrongKey()
        }
    }

    /// While the help centre is called because nobody chose, a choice switches at once; otherwise the key is asked for
    /// twice, so that no emergency call ends by accident.
    private mutating func pressOtherService(_ service: EmergencyService, _ call: ActiveCall) {
        let isChoice = call.emergency == nil && !call.isConnected
        guard isChoice || call.armed == .switchTo(service) else {
            state.call?.armed = .switchTo(service)
            return start(.disarm, after: timings.hangUpConfirm)
        }
        startEmergency(service, origin: .chooser, pressedAt: now)
    }

    private mutating func announce(_ announcement: Announcement, _ call: ActiveCall) {
        guard let handle = call.answeredHandle else { return }
        // The page says so when the agent does.
        emit(.announce(handle, announcement))
    }

    private mutating func sendTone(_ tone: Character, _ call: ActiveCall) {
        guard call.isConnected, let handle = call.answeredHandle else { return wrongKey() }
        emit(.sendDTMF(handle, tone))
        emit(.click(sink))
    }

    private mutating func pressHangUp(_ call: ActiveCall) {
        guard call.armed == .hangUp else {
            state.call?.armed = .hangUp
            if !call.isConnected { utter(Speech(parts: [.prompt(.callHangUpOnce)], priority: .emergency)) }
            return start(.disarm, after: timings.hangUpConfirm)
        }
        if let handle = call.handle { emit(.hangUp(handle)) }
        // Hanging up on whoever called does not give up the emergency that waited for the talk.
        if call.failover.isTalkingToCaller {
            state.call?.armed = nil
            return
        }
        end(by: .resident, outcome: call.isConnected ? .answered : .cancelled)
    }

    // MARK: The end

    /// The call is over: the record, and the page that says so. A chooser or countdown on top of it stays.
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
            // Cut off in the middle of a sentence: it is said, and nobody is called behind the resident's back.
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

    /// The typed number was called just now. The screen says when it can be called again, the voice only that it cannot.
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

    /// Ends the call because another one, an emergency, begins.
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
        speakEnding(ending)
    }

    mutating func speakEnding(_ ending: CallEnding) {
        switch (ending.emergency, ending.reason) {
        case (let service?, .ended): speakEmergency(.ended(service))
        case (let service?, _): speakEmergency(.notConnected(service))
        case (nil, .ended): speak(.callEnded)
        // The other sentences offer to call again.
        case _ where !ending.canCallAgain: speak(.callImpossible)
        case (nil, .busy): speak(.callBusy)
        case (nil, .noAnswer): speak(.callNoAnswer)
        case (nil, .failed): speak(.callFailed)
        case (nil, .unreached): speak(.personUnreached)
        }
    }

    mutating func pressOnCallEnded(_ key: Key, _ ending: CallEnding) {
        switch (key, ending.emergency) {
        case (.star, _):
            if let page = ending.returnTo { return showPage(page) }
            leaveFunction(ending.reason == .ended ? .completed : .failed)
            goHome()
        case (.hash, nil):
            guard let plan = ending.again else { return sayAgain() }
            startCall(plan, callClass: ending.callClass, name: ending.name, returnTo: ending.returnTo)
        case (.digit(let digit), .some):
            guard let service = EmergencyService(key: digit) else { return pressCommon(key) }
            startCountdown(service, origin: .tile)
        default: pressCommon(key)
        }
    }
}
