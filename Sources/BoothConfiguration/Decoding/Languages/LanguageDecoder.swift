import Prompts
import Vocabulary

/// A language file with the positions of its texts.
struct DecodedLanguage {
    var language: Language
    var file: String
    /// Where its name is.
    var namePosition: Position
    var textsPosition: Position
    var promptsPosition: Position
    /// The positions of the texts and sentences in the file, whether or not they are sound.
    var textPositions: [MessageKey: Position] = [:]
    var promptPositions: [PromptKey: Position] = [:]
    /// The positions of the fragments; empty if the file has none.
    var fragmentPositions: [PromptKey: Position] = [:]
    var fragmentsPosition: Position?
}

/// Reads one file of `languages/`.
struct LanguageDecoder {
    /// Texts from earlier versions, which a booth's own files may still have.
    private static let retired: Set = ["call.calling", "choice.press", "key.person", "request.here", "request.keep"]

    let problems: ProblemList

    func decode(_ root: YAMLValue, code: LanguageCode, file: String) -> DecodedLanguage? {
        guard let map = MapReader(root, name: file, at: root.position, problems: problems) else { return nil }
        let name = map.requiredText("name", example: "name: English")
        let texts = map.required("texts", example: "texts: and the words below it")
        let prompts = map.required("prompts", example: "prompts: and the sentences below it")
        let fragments = map.entry("fragments")
        map.finish()
        var decoded = DecodedLanguage(
            language: Language(code: code, name: name ?? code.rawValue, texts: [:]), file: file,
            namePosition: name == nil ? root.position : map.position(of: "name"),
            textsPosition: texts?.keyPosition ?? root.position, promptsPosition: prompts?.keyPosition ?? root.position)
        if let texts { readTexts(texts, into: &decoded) }
        if let prompts { readPrompts(prompts, into: &decoded) }
        if let fragments { readFragments(fragments, into: &decoded) }
        return decoded
    }

    private func readTexts(_ entry: YAMLEntry, into decoded: inout DecodedLanguage) {
        for item in items(entry) {
            guard let key = MessageKey(rawValue: item.key) else {
                guard !Self.retired.contains(item.key) else {
                    problems.warning(item.keyPosition, "nothing shows the text '\(item.key)' any more", "delete it")
                    continue
                }
                problems.unknown(
                    item.keyPosition, "unknown text '\(item.key)'",
                    problems.suggestion(
                        for: item.key, among: MessageKey.allCases.map(\.rawValue),
                        otherwise: "delete it; languages/zh-Hans.yaml has all that exist"), otherwise: "it is left out")
                continue
            }
            decoded.textPositions[key] = item.value.position
            decoded.language.texts[key] = TextValue(item, problems)?.text
        }
    }

    private func readPrompts(_ entry: YAMLEntry, into decoded: inout DecodedLanguage) {
        for item in items(entry) {
            decoded.promptPositions[PromptKey(item.key)] = item.keyPosition
            decoded.language.prompts[PromptKey(item.key)] = TextValue(item, problems)?.text
        }
    }

    private func readFragments(_ entry: YAMLEntry, into decoded: inout DecodedLanguage) {
        decoded.fragmentsPosition = entry.keyPosition
        for item in items(entry) {
            let key = PromptKey(item.key)
            guard Fragments.isKnown(key) else {
                problems.warning(
                    item.keyPosition, "nothing says the fragment '\(item.key)'",
                    problems.suggestion(
                        for: item.key, among: Fragments.known.map(\.rawValue).sorted(), otherwise: "delete it"))
                continue
            }
            decoded.fragmentPositions[key] = item.keyPosition
            decoded.language.fragments[key] = TextValue(item, problems)?.text
        }
    }

    private func items(_ entry: YAMLEntry) -> [YAMLEntry] {
        guard case .map(let items) = entry.value.content else {
            problems.error(
                entry.value.position, "'\(entry.key)' must be a group of keys, not \(entry.value.kind)",
                "write 'key: text' lines, indented below it")
            return []
        }
        return items
    }
}
