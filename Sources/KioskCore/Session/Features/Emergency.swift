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
    /// The number that was dialled, where it is another than the service's own.
    public var dialled: String?
}

/// The SOS chooser.
public struct Chooser: Equatable, Sendable {
    /// When SOS was pressed.
    public var pressedAt: Moment
    /// When the help centre is called; none where it is not called by itself.
    public var until: Moment?
    /// How it came about.
    var origin = EmergencyOrigin.chooser
}

/// Counts automatic calls that nobody answered for at this end.
struct AutomaticCalls: Equatable, Sendable {
    static let window: Duration = .seconds(600)
    static let limit = 3
    private(set) var abandoned: [Moment] = []

    /// Whether SOS without a choice still calls the help centre.
    func allowed(at now: Moment) -> Bool {
        abandoned.filter { now - $0 < Self.window }.count < Self.limit
    }

    /// Counts one.
    mutating func countAbandoned(at now: Moment) {
        abandoned = abandoned.filter { now - $0 < Self.window } + [now]
    }
}

extension Turn {
    /// Whether calls go nowhere real; every emergency screen and prompt says so.
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
        speakEmergency(.countdown(service))
    }

    mutating func pressOnCountdown(_ key: Key, _ countdown: EmergencyCountdown) {
        switch key {
        case .star:
            cancel(.emergencyCountdown)
            recordEmergency(countdown, .cancelled)
            leaveFunction(.abandoned)
            // A call that is no emergency may still be up below.
            if state.call != nil {
                beSilent(atMost: .emergency)
                return show(.call)
            }
            goHome(with: .emergencyCancelled)
            speak(.emergencyCancelled, priority: .safety)
            speakHome()
        case .hash, .digit(countdown.service.key): confirm(countdown)
        case .digit(let digit):
            guard let other = EmergencyService(key: digit) else { return wrongKey() }
            recordEmergency(countdown, .switched)
            startCountdown(other, origin: countdown.origin)
        default: wrongKey()
        }
    }

    /// Dials now, if the finger is neither held nor trembling.
    private mutating func confirm(_ countdown: EmergencyCountdown) {
        guard now - state.screenSince >= timings.confirmGuard, isQuiet else { return }
        countdownEnded()
    }

    private var isQuiet: Bool {
        state.filter.previousKeyAt.map { now - $0 >= timings.confirmQuiet } ?? true
    }

    mutating func countdownEnded() {
        guard case .countdown(let countdown) = state.screen else { return }
        cancel(.emergencyCountdown)
        startEmergency(countdown.service, origin: countdown.origin, pressedAt: countdown.pressedAt)
    }

    // MARK: SOS

    mutating func pressSOS() {
        switch state.screen {
        case .countdown(let countdown): confirm(countdown)
        case .meaning(let question):
            recordDeclined(question)
            showChooser()
        case .chooser:
            guard now - state.screenSince >= timings.confirmGuard, isQuiet else { return }
            // No call by itself for now, but never back either: the choice is said again.
            if !state.misuse.allowed(at: now) { return sayAgain() }
            chooserEnded()
        default:
            if let call = state.call, call.callClass == .emergency { return reassure(call) }
            showChooser()
        }
    }

    /// SOS in an emergency call touches nothing; it only says how things stand.
    private mutating func reassure(_ call: ActiveCall) {
        if call.isConnected {
            utter(Speech(parts: [.prompt(.emergencyConnected)], priority: .emergency))
        } else {
            speakEmergency(.calling(call.emergency))
        }
    }

    mutating func showChooser(origin: EmergencyOrigin = .chooser) {
        guard canCall else { return cannotCall(nil, origin: origin) }
        dropIdleCountdown()
        // Here a number may be dialled anew.
        state.listener.reset()
        if state.call == nil { leaveFunction(.abandoned) }
        let automatic = state.misuse.allowed(at: now)
        state.screenSince = now
        show(.chooser(Chooser(pressedAt: now, until: automatic ? now + timings.chooser : nil, origin: origin)))
        start(.chooser, after: timings.chooser)
        speakEmergency(.chooser(automatic: automatic))
    }

    mutating func pressOnChooser(_ key: Key, _ chooser: Chooser) {
        switch key {
        case .digit(0):
            cancel(.chooser)
            startEmergency(nil, origin: chooser.origin, pressedAt: chooser.pressedAt)
        case .digit(let digit):
            guard let service = EmergencyService(key: digit) else { return wrongKey() }
            cancel(.chooser)
            startEmergency(service, origin: chooser.origin, pressedAt: chooser.pressedAt)
        case .star:
            cancel(.chooser)
            state.session?.findings.backs += 1
            recordLeft(chooser)
            leaveChooser()
        case .hash: sayAgain()
        default: wrongKey()
        }
    }

    /// Nobody chose: the help centre is called, unless that was misused just now.
    mutating func chooserEnded() {
        guard case .chooser(let chooser) = state.screen else { return }
        cancel(.chooser)
        guard chooser.until != nil else { return leaveChooser() }
        startEmergency(nil, origin: .automatic, pressedAt: chooser.pressedAt)
    }

    /// Back to the call below the chooser, or home if there is none or it ended meanwhile.
    private mutating func leaveChooser() {
        if state.call != nil {
            beSilent(atMost: .emergency)
            return show(.call)
        }
        leaveFunction(.abandoned)
        goHome()
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
        show(.cannotCall(service))
        speak(.emergencyCannotCall, priority: .emergency)
    }

    mutating func pressOnCannotCall(_ key: Key, _ service: EmergencyService?) {
        switch key {
        case .star, .digit(0): goHome()
        case .digit(let digit):
            guard let other = EmergencyService(key: digit) else { return wrongKey() }
            startCountdown(other, origin: .tile)
        default: pressCommon(key)
        }
    }

    // MARK: Words and records

    /// What the emergency screens say.
    enum EmergencySpeech {
        case countdown(EmergencyService)
        case chooser(automatic: Bool)
        case meaning(MeaningQuestion)
        case calling(EmergencyService?)
        case retrying
        case reconnecting
        case nothingHeard
        case otherLine
        case ended(EmergencyService?)
        case notConnected(EmergencyService?)
    }

    /// Says it with emergency priority, and adds that it is a demonstration where it is one. The first words stay first:
    /// they say how to cancel.
    mutating func speakEmergency(_ speech: EmergencySpeech) {
        var prompts: [PromptKey]
        switch speech {
        case .countdown(.police): prompts = [.emergencyPolice]
        case .countdown(.ambulance): prompts = [.emergencyAmbulance]
        case .countdown(.fire): prompts = [.emergencyFire]
        case .chooser(let automatic): prompts = automatic ? [.chooser, .chooserNoKey] : [.chooser]
        case .meaning(let question): prompts = question.prompts
        case .calling(.police?): prompts = [.emergencyCallingPolice]
        case .calling(.ambulance?): prompts = [.emergencyCallingAmbulance]
        case .calling(.fire?): prompts = [.emergencyCallingFire]
        case .calling(nil): prompts = [.emergencyCallingHelpCentre]
        case .retrying: prompts = [.emergencyRetrying]
        case .reconnecting: prompts = [.emergencyReconnecting]
        case .nothingHeard: prompts = [.callNothingHeard]
        case .otherLine: prompts = [.emergencyOtherLine]
        case .notConnected(.police?): prompts = [.emergencyNotConnectedPolice]
        case .notConnected(.ambulance?): prompts = [.emergencyNotConnectedAmbulance]
        case .notConnected(.fire?): prompts = [.emergencyNotConnectedFire]
        case .notConnected(nil): prompts = [.emergencyNotConnectedHelpCentre]
        case .ended(.police?): prompts = [.emergencyEndedPolice]
        case .ended(.ambulance?): prompts = [.emergencyEndedAmbulance]
        case .ended(.fire?): prompts = [.emergencyEndedFire]
        case .ended(nil): prompts = [.emergencyEndedHelpCentre]
        }
        if isDemonstration { prompts.append(.emergencyDemo) }
        switch speech {
        case .countdown: prompts.append(.emergencyNow)
        // Into the call itself nothing is said, so the keys that work there are said before.
        case .calling: prompts.append(.emergencyInCall)
        default: break
        }
        speak(Speech(parts: prompts.map { .prompt($0) }, priority: .emergency))
    }

    /// A number opened it, and nobody was called: SOS by mistake is not counted, what was heard as a number is.
    private mutating func recordLeft(_ chooser: Chooser) {
        guard chooser.origin != .chooser else { return }
        record(
            .emergency(
                EmergencyRecord(
                    service: nil, origin: chooser.origin, outcome: .cancelled,
                    cancelledAfter: now - chooser.pressedAt, demonstration: isDemonstration)))
    }

    private mutating func recordEmergency(_ countdown: EmergencyCountdown, _ outcome: EmergencyOutcome) {
        record(
            .emergency(
                EmergencyRecord(
                    service: countdown.service, origin: countdown.origin, outcome: outcome,
                    cancelledAfter: now - countdown.pressedAt, demonstration: isDemonstration)))
    }
}
