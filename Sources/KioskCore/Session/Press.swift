import Vocabulary

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
        default: pressOnScreen(key)
        }
    }

    /// Whether digits go into a field here, so that a number inside it is no emergency call.
    var digitsAreEntered: Bool { page.takesDigits }
}
