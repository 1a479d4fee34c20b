import Vocabulary
import BoothConfiguration
import KioskTestSupport
import Testing

@testable import KioskCore

/// A terminal on which the contents of a screen take several pages.
@Suite struct PagesTests {
    @Test func hashTurnsThePagesAndTheFirstFollowsTheLast() {
        let resident = Resident()
        resident.press(8).press(5)
        resident.perform(.drawn(pages: 3))
        let pages = (0..<4).map { _ in resident.press(.hash).state.page }
        #expect(pages == [1, 2, 0, 1])
    }

    @Test func whatHashDoesStandsOnTheLastPage() {
        let resident = Resident()
        resident.press(1)
        resident.perform(.drawn(pages: 2))
        resident.forgetEffects()
        resident.press(.hash)
        #expect(resident.state.screen.kind == .confirm, "the second page first")
        #expect(!resident.said.isEmpty, "whoever does not see it hears what # does now")
        resident.press(.hash)
        #expect(resident.state.screen.kind == .request)
        #expect(resident.state.page == 0)
    }

    /// A source answers while somebody reads the second page, and then there is no second page any more.
    @Test func whatComesMeanwhileMayBeShorter() throws {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        let content = Nearby.content(at: resident.wall)
        resident.perform(.content(content))
        resident.perform(.places(Nearby.places))
        resident.press(8, 3).press(.hash).press(1)
        guard case .information(let screen) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(screen.page == 1 && screen.item == 4)
        var less = content
        less.activities?.value.removeLast(3)
        resident.perform(.content(less))
        guard case .information(let now) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(now.page == 0 && now.item == nil)
        resident.press(2)
        guard case .information(let chosen) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(chosen.item == 1, "its keys are those of what is shown")

        resident.press(.star, gap: .seconds(4)).press(.star).press(.star)
        resident.press(7, 1).press(.hash)
        var fewer = Nearby.places
        fewer.places.removeAll { $0.kind == .pharmacy && $0.minutes > 10 }
        resident.perform(.places(fewer))
        guard case .places(let list) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(list.page == 0)
    }

    @Test func aLargerTerminalHasFewerPages() {
        let resident = Resident()
        resident.press(8).press(5)
        resident.perform(.drawn(pages: 3))
        resident.press(.hash).press(.hash)
        resident.perform(.drawn(pages: 1))
        #expect(resident.state.page == 0)
        resident.forgetEffects()
        resident.press(.hash)
        #expect(!resident.said.isEmpty, "with one page it is said again")
    }
}
