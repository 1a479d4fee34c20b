extension Turn {
    // MARK: Starting

    /// Calls an emergency service, or the help centre as an emergency; whatever else was on the line ends.
    mutating func startEmergency(_ service: EmergencyService?, origin: EmergencyOrigin, pressedAt: Moment) {
        endCallForAnother()
        if state.run == nil, let function = service.flatMap({ context.catalogue.function(for: $0) }) {
            state.run = FunctionRun(function: function.id, startedAt: now)
        }
        let telephony = context.settings.telephony
        var services = [ServiceID.helpCentre]
        if let service { services.insert(service.service, at: 0) }
        if origin == .automatic, telephony.policeWhenUnanswered { services.append(EmergencyService.police.service) }
        let plan = CallPlan(
            services: services, callClass: .emergency, telephony: telephony, registered: state.health.registered)
        guard plan.current != nil else { return cannotCall(service, origin: origin) }
        state.call = ActiveCall(
            callClass: .emergency, emergency: service, origin: origin, pressedAt: pressedAt, plan: plan,
            startedAt: now)
        show(.call)
        dial()
        record(
            .emergency(
                EmergencyRecord(
                    service: service, origin: origin, outcome: .dialling, dialledAfter: now - pressedAt,
                    route: plan.current?.target.trunk, demonstration: isDemonstration)))
        speakEmergency(.calling(service))
    }

    /// The call step of a function.
    mutating func startCall(_ step: CallStep, prompt: PromptKey?) {
        let telephony = context.settings.telephony
        let registered = state.health.registered
        let plan =
            step.callClass == .free
            ? CallPlan(
                number: state.run?.number ?? "", callClass: .free, telephony: telephony, registered: registered)
            : CallPlan(
                services: step.services, callClass: step.callClass, telephony: telephony, registered: registered)
        startCall(plan, callClass: step.callClass)
        if let prompt, state.call != nil { speak(prompt) }
    }

    /// A call from a page that comes back to it.
    mutating func startCall(number: String, callClass: CallClass) {
        let plan = CallPlan(
            number: number, callClass: callClass, telephony: context.settings.telephony,
            registered: state.health.registered)
        startCall(plan, callClass: callClass, returnTo: state.screen)
    }

    mutating func startCall(_ plan: CallPlan, callClass: CallClass, returnTo: Screen? = nil) {
        guard plan.current != nil else {
            var ending = CallEnding(reason: callClass == .assistance && returnTo == nil ? .unreached : .failed)
            ending.returnTo = returnTo
            return endWith(ending)
        }
        state.call = ActiveCall(
            callClass: callClass, pressedAt: now, plan: plan, startedAt: now, returnTo: returnTo)
        show(.call)
        beSilent()
        dial()
    }

    /// Dials the present attempt.
    private mutating func dial() {
        guard var call = state.call, let attempt = call.plan.current else { return }
        let handle = CallHandle(state.nextCall)
        state.nextCall += 1
        call.handle = handle
        call.stage = .dialling
        call.hasRung = false
        call.settling = false
        call.attempts += 1
        state.call = call
        cancel(.callRetry, .hangUpSettle)
        emit(.dial(handle, attempt.target))
        start(.callStage, after: isEmergencyCall ? timings.noProgressEmergency : timings.noProgress)
    }

    private var isEmergencyCall: Bool { state.call?.callClass == .emergency }

    // MARK: What the agent reports

    mutating func call(_ handle: CallHandle, _ fact: CallFact) {
        guard let call = state.call, call.handle == handle else { return }
        switch fact {
        case .earlyMedia where !call.isConnected:
            // Never cut in an emergency: it is how "all lines are busy" arrives.
            state.call?.stage = .earlyMedia
            cancel(.callStage)
            beSilent(atMost: .emergency)
            if !isEmergencyCall { start(.callStage, after: timings.ringing) }
        case .ringing where !call.isConnected:
            state.call?.hasRung = true
            if call.stage == .dialling {
                state.call?.stage = .ringing
                start(.callStage, after: isEmergencyCall ? timings.ringingEmergency : timings.ringing)
            }
        case .established: connected()
        case .closed(let reason): closed(reason)
        case .announced(let announcement):
            if call.announced == announcement { state.call?.announced = nil }
        case .earlyMedia, .ringing, .dtmf: break
        }
    }

    private mutating func connected() {
        guard var call = state.call, !call.isConnected else { return }
        call.stage = .connected(since: now)
        call.hasRung = true
        call.reconnecting = false
        call.answeredAt = now
        call.settling = false
        if call.firstAnswerAt == nil { call.firstAnswerAt = now }
        if call.callClass == .free {
            call.endsAt = now + timings.freeCall
            start(.callLimit, after: timings.freeCall)
            start(.callWarning, after: timings.freeCallWarning)
        }
        if call.callClass == .assistance { start(.stillThere, after: timings.stillThere) }
        state.call = call
        cancel(.callStage, .callRetry, .hangUpSettle)
        // From here on the line speaks, not the booth.
        beSilent(atMost: .emergency)
        if call.callClass == .emergency { setFault(.emergencyUnreached, false) }
    }

    private mutating func closed(_ reason: CloseReason) {
        guard let call = state.call else { return }
        cancel(.callStage)
        if call.callClass == .emergency { return emergencyClosed(call, reason) }
        if call.isConnected {
            return end(by: reason == .remote || reason.sipStatus != nil ? .farSide : .network, outcome: .answered)
        }
        // Given up by the booth: a subscriber who does not answer will not on another trunk; a silent trunk is one.
        let reason: CloseReason = call.settling ? (call.hasRung ? .refused(480) : .unreachable) : reason
        let tryNext = call.callClass == .assistance ? reason != .local : reason.isWorthAnotherRoute
        if tryNext, reason != .agentLost, advancePlan() { return dial() }
        end(by: .network, outcome: reason.outcome, status: reason.sipStatus)
    }

    private mutating func emergencyClosed(_ call: ActiveCall, _ reason: CloseReason) {
        if call.isConnected {
            switch reason {
            case .mediaLost, .agentLost, .audio, .unreachable, .notLive:
                state.call?.reconnecting = true
                state.call?.announced = nil
                speakEmergency(.reconnecting)
                return reason == .agentLost ? wait(for: .seconds(1)) : dial()
            case .remote, .refused: return end(by: .farSide, outcome: .answered)
            case .local: return end(by: .resident, outcome: .answered)
            }
        }
        // Without the agent every attempt would fail at once: this one waits for it.
        if reason == .agentLost { return wait(for: .seconds(1)) }
        if advancePlan() { return dial() }
        let rounds = (state.call?.plan.rounds ?? 0)
        if call.emergency == nil, call.origin == .automatic {
            speakEmergency(.chooser(automatic: true))
        } else {
            speakEmergency(.retrying)
        }
        if rounds < 2 { return wait(for: timings.emergencyRoundPause) }
        setFault(.emergencyUnreached, true)
        wait(for: timings.emergencyRetry)
    }

    private mutating func advancePlan() -> Bool {
        guard var plan = state.call?.plan else { return false }
        defer { state.call?.plan = plan }
        return plan.advance()
    }

    private mutating func wait(for pause: Duration) {
        let until = now + pause
        state.call?.stage = .waiting(until: until)
        state.call?.handle = nil
        start(.callRetry, after: pause)
    }

    mutating func retryCall() {
        guard let call = state.call, case .waiting = call.stage else { return }
        let lastSign = max(state.filter.lastKeyAt ?? call.startedAt, call.startedAt)
        guard now - lastSign < timings.emergencyRetryLimit else {
            return end(by: .network, outcome: .unreachable)
        }
        // "Dialled" would be a false comfort while there is no agent to dial with; its return is reported.
        guard state.health.agentConnected else { return wait(for: .seconds(1)) }
        dial()
    }

    /// No sign or no answer in time: this attempt is given up, the next one starts when the agent confirms its end.
    mutating func callStageTimedOut() {
        guard let call = state.call, !call.isConnected, let handle = call.handle else { return }
        state.call?.settling = true
        emit(.hangUp(handle))
        start(.hangUpSettle, after: timings.hangUpSettle)
    }

    mutating func attemptSettled() {
        guard state.call?.settling == true else { return }
        closed(.unreachable)
    }

    mutating func agent(_ fact: AgentFact) {
        switch fact {
        case .connected:
            state.health.agentConnected = true
            setFault(.agentDown, false)
            if case .waiting? = state.call?.stage { retryCall() }
        case .disconnected:
            state.health.agentConnected = false
            setFault(.agentDown, true)
        case .trunk(let id, let registered):
            state.health.registered[id] = registered
            setFault(.trunkDown, state.health.registered.values.contains(false))
        }
    }

    // MARK: Timers in a call

    mutating func callWarning() {
        guard state.call?.isConnected == true else { return }
        utter(Speech(parts: [.prompt(.callWarning)], priority: .safety))
    }

    mutating func callLimitReached() {
        guard let handle = state.call?.handle else { return }
        emit(.hangUp(handle))
        end(by: .limit, outcome: .answered)
    }

    mutating func askStillThere() {
        guard state.call?.isConnected == true else { return }
        state.call?.asking = true
        utter(Speech(parts: [.prompt(.callStillThere)], priority: .safety))
        start(.stillThere, after: timings.stillThere)
    }
}
