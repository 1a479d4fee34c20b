extension Turn {
    /// Asks how it was, but only somebody who is still there.
    mutating func askRating() {
        guard let last = state.filter.lastKeyAt, now - last <= timings.ratingAfterKey else {
            state.run?.visit = nil  // Nobody saw this step.
            return finishFunction()
        }
        show(.rating)
        speak(.ratingAsk)
        start(.rating, after: timings.rating)
    }

    mutating func pressOnRating(_ key: Key) {
        switch key {
        case .digit(let value) where (1...3).contains(value):
            record(.rating(value))
            leaveFunction(.completed)
            goHome(with: .thanks)
            speak(Speech(parts: [.prompt(.ratingThanks), .pause(.seconds(1))] + homeWords))
        case .digit:
            // Other keys act as on home.
            leaveFunction(.completed)
            show(.home)
            pressOnHome(key)
        default: finishFunction()
        }
    }

    mutating func skipRating() {
        finishFunction()
    }
}
