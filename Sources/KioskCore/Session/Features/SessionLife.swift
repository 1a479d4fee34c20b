import Reporting
import Vocabulary

/// A session, from the first key to the end, and what that end wipes.
extension Turn {
    /// Starts a session with the first key; later keys are only noted.
    mutating func begin(by input: InputMethod) {
        if state.session != nil {
            noteKey(by: input)
            return
        }
        stopSelfTest()
        let handle = SessionHandle(state.nextSession)
        state.nextSession += 1
        state.session = Session(handle: handle, startedAt: now, lastInput: input)
        setVolume(usualVolume)
    }

    private mutating func noteKey(by input: InputMethod) {
        guard var session = state.session else { return }
        session.lastInput = input
        if session.findings.firstKeyLatency == nil { session.findings.firstKeyLatency = now - session.startedAt }
        state.session = session
        if var visit = state.run?.visit, visit.firstKeyLatency == nil {
            visit.firstKeyLatency = now - visit.startedAt
            state.run?.visit = visit
        }
    }

    /// Ends the session and wipes everything that it left: language, volume, what was entered.
    mutating func endSession(_ end: SessionEnd) {
        leaveFunction(end == .idle ? .idle : .abandoned)
        if let session = state.session {
            record(.session(end, session.findings), duration: now - session.startedAt)
        }
        state.session = nil
        state.idleEnds = nil
        state.highContrast = false
        state.screen = .home
        state.banner = nil
        cancel(.idle, .idleCountdown, .idleReminder, .handsetReplaced, .banner, .rating, .meaning)
        dropHeldDigits()
        state.listener.reset()
        leaveCardBehind()
        beSilent(atMost: .safety)
        useBoothsOwn()
        // A handset left hanging is at nobody's ear: the next resident must hear the booth.
        if end == .idle { state.isHandsetLifted = false }
        emit(.sessionEnded)
    }

    /// Returns language and volume to the settings of the booth.
    mutating func useBoothsOwn() {
        state.language = context.settings.booth.language
        setVolume(usualVolume)
    }
}
