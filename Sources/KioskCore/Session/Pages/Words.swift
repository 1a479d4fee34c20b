public import Vocabulary

/// Words of a page, which can be given in any language: our own by key, or a technician's.
public indirect enum Words: Equatable, Sendable {
    /// A text of the language files, with the values to fill in.
    case message(MessageKey, [String: Words] = [:])
    /// A technician's words, or an outside source's.
    case text(LocalizedText)
    /// The same in every language: a number, a name.
    case plain(String)

    /// The words in a language.
    public func text(in language: LanguageCode, of catalogue: Catalogue) -> String {
        switch self {
        case .message(let key, let values):
            catalogue.text(key, in: language, values.mapValues { $0.text(in: language, of: catalogue) })
        case .text(let text): text.text(in: language)
        case .plain(let text): text
        }
    }
}
