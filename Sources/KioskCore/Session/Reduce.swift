import Reporting
import Vocabulary

/// Applies an action to the state and returns the effects that it calls for. This is the whole of the booth's
/// behaviour.
///
/// The function is pure: the same state, action and context always give the same result.
public func reduce(_ state: inout State, _ action: Action, _ context: Context) -> [Effect] {
    var turn = Turn(state: state, context: context)
    let screen = state.screen
    turn.state.now = context.now
    turn.state.wall = context.wall
    let before = turn.state
    turn.perform(action)
    turn.settle()
    if turn.state.screen.pending != before.screen.pending { turn.keepJournal() }
    if turn.state.screen.kind != screen.kind { turn.state.screenSince = context.now }
    turn.rememberStrike(since: before)
    state = turn.state
    return turn.effects
}

extension Turn {
    /// Does what may be necessary after any action.
    mutating func settle() {
        keepIncomingInSight()
        forgetCardElsewhere()
        askForCardLeft()
        settleListening()
    }

    mutating func perform(_ action: Action) {
        switch action {
        case .start(let restored): start(restored)
        case .press(let key, .key): strike(key)
        case .press(let key, let input): press(key, by: input)
        case .keysSwallowed: swallowBurst()
        case .touch(let key): touch(key)
        case .touchTile(let digit, let key): touchTile(digit, over: key)
        case .touchEnded: touchEnded()
        case .handset(let lifted): moveHandset(lifted: lifted)
        case .timer(let handle): fire(handle)
        case .tick:
            dropOldOrders()
            checkSelfTest()
        case .drawn(let pages): drawn(pages: pages)
        case .call(let handle, let fact): takeCallFact(handle, fact)
        case .agent(let fact): takeAgentFact(fact)
        case .found(let calls): takeFound(calls)
        case .incoming(let call): letThrough(call)
        case .helpGiven: helpGiven()
        case .selfTest: startSelfTest()
        case .request(let handle, let fact): takeRequestFact(handle, fact)
        case .cardReader(let works): noteCardReader(works: works)
        case .cardSlot(let fact): takeCardSlotFact(fact)
        case .card(let handle, let fact): takeCardFact(handle, fact)
        case .content(let content):
            state.life.content = content
            keepInformationInRange()
        case .places(let places):
            state.life.places = places
            keepPlacesInRange()
        case .standings(let standings): state.life.standings = standings
        case .lunarDate(let date): state.life.lunarDate = date
        case .online(let online): state.health.online = online
        case .fault(let fault, let raised): setFault(fault, raised)
        case .updateEnded(let update): record(.update(update))
        case .configured(let lastGood): configured(lastGood: lastGood)
        case .speechEnded: speechEnded()
        case .stop(let reason): record(.lifecycle(.stopped, reason))
        }
    }

    private mutating func fire(_ handle: TimerHandle) {
        guard let purpose = state.timers.fired(handle) else { return }
        switch purpose {
        case .idle: startIdleCountdown()
        case .idleCountdown: endSession(.idle)
        case .idleReminder: remindOfIdle()
        case .handsetReplaced: handsetStayedOnHook()
        case .promptRepeat: repeatPrompt()
        case .banner: state.banner = nil
        case .rating: skipRating()
        case .emergencyCountdown: countdownEnded()
        case .chooser: chooserEnded()
        case .heldDigits: heldDigitsEnded()
        case .meaning: meaningUnanswered()
        case .route: drive(.time)
        case .callWarning: warnOfCallLimit()
        case .callLimit: callLimitReached()
        case .stillThere: askStillThere()
        case .disarm: state.call?.armed = nil
        case .incomingRing: ringAgain()
        case .selfTest: selfTestTimedOut()
        case .order: orderUnanswered()
        case .contact: contactOverdue()
        case .cardLeft: cardStillLeft()
        case .turnedAway: recordTurnedAway()
        case .unordered: setFault(.callUnordered, false)
        case .touchHeld: disableTouch()
        case .touchPause: enableTouch()
        case .heldStrikes: releaseHeldStrike()
        case .recentStrikes: state.bursts.forgetOld(at: now, timings: timings)
        case .keyBurst: burstsAreOver()
        }
    }

    private mutating func start(_ restored: Restored) {
        record(restored.afterCrash ? .lifecycle(.recovered, .crash) : .lifecycle(.started, .ordinary))
        checkTrunks()
        let calls = restored.calls.bounded(from: now - .seconds(366 * 86_400), now: now, to: now + .seconds(86_400))
        state.restored = calls.live
        if state.restored != nil { state.isHandsetLifted = nil }
        state.callBack = calls.callBack
        restore(restored.orders)
        planSelfTest()
        if let pending = calls.pending { resume(pending) }
    }

    private mutating func configured(lastGood: Bool) {
        state.health.lastGoodConfiguration = lastGood
        record(.configuration(lastGood: lastGood))
        setFault(.configuration, lastGood)
        checkTrunks()
        forgetSelfTest()
        // The language and volume with which a session begins may have changed.
        if state.session == nil, state.screen == .home { useBoothsOwn() }
    }

    mutating func setFault(_ fault: Fault, _ raised: Bool) {
        let sinkBefore = sink
        // Without sound, nothing reports the end of a sentence.
        if fault == .audio, raised, sinkBefore == .loudspeaker { state.sounding = nil }
        guard state.health.faults.contains(fault) != raised else { return }
        if raised { state.health.faults.insert(fault) } else { state.health.faults.remove(fault) }
        moveSpeech(from: sinkBefore)
        record(.fault(fault, raised: raised))
    }

    private mutating func checkTrunks() {
        setFault(.noTrunk, context.settings.telephony.usableTrunks.isEmpty)
    }
}

extension Screen {
    /// The kind of screen, without its contents. To a resident, another kind is another page.
    public var kind: Kind {
        switch self {
        case .home: .home
        case .kept: .kept
        case .choice: .choice
        case .confirm: .confirm
        case .number: .number
        case .request: .request
        case .places: .places
        case .information: .information
        case .pension: .pension
        case .countdown: .countdown
        case .chooser: .chooser
        case .meaning: .meaning
        case .call: .call
        case .incoming: .incoming
        case .callEnded: .callEnded
        case .cannotCall: .cannotCall
        case .rating: .rating
        case .languages: .languages
        }
    }

    /// The kinds of screens; tests visit all of them.
    public enum Kind: CaseIterable, Hashable, Sendable {
        case home, kept, choice, confirm, number, request, places, information, pension, countdown, chooser,
            meaning, call, incoming, callEnded, cannotCall, rating, languages
    }
}
