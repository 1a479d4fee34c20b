import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

/// A line that should speak and does not, before the answer and after it, and a trunk that is slow rather than dead.
@Suite("A line that should speak") struct SilentLineTests {
    private let first = TrunkID(rawValue: "first")
    private let second = TrunkID(rawValue: "second")

    /// An ambulance has been dialled over the first trunk.
    private func dialled(_ settings: Settings = Sample.settings) -> Resident {
        let resident = Resident(settings: settings)
        // A press takes a second.
        resident.press(5).wait(.seconds(7))
        return resident
    }

    /// The call is answered, and nothing is heard.
    private func silent() -> Resident {
        let resident = dialled()
        resident.network(.ringing).network(.established, heard: false)
        return resident
    }

    private func routes(_ resident: Resident) -> [String] { resident.dials.map(\.1.trunk.rawValue) }

    // MARK: Before the answer

    @Test(
        "Early media with sound has 120 s from the INVITE, whatever it says, and 180 and 183 by turns do not prolong it"
    )
    func earlyMediaWithSound() {
        let resident = dialled()
        resident.wait(.seconds(5)).network(.ringing).network(.earlyMedia)
        resident.network(.sound(true))
        for _ in 0..<10 { resident.wait(.seconds(10)).network(.ringing).network(.earlyMedia) }
        #expect(resident.hungUp.isEmpty, "\"all lines are busy\" is listened to")
        resident.wait(.seconds(14))
        #expect(resident.hungUp.isEmpty)
        resident.wait(.seconds(2))
        #expect(resident.hungUp.count == 1, "120 s after the INVITE")
        resident.network(.closed(.local))
        #expect(routes(resident) == ["first", "second"])
        #expect(resident.state.call?.isOverAnotherLine == true)
    }

    @Test("Early media without sound has 10 s, from its beginning or from when it stopped")
    func earlyMediaWithoutSound() {
        let never = dialled()
        never.network(.earlyMedia).wait(.milliseconds(9_900))
        #expect(never.hungUp.isEmpty)
        never.wait(.milliseconds(200))
        #expect(never.hungUp.count == 1)
        let stopped = dialled()
        stopped.network(.earlyMedia).network(.sound(true)).wait(.seconds(40))
        stopped.network(.sound(false)).wait(.milliseconds(9_900))
        #expect(stopped.hungUp.isEmpty)
        stopped.wait(.milliseconds(200))
        #expect(stopped.hungUp.count == 1)
    }

    @Test("A peer that no longer answers OPTIONS has 10 s in early media, with sound or without")
    func earlyMediaOfADeadPeer() {
        let resident = dialled()
        resident.network(.earlyMedia).network(.sound(true)).wait(.seconds(20))
        resident.perform(.agent(.reachable(first, false)))
        resident.wait(.milliseconds(9_900))
        #expect(resident.hungUp.isEmpty)
        resident.wait(.milliseconds(200))
        #expect(resident.hungUp.count == 1)
        let recovered = dialled()
        recovered.network(.earlyMedia).network(.sound(true)).wait(.seconds(20))
        recovered.perform(.agent(.reachable(first, false)))
        recovered.wait(.seconds(5))
        recovered.perform(.agent(.reachable(first, true)))
        recovered.wait(.seconds(30))
        #expect(recovered.hungUp.isEmpty)
    }

    // MARK: Slow trunks

    @Test("The limit for a sign from the network grows with each round: 6, 12, 24 s and no more")
    func theLimitGrows() {
        var settings = Sample.settings
        settings.telephony.trunks = [settings.telephony.trunks[0]]
        settings.telephony.services[.helpCentre] = nil
        let resident = dialled(settings)
        for limit in [6, 12, 24, 24] {
            let before = resident.hungUp.count
            resident.wait(.milliseconds(limit * 1000 - 200))
            #expect(resident.hungUp.count == before, "\(limit) s")
            resident.wait(.milliseconds(300))
            #expect(resident.hungUp.count == before + 1, "\(limit) s")
            resident.network(.closed(.local))
            let dials = resident.dials.count
            while resident.dials.count == dials { resident.wait(.milliseconds(100)) }
        }
    }

    @Test(
        "100 Trying is a sign of life of a slow trunk: it has twice the time, and a trunk can have a limit of its own")
    func trying() {
        let resident = dialled()
        resident.wait(.seconds(3)).network(.trying).wait(.milliseconds(8_900))
        #expect(resident.hungUp.isEmpty)
        resident.network(.ringing).wait(.seconds(60))
        #expect(resident.hungUp.isEmpty)
        var settings = Sample.settings
        settings.telephony.trunks[0].noProgress = .seconds(9)
        let slow = dialled(settings)
        slow.wait(.milliseconds(8_900))
        #expect(slow.hungUp.isEmpty)
        slow.wait(.milliseconds(200))
        #expect(slow.hungUp.count == 1)
    }

    // MARK: The booth's own sound

    @Test(
        "A booth without a microphone says so on the call's page, and the fault is over with the first call that has one"
    )
    func devices() {
        let resident = dialled()
        resident.network(.ringing).network(.established).network(.sound(true))
        resident.network(.devices(microphone: false, earpiece: true))
        #expect(resident.state.call?.isMute == true)
        #expect(resident.state.call?.nothingHeard == false)
        #expect(resident.state.health.faults.contains(.callDevices))
        resident.network(.devices(microphone: true, earpiece: false))
        #expect(resident.state.call?.isMute == false)
        #expect(resident.state.call?.nothingHeard == true, "what the resident needs to know is the same")
        #expect(resident.state.health.faults.contains(.callDevices))
        resident.network(.devices(microphone: true, earpiece: true))
        #expect(resident.state.call?.nothingHeard == false)
        #expect(!resident.state.health.faults.contains(.callDevices))
    }

    @Test("That the far side is told where the booth is is claimed once it has been, and not of the next attempt")
    func addressIsTold() {
        let resident = dialled()
        resident.network(.ringing).network(.established).network(.devices(microphone: false, earpiece: false))
        #expect(resident.state.call?.isAddressTold == false)
        resident.network(.announcing(.address)).network(.announced(.address))
        #expect(resident.state.call?.isAddressTold == true)
        resident.network(.closed(.mediaLost))
        #expect(resident.state.call?.isAddressTold == false)
    }

    // MARK: After the answer

    @Test("Nothing heard is said at 10 s on the page and by the voice, with that they may hear the resident")
    func nothingHeard() {
        let resident = silent()
        resident.wait(.milliseconds(9_900))
        #expect(resident.state.call?.nothingHeard == false)
        resident.wait(.milliseconds(200))
        #expect(resident.state.call?.nothingHeard == true)
        #expect(resident.said.contains(.callNothingHeard))
        #expect(resident.state.health.faults.contains(.callSilent))
        resident.network(.sound(true))
        #expect(resident.state.call?.nothingHeard == false)
        #expect(!resident.state.health.faults.contains(.callSilent))
        resident.wait(.seconds(3600))
        #expect(resident.dials.count == 1)
    }

    @Test(
        "At 20 s the next route is dialled as well; the first leg is hung up when the second is heard, and not before")
    func secondLeg() throws {
        let resident = silent()
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(20_100))
        #expect(routes(resident) == ["first", "second"])
        #expect(resident.hungUp.isEmpty)
        #expect(resident.effects.contains(.telephone(.hold(held))))
        #expect(resident.state.call?.isConnected == true, "the first leg is still answered")
        resident.network(.ringing).network(.established, heard: false)
        #expect(resident.hungUp.isEmpty, "answered is not heard")
        resident.network(.sound(true))
        #expect(resident.hungUp == [held])
        #expect(resident.state.call?.nothingHeard == false)
        resident.perform(.call(held, .closed(.local)))
        resident.wait(.seconds(3600))
        #expect(resident.dials.count == 2)
        #expect(resident.state.call?.isConnected == true)
    }

    @Test("What sounded before the answer was a tone of the network: it counts for nothing after it")
    func ringBackTone() throws {
        let resident = dialled()
        resident.network(.earlyMedia).network(.sound(true)).wait(.seconds(5)).network(.established, heard: false)
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(10_100))
        #expect(resident.state.call?.nothingHeard == true)
        resident.wait(.seconds(10))
        #expect(routes(resident) == ["first", "second"])
        resident.network(.earlyMedia).network(.sound(true)).network(.established, heard: false)
        #expect(resident.hungUp.isEmpty, "the first leg is not given up for a tone")
        resident.network(.sound(true))
        #expect(resident.hungUp == [held])
    }

    @Test("A silent second leg is hung up once, and gives way though nothing confirms its end")
    func endNotConfirmed() throws {
        let resident = silent()
        resident.wait(.milliseconds(20_100)).network(.established, heard: false).wait(.milliseconds(10_100))
        #expect(resident.hungUp.count == 1)
        resident.wait(.milliseconds(1_100))
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.count == 3)
    }

    @Test("A second leg that fails or is as silent gives way to the next route; the first leg stays all the while")
    func silentSecondLeg() throws {
        let resident = silent()
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(20_100)).network(.closed(.refused(503)))
        #expect(resident.dials.map(\.1.number) == ["120", "120", "9990001"])
        resident.network(.established, heard: false).wait(.milliseconds(10_100))
        #expect(resident.hungUp.count == 1 && !resident.hungUp.contains(held))
        resident.network(.closed(.local)).wait(.milliseconds(100))
        #expect(resident.dials.count == 4)
        #expect(resident.state.call?.isConnected == true)
    }

    @Test("The first leg that is heard after all is the call again, and the second is hung up")
    func takenBack() throws {
        let resident = silent()
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(20_100))
        let second = try #require(resident.lastCall)
        resident.perform(.call(held, .sound(true)))
        #expect(resident.hungUp == [second])
        #expect(resident.state.call?.handle == held)
        resident.perform(.call(second, .closed(.local)))
        #expect(resident.state.call?.isConnected == true)
        resident.perform(.call(held, .closed(.remote)))
        #expect(resident.records.last { if case .call = $0 { true } else { false } }.map(Self.route) == "first")
    }

    @Test("The keys of the call reach the leg on which somebody may be listening, and hanging up ends both")
    func keysReachTheFirstLeg() throws {
        let resident = silent()
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(20_100)).press(.hash)
        #expect(resident.effects.contains(.telephone(.announce(held, .address))))
        let second = try #require(resident.lastCall)
        resident.press(.star).wait(.seconds(1)).press(.star)
        #expect(Set(resident.hungUp) == [held, second])
        #expect(resident.state.call == nil)
    }

    @Test("A first leg that ends leaves the second to go on")
    func firstLegEnds() throws {
        let resident = silent()
        let held = try #require(resident.lastCall)
        resident.wait(.milliseconds(20_100))
        resident.perform(.call(held, .closed(.remote)))
        #expect(resident.state.screen == .call)
        resident.network(.ringing).network(.established)
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.hungUp.isEmpty)
    }

    @Test("A call that is no emergency is told of the silence and dialled once")
    func noEmergency() {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash)
        resident.network(.ringing).network(.established, heard: false).wait(.seconds(60))
        #expect(resident.said.contains(.callNothingHeard))
        #expect(resident.dials.count == 1)
    }

    private static func route(_ record: UsageEvent.Detail) -> String? {
        if case .call(let call) = record { call.route?.rawValue } else { nil }
    }
}
