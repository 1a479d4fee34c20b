import Prompts
import Reporting
import Vocabulary

/// The handset of a booth that has a hook switch. While it is lifted, the booth speaks there.
extension Turn {
    /// Where the booth speaks now.
    var sink: SpeechSink {
        let works = context.settings.audio.handset != nil && !state.health.faults.contains(.handset)
        return state.isHandsetLifted == true && works ? .handset : .loudspeaker
    }

    mutating func moveHandset(lifted: Bool) {
        guard lifted != state.isHandsetLifted else { return }
        let before = sink
        state.isHandsetLifted = lifted
        if lifted { handsetLifted(from: before) } else { handsetReplaced(from: before) }
    }

    /// Handles the lifting of the handset. It answers a call, as any key does. Otherwise it begins a session and its
    /// voice, as the first key does. During a session the page is said again from the beginning, because the handset
    /// was still on its way to the ear.
    private mutating func handsetLifted(from before: SpeechSink) {
        let isFirst = state.session == nil
        if isFirst { begin(by: .key) }
        let wasAsking = endIdleCountdown()
        moveSpeech(from: before)
        state.call?.touched = true
        if state.screen == .incoming {
            answerIncoming()
        } else if isFirst, state.screen == .home {
            speakPage()
        } else if wasAsking {
            speakPage()
        } else if state.sounding == nil, state.call == nil, let speech = state.speech {
            utter(speech)
        }
        restartIdle()
    }

    /// Handles the return of the handset to its hook. That ends the session, though not at once (a cord swings, a hand
    /// changes). It ends nothing that continues without the resident.
    private mutating func handsetReplaced(from before: SpeechSink) {
        guard endsWithHandset else { return moveSpeech(from: before) }
        stopDialling()
        // What was said at the ear is not said aloud.
        stopSpeaking(atMost: .safety)
        cancel(.idle, .idleCountdown, .idleReminder)
        state.idleEnds = now + timings.handsetReplaced
        start(.handsetReplaced, after: timings.handsetReplaced)
        if state.call == nil { utter(Speech(parts: [.prompt(.idle)])) }
    }

    /// Ends the session, because no key was pressed and the handset was not lifted again.
    mutating func handsetStayedOnHook() {
        state.idleEnds = nil
        guard endsWithHandset else { return restartIdle() }
        endCallWithSession()
        endSession(.left)
    }

    /// Whether the resident is done when the handset is put back. That is not so in an emergency, which continues
    /// hands-free. An order continues in the header.
    private var endsWithHandset: Bool {
        // A call of a former run has no session.
        guard state.session != nil || state.call != nil, state.incoming == nil, state.call?.callClass != .emergency
        else { return false }
        return page.endsOnHook
    }

    /// Has calls heard where they should be heard, before the next one is dialled.
    mutating func settleListening() {
        guard context.settings.audio.handset != nil, let wanted = wantedListening, wanted != state.listening else {
            return
        }
        state.listening = wanted
        emitBeforeDialling(.listen(wanted))
    }

    /// Where calls should be heard; nil leaves it as it is. That is where the booth speaks, with two exceptions. A
    /// test call is heard in the handset. And putting back the handset does not move a talk from the ear to the
    /// loudspeaker, whatever page is then shown; only an emergency moves, so that it continues hands-free.
    private var wantedListening: SpeechSink? {
        // Nobody is there to hear a test call.
        if state.call == nil, state.selfTest != nil { return .handset }
        let callClass = state.call?.callClass ?? state.restored?.callClass ?? .emergency
        guard callClass != .emergency, state.isHandsetLifted != true else { return sink }
        // The call was made at the ear, or by a former run, which knew where it is heard.
        return state.listening == .handset || state.listening == nil ? nil : sink
    }

    /// Repeats the present speech from its beginning, where the booth speaks now.
    mutating func moveSpeech(from before: SpeechSink) {
        guard sink != before else { return }
        let (sounding, waiting) = (state.sounding, state.waitingSpeech)
        stopSpeaking(atMost: .emergency)
        guard let sounding, now < sounding.until else { return }
        utter(sounding.speech)
        state.waitingSpeech = waiting
    }
}
