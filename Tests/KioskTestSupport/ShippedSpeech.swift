import BoothConfiguration
package import Prompts
package import Vocabulary

/// What the shipped languages say, for tests that listen.
extension Shipped {
    package static func language(_ code: LanguageCode) -> Language? {
        configuration.catalogue.languages.first { $0.code == code }
    }

    package static func diction(_ code: LanguageCode) -> Diction {
        Diction(code, fragments: language(code)?.fragments ?? [:])
    }

    /// The words that are heard when these recordings are played.
    package static func text(_ keys: [PromptKey]?, _ code: LanguageCode, separator: String = "") -> String? {
        guard let keys, let language = language(code) else { return nil }
        return keys.map { language.fragments[$0] ?? language.prompts[$0] ?? "?" }.joined(separator: separator)
    }
}
