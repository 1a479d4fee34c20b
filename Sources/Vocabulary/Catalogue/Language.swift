/// A language as its file describes it.
public struct Language: Equatable, Sendable {
    /// Its tag.
    public var code: LanguageCode
    /// Its name in the language itself.
    public var name: String
    /// Its texts by key.
    public var texts: [MessageKey: String]
    /// The words of the recorded sentences, by prompt key.
    public var prompts: [PromptKey: String]
    /// The words of the recorded fragments, by fragment key. Sentences with numbers and names are assembled from
    /// fragments. A fragment without a recording is left out, so that a sentence is said whole or not at all.
    public var fragments: [PromptKey: String]
    /// Sentences and fragments whose recordings are provisional. In an emergency, English follows them.
    public var provisional: Set<PromptKey>
    /// Sentences without a recording. The booth says something plainer in their place.
    public var silent: Set<PromptKey> = []

    /// A language.
    public init(
        code: LanguageCode, name: String, texts: [MessageKey: String], prompts: [PromptKey: String] = [:],
        fragments: [PromptKey: String] = [:], provisional: Set<PromptKey> = []
    ) {
        self.code = code
        self.name = name
        self.texts = texts
        self.prompts = prompts
        self.fragments = fragments
        self.provisional = provisional
    }
}

extension Catalogue {
    /// The text of a key with `{names}` filled in, in the chosen language, else in English, else in Chinese. The texts
    /// that an emergency needs are compiled in for four languages, so that a broken file cannot remove them.
    public func text(_ key: MessageKey, in language: LanguageCode, _ values: [String: String] = [:]) -> String {
        var text = template(key, in: language)
        for (name, value) in values {
            text = text.replacing("{\(name)}", with: value)
        }
        return text
    }

    private func template(_ key: MessageKey, in language: LanguageCode) -> String {
        for code in [language, .english, .chinese] {
            if let text = languages.first(where: { $0.code == code })?.texts[key] { return text }
            if let text = EmergencyTexts.text(key, in: code) ?? AddedTexts.text(key, in: code) { return text }
        }
        return ""
    }

    /// The languages in the order of the language key.
    public var languageCodes: [LanguageCode] { languages.map(\.code) }

    /// The language after this one; the first follows the last.
    public func language(after code: LanguageCode) -> LanguageCode {
        let codes = languageCodes
        guard let index = codes.firstIndex(of: code) else { return codes.first ?? .chinese }
        return codes[(index + 1) % codes.count]
    }
}
