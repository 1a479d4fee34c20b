import KioskCore
import Vocabulary
import Rehearsal
import Testing

@testable import Screens

/// Every function can be used without the keypad, and without the glass.
@Suite struct TouchAloneTests {
    /// What residents come for, carried to its end with the keys named in the gallery.
    private static let errands = [
        "1#o", "1#1139", "1#21", "211#d", "313812345678#", "4", "5ww*", "6", "711", "7117", "711#", "71#1", "81", "82",
        "83", "841#",
        "85",
        "86", "9#", "0", "Sww5", "L3", "5wwwwwwwwwraw#", "0awwew1",
    ]

    @Test(arguments: Sizes.designed, errands)
    func touchingLeadsWhereTheKeysLead(_ size: Size, _ errand: String) throws {
        let byKeys = try Rehearsal("w" + errand, on: size)
        var byTouch = try Rehearsal("w", on: size)
        for letter in errand {
            guard let key = Self.key(letter) else {
                try byTouch.play(String(letter), on: size)
                continue
            }
            let frame = byTouch.frame(size)
            let region = try #require(
                frame.regions.last { $0.key == key && frame.key(atColumn: $0.area.x, row: $0.area.y) == key },
                "'\(letter)' of \(errand) cannot be touched")
            byTouch.perform(.drawn(pages: frame.pages))
            byTouch.perform(.touch(frame.key(atColumn: region.area.x, row: region.area.y)))
            byTouch.perform(.touchEnded)
            byTouch.wait(.milliseconds(800))
        }
        #expect(byTouch.state.screen.kind == byKeys.state.screen.kind)
        #expect(byTouch.state.language == byKeys.state.language)
        #expect(byTouch.frame(size).lines == byKeys.frame(size).lines)
    }

    private static func key(_ letter: Character) -> Key? {
        switch letter {
        case "0"..."9": letter.wholeNumberValue.map { .digit($0) }
        case "*": .star
        case "#": .hash
        case "S": .sos
        case "L": .language
        default: nil
        }
    }
}
