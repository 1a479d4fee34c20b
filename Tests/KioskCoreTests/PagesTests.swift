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
