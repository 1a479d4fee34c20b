import Prompts
import Reporting
public import Vocabulary

/// The pension function: consent, then the card, then the amount until the card is taken out.
public enum PensionScreen: Hashable, Sendable {
    /// What will be read and that nothing is kept.
    case consent
    /// This booth has no card reader, or it does not work.
    case noReader
    /// The card in the slot was asked about already, or is that of somebody before: it is to be put in again.
    case putInAgain
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

    /// Whether it belongs to a consent.
    var followsConsent: Bool {
        switch self {
        case .card, .reading, .amount, .unreadable, .noAnswer: true
        case .consent, .noReader, .putInAgain: false
        }
    }
}

extension Turn {
    /// How long an amount is shown to nobody who presses a key, and how long the countdown after that takes.
    static var amountIsShown: Duration { .seconds(20) }

    func pensionPage(_ screen: PensionScreen) -> Page {
        let agree = Offer(.hash, .pensionAgree, at: .legend, isForward: true, said: .prompt(opening)) { turn in
            turn.state.screenSince = turn.now
            guard turn.state.health.cardReader else { return turn.showPage(.pension(.noReader)) }
            turn.agree()
        }
        let outcome: FunctionOutcome =
            switch screen {
            case .amount: .completed
            case .noReader: .unavailable
            case .unreadable, .noAnswer: .failed
            case .consent, .putInAgain, .card, .reading: .abandoned
            }
        let back = backOffer { turn in
            if screen == .consent { return turn.goBack() }
            turn.leaveFunction(outcome)
            turn.goHome()
        }
        var page = page(
            Page.Title(words: .message(.pensionTitle), tone: runTone), screen == .consent ? [agree] : [],
            words: words(of: screen), waits: timings.reading, back: back)
        if screen == .amount {
            page.waits = Self.amountIsShown
            page.lastWait = min(Self.amountIsShown, page.lastWait)
        }
        return page
    }

    /// Somebody agrees: the next card is read, or the one that is there, once for each time that it is put in.
    private mutating func agree() {
        if state.cardInSlot?.isFresh == false { return showPension(.putInAgain) }
        permitCard()
        if state.cardInSlot == nil { showPension(.card) } else { showReading() }
    }

    /// Something about the card that was agreed to; about any other it is nothing to anybody.
    mutating func takeCardFact(_ handle: CardHandle, _ fact: CardFact) {
        guard state.card?.handle == handle, pensionScreen == .reading else { return }
        switch fact {
        case .unreadable: showPension(.unreadable)
        case .answer(let answer):
            state.card?.answer = answer
            showPension(.amount)
        case .unanswered: showPension(.noAnswer)
        }
    }

    /// A card was put in while a page of the pension is shown.
    mutating func cardInserted() {
        switch pensionScreen {
        case .card?, .unreadable?, .noAnswer?: showReading()
        case .consent?, .noReader?, .putInAgain?, .reading?, .amount?, nil: break
        }
    }

    /// The card was taken out.
    mutating func cardTaken() {
        switch pensionScreen {
        // Whoever takes the card has seen enough.
        case .amount?: leavePension(.completed)
        // Too early, or to put it in again: the same consent, from the beginning.
        case .reading?, .putInAgain?:
            permitCard()
            showPension(.card)
        // The page stays to be read; the card may come back.
        case .unreadable?, .noAnswer?: permitCard()
        case .consent?, .noReader?, .card?, nil: break
        }
    }

    /// The reader is back, with a card in it that nobody saw being put in.
    mutating func cardFound() {
        guard pensionScreen?.followsConsent == true else { return }
        showPension(.putInAgain)
    }

    /// The reader works, or does not; then nobody knows what is in its slot.
    mutating func noteCardReader(works: Bool) {
        state.health.cardReader = works
        guard !works else { return }
        state.cardInSlot = nil
        switch pensionScreen {
        case .card?, .reading?, .putInAgain?: showPension(.noReader)
        case .consent?, .noReader?, .amount?, .unreadable?, .noAnswer?, nil: break
        }
    }

    private mutating func showReading() {
        state.cardInSlot?.isFresh = false
        showPension(.reading)
    }

    private mutating func leavePension(_ outcome: FunctionOutcome) {
        leaveFunction(outcome)
        guard case .languages(var picker) = state.screen else { return goHome() }
        picker.before = .home
        picker.speech = nil
        state.screen = .languages(picker)
    }

    private mutating func permitCard() {
        let handle = CardHandle(state.nextCard)
        state.nextCard += 1
        state.card = CardUse(handle: handle)
        emit(.permit(handle))
    }

    private mutating func showPension(_ screen: PensionScreen) {
        if case .languages(var picker) = state.screen {
            picker.before = .pension(screen)
            picker.speech = Speech(parts: words(of: screen))
            state.screen = .languages(picker)
            return
        }
        show(.pension(screen))
        speakPage()
    }

    /// What is said of a page. The amount is said at the ear only: a loudspeaker has more than one listener.
    func words(of screen: PensionScreen) -> [Speech.Part] {
        switch screen {
        case .consent: [.prompt(opening)]
        case .noReader: [.prompt(.pensionNoReader)]
        case .putInAgain: [.prompt(.pensionPutInAgain)]
        case .card: [.prompt(.pensionInsert)]
        case .reading: [.prompt(.pensionReading)]
        case .amount:
            (state.card?.answer.map { [.sentence(.amount(cents: $0.cents))] } ?? []) + [.prompt(.pensionShown)]
        case .unreadable: [.prompt(.pensionUnreadable)]
        case .noAnswer: [.prompt(.pensionNoAnswer)]
        }
    }

    /// The page of the pension, also under the list of languages.
    var pensionScreen: PensionScreen? {
        switch state.screen {
        case .pension(let screen): screen
        case .languages(let picker): if case .pension(let screen) = picker.before { screen } else { nil }
        default: nil
        }
    }

    /// Consent and amount last no longer than their page, however it was left; and no such page comes back without them.
    mutating func forgetCardElsewhere() {
        let followsConsent = pensionScreen?.followsConsent ?? false
        if state.card == nil, followsConsent { leavePension(.abandoned) }
        guard state.card != nil, !followsConsent else { return }
        state.card = nil
        emit(.forbid)
    }
}

/// A consent under way, and what came of it; gone as soon as the card is, or the page.
public struct CardUse: Equatable, Sendable {
    /// The core's name for the consent.
    public var handle: CardHandle
    /// What is shown.
    public internal(set) var answer: PensionAnswer?
}
