import FoundationEssentials
import BoothConfiguration
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// For what is missing, home's tile, the list and the page give the same true reason, in every language.
@Suite struct AbsenceMarkTests {
    private static let marks: [(letter: String, near: MessageKey, other: MessageKey, page: MessageKey)] = [
        ("N", .markNotSetUp, .markNotSetUp, .infoNotSetUp), ("R", .markUnreadable, .markUnreadable, .infoUnreadable),
        ("D", .markOutdated, .markOutdated, .infoOutdated), ("E", .markNoneNear, .markNone, .infoNone),
    ]

    private func shown(_ letters: String, _ language: LanguageCode, _ size: Size) throws -> String {
        var rehearsal = Rehearsal(
            catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings, language: language)
        try rehearsal.play(letters, on: size)
        return rehearsal.frame(size).lines.joined(separator: "\n").filter { $0 != " " }
    }

    private func text(_ key: MessageKey, _ language: LanguageCode) -> String {
        Shipped.configuration.catalogue.text(key, in: language).filter { $0 != " " }
    }

    @Test(arguments: Shipped.languages, [Size(columns: 45, rows: 34), Size(columns: 80, rows: 24)])
    func `tile, list and page agree`(_ language: LanguageCode, _ size: Size) throws {
        for (letter, near, other, page) in Self.marks {
            let home = try shown("\(letter)1*", language, size)
            #expect(home.contains(text(near, language)), "home, \(letter)")
            let list = try shown("\(letter)8", language, size)
            #expect(list.contains(text(other, language)), "list, \(letter)")
            let kinds = try shown("\(letter)7", language, size)
            #expect(kinds.components(separatedBy: text(near, language)).count == PlaceKind.allCases.count + 1)
            let words = text(letter == "E" ? .placesNone : page, language).prefix { $0 != "{" }
            #expect(try shown("\(letter)71", language, size).contains(words), "page, \(letter)")
            for shown in [home, list, kinds] {
                #expect(!shown.contains(text(.markPaused, language)))
                // None of the other reasons is shown.
                for (another, near2, other2, _) in Self.marks where another != letter && other2 != other {
                    #expect(!shown.contains(text(near2, language)) && !shown.contains(text(other2, language)))
                }
            }
        }
    }

    /// A tile has nine columns for a mark, with a digit beside them.
    @Test(arguments: Shipped.languages) func `each mark finds room on a tile`(_ language: LanguageCode) {
        let catalogue = Shipped.configuration.catalogue
        for key in MessageKey.allCases where key.isAdded {
            #expect(DisplayWidth.columns(of: catalogue.text(key, in: language)) <= 9, "\(key.rawValue)")
            // Without a language file the program says the same.
            #expect(
                Catalogue(functions: [], languages: []).text(key, in: language) == catalogue.text(key, in: language))
        }
    }

    @Test func `what cannot be had now is paused, and what is there says nothing`() throws {
        let size = Size(columns: 45, rows: 34)
        let paused = text(.markPaused, .chinese)
        #expect(try !shown("1*", .chinese, size).contains(paused))
        #expect(try shown("p1*", .chinese, size).contains(paused))
    }
}
