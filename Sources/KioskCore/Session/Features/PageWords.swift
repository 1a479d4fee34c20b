/// What is said of a page that takes several on this terminal: its words are known before anybody knows how many.
extension Turn {
    /// The contents of the screen were drawn on so many pages.
    mutating func drawn(pages: Int) {
        let wasTurning = turnsPage
        let isSaid = state.speech != nil && state.speech?.parts == pageWords
        state.pages = max(1, pages)
        state.page = min(state.page, state.pages - 1)
        // `#` does something else here than was said of it.
        if turnsPage != wasTurning, isSaid { speakPage() }
    }

    /// The words of a page, with what `#` does on it now: where it turns the page, what it does on the last one is not
    /// offered yet. That is the last part of the words wherever `#` has a forward action.
    func withTurning(_ words: [Speech.Part]) -> [Speech.Part] {
        guard turnsPage, words.last != .prompt(.pageNext) else { return words }
        return (hashGoesForward ? words.dropLast() : words) + [.prompt(.pageNext)]
    }
}
