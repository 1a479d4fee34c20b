/// The pension function: consent, then the card, then the amount until the card is taken out.
public enum PensionScreen: Hashable, Sendable {
    /// What will be read and that nothing is kept.
    case consent
    /// This booth has no card reader, or it does not work.
    case noReader
    /// The card is to be put in.
    case card
    /// It is being read and asked about.
    case reading
    /// The amount.
    case amount
    /// The card cannot be read; another try is put in again.
    case unreadable
    /// The platform has no answer.
    case noAnswer
}

extension Turn {
    /// How long an amount is shown to nobody who presses a key, and how long the countdown after that takes.
    static var amountIsShown: Duration { .seconds(20) }

    mutating func pressOnPension(_ key: Key, _ screen: PensionScreen) {
        switch (key, screen) {
        case (.hash, .consent):
            state.screenSince = now
            guard state.health.cardReader else {
                show(.pension(.noReader))
                return speak(.pensionNoReader)
            }
            permitCard()
            showPension(.card)
        case (.star, .consent): back()
        case (.star, .noReader):
            leaveFunction(.unavailable)
            goHome()
        case (.star, .unreadable), (.star, .noAnswer):
            leaveFunction(.failed)
            goHome()
        case (.star, .amount): finishFunction()
        case (.star, _):
            leaveFunction(.abandoned)
            goHome()
        default: pressCommon(key)
        }
    }

    /// Something about the card that was agreed to; about any other it is nothing to anybody.
    mutating func card(_ handle: CardHandle, _ fact: CardFact) {
        guard state.card?.handle == handle, let screen = pensionScreen else { return }
        switch (fact, screen) {
        case (.inserted, .card), (.inserted, .unreadable), (.inserted, .noAnswer): showPension(.reading)
        case (.unreadable, .reading): showPension(.unreadable)
        case (.answer(let answer), .reading):
            state.card?.answer = answer
            showPension(.amount)
        case (.unanswered, .reading): showPension(.noAnswer)
        case (.removed, .amount):
            // Whoever takes the card has seen enough.
            if case .languages(var picker) = state.screen {
                leaveFunction(.completed)
                picker.before = .home
                picker.speech = nil
                state.screen = .languages(picker)
            } else {
                finishFunction()
            }
        case (.removed, .reading):
            // Too early: the same consent, from the beginning.
            permitCard()
            showPension(.card)
        // The page stays to be read; the card may come back.
        case (.removed, .unreadable), (.removed, .noAnswer): permitCard()
        default: break
        }
    }

    /// The reader works, or does not.
    mutating func cardReader(works: Bool) {
        state.health.cardReader = works
        guard !works, let screen = pensionScreen, screen == .card || screen == .reading else { return }
        showPension(.noReader)
    }

    private mutating func permitCard() {
        let handle = CardHandle(state.nextCard)
        state.nextCard += 1
        state.card = CardUse(handle: handle)
        emit(.permitCard(handle))
    }

    private mutating func showPension(_ screen: PensionScreen) {
        if case .languages(var picker) = state.screen {
            picker.before = .pension(screen)
            picker.speech = words(of: screen).map { Speech(parts: $0) }
            state.screen = .languages(picker)
            return
        }
        show(.pension(screen))
        speakPage()
    }

    /// What is said of a page. The amount is said at the ear only: a loudspeaker has more than one listener.
    func words(of screen: PensionScreen) -> [Speech.Part]? {
        switch screen {
        case .consent: nil
        case .noReader: [.prompt(.pensionNoReader)]
        case .card: [.prompt(.pensionInsert)]
        case .reading: [.prompt(.pensionReading)]
        case .amount:
            (state.card?.answer.map { [.sentence(.amount(cents: $0.cents))] } ?? []) + [.prompt(.pensionShown)]
        case .unreadable: [.prompt(.pensionUnreadable)]
        case .noAnswer: [.prompt(.pensionNoAnswer)]
        }
    }

    /// The page of the pension, also under the list of languages.
    private var pensionScreen: PensionScreen? {
        switch state.screen {
        case .pension(let screen): screen
        case .languages(let picker): if case .pension(let screen) = picker.before { screen } else { nil }
        default: nil
        }
    }

    /// Consent and amount last no longer than their page, however it was left.
    mutating func forgetCardElsewhere() {
        guard state.card != nil else { return }
        switch pensionScreen {
        case .card?, .reading?, .amount?, .unreadable?, .noAnswer?: return
        case .consent?, .noReader?, nil:
            state.card = nil
            emit(.forbidCard)
        }
    }
}
