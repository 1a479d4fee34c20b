import Vocabulary

extension Turn {
    /// Handles a key press: first the filters, then what works everywhere, then the screen.
    mutating func press(_ key: Key, by input: InputMethod) {
        if input == .touch, key != .sos, now - state.screenSince < timings.touchAfterChange { return }
        press(key, dialling: key.digit, by: input)
    }

    /// Handles a press that may dial another digit than the key that the page takes it for. The page may even have no
    /// key there: home's tiles are still under the finger when their page has gone.
    mutating func press(_ key: Key?, dialling digit: Int?, by input: InputMethod) {
        guard let struck = key ?? digit.map({ .digit($0) }) else { return }
        // Deriving the page is the dearest part of a press, so it is done once for all that looks at it before it changes.
        let page = page
        let hearing = listen(digit, answering: key, on: page)
        let verdict = state.filter.judge(struck, at: struckAt ?? now, entry: page.takesDigits, timings: timings)
        if hearing == .bounce { return }
        let isDialled = hearing != .page
        if verdict == .ignore, !isDialled { return }
        if state.session == nil, key == .star, state.screen == .home { return }
        begin(by: input)
        if endIdleCountdown(), key != .sos {
            // Somebody who was away for a while hears again what the page is for.
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
}
