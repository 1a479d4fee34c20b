import BoothConfiguration
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// With more languages than the four that ship, each can still be found.
@Suite struct LanguageNamesTests {
    private static let names = ["Tiếng Việt", "Deutsch", "Français", "Español", "Italiano", "Português", "Polski"]

    /// The shipped booth with this many more languages.
    private func booth(_ more: Int) -> (Catalogue, [Language]) {
        var catalogue = Shipped.configuration.catalogue
        let english = catalogue.languages.first { $0.code == .english }
        let added = Self.names.prefix(more).enumerated().compactMap { index, name -> Language? in
            guard var language = english else { return nil }
            (language.code, language.name) = (LanguageCode(rawValue: "x\(index)"), name)
            return language
        }
        catalogue.languages += added
        return (catalogue, added)
    }

    private func text(_ catalogue: Catalogue, _ keys: String, _ size: Size) throws -> Frame {
        var rehearsal = Rehearsal(catalogue: catalogue, settings: Shipped.configuration.settings, language: .chinese)
        try rehearsal.play(keys, on: size)
        return rehearsal.frame(size)
    }

    private func rows(_ frame: Frame) -> [String] {
        (0..<frame.size.rows).map { row in (0..<frame.size.columns).map { frame[$0, row]?.text ?? "" }.joined() }
    }

    @Test(arguments: 1...5)
    func theFooterListsAllOrSaysThatThereAreMore(_ more: Int) throws {
        let (catalogue, _) = booth(more)
        let others = catalogue.languages.filter { $0.code != .chinese }.map(\.name)
        for size in LayoutCheck.sizes where size.rows > 14 {
            let footer = rows(try text(catalogue, "#", size)).suffix(2).joined(separator: "\n")
            let isWhole = others.allSatisfy { footer.contains($0) }
            #expect(isWhole || footer.contains("…"), "\(size): \(footer)")
        }
    }

    @Test(arguments: 1...5)
    func thePageOfLanguagesHasThemAll(_ more: Int) throws {
        let (catalogue, added) = booth(more)
        for size in LayoutCheck.sizes {
            var found: Set<String> = []
            for turns in 0..<4 {
                let frame = try text(catalogue, "L" + String(repeating: "#", count: turns), size)
                let page = rows(frame).dropLast(2).joined(separator: "\n")
                for language in added where page.contains(language.name) { found.insert(language.name) }
                let title = rows(frame).first { $0.contains("语言 Language") } ?? ""
                let isWhole = catalogue.languages.allSatisfy { title.contains($0.name) }
                #expect(isWhole || title.contains("…"), "\(size): \(title)")
            }
            #expect(found.count == more, "\(size): \(found)")
        }
    }

    @Test func whatDoesNotFitIsNamed() throws {
        let (catalogue, added) = booth(5)
        let cut = try text(catalogue, "#", Size(columns: 45, rows: 34)).cuts
        #expect(added.contains { cut.contains($0.name) })
        let (shipped, _) = booth(0)
        #expect(try text(shipped, "#", Size(columns: 45, rows: 34)).cuts.isEmpty)
    }
}
