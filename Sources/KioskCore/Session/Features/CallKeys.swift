import Prompts
import Reporting
import Vocabulary

/// The page of a call: what its keys do while it is dialled, while it rings and while somebody is on the line.
extension Turn {
    var callPage: Page {
        guard let call = state.call else { return gonePage }
        var page = Page(
            title: title(of: call), offers: [], lastWait: timings.idleCountdown,
            endsOnHook: call.callClass != .emergency, listsLanguages: false,
            takesDigits: call.callClass != .emergency)
        if call.asking {
            page.offers = anyKey(.idleAnyKey, said: .callStillThere) { $0.state.call?.asking = false }
            return page
        }
        let isArmed = call.armed == .hangUp
        let said: Offer.Said = call.callClass == .emergency ? .earlier(.emergencyInCall) : .nowhere
        let hangUp = Offer(.star, isArmed ? .callHangUpOnce : .callHangUp, said: said) { $0.pressHangUp(call) }
        let others = call.callClass == .emergency ? emergencyCallOffers(call) : talkOffers(call)
        page.offers = others.map(disarming) + [hangUp]
        page.otherwise = { turn, _ in
            turn.disarmHangUp()
            turn.noteWrongKey()
        }
        return page
    }

    /// A page whose subject is gone. Any key leads home, and so does waiting.
    var gonePage: Page {
        Page(
            offers: [], waits: timings.idle, lastWait: timings.idleCountdown,
            otherwise: { turn, _ in turn.goHome() })
    }

    /// The offer of another key, which also takes back the first of the two presses that hang up.
    private func disarming(_ offer: Offer) -> Offer {
        Offer(
            offer.key, offer.words, short: offer.short, at: offer.place, isForward: offer.isForward, said: offer.said
        ) { turn in
            turn.disarmHangUp()
            offer.act(&turn)
        }
    }

    private mutating func disarmHangUp() {
        if state.call?.armed == .hangUp { state.call?.armed = nil }
    }

    // MARK: A talk

    /// The offers during a talk: digits go into the call as tones. If somebody called the booth, the emergency keys
    /// come first; their countdown is shown over the call.
    private func talkOffers(_ call: ActiveCall) -> [Offer] {
        let emergencies =
            call.caller == .anybody
            ? emergencyOffers(at: .unseen, said: .nowhere) { $0.startCountdown($1, origin: .tile) } : []
        guard call.isConnected, let handle = call.answeredHandle else { return emergencies }
        let tones = ((0...9).map(Key.digit) + [.hash]).filter { key in !emergencies.contains { $0.key == key } }
        return emergencies
            + tones.map { key in
                Offer(key, .callKeys, at: .unseen, said: .nowhere) { turn in
                    turn.emit(.sendDTMF(handle, key.digit.map { Character(String($0)) } ?? "#"))
                    turn.emit(.click(turn.sink))
                }
            }
    }

    // MARK: An emergency call

    private func emergencyCallOffers(_ call: ActiveCall) -> [Offer] {
        let isChoice = call.emergency == nil && !call.isConnected
        var offers = EmergencyService.allCases.compactMap { service -> Offer? in
            if service == call.emergency {
                // The key ends this talk, and the emergency that waits for it continues at once.
                guard call.caller == .anybody, let handle = call.handle else { return nil }
                return Offer(.digit(service.key), service.message, at: .unseen, said: .nowhere) {
                    $0.emit(.hangUp(handle))
                }
            }
            let isArmed = call.armed == .switchTo(service)
            let values: [String: Words] = ["key": .plain(String(service.key)), "service": .message(service.message)]
            let isHidden = !isArmed && (!isChoice || call.armed?.isSwitch == true)
            return Offer(
                .digit(service.key), isArmed ? .message(.callSwitch, values) : .message(service.message),
                at: isHidden ? .unseen : .body, said: .nowhere
            ) { $0.pressOtherService(service, call) }
        }
        guard call.isConnected else {
            // While the line speaks, the booth has said nothing that it could say again.
            guard state.speech != nil else { return offers }
            return offers + [Offer(.hash, .keyAgain, at: .unseen, said: .onHome) { $0.sayAgain() }]
        }
        for (key, announcement, words) in [
            (Key.hash, Announcement.address, MessageKey.callTellAddress), (.digit(0), .unable, .callCannotSpeak),
        ] {
            // These keys were announced before: nothing is said into the call itself.
            offers.append(
                Offer(
                    key, call.announced == announcement ? .callTelling : words, said: .earlier(.emergencyInCall)
                ) { $0.announce(announcement, call) })
        }
        return offers
    }

    /// Switches to another service. While the help centre is being called because nobody chose, one press is enough.
    /// Otherwise the key has to be pressed twice, so that no emergency call ends by accident.
    private mutating func pressOtherService(_ service: EmergencyService, _ call: ActiveCall) {
        let isChoice = call.emergency == nil && !call.isConnected
        guard isChoice || call.armed == .switchTo(service) else {
            state.call?.armed = .switchTo(service)
            return start(.disarm, after: timings.hangUpConfirm)
        }
        startEmergency(service, origin: .chooser, pressedAt: now)
    }

    private mutating func announce(_ announcement: Announcement, _ call: ActiveCall) {
        guard let handle = call.answeredHandle else { return }
        // The page shows the announcement when the agent reports it.
        emit(.announce(handle, announcement))
    }

    private mutating func pressHangUp(_ call: ActiveCall) {
        guard call.armed == .hangUp else {
            state.call?.armed = .hangUp
            if !call.isConnected { utter(Speech(parts: [.prompt(.callHangUpOnce)], priority: .emergency)) }
            return start(.disarm, after: timings.hangUpConfirm)
        }
        if let handle = call.handle { emit(.hangUp(handle)) }
        // Hanging up on a caller does not give up the emergency that waited for the talk.
        if call.failover.isTalkingToCaller {
            state.call?.armed = nil
            return
        }
        end(by: .resident, outcome: call.isConnected ? .answered : .cancelled)
    }

    // MARK: Whom

    /// The title that says who is on the line. A caller who cannot be identified is not shown as a service, whatever
    /// they say.
    private func title(of call: ActiveCall) -> Page.Title {
        let unnamed: MessageKey? =
            switch call.caller {
            case .anybody?: .callCaller
            case .unknown?: .callUnknown
            case .service?, nil: nil
            }
        if call.callClass == .emergency {
            return Page.Title(
                words: .message(unnamed ?? call.emergency?.message ?? .emergencyHelpCentre), tone: .emergency)
        }
        if let unnamed { return Page.Title(words: .message(unnamed), tone: runTone) }
        // The service, the name by which a page offered the number, or else the function's title.
        let words = call.service.map { .message($0.message) } ?? call.name.map { .text($0) } ?? runTitle.words
        return Page.Title(words: words, tone: runTone)
    }
}

extension ActiveCall.Armed {
    fileprivate var isSwitch: Bool { if case .switchTo = self { true } else { false } }
}
