import Prompts
import Reporting
import Vocabulary

/// Home: ten tiles, and attract, which is home without a session.
extension Turn {
    /// The ten tiles. On attract `*` has nothing to end.
    var homePage: Page {
        let functions = (0...9).compactMap { digit in
            context.catalogue.function(onKey: digit).map { function -> Offer in
                if digit == 0 { return personOffer(function) { $0.choose(function) } }
                return Offer(
                    .digit(digit), .text(function.label), short: .text(function.short), at: .tile,
                    mark: mark(of: function), said: .prompt(.homeList)
                ) { $0.choose(function) }
            }
        }
        let again = Offer(.hash, .keyAgain, at: .legend, said: .onHome) { $0.sayHomeAgain() }
        let isAttract = state.session == nil
        let end = backOffer(.keyEnd) { $0.endSession(.left) }
        return page(
            nil, functions + [again], words: homeWords, waits: isAttract ? nil : timings.idle, hasPerson: false,
            back: isAttract ? nil : end)
    }

    /// Says home's words again and adds the time, which is heard nowhere else.
    private mutating func sayHomeAgain() {
        guard state.speech != nil else { return speakPage() }
        if state.speech?.parts.last != .sentence(.clock) {
            state.speech?.parts += [.pause(.seconds(1)), .sentence(.clock)]
        }
        sayAgain()
    }

    /// Opens a function chosen on home, by its key or by a card that was inserted.
    mutating func choose(_ function: Function) {
        guard function.worksOutOfOrder || !context.settings.booth.outOfOrder else {
            // The key offers nothing at present, though the resident made no mistake.
            wasWrongKey = true
            goHome(with: .outOfOrder)
            return speak(.homeOutOfOrder)
        }
        enter(function)
    }

    mutating func goHome() { showPage(.home) }

    /// The words of home: two sentences, and the list after a pause.
    var homeWords: [Speech.Part] {
        if context.settings.booth.outOfOrder { return [.prompt(.homeOutOfOrder)] }
        return [.prompt(.home), .pause(.seconds(2)), .prompt(.homeList)]
    }

    mutating func goHome(with banner: Banner) {
        show(.home)
        state.banner = banner
        start(.banner, after: .seconds(10))
    }
}
