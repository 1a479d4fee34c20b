import KioskTestSupport
import Testing

@testable import KioskCore

@Suite struct HandsetTests {
    @Test func liftingTheHandsetBeginsASessionAndItsVoice() {
        let resident = Resident()
        resident.perform(.handset(lifted: true))
        #expect(resident.state.session != nil)
        #expect(resident.state.screen == .home)
        #expect(resident.said == [.home, .homeList])
        resident.wait(.seconds(200))
        #expect(resident.state.session == nil, "a session that the handset began ends like any other")
    }

    @Test func inASessionItOnlyKeepsTheSessionAlive() {
        let resident = Resident()
        resident.press(1).wait(.seconds(70))
        #expect(resident.state.idleEnds != nil)
        let screen = resident.state.screen
        resident.forgetEffects()
        resident.perform(.handset(lifted: true))
        #expect(resident.state.idleEnds == nil)
        #expect(resident.state.screen == screen)
        #expect(!resident.said.isEmpty, "whoever lifts it to listen hears what the page is for")
    }

    @Test func puttingItBackEndsNothing() {
        let resident = Resident()
        resident.press(5).wait(.seconds(10)).answer()
        resident.perform(.handset(lifted: true))
        resident.perform(.handset(lifted: false))
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.hungUp == [])
    }
}
