import Prompts
import Reporting
import Vocabulary

extension Turn {
    // MARK: Starting

    /// Calls an emergency service, or the help centre as an emergency. Any other call ends.
    mutating func startEmergency(_ service: EmergencyService?, origin: EmergencyOrigin, pressedAt: Moment) {
        endCallForAnother()
        if state.run == nil, let function = service.flatMap({ context.catalogue.function(for: $0) }) {
            state.run = FunctionRun(function: function.id, startedAt: now)
        }
        let plan = emergencyPlan(service, origin: origin)
        guard plan.current != nil else { return cannotCall(service, origin: origin) }
        state.call = ActiveCall(
            Failover(plan, callClass: .emergency), emergency: service, origin: origin, pressedAt: pressedAt,
            startedAt: now)
        show(.call)
        drive(.begin)
        record(
            .emergency(
                EmergencyRecord(
                    service: service, origin: origin, outcome: .dialling, dialledAfter: now - pressedAt,
                    route: plan.current?.target.trunk, demonstration: isDemonstration)))
        if case .waiting? = state.call?.stage { return speakEmergency(.retrying) }
        speakEmergency(.calling(service))
    }

    /// The plan of an emergency call: the service over all trunks, then the help centre. An automatic call goes on to
    /// the police only if the booth's owner wants that.
    func emergencyPlan(_ service: EmergencyService?, origin: EmergencyOrigin) -> CallPlan {
        let telephony = context.settings.telephony
        var services = [ServiceID.helpCentre]
        if let service { services.insert(service.service, at: 0) }
        if origin == .automatic, telephony.policeWhenUnanswered { services.append(EmergencyService.police.service) }
        return CallPlan(
            services: services, callClass: .emergency, telephony: telephony, routes: state.health.routes)
    }

    /// Starts the call step of a function.
    mutating func startCall(_ step: CallStep, prompt: PromptKey?) {
        let telephony = context.settings.telephony
        let routes = state.health.routes
        let plan =
            step.callClass == .free
            ? CallPlan(
                number: state.run?.number ?? "", callClass: .free, quota: .number, telephony: telephony, routes: routes)
            : CallPlan(
                services: step.services, callClass: step.callClass, telephony: telephony, routes: routes)
        startCall(plan, callClass: step.callClass)
        if let prompt, state.call != nil { speak(prompt) }
    }

    /// Calls a number that a page offers, under the name that it has there. The call returns to that page.
    mutating func startCall(number: String, name: LocalizedText, callClass: CallClass) {
        let plan = CallPlan(
            number: number, callClass: callClass, quota: callClass == .free ? .session : nil,
            telephony: context.settings.telephony, routes: state.health.routes)
        startCall(plan, callClass: callClass, name: name, returnTo: state.screen)
    }

    mutating func startCall(
        _ plan: CallPlan, callClass: CallClass, name: LocalizedText? = nil, returnTo: Screen? = nil
    ) {
        guard plan.current != nil else {
            var ending = CallEnding(reason: callClass == .assistance && returnTo == nil ? .unreached : .failed)
            ending.name = name
            ending.returnTo = returnTo
            return endWith(ending)
        }
        endIncoming()
        stopSelfTest()
        // Nobody could hang up a call that was forgotten while it was up.
        if let handle = state.call?.handle { emit(.hangUp(handle)) }
        hangUpHeld()
        state.call = ActiveCall(
            Failover(plan, callClass: callClass), pressedAt: now, startedAt: now, name: name, returnTo: returnTo)
        show(.call)
        beSilent()
        drive(.begin)
    }

    // MARK: Failover

    /// Tells the failover machine what happened and does what it decides.
    mutating func drive(_ input: Failover.Input) {
        guard var call = state.call else { return }
        let before = call.failover.deadline
        let decisions = call.failover.take(input, surroundings(call))
        state.call = call
        keepDeadline(before: before)
        for decision in decisions { carryOut(decision) }
    }

    func surroundings(_ call: ActiveCall) -> Failover.Surroundings {
        Failover.Surroundings(
            now: now, timings: timings, routes: state.health.routes,
            lastSign: max(state.filter.lastKeyAt ?? call.startedAt, call.startedAt))
    }

    /// Keeps a timer for the machine's deadline.
    mutating func keepDeadline(before: Moment?) {
        guard let deadline = state.call?.failover.deadline else { return cancel(.route) }
        if deadline != before || state.timers[.route] == nil { start(.route, after: deadline - now) }
    }

    private mutating func carryOut(_ decision: Failover.Decision) {
        switch decision {
        case .dial(let target):
            // An outgoing call takes precedence over a caller who still rings: it must be dialled on time.
            if state.incoming != nil { endIncoming() }
            state.call?.caller = nil
            let handle = makeHandle()
            state.call?.handle = handle
            // If the kiosk dies in between, the next run must find the call explained.
            keepJournal()
            emit(.dial(handle, target))
        case .hangUp: if let handle = state.call?.handle { emit(.hangUp(handle)) }
        case .nothingHeard:
            setFault(.callSilent, true)
            keepJournal()
            speakNothingHeard()
        case .heard:
            setFault(.callSilent, false)
            keepJournal()
        case .hold:
            guard let handle = state.call?.handle else { return }
            state.call?.heldHandle = handle
            state.call?.handle = nil
            emit(.hold(handle))
            speakEmergency(.otherLine)
        case .release:
            hangUpHeld()
            setFault(.callSilent, false)
            keepJournal()
        case .takeBack:
            if let handle = state.call?.handle { emit(.hangUp(handle)) }
            let held = state.call?.heldHandle
            state.call?.handle = held
            state.call?.heldHandle = nil
            beSilent(atMost: .emergency)
            keepJournal()
        case .earlyMedia: beSilent(atMost: .emergency)
        case .connected: connected()
        case .callerGone:
            state.call?.caller = nil
            keepJournal()
            speakEmergency(.retrying)
        case .lost:
            state.call?.announced = nil
            keepJournal()
            speakEmergency(.reconnecting)
        case .roundOver(let rounds): finishRound(rounds)
        case .rest(let trunk): state.health.routes.restingUntil[trunk] = now + timings.ghostRest
        case .over(let endedBy, let outcome, let status): end(by: endedBy, outcome: outcome, status: status)
        }
    }

    /// Hangs up the leg that was kept, which is no longer needed or ends with the call.
    mutating func hangUpHeld() {
        guard let handle = state.call?.heldHandle else { return }
        state.call?.heldHandle = nil
        emit(.hangUp(handle))
    }

    /// Says that nothing is heard. The far side may hear the resident all the same, and that is worth as much as the
    /// other way round.
    private mutating func speakNothingHeard() {
        guard state.call?.callClass == .emergency else {
            return utter(Speech(parts: [.prompt(.callNothingHeard)], priority: .safety))
        }
        speakEmergency(.nothingHeard)
    }

    mutating func makeHandle() -> CallHandle {
        defer { state.nextCall += 1 }
        return CallHandle(state.nextCall)
    }

    /// Keeps what the next run would have to know if this one died now.
    mutating func keepJournal() {
        emit(
            .journal(
                CallJournal(
                    live: state.call?.journal ?? state.selfTest?.journal, callBack: state.callBack,
                    pending: state.screen.pending)))
    }

    private mutating func finishRound(_ rounds: Int) {
        if state.call?.emergency == nil, state.call?.origin == .automatic {
            speakEmergency(.chooser(automatic: true))
        } else {
            speakEmergency(.retrying)
        }
        if rounds >= 2 { setFault(.emergencyUnreached, true) }
    }

    // MARK: What the agent reports

    mutating func takeCallFact(_ handle: CallHandle, _ fact: CallFact) {
        if case .devices(let microphone, let earpiece) = fact { setFault(.callDevices, !(microphone && earpiece)) }
        if state.selfTest?.handle == handle { return takeSelfTestFact(fact) }
        if state.incoming?.handle == handle { return takeIncomingFact(fact) }
        if let call = state.call, call.heldHandle == handle { return callHeld(call, fact) }
        guard let call = state.call, call.handle == handle else { return }
        noteAnnouncement(fact)
        if case .devices(let microphone, let earpiece) = fact {
            state.call?.isMute = !microphone
            state.call?.isDeaf = !earpiece
        }
        if case .closed(let reason) = fact {
            state.call?.handle = nil
            state.call?.isMute = false
            state.call?.isDeaf = false
            state.call?.isAddressTold = false
            if case .quota(let left) = reason {
                let until = now + left
                state.call?.refusedUntil = until
            }
        }
        drive(.fact(fact))
    }

    private mutating func noteAnnouncement(_ fact: CallFact) {
        switch fact {
        case .announcing(let announcement):
            state.call?.announced = announcement
            if announcement == .address { state.call?.isAddressTold = true }
        case .announced(let announcement) where state.call?.announced == announcement: state.call?.announced = nil
        default: break
        }
    }

    /// Takes a fact about the leg that is kept while another is dialled.
    private mutating func callHeld(_ call: ActiveCall, _ fact: CallFact) {
        noteAnnouncement(fact)
        if case .closed = fact { state.call?.heldHandle = nil }
        drive(.heldFact(fact))
    }

    /// Starts what an answered call needs, now that somebody is on the line.
    mutating func connected() {
        guard let call = state.call else { return }
        switch call.callClass {
        case .free:
            countOffered(call)
            let endsAt = call.endsAt ?? now + timings.freeCall
            state.call?.endsAt = endsAt
            start(.callLimit, after: max(.zero, endsAt - now))
            let warningAt = endsAt - (timings.freeCall - timings.freeCallWarning)
            if warningAt > now { start(.callWarning, after: warningAt - now) }
        case .assistance: start(.stillThere, after: timings.stillThere)
        case .emergency: if !call.isCaller { setFault(.emergencyUnreached, false) }
        case .test: break
        }
        // From here on the line speaks, not the booth.
        beSilent(atMost: .emergency)
        keepJournal()
    }

    mutating func takeAgentFact(_ fact: AgentFact) {
        switch fact {
        case .connected:
            state.health.routes.agentConnected = true
            setFault(.agentDown, false)
            drive(.agentReturned)
        case .disconnected:
            state.health.routes.agentConnected = false
            // A dead agent holds no registration; it reports them anew when it is back.
            state.health.routes.registered = [:]
            setFault(.agentDown, true)
            checkRoutes()
            restoreWithoutAgent()
        case .trunk(let id, let registered):
            state.health.routes.registered[id] = registered
            checkRoutes()
        case .unordered:
            // There is one fault for as long as this goes on, not one for each call.
            setFault(.callUnordered, true)
            start(.unordered, after: .seconds(60))
        case .reachable(let id, let answers):
            state.health.routes.answers[id] = answers
            checkRoutes()
        }
    }

    private mutating func checkRoutes() {
        let routes = state.health.routes
        setFault(.trunkDown, context.settings.telephony.usableTrunks.contains { routes.isDown($0.id) })
        drive(.routesChanged)
    }

    // MARK: Timers in a call

    mutating func warnOfCallLimit() {
        guard state.call?.isConnected == true else { return }
        // The usual half minute has a sentence of its own.
        let isUsual = timings.freeCall - timings.freeCallWarning == .seconds(30)
        let warning = isUsual ? Speech.Part.prompt(.callWarning) : .sentence(.timeLeft, otherwise: .callWarning)
        utter(Speech(parts: [warning], priority: .safety))
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
