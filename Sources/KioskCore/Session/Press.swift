extension Turn {
    /// A key press: the filters, then what works everywhere, then the screen.
    mutating func press(_ key: Key, by input: InputMethod) {
        if input == .touch, key != .sos, now - state.screenSince < timings.touchAfterChange { return }
        press(key, dialling: key.digit, by: input)
    }

    /// The same of a key that may be dialled as another digit than the page takes it for, or as one where the page has none:
    /// home's tiles are still under the finger when their page has gone.
    mutating func press(_ key: Key?, dialling digit: Int?, by input: InputMethod) {
        guard let struck = key ?? digit.map({ .digit($0) }) else { return }
        let hearing = listen(digit, answering: key)
        let verdict = state.filter.judge(struck, at: struckAt ?? now, entry: digitsAreEntered, timings: timings)
        if hearing == .bounce { return }
        let isDialled = hearing != .page
        if verdict == .ignore, !isDialled { return }
        if state.session == nil, key == .star, state.screen == .home { return }
        begin(by: input)
        if endIdleCountdown(), key != .sos {
            // Where was I? The page says it.
            if let speech = state.speech { utter(speech) }
            return
        }
        state.call?.touched = true
        if let digit, isDialled, goOnDialling(digit, answering: key, hearing, isDouble: verdict == .ignore) {
            return restartIdle()
        }
        if key == .sos { dropHeldDigits() } else { answerHeldDigits() }
        if verdict == .accept, let key { act(on: key) }
        restartIdle()
    }

    private mutating func act(on key: Key) {
        switch key {
        case .sos: pressSOS()
        case .language: pressLanguage()
        case .volume: changeVolume()
        case .contrast: state.highContrast.toggle()
        case .hash where turnsPage: turnPage()
        default: pressOnScreen(key)
        }
    }

    /// Whether `#` turns a page here: what it does otherwise stands on the last one, and where it does nothing but say it
    /// again, the first page follows the last.
    var turnsPage: Bool { state.pages > 1 && (state.page < state.pages - 1 || !hashGoesForward) }

    private mutating func turnPage() {
        state.page = (state.page + 1) % state.pages
        state.screenSince = now
        // Whoever does not see that the page was turned hears what `#` does now.
        speakPage()
    }

    var hashGoesForward: Bool {
        switch state.screen {
        case .confirm: true
        case .places(let screen): hashGoesForward(on: screen)
        case .information(let screen):
            screen.item.map { _ in screen.topic == .numbers } ?? screen.topic.map { pages(of: $0) > 1 } ?? false
        case .pension(let screen): screen == .consent
        case .request(let screen): order(screen.handle)?.isClosed ?? false
        case .callEnded(let ending): ending.canCallAgain
        default: false
        }
    }

    mutating func pressOnScreen(_ key: Key) {
        switch state.screen {
        case .home: pressOnHome(key)
        case .kept(let handle): pressOnKept(key, handle)
        case .choice(let step): pressOnChoice(key, step)
        case .confirm: pressOnConfirm(key)
        case .number(let entry): pressOnNumber(key, entry)
        case .request(let screen): pressOnRequest(key, screen)
        case .places(let screen): pressOnPlaces(key, screen)
        case .information(let screen): pressOnInformation(key, screen)
        case .pension(let screen): pressOnPension(key, screen)
        case .countdown(let countdown): pressOnCountdown(key, countdown)
        case .meaning(let question): pressOnMeaning(key, question)
        case .chooser(let chooser): pressOnChooser(key, chooser)
        case .call: pressInCall(key)
        case .incoming: answerIncoming()
        case .callEnded(let ending): pressOnCallEnded(key, ending)
        case .cannotCall(let service): pressOnCannotCall(key, service)
        case .rating: pressOnRating(key)
        case .languages(let picker): pressOnLanguages(key, picker)
        }
    }

    /// Whether digits go into a field here, so that a number inside it is no emergency call.
    var digitsAreEntered: Bool {
        switch state.screen {
        case .number: true
        case .request(let screen): screen.contact != nil
        case .call: state.call?.callClass != .emergency
        default: false
        }
    }

    /// `0` where no number is being entered: a person. `#` without a forward action: say it again. `*`: back.
    mutating func pressCommon(_ key: Key) {
        switch key {
        case .digit(0): openPerson()
        case .hash: sayAgain()
        default: wrongKey()
        }
    }

    private mutating func openPerson() {
        guard let person = context.catalogue.function(onKey: 0), state.run?.function != person.id else {
            return wrongKey()
        }
        leaveFunction(.abandoned)
        open(person)
    }
}
