import Vocabulary

/// What one key did to the state. It is undone like a patch that is reverted: whatever has been changed since by
/// something else stays as it is.
struct Change: Equatable, Sendable {
    let before: State
    let after: State

    init(before: State, after: State) {
        self.before = before.withoutStrikes
        self.after = after.withoutStrikes
    }
}

extension State {
    /// The state without what earlier keys did, so that changes are kept only one level deep.
    fileprivate var withoutStrikes: State {
        var state = self
        state.bursts = BurstFilter()
        return state
    }

    /// Whether both show the same page, in the same use of a function and the same session.
    fileprivate func hasPage(of other: State) -> Bool {
        screen == other.screen && run == other.run && session?.handle == other.session?.handle
    }
}

extension Turn {
    /// Undoes what keys did, the last one first.
    ///
    /// Effects that have gone out stay out: records of a page that was left, and an utterance, which is cut off.
    /// Nothing that matters is among them, or the key would have waited (`Effect.isFinal`).
    mutating func undo(_ changes: [Change]) {
        guard let first = changes.first, let last = changes.last else { return }
        let isTheirSpeech = state.sounding == last.after.sounding && state.sounding != first.before.sounding
        for change in changes.reversed() { undo(change) }
        if isTheirSpeech { sayAgain(as: first.before) }
    }

    private mutating func undo(_ change: Change) {
        // If something else has changed the page or its owner since, the page stays and so do its timers. Without them
        // a countdown would stand for ever and call nobody.
        let isTheirs = state.hasPage(of: change.after)
        if isTheirs { takePage(of: change.before) }
        revert(\.language, change)
        revert(\.card, change)
        revert(\.cardInSlot, change)
        revert(\.speech, change)
        revert(\.timeLeftSaid, change)
        revertCall(change)
        if state.volume == change.after.volume { setVolume(change.before.volume) }
        if isTheirs { for purpose in TimerPurpose.allCases { revert(purpose, change) } }
    }

    /// Reverts only what the key did to the call; what else happened to the call stays.
    private mutating func revertCall(_ change: Change) {
        guard let before = change.before.call, let after = change.after.call, var call = state.call else { return }
        // What the timer has disarmed meanwhile stays disarmed.
        let isInTime = state.timers[.disarm]?.due == change.after.timers[.disarm]?.due
        if call.armed == after.armed, isInTime { call.armed = before.armed }
        if call.asking == after.asking { call.asking = before.asking }
        if call.touched == after.touched { call.touched = before.touched }
        state.call = call
    }

    private mutating func takePage(of before: State) {
        state.screen = before.screen
        state.run = before.run
        state.session = before.session
        state.page = before.page
        state.pages = before.pages
        state.banner = before.banner
        state.idleEnds = before.idleEnds
        state.screenSince = before.screenSince
        state.filter = before.filter
        state.listener = before.listener
        state.held = before.held
    }

    private mutating func revert<Value: Equatable>(_ path: WritableKeyPath<State, Value>, _ change: Change) {
        if state[keyPath: path] == change.after[keyPath: path] {
            state[keyPath: path] = change.before[keyPath: path]
        }
    }

    /// Stops a timer that the key started; resumes one that it stopped, with the time that was left.
    private mutating func revert(_ purpose: TimerPurpose, _ change: Change) {
        switch purpose {
        case .heldStrikes, .recentStrikes, .keyBurst: return
        default: break
        }
        let (before, after) = (change.before.timers[purpose], change.after.timers[purpose])
        // Due times are compared, because a timer that an earlier undo resumed has another handle.
        guard before?.due != after?.due, state.timers[purpose]?.due == after?.due else { return }
        if let before { start(purpose, after: max(.zero, before.due - now)) } else { cancel(purpose) }
    }

    /// Says again what was being said when the first key came: for some residents the words are all they have of a
    /// page.
    private mutating func sayAgain(as before: State) {
        stopSpeaking(atMost: .emergency)
        guard let sounding = before.sounding, now < sounding.until else { return }
        utter(sounding.speech)
        state.waitingSpeech = before.waitingSpeech
    }
}
