import Prompts
import Vocabulary

/// Checks that each spoken sentence has its words and its recording in each language.
struct PromptsCheck {
    let functions: [DecodedFunction]
    /// Whether all functions could be read. Otherwise it is unknown which sentences they need.
    let functionsAreSound: Bool
    let languages: [DecodedLanguage]
    let problems: ProblemList

    /// A sentence that a function needs, and where the file says so.
    private struct Need {
        var key: PromptKey
        var position: Position
        /// Whether the program derived the key from the function. Otherwise the file names it and may have misspelt it.
        var isImplied = false
    }

    func run() {
        let needs = functions.filter { !$0.isHidden }.flatMap(needs)
        for language in languages {
            if language.language.code == .chinese {
                reportMissing(in: language, needs)
            } else {
                warnOfMissing(in: language, needs)
            }
            if functionsAreSound { warnOfUnused(in: language) }
            warnOfMissingFragments(in: language)
        }
    }

    /// Warns of missing fragments. A language may have none at all, but one that has some should have all of them.
    private func warnOfMissingFragments(in language: DecodedLanguage) {
        guard let position = language.fragmentsPosition else { return }
        let found = Set(language.fragmentPositions.keys)
        let missing = Fragments.missing(in: language.language.code, from: found)
        guard let first = missing.first else { return }
        problems.warning(
            position, "\(missing.count) fragments are missing, the first is '\(first.rawValue)'",
            "the sentences with them are not said until you add them and record them")
    }

    /// Every sentence that can be heard, in the order of the files.
    var heard: [PromptKey] {
        (PromptKey.fixed + functions.filter { !$0.isHidden }.flatMap(needs).map(\.key)).uniqued
    }

    /// The sentences that a function needs. An emergency function opens with the program's own sentences.
    private func needs(_ item: DecodedFunction) -> [Need] {
        var named = item.prompts.map { Need(key: $0.key, position: $0.position) }
        if item.function.page != nil {
            named.append(Need(key: item.function.namePrompt, position: item.idPosition, isImplied: true))
        }
        let opensItself = item.function.emergency != nil || !item.isWhole
        if opensItself || item.function.prompt != nil { return named }
        return [Need(key: item.function.firstPrompt, position: item.idPosition, isImplied: true)] + named
    }

    private func reportMissing(in language: DecodedLanguage, _ needs: [Need]) {
        for key in PromptKey.fixed where language.promptPositions[key] == nil {
            problems.error(
                language.promptsPosition, "the sentence '\(key.rawValue)' is missing", "add \(key.rawValue): …")
        }
        let names = language.promptPositions.keys.map(\.rawValue).sorted()
        for need in needs where language.promptPositions[need.key] == nil {
            let name = need.key.rawValue
            let files = languages.filter { $0.promptPositions[need.key] == nil }.map(\.file)
            problems.error(
                need.position, "there is no sentence '\(name)' in \(language.file)",
                need.isImplied
                    ? "add the line '  \(name): …' under prompts in \(Self.list(files)), and record it"
                    : problems.suggestion(
                        for: name, among: names, otherwise: "add it there under prompts, and record it"))
        }
    }

    /// A list in words, such as `a, b and c`.
    private static func list(_ words: [String]) -> String {
        words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
    }

    private func warnOfMissing(in language: DecodedLanguage, _ needs: [Need]) {
        // What is missing in Chinese too has already been reported as an error.
        let chinese = languages.first { $0.language.code == .chinese }?.promptPositions
        let named = needs.map(\.key).filter { chinese == nil || chinese?[$0] != nil }
        for key in (PromptKey.fixed + named).uniqued where language.promptPositions[key] == nil {
            problems.warning(
                language.promptsPosition, "the sentence '\(key.rawValue)' is missing",
                "nothing is said there until you add \(key.rawValue): … and record it")
        }
    }

    private func warnOfUnused(in language: DecodedLanguage) {
        var known = Set(PromptKey.fixed)
        for item in functions {
            known.insert(PromptKey("function.\(item.function.id.rawValue)"))
            known.insert(item.function.namePrompt)
            known.formUnion(item.prompts.map(\.key))
            for case .request(let request) in item.function.steps {
                for phase in ["assigned", "completed", "failed"] {
                    known.insert(PromptKey("request.\(phase).\(request.kind)"))
                }
            }
        }
        let names = known.map(\.rawValue).sorted()
        for (key, position) in language.promptPositions where !known.contains(key) {
            problems.warning(
                position, "nothing says the sentence '\(key.rawValue)'",
                problems.suggestion(for: key.rawValue, among: names, otherwise: "delete it"))
        }
    }
}
