import Prompts
import Vocabulary

/// Checks that the sentences which go through the keys of a page ("taxi, one; a doctor, two") still say what the keys
/// do. Each is recorded as a whole, so a function that moves to another key makes it wrong.
struct KeySentencesCheck {
    let functions: [DecodedFunction]
    let languages: [DecodedLanguage]
    let problems: ProblemList

    /// A page's keys with the names on the screen.
    private struct Offer {
        var sentence: PromptKey
        var names: [Int: LocalizedText]
        /// Names that the page no longer has.
        var gone: [LocalizedText] = []
    }

    func run() {
        for language in languages {
            for offer in offers(in: language.language) { check(offer, in: language) }
        }
    }

    private func offers(in language: Language) -> [Offer] {
        let shown = functions.filter { !$0.isHidden && $0.function.page == nil }.map(\.function)
        let home = Offer(
            sentence: PromptKey("home.list"),
            names: Dictionary(shown.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first }),
            gone: functions.filter(\.isHidden).map(\.function.label))
        return [home] + functions.filter { !$0.isHidden }.flatMap { pages(of: $0.function, in: language) }
    }

    private func pages(of function: Function, in language: Language) -> [Offer] {
        function.steps.enumerated().compactMap { index, step in
            let first = index == 0 ? function.firstPrompt : nil
            switch step {
            case .choice(let choice):
                guard let sentence = choice.prompt ?? first else { return nil }
                return Offer(sentence: sentence, names: Self.numbered(choice.options.map(\.label)))
            case .information(let topics):
                guard let first else { return nil }
                let names = topics.map { topic in
                    LocalizedText([language.code: language.texts[topic.message] ?? ""])
                }
                return Offer(sentence: first, names: Self.numbered(names))
            default: return nil
            }
        }
    }

    private static func numbered(_ names: [LocalizedText]) -> [Int: LocalizedText] {
        Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.offset + 1, $0.element) })
    }

    private func check(_ offer: Offer, in language: DecodedLanguage) {
        let code = language.language.code
        guard let sentence = language.language.prompts[offer.sentence],
            let position = language.promptPositions[offer.sentence]
        else { return }
        let words = (0...9).map { language.language.fragments[PromptKey("number.\($0)")] ?? "" }
        let said = KeySentence.clauses(of: sentence, numbers: words)
        // A sentence that names only a few keys is not one that goes through them all.
        guard said.count >= 2, said.count * 2 >= offer.names.count else { return }
        let name = offer.sentence.rawValue
        let remedy = "change the sentence '\(name)' and record it again"
        let labels = offer.names.compactMapValues { $0.values[code] }.sorted { $0.key < $1.key }
        for clause in said where offer.names[clause.key] != nil {
            let alike = labels.map { key, label in
                (key: key, label: label, likeness: KeySentence.likeness(clause.words, label))
            }
            let own = alike.first { $0.key == clause.key }?.likeness ?? 0
            let best = alike.filter { $0.key != clause.key }.max { $0.likeness < $1.likeness }
            guard let best, best.likeness > own else { continue }
            problems.warning(
                position, "the sentence '\(name)' says '\(best.label)' on key \(clause.key); it is on key \(best.key)",
                remedy)
        }
        for clause in said where offer.names[clause.key] == nil {
            let label = offer.gone.compactMap { $0.values[code] }.first { KeySentence.likeness(clause.words, $0) > 0 }
            problems.warning(
                position,
                "the sentence '\(name)' names key \(clause.key)\(label.map { " ('\($0)')" } ?? ""), which does nothing",
                remedy)
        }
        let unsaid = offer.names.keys.sorted().filter { key in !said.contains { $0.key == key } }
        for key in unsaid {
            let label = offer.names[key]?.text(in: code) ?? ""
            problems.warning(position, "the sentence '\(name)' does not name key \(key), '\(label)'", remedy)
        }
    }
}
