import Prompts
import Vocabulary

/// What is known of the card in the reader's slot: that it is there, and what may still be done with it. Nothing on the
/// card itself is kept here.
public struct CardInSlot: Equatable, Sendable {
    /// Whether it may be read: it was inserted after the end of the last session and has not been asked about yet.
    var isFresh: Bool
    /// Whether its page was left or its session ended, so that it should be taken out.
    var isDue = false
    /// Since when the booth has been asking for its removal; nil while a page of the pension asks itself.
    var leftSince: Moment?
    /// How often the booth has asked since then.
    var askings = 0
}

extension State {
    /// Whether somebody left a card in the slot.
    public var isCardLeft: Bool { cardInSlot?.leftSince != nil }
}

/// The slot of the card reader. Inserting a card is a wish to see the pension. A card that was left in belongs to
/// somebody who has gone: the booth asks for it to be taken, and does not read it again until it has been out.
extension Turn {
    /// How often the booth asks for the removal of a card that was left, and at what interval.
    static var cardAskings: Int { 7 }
    static var cardIsAskedForAgain: Duration { .seconds(20) }
    /// How long a card may be left before a technician is told.
    static var cardIsForgotten: Duration { .seconds(300) }

    mutating func takeCardSlotFact(_ fact: CardSlotFact) {
        switch fact {
        case .found:
            // Its owner cannot be known, so it is treated as left by somebody who has gone.
            state.cardInSlot = CardInSlot(isFresh: false, isDue: true)
            cardFound()
        case .inserted:
            state.cardInSlot = CardInSlot(isFresh: true)
            if pensionScreen != nil {
                cardInserted()
            } else if state.screen == .home, state.held.digits.isEmpty {
                openForCard()
            }
        case .empty:
            guard state.cardInSlot != nil else { return }
            state.cardInSlot = nil
            cardTaken()
        }
    }

    /// Opens the function that reads cards: a card inserted on home says which function is wanted.
    private mutating func openForCard() {
        guard let function = context.catalogue.functions.first(where: { $0.steps.contains { $0.name == .card } }) else {
            return
        }
        begin(by: .key)
        _ = endIdleCountdown()
        choose(function)
    }

    /// Marks the card in the slot as left behind, since it is not the next resident's.
    mutating func leaveCardBehind() {
        state.cardInSlot?.isFresh = false
        state.cardInSlot?.isDue = true
    }

    /// Asks for a card to be taken for as long as it is left, on pages where that disturbs no emergency and no call.
    mutating func askForCardLeft() {
        guard let card = state.cardInSlot else {
            cancel(.cardLeft)
            return setFault(.cardLeft, false)
        }
        guard pensionScreen == nil else {
            cancel(.cardLeft)
            state.cardInSlot?.isDue = true
            state.cardInSlot?.leftSince = nil
            return
        }
        guard card.isDue else { return }
        if card.leftSince == nil {
            let since = now
            state.cardInSlot?.leftSince = since
            state.cardInSlot?.askings = 0
            start(.cardLeft, after: Self.cardIsAskedForAgain)
        }
        // After a call or an emergency, it asks at the first free moment.
        if state.cardInSlot?.askings == 0, mayAskForCard { askForCard() }
    }

    /// Asks again for a card that is still there, and raises the fault when that has lasted too long.
    mutating func cardStillLeft() {
        guard let card = state.cardInSlot, let since = card.leftSince else { return }
        if now - since >= Self.cardIsForgotten { setFault(.cardLeft, true) }
        if card.askings >= Self.cardAskings {
            // The voice is silent by now; the page still says it.
            if now - since < Self.cardIsForgotten { start(.cardLeft, after: Self.cardIsForgotten - (now - since)) }
        } else if mayAskForCard {
            askForCard()
        } else {
            start(.cardLeft, after: Self.cardIsAskedForAgain)
        }
    }

    private var mayAskForCard: Bool {
        guard state.call == nil, state.incoming == nil, state.restored == nil else { return false }
        switch state.screen {
        case .home, .kept, .choice, .confirm, .number, .request, .places, .information, .languages, .rating: return true
        case .callEnded(let ending): return ending.emergency == nil
        case .pension, .countdown, .chooser, .meaning, .call, .incoming, .cannotCall: return false
        }
    }

    private mutating func askForCard() {
        guard var card = state.cardInSlot else { return }
        let isFirst = card.askings == 0
        card.askings += 1
        state.cardInSlot = card
        start(.cardLeft, after: Self.cardIsAskedForAgain)
        let words = Speech.Part.prompt(.pensionCardLeft)
        guard let sounding = state.sounding, now < sounding.until else { return utter(Speech(parts: [words])) }
        guard isFirst else {
            // Somebody is listening to something else: ask after that.
            if state.waitingSpeech == nil { state.waitingSpeech = Speech(parts: [words]) }
            return
        }
        // Ask before the words of the page that has just come; they follow.
        let rest = state.waitingSpeech ?? (sounding.priority == .guidance ? sounding.speech : nil)
        var speech = rest ?? Speech(parts: [])
        speech.parts = [words] + (rest == nil ? [] : [.pause(.seconds(1))]) + speech.parts.filter { $0 != words }
        utter(speech)
    }
}
