import Prompts
import Vocabulary

extension Turn {
    /// Restarts the wait for the next key, if this screen has one. There is none while a call is up or a countdown
    /// runs: those end by themselves. An order continues in the header when nobody looks at it any more.
    mutating func restartIdle() {
        if !isTrial { restartIdle(on: page) }
    }

    mutating func restartIdle(on page: Page) {
        guard let limit = page.waits else { return cancel(.idle) }
        start(.idle, after: limit)
    }

    mutating func startIdleCountdown() {
        let countdown = page.lastWait
        state.idleEnds = now + countdown
        start(.idleCountdown, after: countdown)
        if countdown >= .seconds(20) {
            start(.idleReminder, after: countdown - .seconds(10))
        }
        utter(Speech(parts: [.prompt(.idle)]))
    }

    /// Asks once more near the end, for somebody who thought that there was time.
    mutating func remindOfIdle() {
        state.timeLeftSaid = nil
        utter(Speech(parts: [.prompt(.idle)]))
    }

    /// Ends the idle countdown. The key that does so does nothing else.
    /// - Returns: whether one was running.
    mutating func endIdleCountdown() -> Bool {
        guard dropIdleCountdown() else { return false }
        stopSpeaking(atMost: .guidance)
        restartIdle()
        return true
    }

    /// Drops the idle countdown. It must not run under an emergency page, or that page's keys would only end it.
    @discardableResult
    mutating func dropIdleCountdown() -> Bool {
        guard state.idleEnds != nil else { return false }
        state.idleEnds = nil
        cancel(.idleCountdown, .idleReminder, .handsetReplaced)
        return true
    }

    /// Handles the end of speech. The wait for a key counts from here, and the prompt is said once more if none comes.
    mutating func speechEnded() {
        state.sounding = nil
        if let waiting = state.waitingSpeech { return utter(waiting) }
        if sayTimeLeft() { return }
        // News of an order that comes again and again must not keep its page from going home.
        if state.idleEnds == nil, state.screen.kind != .request { restartIdle() }
        guard state.session != nil, state.call == nil, let speech = state.speech, !speech.repeated else { return }
        start(.promptRepeat, after: timings.promptRepeat)
    }

    mutating func repeatPrompt() {
        guard state.call == nil, state.idleEnds == nil, var speech = state.speech else { return }
        speech.repeated = true
        state.speech = speech
        utter(speech)
    }
}
