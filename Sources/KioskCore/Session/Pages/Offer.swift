import Prompts
public import Vocabulary

/// What one key does on a page: the action, its words, and where they are seen and heard. Dispatch, legend, hit regions
/// and speech are all made from it, so that they cannot contradict each other.
public struct Offer {
    /// What a key does to the turn in which it is pressed.
    typealias Act = (inout Turn) -> Void

    /// Where a key is drawn on its page.
    public enum Place: Hashable, Sendable {
        /// In the bottom row, where `*`, `0` and `#` are on the keypad.
        case legend
        /// Among the contents, wherever the page has room for it.
        case body
        /// At its position on the keypad, like the tiles of home and the nine kinds of places.
        case tile
        /// On a drawn keypad, for digits that are typed, or on the whole page, where any key will do.
        case field
        /// Nowhere, for example a key that works around an emergency because it works on home.
        case unseen
    }

    /// Where the words of a key are heard.
    enum Said: Equatable {
        /// In this part of what the page says.
        case part(Speech.Part)
        /// On the way here, or earlier on this page: while the line is open, nothing more is said.
        case earlier(PromptKey)
        /// On home, for all pages: back, a person, say it again.
        case onHome
        /// Nowhere: typed digits, unseen keys, and the keys of a resident's own call.
        case nowhere
    }

    /// The key.
    public let key: Key
    /// What it does, in the words shown beside it.
    public let words: Words
    /// Shorter words for where there is little room.
    public let short: Words?
    /// Where it is drawn.
    public let place: Place
    /// Whether it leads forward. It is then drawn in the forward colour, and `#` turns all pages before it acts.
    public let isForward: Bool
    /// A word that says why there is nothing behind the key at present. The key is drawn as such but may still be
    /// pressed.
    public let mark: MessageKey?
    let said: Said
    /// What is said in place of `said` while `#` still turns pages.
    let before: Speech.Part?
    let act: Act

    init(
        _ key: Key, _ words: Words, short: Words? = nil, at place: Place = .body, isForward: Bool = false,
        mark: MessageKey? = nil, said: Said, before: Speech.Part? = nil, act: @escaping Act
    ) {
        self.key = key
        self.words = words
        self.short = short
        self.place = place
        self.isForward = isForward
        self.mark = mark
        self.said = said
        self.before = before
        self.act = act
    }

    init(
        _ key: Key, _ words: MessageKey, at place: Place = .body, isForward: Bool = false, said: Said,
        before: Speech.Part? = nil, act: @escaping Act
    ) {
        self.init(key, .message(words), at: place, isForward: isForward, said: said, before: before, act: act)
    }
}

extension Offer {
    /// `#` for the next part of a page or of a list.
    static func next(_ act: @escaping Act) -> Offer {
        Offer(.hash, .keyNext, at: .legend, isForward: true, said: .prompt(.pageNext), act: act)
    }
}

extension Offer.Said {
    static func prompt(_ key: PromptKey) -> Self { .part(.prompt(key)) }

    /// In one of the parts of what a page says.
    static func part(_ index: Int = 0, of words: [Speech.Part]) -> Self {
        words.indices.contains(index) ? .part(words[index]) : .nowhere
    }
}
