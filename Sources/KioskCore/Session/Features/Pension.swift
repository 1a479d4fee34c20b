import Prompts
import Reporting
public import Vocabulary

/// The pension function: consent, then the card, then the amount until the card is taken out.
public enum PensionScreen: Hashable, Sendable {
    /// What will be read and that nothing is kept.
    case consent
    /// This booth has no card reader, or it does not work.
    case noReader
    /// The card in the slot was asked about already, or belongs to somebody before: it has to be put in again.
    case putInAgain
    /// The card has to be put in.
    case card
    /// It is being read and asked about.
    case reading
    /// The amount.
    case amount
    /// The card cannot be read; for another try it is put in again.
    case unreadable
    /// The platform has no answer.
    case noAnswer

    /// Whether this page comes only after consent.
    var followsConsent: Bool {
        switch self {
        case .card, .reading, .amount, .unreadable, .noAnswer: true
        case .consent, .noReader, .putInAgain: false
        }
    }
}

extension Turn {
    /// How long an amount is shown while no key is pressed, and the most that the countdown after that takes.
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

    /// Acts on a consent: the next card is read, or the one that is there. A card is read once each time it is put in.
    private mutating func agree() {
        if state.cardInSlot?.isFresh == false { return showPension(.putInAgain) }
        permitCard()
        if state.cardInSlot == nil { showPension(.card) } else { showReading() }
    }

    /// Takes a fact about the card for which somebody gave consent. Facts about any other card are ignored.
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

    /// Handles a card that was put in while a page of the pension is shown.
    mutating func cardInserted() {
        switch pensionScreen {
        case .card?, .unreadable?, .noAnswer?: showReading()
        case .consent?, .noReader?, .putInAgain?, .reading?, .amount?, nil: break
        }
    }

    /// Handles a card that was taken out.
    mutating func cardTaken() {
        switch pensionScreen {
        // Whoever takes the card has seen enough.
        case .amount?: leavePension(.completed)
        // It was taken too early, or to be put in again: the same consent starts from the beginning.
        case .reading?, .putInAgain?:
            permitCard()
            showPension(.card)
        // The page stays to be read; the card may come back.
        case .unreadable?, .noAnswer?: permitCard()
        case .consent?, .noReader?, .card?, nil: break
        }
    }

    /// Handles a card that was in the reader when it came back: nobody saw it being put in.
    mutating func cardFound() {
        guard pensionScreen?.followsConsent == true else { return }
        showPension(.putInAgain)
    }

    /// Notes whether the reader works. If it does not, nobody knows what is in its slot.
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

    /// What a page says. The amount is said at the ear only: a loudspeaker has more than one listener.
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

    /// The page of the pension, even while the list of languages covers it.
    var pensionScreen: PensionScreen? {
        switch state.screen {
        case .pension(let screen): screen
        case .languages(let picker): if case .pension(let screen) = picker.before { screen } else { nil }
        default: nil
        }
    }

    /// Forgets consent and amount when their page is left, however that happened. No such page comes back without them.
    mutating func forgetCardElsewhere() {
        let followsConsent = pensionScreen?.followsConsent ?? false
        if state.card == nil, followsConsent { leavePension(.abandoned) }
        guard state.card != nil, !followsConsent else { return }
        state.card = nil
        emit(.forbid)
    }
}

/// A consent under way, and what came of it. It is gone as soon as the card or the page is.
public struct CardUse: Equatable, Sendable {
    /// The core's name for the consent.
    public var handle: CardHandle
    /// The answer that is shown.
    public internal(set) var answer: PensionAnswer?
}
