import BoothConfiguration
import Vocabulary
import KioskTestSupport
import Rehearsal

@testable import Screens

enum Sizes {
    static let designed = LayoutCheck.sizes
    static let others = [(40, 12), (41, 13), (52, 19), (64, 33), (100, 40), (132, 50), (200, 60)].map {
        Size(columns: $0.0, rows: $0.1)
    }
}

extension Rehearsal {
    /// The shipped booth after these letters on a terminal of that size.
    init(_ letters: String = "", in language: LanguageCode = .chinese, on size: Size = Sizes.designed[0]) throws {
        self.init(
            catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings, language: language)
        try play(letters, on: size)
    }

    /// The screen, with its contents turned to a page.
    func frame(_ size: Size, page: Int) throws -> Frame {
        var turned = self
        try turned.play(String(repeating: "#", count: page), on: size)
        return turned.frame(size)
    }
}
