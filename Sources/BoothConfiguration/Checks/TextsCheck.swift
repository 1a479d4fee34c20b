import Vocabulary

/// Checks that each language has every text, with the placeholders that the program fills in.
struct TextsCheck {
    let languages: [DecodedLanguage]
    let problems: ProblemList

    func run() {
        for language in languages {
            reportMissing(in: language)
            for key in MessageKey.allCases {
                guard let text = language.language.texts[key], let position = language.textPositions[key] else {
                    continue
                }
                checkPlaceholders(of: text, key, in: language.language.code, at: position)
            }
        }
    }

    private func reportMissing(in language: DecodedLanguage) {
        let code = language.language.code
        for key in MessageKey.allCases where language.textPositions[key] == nil {
            let message = "the text '\(key.rawValue)' is missing"
            // Texts that the previous version did not have are compiled in.
            if code == .chinese, !key.isAdded {
                problems.error(language.textsPosition, message, "add \(key.rawValue): …")
            } else {
                problems.warning(
                    language.textsPosition, message, "\(shown(key, in: code)) is shown until you add \(key.rawValue): …"
                )
            }
        }
    }

    /// What residents see in place of a missing text.
    private func shown(_ key: MessageKey, in code: LanguageCode) -> String {
        let builtIn = Catalogue(functions: [], languages: []).text(key, in: code)
        if BuiltIn.codes.contains(code), !builtIn.isEmpty { return "the program's own '\(builtIn)'" }
        let english = languages.contains { $0.language.code == .english && $0.language.texts[key] != nil }
        return english ? "English" : "Chinese"
    }

    private func checkPlaceholders(of text: String, _ key: MessageKey, in code: LanguageCode, at position: Position) {
        guard let given = Self.placeholders(in: text) else {
            problems.error(
                position, "a brace in '\(key.rawValue)' that encloses no name",
                "write a placeholder such as {seconds}, or no brace")
            return
        }
        guard let (expected, origin) = expectedPlaceholders(of: key, in: code), expected != given else { return }
        problems.error(
            position, "'\(key.rawValue)' has \(Self.list(given)), \(origin) \(Self.list(expected))",
            expected.isEmpty ? "delete the braces" : "use exactly \(Self.list(expected)); the program fills them in")
    }

    /// The placeholders that a text should have. For emergency texts the compiled-in Chinese text defines them, for all
    /// other texts the Chinese file.
    private func expectedPlaceholders(of key: MessageKey, in code: LanguageCode) -> (Set<String>, String)? {
        let builtIn = Catalogue(functions: [], languages: []).text(key, in: .chinese)
        if !builtIn.isEmpty { return Self.placeholders(in: builtIn).map { ($0, "the program has") } }
        guard code != .chinese,
            let chinese = languages.first(where: { $0.language.code == .chinese })?.language.texts[key]
        else { return nil }
        return Self.placeholders(in: chinese).map { ($0, "zh-Hans has") }
    }

    private static func list(_ names: Set<String>) -> String {
        names.isEmpty ? "no placeholder" : names.sorted().map { "{\($0)}" }.joined(separator: " ")
    }

    /// The names in braces; nil if a brace is unmatched.
    static func placeholders(in text: String) -> Set<String>? {
        var names: Set<String> = []
        var name: String?
        for character in text {
            switch (character, name) {
            case ("{", nil): name = ""
            case ("}", let open?) where !open.isEmpty:
                names.insert(open)
                name = nil
            case ("{", _), ("}", _): return nil
            case (_, let open?):
                guard character.isASCII, character.isLowercase || character.isNumber || character == "_" else {
                    return nil
                }
                name = open + String(character)
            default: break
            }
        }
        return name == nil ? names : nil
    }
}
