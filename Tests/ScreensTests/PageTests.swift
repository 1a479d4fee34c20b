import Prompts
import KioskTestSupport
import Rehearsal
import Testing

@testable import KioskCore
@testable import Vocabulary
@testable import Screens

/// Each page has one description. What its keys do, what its picture shows and what the voice says are compared on
/// every page of the gallery, in every language.
@Suite struct PageTests {
    /// A page of the gallery, as it is when nobody has pressed a key for a while.
    private struct Shown {
        var name: String
        var booth: Rehearsal
        var turn: Turn
        var page: Page { turn.wholePage }
        /// The topic of information that is open, if one is.
        var topic: InformationTopic? {
            if case .information(let screen) = booth.state.screen { screen.topic } else { nil }
        }

        init(_ entry: (name: String, keys: String), _ language: LanguageCode) throws {
            booth = try Rehearsal(entry.keys, in: language)
            name = "\(entry.name) in \(language.rawValue)"
            let later = booth.state.now + .seconds(2)
            let context = Context(
                catalogue: booth.catalogue, settings: booth.settings, now: later, wall: booth.state.wall)
            turn = Turn(state: booth.state, context: context)
        }
    }

    private static func all(_ language: LanguageCode) throws -> [Shown] {
        try Rehearsal.pages.map { try Shown($0, language) }
    }

    private static let keys: [Key] = (0...9).map(Key.digit) + [.star, .hash]

    // MARK: Keys

    @Test("Every key that a page offers acts, and no other does", arguments: Shipped.languages)
    func offeredKeysAct(_ language: LanguageCode) throws {
        var acted = 0
        for shown in try Self.all(language) {
            let page = shown.page
            for key in Self.keys {
                var pressed = shown.turn
                pressed.pressOnScreen(key)
                if page.offer(for: key) != nil {
                    // The digits that the question hands back to its page may mean nothing there.
                    let isMeant = shown.booth.state.screen.kind == .meaning
                    #expect(isMeant || !pressed.wasWrongKey, "\(shown.name): \(key) is offered and means nothing")
                    let isNoticed = pressed.state != shown.turn.state || !pressed.effects.isEmpty
                    #expect(isNoticed, "\(shown.name): \(key) is offered and does nothing")
                    acted += 1
                } else if page.otherwise == nil {
                    #expect(pressed.wasWrongKey, "\(shown.name): \(key) acts and is not offered")
                }
            }
        }
        #expect(acted > 600, "the pages were found: \(acted)")
    }

    @Test("A key has at most one meaning on a page", arguments: Shipped.languages)
    func oneMeaningAKey(_ language: LanguageCode) throws {
        for shown in try Self.all(language) {
            for part in 0..<3 {
                let keys = shown.page.turned(to: part, of: 3).offers.map(\.key)
                #expect(keys.count == Set(keys).count, "\(shown.name)")
            }
        }
    }

    // MARK: Picture

    /// The reference size, an ordinary terminal, and the smallest there is.
    private static let sizes = [(45, 34), (80, 24), (40, 12)].map { Size(columns: $0.0, rows: $0.1) }

    /// The frames of all parts of a page.
    private static func frames(_ booth: Rehearsal, _ size: Size) -> [Frame] {
        let first = booth.frame(size)
        guard first.pages > 1 else { return [first] }
        return (0..<first.pages).map { part in
            var state = booth.state
            (state.pages, state.page) = (first.pages, part)
            return render(state, catalogue: booth.catalogue, settings: booth.settings, size: size)
        }
    }

    @Test("What a page offers can be touched on its picture, and nothing else can", arguments: Shipped.languages)
    func pictureShowsTheKeys(_ language: LanguageCode) throws {
        for shown in try Self.all(language) {
            for size in Self.sizes {
                let frames = Self.frames(shown.booth, size)
                let seen = Set(
                    frames.flatMap { frame in
                        frame.regions.compactMap { region in
                            // Something else may lie over the region.
                            frame.key(atColumn: region.area.x, row: region.area.y) == region.key ? region.key : nil
                        }
                    }
                ).subtracting([.sos, .language])
                let turning: Set<Key> = frames.count > 1 ? [.hash] : []
                let offered = shown.page.offers.filter { ![.unseen, .field].contains($0.place) }.map(\.key)
                // Of keys that all do the same, one is enough.
                let fields = Set(shown.page.offers(at: .field).map(\.key))
                let words = shown.page.offers(at: .field).map(\.words)
                let hasOne = words.allSatisfy { $0 == words.first }
                #expect(
                    Set(offered).subtracting(seen).isEmpty,
                    "\(shown.name) at \(size): \(Set(offered).subtracting(seen)) cannot be touched")
                #expect(
                    seen.subtracting(offered).subtracting(fields).subtracting(turning).isEmpty,
                    "\(shown.name) at \(size): \(seen.subtracting(offered)) can be touched and is not offered")
                #expect(
                    hasOne ? fields.isEmpty || !fields.isDisjoint(with: seen) : fields.isSubset(of: seen),
                    "\(shown.name) at \(size)")
            }
        }
    }

    @Test("Nothing is cut at any of the three sizes", arguments: Shipped.languages)
    func nothingIsCut(_ language: LanguageCode) throws {
        for shown in try Self.all(language) {
            for size in Self.sizes {
                for frame in Self.frames(shown.booth, size) {
                    #expect(frame.cuts.isEmpty, "\(shown.name) at \(size): \(frame.cuts)")
                }
            }
        }
    }

    /// All the text of a page without blanks, so that a line break in a word does not matter.
    private static func letters(_ frames: [Frame]) -> String {
        frames.flatMap(\.lines).joined().filter { !$0.isWhitespace }
    }

    @Test("Titles and keys stand in both languages where there is room for them", arguments: Shipped.languages)
    func secondLanguage(_ language: LanguageCode) throws {
        let second: LanguageCode = language == .chinese ? .english : .chinese
        for shown in try Self.all(language) where shown.booth.state.idleEnds == nil {
            let frames = Self.frames(shown.booth, Self.sizes[0])
            let letters = Self.letters(frames)
            func stands(_ words: Words, _ language: LanguageCode) -> Bool {
                let text = words.text(in: language, of: shown.booth.catalogue).filter { !$0.isWhitespace }
                return letters.contains(text)
            }
            if let title = shown.page.title {
                #expect(stands(title.words, language) && stands(title.words, second), "\(shown.name): \(title.words)")
            }
            // Where there are several parts and nothing to go on to, `#` turns them in a circle.
            let page = shown.page.turned(to: frames.count - 1, of: frames.count)
            // An activity's second line is its time. Beside the countdown's number the words have their own column.
            if shown.topic == .activities || shown.booth.state.screen.kind == .countdown { continue }
            for offer in page.offers where ![.unseen, .field].contains(offer.place) {
                let isShown = stands(offer.words, language)
                #expect(isShown, "\(shown.name): \(offer.words) in \(language.rawValue)")
                let isSecond = stands(offer.words, second) || offer.short.map { stands($0, second) } == true
                #expect(isSecond || offer.mark != nil, "\(shown.name): \(offer.words) in \(second.rawValue)")
            }
        }
    }

    // MARK: Speech

    /// How each language says the keys that are not digits.
    private static let signs: [LanguageCode: (star: String, hash: String)] = [
        .chinese: ("星号", "井号"), .english: ("star", "hash"), .japanese: ("米印", "シャープ"), .korean: ("별표", "우물정"),
    ]

    /// Whether a recorded sentence names a key.
    private static func names(_ sentence: String, _ key: Key, _ language: Language) -> Bool {
        switch key {
        case .digit(let digit):
            let numbers = (0...9).map { language.fragments[PromptKey("number.\($0)")] ?? "" }
            return KeySentence.clauses(of: sentence, numbers: numbers).contains { $0.key == digit }
                || sentence.contains(String(digit))
        case .star: return sentence.lowercased().contains(signs[language.code]?.star ?? "?")
        case .hash: return sentence.lowercased().contains(signs[language.code]?.hash ?? "?")
        case .sos, .language, .volume, .contrast: return true
        }
    }

    @Test("What stands beside a key is said as well, by a sentence that names the key", arguments: Shipped.languages)
    func everyLegendIsSpoken(_ code: LanguageCode) throws {
        var spoken = 0
        for shown in try Self.all(code) {
            let page = shown.page
            let catalogue = shown.booth.catalogue
            let language = try #require(catalogue.languages.first { $0.code == code })
            for offer in page.offers {
                switch offer.said {
                case .part(let part):
                    #expect(page.words?.contains(part) == true, "\(shown.name): \(offer.key) is not said")
                    guard case .prompt(let prompt) = part else { continue }
                    let sentence = try #require(language.prompts[prompt], "\(prompt.rawValue)")
                    let isList =
                        offer.place == .body && Self.anyNumber[code, default: []].contains { sentence.contains($0) }
                    #expect(
                        isList || offer.place == .field || Self.names(sentence, offer.key, language),
                        "\(shown.name): '\(sentence)' does not name \(offer.key)")
                    spoken += 1
                case .earlier(let prompt):
                    let sentence = try #require(language.prompts[prompt])
                    #expect(Self.names(sentence, offer.key, language), "\(shown.name): \(offer.key)")
                case .onHome:
                    #expect(
                        [.star, .hash, .digit(0)].contains(offer.key), "\(shown.name): \(offer.key) is no standing key")
                case .nowhere:
                    let isTalk = shown.booth.state.screen == .call
                    let isErasing = page.takesDigits && offer.key == .star
                    #expect(
                        [.unseen, .field].contains(offer.place) || isTalk || isErasing || offer.mark != nil,
                        "\(shown.name): \(offer.key) is shown and never said")
                }
            }
        }
        #expect(spoken > 100)
    }

    /// How each language says "press the number of one", where a list is too long to go through its keys.
    private static let anyNumber: [LanguageCode: [String]] = [
        .chinese: ["数字"], .english: ["umber"], .japanese: ["数字", "番号"], .korean: ["숫자", "번호"],
    ]

    // MARK: Endings

    @Test("On every ending a key goes on, and what can be tried again is offered", arguments: Shipped.languages)
    func endingsGoOn(_ language: LanguageCode) throws {
        var endings = 0
        for shown in try Self.all(language) {
            switch shown.booth.state.screen {
            case .callEnded(let ending):
                if let emergency = ending.emergency {
                    let key = emergency.map { Key.digit($0.key) } ?? .sos
                    #expect(shown.page.offer(for: key) != nil, "\(shown.name): nothing tries again")
                }
                #expect(shown.page.offer(for: .star) != nil, "\(shown.name)")
            case .request(let screen):
                guard shown.booth.state.orders.first(where: { $0.handle == screen.handle })?.isClosed == true else {
                    continue
                }
                #expect(shown.page.offer(for: .hash)?.isForward == true, "\(shown.name)")
            case .cannotCall: #expect(shown.page.offer(for: .star) != nil, "\(shown.name)")
            default: continue
            }
            let isPerson = shown.booth.state.run?.function == shown.booth.catalogue.function(onKey: 0)?.id
            let triesAgain = isPerson && shown.page.offer(for: .hash)?.isForward == true
            let reachesPerson = shown.page.offer(for: .digit(0)) != nil || triesAgain
            #expect(reachesPerson || shown.booth.state.screen.kind == .cannotCall, "\(shown.name): nobody to talk to")
            endings += 1
        }
        #expect(endings > 10)
    }
}
