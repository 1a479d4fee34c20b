import Prompts
import Reporting
import Vocabulary

extension Turn {
    /// Asks how it was, but only somebody who is still there.
    mutating func askRating() {
        guard let last = state.filter.lastKeyAt, now - last <= timings.ratingAfterKey else {
            state.run?.visit = nil  // Nobody saw this step.
            return finishFunction()
        }
        showPage(.rating)
        start(.rating, after: timings.rating)
    }

    /// The page of the rating: good, so-so, bad. Other digits act as on home.
    var ratingPage: Page {
        let values = [MessageKey.rating1, .rating2, .rating3].enumerated().map { index, words in
            Offer(.digit(index + 1), words, said: .prompt(.ratingAsk)) { turn in
                turn.record(.rating(index + 1))
                turn.leaveFunction(.completed)
                turn.goHome(with: .thanks)
                turn.speak(
                    Speech(parts: [.prompt(.ratingThanks), .pause(.seconds(1))] + turn.homeWords))
            }
        }
        let onHome = { (turn: inout Turn, key: Key) in
            turn.leaveFunction(.completed)
            turn.show(.home)
            turn.pressOnScreen(key)
        }
        let person = context.catalogue.function(onKey: 0).map { personOffer($0) { onHome(&$0, .digit(0)) } }
        var page = Page(
            title: Page.Title(words: .message(.ratingTitle), tone: .category(.information)),
            offers: values + [backOffer { $0.finishFunction() }, againOffer] + [person].compactMap { $0 },
            words: [.prompt(.ratingAsk)], lastWait: timings.idleCountdown, listsLanguages: false)
        page.otherwise = { turn, key in
            if key.digit != nil { onHome(&turn, key) } else { turn.finishFunction() }
        }
        return page
    }

    mutating func skipRating() {
        finishFunction()
    }
}
