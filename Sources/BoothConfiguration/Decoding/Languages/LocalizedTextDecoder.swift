import Vocabulary

/// Reads a localised text, such as `{ zh-Hans: …, en: … }`.
struct LocalizedTextDecoder {
    /// The languages that have a file.
    let languages: [LanguageCode]
    let problems: ProblemList

    /// A text in several languages with the position of each, for checks of width.
    struct Result {
        var text: LocalizedText = [:]
        var positions: [LanguageCode: Position] = [:]
    }

    /// Reads the text under a key of a group. Chinese must be there if `required`. Any other language that has a file
    /// is requested with a warning, because Chinese or English is shown in its place.
    func decode(_ entry: YAMLEntry, in name: String) -> Result? {
        guard case .map(let entries) = entry.value.content else {
            problems.error(
                entry.value.position, "'\(entry.key)' of \(name) must name its languages, not be \(entry.value.kind)",
                "write { zh-Hans: 中文, en: English }")
            return nil
        }
        var result = Result()
        for item in entries {
            let code = LanguageCode(rawValue: item.key)
            if !languages.contains(code), !Self.familiar.contains(code) {
                problems.unknown(
                    item.keyPosition, "unknown language '\(item.key)' in '\(entry.key)' of \(name)",
                    problems.suggestion(for: item.key, among: (Self.familiar + languages).map(\.rawValue).uniqued),
                    otherwise: "it is left out")
                continue
            }
            guard let value = TextValue(item, problems) else { continue }
            result.text.values[code] = value.text
            result.positions[code] = value.position
        }
        reportMissing(entry, entries, in: name)
        return result.text.values.isEmpty ? nil : result
    }

    private func reportMissing(_ entry: YAMLEntry, _ entries: [YAMLEntry], in name: String) {
        let given = Set(entries.map(\.key))
        for code in languages where !given.contains(code.rawValue) {
            let message = "'\(entry.key)' of \(name) has no text in \(code.rawValue)"
            if code == .chinese {
                problems.error(entry.keyPosition, message, "add \(code.rawValue): …")
            } else {
                let shown = given.contains(LanguageCode.english.rawValue) ? "English" : "Chinese"
                problems.warning(entry.keyPosition, message, "\(shown) is shown until you add \(code.rawValue): …")
            }
        }
    }

    /// Languages that the shipped files name even before each has a file of its own.
    private static let familiar = BuiltIn.codes
}

extension MapReader {
    /// A text in several languages; nil if it is absent or wrong.
    func localized(_ key: String, _ decoder: LocalizedTextDecoder) -> LocalizedText? {
        entry(key).flatMap { decoder.decode($0, in: name)?.text }
    }

    /// A text in several languages that must be there.
    func requiredLocalized(_ key: String, _ decoder: LocalizedTextDecoder) -> LocalizedText? {
        required(key, example: "\(key): { zh-Hans: …, en: … }").flatMap { decoder.decode($0, in: name)?.text }
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in order.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
