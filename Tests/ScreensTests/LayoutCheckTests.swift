import Vocabulary
import BoothConfiguration
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

@Suite struct LayoutCheckTests {
    @Test func theShippedWordsFitEverywhere() {
        let findings = LayoutCheck.findings(
            in: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        #expect(findings == [])
    }

    @Test func aWordThatFitsNowhereIsFoundWithItsLanguageAndSizes() throws {
        var catalogue = Shipped.configuration.catalogue
        let index = try #require(catalogue.functions.firstIndex { $0.key == 1 })
        catalogue.functions[index].label.values[.english] = "Donaudampfschifffahrtsgesellschaftskapitaen"
        catalogue.functions[index].short.values[.english] = "Donaudampfschifffahrtsgesellschaftskapitaen"
        let findings = LayoutCheck.findings(in: catalogue, settings: Shipped.configuration.settings)
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.language == .english })
        #expect(Set(findings.map(\.size)).count > 1)
    }
}
