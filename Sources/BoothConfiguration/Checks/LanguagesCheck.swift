import Vocabulary

/// Checks that residents can find each language and read it.
struct LanguagesCheck {
    let languages: [DecodedLanguage]
    let problems: ProblemList

    /// Languages that are by default written from right to left (BCP 47 subtags), followed by the scripts that are.
    private static let rightToLeft: Set = [
        "ar", "arc", "az-arab", "ckb", "dv", "fa", "he", "iw", "ji", "ku-arab", "nqo", "pa-arab", "ps", "sd", "syr",
        "ug",
        "ur", "yi",
    ]
    private static let scripts: Set = ["arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"]
    /// On the page of languages, each is chosen by one digit.
    private static let digits = 9

    func run() {
        for (index, language) in languages.enumerated() {
            let earlier = languages[..<index]
            let tag = language.language.code.rawValue.lowercased()
            if let same = earlier.first(where: { $0.language.code.rawValue.lowercased() == tag }) {
                problems.warning(
                    Position(file: language.file),
                    "this is the same language as \(same.file): tags do not differ by case",
                    "keep one of the two files")
            } else if let same = earlier.first(where: { $0.language.name == language.language.name }) {
                problems.warning(
                    language.namePosition,
                    "'\(language.language.name)' is the name of \(same.file) too: nobody can tell the two apart",
                    "write the language's name in the language itself")
            }
            if isRightToLeft(tag) {
                problems.warning(
                    Position(file: language.file),
                    "this language is written from right to left, which the screens cannot draw",
                    "use a script that is written from left to right, or move the file away")
            }
            if index == Self.digits {
                problems.warning(
                    Position(file: language.file),
                    "there are \(languages.count) languages, and the page of languages has the digits 1 to \(Self.digits)",
                    "the others are reached by pressing the language key again and again; leave \(Self.digits)")
            }
        }
    }

    private func isRightToLeft(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-").map(String.init)
        if let script = parts.dropFirst().first(where: { $0.count == 4 }) { return Self.scripts.contains(script) }
        return Self.rightToLeft.contains(parts.first ?? "")
    }
}
