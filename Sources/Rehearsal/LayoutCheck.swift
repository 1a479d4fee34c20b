public import Vocabulary
public import Screens

/// Finds words of the configuration that are too long for a page of a given size, by drawing the pages.
public enum LayoutCheck {
    /// A text that has too little room.
    public struct Finding: Hashable, Sendable {
        /// The text, or the part of it that was on the line.
        public var text: String
        /// The language shown.
        public var language: LanguageCode
        /// The size at which it does not fit.
        public var size: Size
    }

    /// The sizes that the screens are designed for.
    public static let sizes = [(45, 34), (80, 24), (60, 20), (49, 14)].map { Size(columns: $0.0, rows: $0.1) }

    /// The texts that do not fit, each once per language and size.
    public static func findings(in catalogue: Catalogue, settings: Settings) -> [Finding] {
        var ways = Flow()
        let own = catalogue.functions.flatMap { flows(of: $0, catalogue) }
        for keys in Rehearsal.pages.map(\.keys) + own { ways.add(keys[...]) }
        var walk = Walk()
        for language in catalogue.languageCodes {
            let booth = Rehearsal(catalogue: catalogue, settings: settings, language: language)
            walk.draw(ways, booth, language, sizes)
        }
        return walk.findings
    }

    /// Ways through the booth as a tree, letter by letter, so that what they share at the beginning is played only
    /// once.
    private struct Flow {
        /// Whether a way ends here, at a page to be drawn.
        var isPage = false
        /// How the ways continue, in the order in which the letters were added.
        var next: [(letter: Character, flow: Flow)] = []

        mutating func add(_ keys: Substring) {
            guard let letter = keys.first else {
                isPage = true
                return
            }
            let index = next.firstIndex { $0.letter == letter } ?? next.endIndex
            if index == next.endIndex { next.append((letter, Flow())) }
            next[index].flow.add(keys.dropFirst())
        }
    }

    /// Draws every page of a flow at all sizes, and collects what did not fit.
    private struct Walk {
        private(set) var findings: [Finding] = []
        private var seen: Set<Finding> = []

        mutating func draw(_ flow: Flow, _ booth: Rehearsal, _ language: LanguageCode, _ sizes: [Size]) {
            var frames: [Size: Frame] = [:]
            if flow.isPage {
                for size in sizes {
                    let frame = booth.frame(size)
                    frames[size] = frame
                    for text in frame.cuts {
                        let finding = Finding(text: text, language: language, size: size)
                        if seen.insert(finding).inserted { findings.append(finding) }
                    }
                }
            }
            for (letter, rest) in flow.next {
                // `#` turns the page if there are several, and their number depends on the size.
                let turns =
                    letter == "#" ? sizes.map { frames[$0]?.pages ?? booth.frame($0).pages } : sizes.map { _ in 1 }
                for pages in Set(turns).sorted() {
                    var there = booth
                    guard (try? there.play(letter, pages: pages)) != nil else { continue }
                    draw(rest, there, language, zip(sizes, turns).filter { $0.1 == pages }.map(\.0))
                }
            }
        }
    }

    /// The ways through a function up to its order: the first option of each choice, `#` at each confirmation, and the
    /// pages of a card.
    private static func flows(of function: Function, _ catalogue: Catalogue) -> [String] {
        var keys = String(function.key)
        if let page = function.page {
            guard let place = catalogue.functions(onPageOf: page).first(where: { $0.function.id == function.id }) else {
                return []
            }
            keys += String(place.digit)
        }
        var flows = [keys]
        for step in function.steps {
            switch step {
            case .choice: keys += "1"
            case .confirm: keys += "#"
            case .number: keys += "13812345678#"
            case .request:
                // The states of an order: made, assigned, kept in the header, completed, failed.
                return flows + ["", "o", "o*", "d", "f"].map { keys + $0 }
            case .emergency, .call, .information, .places, .rating: return flows
            case .card:
                let pages = ["", "i", "n", "v", "u"]
                return flows + pages.map { "m" + keys + "#" + $0 }
            }
            flows.append(keys)
        }
        return flows
    }
}
