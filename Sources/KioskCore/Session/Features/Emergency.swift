import Prompts
public import Reporting
public import Vocabulary

/// The countdown before an emergency call: a plain timer, independent of sound.
public struct EmergencyCountdown: Equatable, Sendable {
    /// Whom it will call.
    public var service: EmergencyService
    /// How it came about.
    public var origin: EmergencyOrigin
    /// When the key was pressed.
    public var pressedAt: Moment
    /// When it dials.
    public var until: Moment
    /// The number that was dialled, if it is not the service's own.
    public var dialled: String?
}

extension Turn {
    /// Whether calls reach no real service; every emergency screen and prompt then says so.
    var isDemonstration: Bool { !context.settings.telephony.live }

    // MARK: Countdown

    mutating func startCountdown(
        _ service: EmergencyService, origin: EmergencyOrigin, dialled: String? = nil, pressedAt: Moment? = nil
    ) {
        guard canCall else { return cannotCall(service, origin: origin) }
        dropIdleCountdown()
        if state.run.flatMap({ context.catalogue.function($0.function)?.emergency }) != service {
            leaveFunction(.abandoned)
            state.run = context.catalogue.function(for: service).map {
                FunctionRun(function: $0.id, startedAt: now)
            }
        }
        state.screenSince = now
        let until = now + timings.emergencyCountdown
        show(
            .countdown(
                EmergencyCountdown(
                    service: service, origin: origin, pressedAt: pressedAt ?? now, until: until, dialled: dialled)))
        start(.emergencyCountdown, after: timings.emergencyCountdown)
        speakPage()
    }

    func countdownPage(_ countdown: EmergencyCountdown) -> Page {
        let words = emergencyWords(.countdown(countdown.service))
        let cancel = Offer(.star, .keyCancel, said: .part(of: words)) { $0.cancelCountdown(countdown) }
        let now = [Key.hash, .digit(countdown.service.key)].map { key in
            Offer(
                key, .emergencyCallNow, at: key == .hash ? .body : .unseen, isForward: true,
                said: key == .hash ? .prompt(.emergencyNow) : .nowhere
            ) { $0.confirm(countdown) }
        }
        let others = emergencyOffers(at: .unseen, said: .nowhere) { turn, other in
            turn.recordEmergency(countdown, .switched)
            turn.startCountdown(other, origin: countdown.origin)
        }.filter { $0.key != .digit(countdown.service.key) }
        return Page(
            title: Page.Title(words: .message(countdown.service.message), tone: .emergency),
            offers: [cancel] + now + others, words: words, priority: .emergency, lastWait: timings.idleCountdown,
            endsOnHook: false, listsLanguages: false)
    }

    private mutating func cancelCountdown(_ countdown: EmergencyCountdown) {
        cancel(.emergencyCountdown)
        recordEmergency(countdown, .cancelled)
        leaveFunction(.abandoned)
        // A call that is not an emergency may still be up underneath.
        if state.call != nil {
            beSilent(atMost: .emergency)
            return show(.call)
        }
        goHome(with: .emergencyCancelled)
        speak(.emergencyCancelled, priority: .safety)
        speakPage()
    }

    /// Dials now, if the finger is neither held nor trembling.
    mutating func confirm(_ countdown: EmergencyCountdown) {
        guard now - state.screenSince >= timings.confirmGuard, isQuiet else { return }
        countdownEnded()
    }

    var isQuiet: Bool {
        state.filter.previousKeyAt.map { now - $0 >= timings.confirmQuiet } ?? true
    }

    mutating func countdownEnded() {
        guard case .countdown(let countdown) = state.screen else { return }
        cancel(.emergencyCountdown)
        startEmergency(countdown.service, origin: countdown.origin, pressedAt: countdown.pressedAt)
    }

    // MARK: This booth cannot call

    var canCall: Bool { !context.settings.telephony.usableTrunks.isEmpty }

    mutating func cannotCall(_ service: EmergencyService?, origin: EmergencyOrigin) {
        setFault(.noTrunk, true)
        record(
            .emergency(
                EmergencyRecord(
                    service: service, origin: origin, outcome: .cannotCall, demonstration: isDemonstration)))
        leaveFunction(.unavailable)
        showPage(.cannotCall(service))
    }

    /// The page that says that this booth cannot call. It offers no person, who would have to be called too. The keys
    /// of the emergency services try again.
    func cannotCallPage(_ service: EmergencyService?) -> Page {
        let services = emergencyOffers(at: .unseen, said: .nowhere) { $0.startCountdown($1, origin: .tile) }
        var page = page(
            Page.Title(words: .message(service?.message ?? .sosLabel), tone: .emergency), services,
            words: [.prompt(.emergencyCannotCall)], waits: timings.reading, hasPerson: false,
            back: backOffer { $0.goHome() })
        (page.priority, page.endsOnHook, page.listsLanguages) = (.emergency, false, false)
        return page
    }

    // MARK: Records

    private mutating func recordEmergency(_ countdown: EmergencyCountdown, _ outcome: EmergencyOutcome) {
        record(
            .emergency(
                EmergencyRecord(
                    service: countdown.service, origin: countdown.origin, outcome: outcome,
                    cancelledAfter: now - countdown.pressedAt, demonstration: isDemonstration)))
    }
}
