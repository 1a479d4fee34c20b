import Prompts
public import Vocabulary

/// The one description of a page: its title, what each key offers, what is said, and how long it waits. What a key
/// does, the legend, the hit regions and the speech are all made from it.
///
/// It is derived from the state whenever it is needed, and never stored.
public struct Page {
    /// A page's title and the colour of what it belongs to.
    public struct Title: Equatable, Sendable {
        /// The colours of titles.
        public enum Tone: Hashable, Sendable {
            case plain, emergency, forward
            case category(Category)
        }

        /// The words.
        public var words: Words
        /// The colour.
        public var tone: Tone
    }

    /// What the page is called; home has no title.
    public var title: Title?
    /// What its keys do, in the order in which they are drawn. A key that is not here means nothing.
    public internal(set) var offers: [Offer]
    /// What the page says, in order; nil for pages that speak when something happens, such as a call.
    var words: [Speech.Part]?
    /// How important its words are.
    var priority = SpeechPriority.guidance
    /// How long it waits for a key before "still there?"; nil for pages that end by themselves or wait for nobody.
    var waits: Duration?
    /// How long "still there?" waits.
    var lastWait: Duration
    /// Whether putting back the handset ends the session here.
    var endsOnHook = true
    /// Whether the language key shows the list of languages. Where that would hide something urgent, the key switches
    /// to the next language.
    var listsLanguages = true
    /// Whether digits go into a field or a call here, so that an emergency number among them is not taken for a call.
    var takesDigits = false
    /// Whether keys are still ignored, because they were on their way before the page came.
    var isDeaf = false
    /// What a key that is not offered does; nil if it does nothing.
    var otherwise: ((inout Turn, Key) -> Void)?

    /// What a key does here, if anything.
    public func offer(for key: Key) -> Offer? { offers.first { $0.key == key } }

    /// The offers that stand in one place, in order.
    public func offers(at place: Offer.Place) -> [Offer] { offers.filter { $0.place == place } }

    /// The same page with one of several parts of its contents shown. `#` turns the parts before it leads forward. If
    /// it would only say the page again, it keeps turning, and the first part follows the last.
    /// - Parameters:
    ///   - part: the part looked at, from 0.
    ///   - count: how many parts there are on this terminal.
    public func turned(to part: Int, of count: Int) -> Page {
        let hash = offer(for: .hash)
        guard count > 1, part < count - 1 || hash?.isForward != true else { return self }
        var page = self
        page.offers = offers.filter { $0.key != .hash } + [.next { $0.turnPage() }]
        guard var words, words.last != .prompt(.pageNext) else { return page }
        // What `#` does on the last part is not offered yet. The words for it come last, unless news follows them.
        if let hash, hash.isForward, case .part(let said) = hash.said, words.last == said {
            words = words.dropLast() + [hash.before].compactMap { $0 }
        }
        page.words = words + [.prompt(.pageNext)]
        return page
    }
}

extension Turn {
    /// The page that is shown, with its keys as they are at this moment.
    var page: Page { wholePage.turned(to: state.page, of: state.pages) }

    /// The same page as a whole, however many parts it takes.
    var wholePage: Page {
        switch state.screen {
        case .home: homePage
        case .kept(let handle): keptPage(handle)
        case .choice(let step): choicePage(step)
        case .confirm(let step): confirmPage(step)
        case .number(let entry): numberPage(entry)
        case .request(let screen): requestPage(screen)
        case .places(let screen): placesPage(screen)
        case .information(let screen): informationPage(screen)
        case .pension(let screen): pensionPage(screen)
        case .countdown(let countdown): countdownPage(countdown)
        case .chooser(let chooser): chooserPage(chooser)
        case .meaning(let question): meaningPage(question)
        case .call: callPage
        case .incoming: incomingPage
        case .callEnded(let ending): callEndedPage(ending)
        case .cannotCall(let service): cannotCallPage(service)
        case .rating: ratingPage
        case .languages(let picker): languagesPage(picker)
        }
    }

    /// Handles a key on the page that is shown.
    mutating func pressOnScreen(_ key: Key) { press(key, on: page) }

    mutating func press(_ key: Key, on page: Page) {
        if page.isDeaf { return }
        if let offer = page.offer(for: key) { return offer.act(&self) }
        if let otherwise = page.otherwise { otherwise(&self, key) } else { noteWrongKey() }
    }

    /// Shows the next part of a page; the first follows the last.
    mutating func turnPage() {
        state.page = (state.page + 1) % state.pages
        state.screenSince = now
        // A resident who cannot see that the page was turned hears what `#` does now.
        speakPage()
    }

    /// Notes into how many parts the contents of the screen were drawn.
    mutating func drawn(pages: Int) {
        guard max(1, pages) != state.pages || state.page >= state.pages else { return }
        let before = page
        let isSaid = state.speech != nil && state.speech?.parts == before.words
        state.pages = max(1, pages)
        state.page = min(state.page, state.pages - 1)
        // `#` no longer does what was said of it.
        if isSaid, page.words != before.words { speakPage() }
    }
}

extension State {
    /// The page that is shown: its title and what its keys do, however many parts its contents take.
    public func described(_ catalogue: Catalogue, _ settings: Settings) -> Page {
        Turn(state: self, context: Context(catalogue: catalogue, settings: settings, now: now, wall: wall)).wholePage
    }
}
