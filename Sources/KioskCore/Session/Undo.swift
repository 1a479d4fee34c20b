import Vocabulary

/// What one key did to the state. It is undone as a patch is reverted: what somebody else has changed since stays as it is.
struct Change: Equatable, Sendable {
    let before: State
    let after: State

    init(before: State, after: State) {
        self.before = before.withoutStrikes
        self.after = after.withoutStrikes
    }
}

extension State {
    /// Without what keys did before: it is kept one level deep.
    fileprivate var withoutStrikes: State {
        var state = self
        state.bursts = BurstFilter()
        return state
    }

    /// The page as a resident would call it, and whose it is.
    fileprivate func hasPage(of other: State) -> Bool {
        screen == other.screen && run == other.run && session?.handle == other.session?.handle
    }
}

extension Turn {
    /// Undoes what keys did, the last one first.
    ///
    /// What went out already stays out: records of a page that was left, an utterance, which is cut. Nothing that matters
    /// is among it, or the key would have waited (`Effect.isFinal`).
    mutating func undo(_ changes: [Change]) {
        guard let first = changes.first, let last = changes.last else { return }
        let isTheirSpeech = state.sounding == last.after.sounding && state.sounding != first.before.sounding
        for change in changes.reversed() { undo(change) }
        if isTheirSpeech { sayAgain(as: first.before) }
    }

    private mutating func undo(_ change: Change) {
        // Somebody else has gone on to another page since, or has made this one theirs: it keeps its time, or a countdown would
        // stand for ever and call nobody.
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

    /// A call has facts of its own; only what the key did to it goes.
    private mutating func revertCall(_ change: Change) {
        guard let before = change.before.call, let after = change.after.call, var call = state.call else { return }
        // What its time has disarmed meanwhile stays so.
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

    /// A timer that a key started stops; one that it stopped goes on with what was left of it.
    private mutating func revert(_ purpose: TimerPurpose, _ change: Change) {
        switch purpose {
        case .heldStrikes, .recentStrikes, .keyBurst: return
        default: break
        }
        let (before, after) = (change.before.timers[purpose], change.after.timers[purpose])
        // One that was undone before has another handle.
        guard before?.due != after?.due, state.timers[purpose]?.due == after?.due else { return }
        if let before { start(purpose, after: max(.zero, before.due - now)) } else { cancel(purpose) }
    }

    /// What was being said when the first key came is said again; the page's words may be all that somebody has of it.
    private mutating func sayAgain(as before: State) {
        stopSpeaking(atMost: .emergency)
        guard let sounding = before.sounding, now < sounding.until else { return }
        utter(sounding.speech)
        state.waitingSpeech = before.waitingSpeech
    }
}
