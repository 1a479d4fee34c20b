import BoothConfiguration
import Foundation
import KioskCore
import Rehearsal
import Terminal

/// What `kiosk check` finds by drawing: words too long for a page, and characters that the terminal and the screens would
/// not give the same columns. Both are warnings: a booth with a cut word still works.
struct LayoutProblems {
    private let directory: String
    private let catalogue: Catalogue
    private let settings: Settings

    init(_ loaded: LoadedConfiguration, directory: String) {
        self.directory = directory
        catalogue = loaded.catalogue
        settings = loaded.settings
    }

    /// The warnings, as lines.
    var lines: [String] { tooLong + uncertain }

    private var tooLong: [String] {
        LayoutCheck.findings(in: catalogue, settings: settings).map { finding in
            let size = "\(finding.size.columns)x\(finding.size.rows)"
            return place(of: finding.text, in: finding.language)
                + "warning: '\(finding.text)' (\(finding.language.rawValue)) finds too little room at \(size); write it shorter"
        }
    }

    /// ncurses asks the C library how wide a character is; the screens have their own table, so that they are pure.
    private var uncertain: [String] {
        var seen: Set<Unicode.Scalar> = []
        return catalogue.languages.flatMap { language in
            language.texts.values.sorted().flatMap { text in
                text.unicodeScalars.compactMap { scalar -> String? in
                    let drawn = SystemWidth.columns(of: scalar)
                    guard drawn != DisplayWidth.columns(of: Character(scalar)), seen.insert(scalar).inserted else {
                        return nil
                    }
                    let code = "U+" + String(scalar.value, radix: 16, uppercase: true)
                    let width = drawn < 0 ? "no width" : "\(drawn) columns"
                    return place(of: text, in: language.code)
                        + "warning: '\(scalar)' (\(code)) has \(width) in this system's terminals, which is not what the screens "
                        + "expect; use another character"
                }
            }
        }
    }

    /// Where a text stands, as `file:line:column: `; empty if it is nowhere as it is.
    private func place(of text: String, in language: LanguageCode) -> String {
        for file in ["languages/\(language.rawValue).yaml", "functions.yaml", "booth.yaml"] {
            guard let content = try? String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8) else { continue }
            for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                guard let range = line.range(of: text) else { continue }
                let column = line.unicodeScalars.distance(from: line.startIndex, to: range.lowerBound) + 1
                return "\(file):\(index + 1):\(column): "
            }
        }
        return ""
    }
}
