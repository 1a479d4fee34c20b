import Vocabulary

/// An emergency that was asked for but not dialled yet. It outlives the program, because whoever pressed the key cannot
/// know that it has to be pressed again.
extension Turn {
    /// The least time that is left of a countdown or a choice after a restart, so that it can still be stopped.
    static var leastLeft: Duration { .seconds(3) }

    /// Continues the countdown or the choice of a former run.
    mutating func resume(_ pending: CallJournal.Pending) {
        guard now - pending.pressedAt < timings.emergencyRetryLimit, canCall else { return }
        let longest = pending.service == nil ? timings.chooser : timings.emergencyCountdown
        let until = pending.until.map { min(max($0, now + Self.leastLeft), now + max(longest, Self.leastLeft)) }
        state.screenSince = now
        guard let service = pending.service else {
            show(.chooser(Chooser(pressedAt: pending.pressedAt, until: until, origin: pending.origin)))
            start(.chooser, after: until.map { $0 - now } ?? timings.chooser)
            return speakEmergency(.chooser(automatic: until != nil))
        }
        let end = until ?? now + timings.emergencyCountdown
        state.run = context.catalogue.function(for: service).map { FunctionRun(function: $0.id, startedAt: now) }
        show(
            .countdown(
                EmergencyCountdown(
                    service: service, origin: pending.origin, pressedAt: pending.pressedAt, until: end, dialled: nil)))
        start(.emergencyCountdown, after: end - now)
        speakEmergency(.countdown(service))
    }
}

extension Screen {
    /// The emergency that the next run would have to continue, if there is one.
    var pending: CallJournal.Pending? {
        switch self {
        case .countdown(let countdown):
            CallJournal.Pending(
                service: countdown.service, origin: countdown.origin, pressedAt: countdown.pressedAt,
                until: countdown.until)
        case .chooser(let chooser):
            CallJournal.Pending(
                service: nil, origin: chooser.origin, pressedAt: chooser.pressedAt, until: chooser.until)
        default: nil
        }
    }
}
