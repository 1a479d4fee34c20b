import Prompts
import Reporting
public import Vocabulary

/// The SOS chooser, in which an emergency service is chosen.
public struct Chooser: Equatable, Sendable {
    /// When SOS was pressed.
    public var pressedAt: Moment
    /// When the help centre is called; nil if it is not called automatically.
    public var until: Moment?
    /// How it came about.
    var origin = EmergencyOrigin.chooser
}

/// Counts automatic calls during which nobody at the booth did anything.
struct AutomaticCalls: Equatable, Sendable {
    static let window: Duration = .seconds(600)
    static let limit = 3
    private(set) var abandoned: [Moment] = []

    /// Whether SOS without a choice still calls the help centre.
    func allowed(at now: Moment) -> Bool {
        abandoned.filter { now - $0 < Self.window }.count < Self.limit
    }

    /// Counts one such call.
    mutating func countAbandoned(at now: Moment) {
        abandoned = abandoned.filter { now - $0 < Self.window } + [now]
    }
}

/// The SOS key, from any page.
extension Turn {
    mutating func pressSOS() {
        switch state.screen {
        case .countdown(let countdown): confirm(countdown)
        case .meaning(let question):
            recordDeclined(question)
            showChooser()
        case .chooser:
            guard now - state.screenSince >= timings.confirmGuard, isQuiet else { return }
            // There is no automatic call for now, but SOS never goes back either: the choice is said again.
            if !state.misuse.allowed(at: now) { return sayAgain() }
            chooserEnded()
        default:
            if let call = state.call, call.callClass == .emergency { return reassure(call) }
            showChooser()
        }
    }

    /// Says how an emergency call stands. SOS changes nothing about such a call.
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
        speakPage()
    }

    /// The page of the chooser. 4, 5 and 6 are where they are on home; `0` calls a person at once.
    func chooserPage(_ chooser: Chooser) -> Page {
        let words = emergencyWords(.chooser(automatic: chooser.until != nil))
        let services = emergencyOffers(at: .tile, said: .part(of: words)) { turn, service in
            turn.cancel(.chooser)
            turn.startEmergency(service, origin: chooser.origin, pressedAt: chooser.pressedAt)
        }
        let helpCentre = { (turn: inout Turn) in
            turn.cancel(.chooser)
            if turn.stayWithServicesCall() { return }
            turn.startEmergency(nil, origin: chooser.origin, pressedAt: chooser.pressedAt)
        }
        let person =
            context.catalogue.function(onKey: 0).map { personOffer($0, act: helpCentre) }
            ?? Offer(.digit(0), .serviceHelpCentre, at: .legend, said: .onHome, act: helpCentre)
        let back = backOffer { turn in
            turn.cancel(.chooser)
            turn.state.session?.findings.backs += 1
            turn.recordLeft(chooser)
            turn.leaveChooser()
        }
        var page = page(
            Page.Title(words: .message(.chooserTitle), tone: .emergency), services + [person], words: words, waits: nil,
            back: back)
        (page.priority, page.endsOnHook, page.listsLanguages) = (.emergency, false, false)
        return page
    }

    /// Calls the help centre, because nobody chose, unless that was misused just now.
    mutating func chooserEnded() {
        guard case .chooser(let chooser) = state.screen else { return }
        cancel(.chooser)
        guard chooser.until != nil else { return leaveChooser() }
        if stayWithServicesCall() { return }
        startEmergency(nil, origin: .automatic, pressedAt: chooser.pressedAt)
    }

    /// Shows the call that the SOS service has made meanwhile, if there is one: the help centre is on the line or being
    /// called, and is not called a second time.
    private mutating func stayWithServicesCall() -> Bool {
        guard let call = state.call, call.failover.isAnothers else { return false }
        show(.call)
        reassure(call)
        return true
    }

    /// The SOS service has dealt with the key that opened the chooser, while this program could not. Nobody is called a
    /// second time.
    mutating func helpGiven() {
        guard case .chooser(let chooser) = state.screen, chooser.origin == .chooser else { return }
        cancel(.chooser)
        beSilent(atMost: .emergency)
        leaveChooser()
    }

    /// Returns to the call below the chooser, or home if there is none or it ended meanwhile.
    private mutating func leaveChooser() {
        if state.call != nil {
            beSilent(atMost: .emergency)
            return show(.call)
        }
        leaveFunction(.abandoned)
        goHome()
    }

    /// Records a chooser that a dialled number opened and from which nobody was called. One opened by the SOS key is
    /// not recorded: it was pressed by mistake.
    private mutating func recordLeft(_ chooser: Chooser) {
        guard chooser.origin != .chooser else { return }
        record(
            .emergency(
                EmergencyRecord(
                    service: nil, origin: chooser.origin, outcome: .cancelled,
                    cancelledAfter: now - chooser.pressedAt, demonstration: isDemonstration)))
    }
}
