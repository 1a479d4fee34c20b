import BoothConfiguration
import KioskCore
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// A technician's own function on the information page, with a kind of order that no text of the program names.
@Suite struct OwnKindTests {
    private func booth(_ letters: String, in language: LanguageCode, _ size: Size) throws -> Rehearsal {
        var catalogue = Shipped.configuration.catalogue
        catalogue.functions.append(
            Function(
                id: FunctionID(rawValue: "home-help"), key: 8, page: FunctionID(rawValue: "information"),
                category: .services, official: .services,
                label: [.chinese: "家政服务", .english: "Home help", .japanese: "家事の手伝い", .korean: "가사 도우미"],
                short: [.chinese: "家政服务", .english: "Home help", .japanese: "家事", .korean: "가사"],
                steps: [
                    .confirm(ConfirmStep(title: [.english: "Send somebody"], action: [.english: "Order"])),
                    .request(RequestStep(kind: "home-help")),
                ]))
        var booth = Rehearsal(catalogue: catalogue, settings: Shipped.configuration.settings, language: language)
        try booth.play(letters, on: size)
        return booth
    }

    @Test(arguments: Sizes.designed, Shipped.languages)
    func itHasItsNameOnItsPageOnItsOrderAndInTheHeader(_ size: Size, _ language: LanguageCode) throws {
        let label = try #require(
            booth("", in: language, size).catalogue.function(FunctionID(rawValue: "home-help"))?.label.text(
                in: language))
        let short = [LanguageCode.japanese: "家事", .korean: "가사"][language] ?? label
        for (letters, name) in [("8", label), ("87#", label), ("87#o", label), ("87#*", short)] {
            let booth = try booth(letters, in: language, size)
            let frames = try (0..<booth.frame(size).pages).map { try booth.frame(size, page: $0) }
            #expect(frames.contains { $0.lines.contains { $0.contains(name) } }, "\(letters): \(frames[0].lines)")
            #expect(frames.allSatisfy { $0.faults == [] && $0.cuts == [] }, "\(letters)")
        }
    }
}
