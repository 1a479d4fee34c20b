import KioskCore
import Screens

/// Finds words of the configuration that are too long for a page at a size, by drawing the pages.
public enum LayoutCheck {
    /// A text that finds too little room.
    public struct Finding: Equatable, Sendable {
        /// The text, or the part of it that was on the line.
        public var text: String
        /// The language shown.
        public var language: LanguageCode
        /// The size at which it does not fit.
        public var size: Size
    }

    /// The sizes that the screens are designed for.
    public static let sizes = [(45, 34), (80, 24), (60, 20), (49, 14)].map { Size(columns: $0.0, rows: $0.1) }

    /// What does not fit, each text once for each language and size.
    public static func findings(in catalogue: Catalogue, settings: Settings) -> [Finding] {
        let flows = Rehearsal.pages.map(\.keys) + catalogue.functions.flatMap(flows)
        var findings: [Finding] = []
        for language in catalogue.languageCodes {
            for size in sizes {
                for flow in flows {
                    var rehearsal = Rehearsal(catalogue: catalogue, settings: settings, language: language)
                    guard (try? rehearsal.play(flow, on: size)) != nil else { continue }
                    for text in rehearsal.frame(size).cuts {
                        let finding = Finding(text: text, language: language, size: size)
                        if !findings.contains(finding) { findings.append(finding) }
                    }
                }
            }
        }
        return findings
    }

    /// The way through a function as far as its order: each choice's first option, each confirmation's `#`.
    private static func flows(_ function: Function) -> [String] {
        var keys = String(function.key)
        var flows = [keys]
        for step in function.steps {
            switch step {
            case .choice: keys += "1"
            case .confirm: keys += "#"
            case .request:
                flows.append(keys + "o")
                return flows
            case .emergency, .call, .number, .information, .places, .card, .rating: return flows
            }
            flows.append(keys)
        }
        return flows
    }
}
