/// A language's BCP 47 tag, such as `zh-Hans`.
public struct LanguageCode: RawRepresentable, Hashable, Sendable {
    /// The tag.
    public let rawValue: String
    /// A tag as in the name of the file in `config/languages`.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Chinese in simplified characters, the language of the street.
    public static let chinese = LanguageCode(rawValue: "zh-Hans")
    /// English, the first fallback.
    public static let english = LanguageCode(rawValue: "en")
    /// Japanese.
    public static let japanese = LanguageCode(rawValue: "ja")
    /// Korean.
    public static let korean = LanguageCode(rawValue: "ko")
}

/// A text in several languages.
public struct LocalizedText: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    /// The text by language.
    public var values: [LanguageCode: String]

    /// A text by language.
    public init(_ values: [LanguageCode: String]) { self.values = values }

    /// A text by language.
    public init(dictionaryLiteral elements: (LanguageCode, String)...) {
        values = Dictionary(elements, uniquingKeysWith: { first, _ in first })
    }

    /// The text in this language, else in English, else in Chinese, else in any language; empty if there is none at
    /// all.
    public func text(in language: LanguageCode) -> String {
        values[language] ?? values[.english] ?? values[.chinese] ?? values.values.min() ?? ""
    }
}
