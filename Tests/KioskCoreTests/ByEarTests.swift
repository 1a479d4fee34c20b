import Prompts
import Foundation
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Everything can be done without seeing: on each page, what is spoken names every key that does something there.
///
/// The pages are found by pressing. Every key is tried on a copy of the state, and those that change the page or start
/// something are pressed in turn. There is no list of pages or keys here that a new feature could be missing from.
@Suite struct ByEarTests {
    @Test(arguments: Shipped.languages)
    func `what is spoken names every key that works, and none that does nothing`(_ language: LanguageCode) {
        var walk = Walkthrough(language: language)
        walk.run()
        for page in walk.pages.values.sorted(by: { $0.way.count < $1.way.count }) {
            let missing = page.keys.subtracting(page.names)
            #expect(missing.isEmpty, "\(page): \(missing.map(\.name)) not named in '\(page.heard)'")
            // What works in a call is said before it, because nothing is said during it.
            let idle = page.kind == .call ? [] : page.names.subtracting(page.allKeys)
            #expect(idle.isEmpty, "\(page): \(idle.map(\.name)) named in '\(page.heard)'")
        }
        // The last page needs a booth without trunks.
        let unseen = Set(Screen.Kind.allCases).subtracting(walk.pages.values.map(\.kind))
        #expect(unseen == [.cannotCall])
    }

    @Test(arguments: Shipped.languages)
    func `a booth that cannot call says so, and whom to ask`(_ language: LanguageCode) {
        var walk = Walkthrough(language: language)
        walk.settings.telephony.trunks = []
        walk.run(from: [.key(.sos)])
        let page = walk.pages.values.first { $0.kind == .cannotCall }
        #expect(page?.heard == Shipped.language(language)?.prompts[.emergencyCannotCall])
    }
}
