import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// A countdown or a choice of help outlives the program.
@Suite("An emergency asked for and not dialled yet") struct PendingTests {
    private let start = Moment(milliseconds: 1_000_000)

    /// What was journalled last, with its times put before the start of the next run's clock.
    private func pending(_ resident: Resident, gap: Duration = .seconds(2)) throws -> CallJournal.Pending {
        var pending = try #require(resident.journal?.pending)
        let shift = resident.now - start + gap
        pending.pressedAt = pending.pressedAt - shift
        pending.until = pending.until.map { $0 - shift }
        return pending
    }

    private func restarted(_ pending: CallJournal.Pending) -> Resident {
        Resident(restored: Restored(afterCrash: true, calls: CallJournal(pending: pending)))
    }

    @Test("A countdown goes on where it was, says so, and dials")
    func countdown() throws {
        let resident = Resident()
        resident.press(.digit(5), gap: .zero).wait(.seconds(1))
        let next = restarted(try pending(resident))
        guard case .countdown(let countdown) = next.state.screen else {
            Issue.record("not what was expected: \(next.state.screen)")
            return
        }
        #expect(countdown.service == .ambulance)
        #expect(
            countdown.until - next.now == .seconds(4),
            "one second before the end of the program, two without it, one since")
        #expect(next.state.speech?.parts.first == .prompt(.emergencyAmbulance))
        next.found().wait(.seconds(6))
        #expect(next.dials.map(\.1.number) == ["120"])
    }

    @Test("It is never shorter than three seconds, in which it can be stopped")
    func leastLeft() throws {
        let resident = Resident()
        resident.press(.digit(4), gap: .zero).wait(.seconds(7))
        let next = restarted(try pending(resident, gap: .seconds(30)))
        // The driver has let a second pass.
        next.found().wait(.milliseconds(1_900))
        #expect(next.dials.isEmpty)
        let stopped = Resident(copying: next)
        stopped.press(.star, gap: .zero).wait(.seconds(10))
        #expect(stopped.dials.isEmpty)
        next.wait(.milliseconds(200))
        #expect(next.dials.map(\.1.number) == ["110"])
    }

    @Test("A choice of help goes on, and calls the help centre if nobody chooses")
    func chooser() throws {
        let resident = Resident()
        resident.press(.sos, gap: .zero).wait(.seconds(1))
        let next = restarted(try pending(resident))
        guard case .chooser = next.state.screen else {
            Issue.record("not what was expected: \(next.state.screen)")
            return
        }
        next.found()
        let chosen = Resident(copying: next)
        chosen.press(6)
        #expect(chosen.dials.map(\.1.number) == ["119"])
        next.wait(.seconds(11))
        #expect(next.dials.map(\.1.number) == ["9990001"])
    }

    @Test("What was stopped, dialled or left is journalled no longer")
    func over() {
        let stopped = Resident()
        stopped.press(5).press(.star)
        #expect(stopped.journal?.pending == nil)
        let dialled = Resident()
        dialled.press(5).wait(.seconds(9))
        #expect(dialled.journal?.pending == nil)
        #expect(dialled.journal?.live?.emergency == .ambulance)
        let left = Resident()
        left.press(.sos).press(.star)
        #expect(left.journal?.pending == nil)
    }

    @Test("Nothing is dialled that somebody asked for longer ago than an emergency is tried")
    func tooOld() throws {
        let resident = Resident()
        resident.press(5)
        let next = restarted(try pending(resident, gap: .seconds(900)))
        guard case .countdown = next.state.screen else {
            Issue.record("not what was expected: \(next.state.screen)")
            return
        }
        let late = Resident()
        late.press(5)
        #expect(restarted(try pending(late, gap: .seconds(1900))).state.screen == .home)
    }

    @Test("A call that is found below it is not lost over it")
    func overACall() throws {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash).answer().press(.sos, gap: .seconds(3))
        let next = restarted(try pending(resident))
        next.found(
            FoundCall(
                trunk: TrunkID(rawValue: "first"), number: "13812345678", progress: .established, isExplained: false))
        guard case .chooser = next.state.screen else {
            Issue.record("not what was expected: \(next.state.screen)")
            return
        }
        #expect(next.state.call?.isConnected == true)
        #expect(next.hungUp.isEmpty)
    }

    @Test("What the countdown had dialled before that was written down is the call, and is not dialled again")
    func dialledAlready() throws {
        let resident = Resident()
        resident.press(.digit(5), gap: .zero).wait(.seconds(7))
        let next = restarted(try pending(resident))
        next.found(
            FoundCall(trunk: TrunkID(rawValue: "first"), number: "120", progress: .established, isExplained: false))
        #expect(next.state.screen == .call)
        #expect(next.state.call?.emergency == .ambulance)
        next.wait(.seconds(30))
        #expect(next.dials.isEmpty && next.hungUp.isEmpty)
    }

    @Test("Whatever was read back can be gone on with", arguments: [Int64.min, -1, 0, 999_999, Int64.max])
    func anything(_ milliseconds: Int64) {
        let moment = Moment(milliseconds: milliseconds)
        for service in [EmergencyService.fire, nil] {
            let next = restarted(
                CallJournal.Pending(service: service, origin: .tile, pressedAt: moment, until: moment))
            next.found().wait(.seconds(60))
            #expect(next.dials.count <= 30)
            if milliseconds == 999_999 { #expect(!next.dials.isEmpty) }
        }
    }
}
