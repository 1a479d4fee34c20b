import Prompts
import Vocabulary

extension Turn {
    /// Starts the wait for the next key anew, where this screen has one. It is suspended while a call is up or a countdown
    /// runs: those end by themselves. An order goes on in the header when nobody looks at it any more.
    mutating func restartIdle() {
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

    /// Once more near the end, for somebody who thought that there was time.
    mutating func remindOfIdle() {
        state.timeLeftSaid = nil
        utter(Speech(parts: [.prompt(.idle)]))
    }

    /// Any key ends the countdown and does nothing else.
    /// - Returns: whether one was running.
    mutating func endIdleCountdown() -> Bool {
        guard dropIdleCountdown() else { return false }
        stopSpeaking(atMost: .guidance)
        restartIdle()
        return true
    }

    /// No countdown may run under the page of an emergency, whose keys would only end it.
    @discardableResult
    mutating func dropIdleCountdown() -> Bool {
        guard state.idleEnds != nil else { return false }
        state.idleEnds = nil
        cancel(.idleCountdown, .idleReminder, .handsetReplaced)
        return true
    }

    /// Once speech is over, waiting counts from here, and the prompt is said once more if no key comes.
    mutating func speechEnded() {
        state.sounding = nil
        if let waiting = state.waitingSpeech { return utter(waiting) }
        if sayTimeLeft() { return }
        // News of an order that comes again and again keeps no page from going home.
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
