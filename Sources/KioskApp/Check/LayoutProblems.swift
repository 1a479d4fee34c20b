import Screens
import BoothConfiguration
import Foundation
import Vocabulary
import Rehearsal
import Terminal

/// What `kiosk check` finds by drawing: words too long for a page, and characters to which the terminal and the screens
/// would give different widths. Both are warnings, since a booth with a cut word still works.
struct LayoutProblems {
    private let directory: String
    private let catalogue: Catalogue
    private let settings: Settings

    init(_ loaded: LoadedConfiguration, directory: String) {
        self.directory = directory
        catalogue = loaded.catalogue
        settings = loaded.settings
    }

    /// The warnings.
    var found: [Problem] { tooLong + uncertain }

    private var tooLong: [Problem] {
        LayoutCheck.findings(in: catalogue, settings: settings).map { finding in
            let size = "\(finding.size.columns)x\(finding.size.rows)"
            return warning(
                finding.text, finding.language,
                "'\(finding.text)' (\(finding.language.rawValue)) finds too little room at \(size)", "write it shorter")
        }
    }

    /// ncurses asks the C library for the width of a character. The screens have their own table, so that they stay
    /// pure.
    private var uncertain: [Problem] {
        var seen: Set<Unicode.Scalar> = []
        return catalogue.languages.flatMap { language in
            language.texts.values.sorted().flatMap { text in
                text.unicodeScalars.compactMap { scalar -> Problem? in
                    guard seen.insert(scalar).inserted else { return nil }
                    let drawn = SystemWidth.columns(of: scalar)
                    guard drawn != DisplayWidth.columns(of: Character(scalar)) else { return nil }
                    let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
                    let width = drawn < 0 ? "no width" : "\(drawn) columns"
                    return warning(
                        text, language.code,
                        "'\(scalar)' (\(code)) has \(width) in this system's terminals, which is not what the screens expect",
                        "use another character")
                }
            }
        }
    }

    /// A warning at the place of a text; at the top of the language's file if the text is not found.
    private func warning(_ text: String, _ language: LanguageCode, _ message: String, _ remedy: String) -> Problem {
        let own = ["languages/\(language.rawValue).yaml", "functions.yaml", "booth.yaml"]
        // The name of another language is in that language's file.
        let named = catalogue.languages.filter { $0.name == text }.map { "languages/\($0.code.rawValue).yaml" }
        let files = named + own
        var problem = Problem(
            severity: .warning, file: files[0], line: 1, column: 1, message: message, remedy: remedy)
        for file in files {
            for (index, line) in TextLines.of("\(directory)/\(file)").enumerated() {
                guard let range = line.range(of: text) else { continue }
                problem.file = file
                problem.line = index + 1
                problem.column = line.unicodeScalars.distance(from: line.startIndex, to: range.lowerBound) + 1
                return problem
            }
        }
        return problem
    }
}
