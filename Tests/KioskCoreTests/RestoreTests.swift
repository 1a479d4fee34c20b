import Prompts
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct RestoreTests {
    let first = TrunkID(rawValue: "first")
    let now = Moment(milliseconds: 1_000_000)

    /// The journal that a kiosk killed in this situation had written last.
    private func journal(_ situation: (Resident) -> Void) throws -> CallJournal {
        let resident = Resident()
        situation(resident)
        var journal = try #require(resident.journal)
        // The adapter does not keep the number.
        journal.live?.number = nil
        return journal
    }

    private func restarted(_ journal: CallJournal, after gap: Duration = .seconds(2)) -> Resident {
        var journal = journal
        // The driver's clock starts anew, so the journal's times lie before it.
        func shift(_ moment: Moment) -> Moment { moment - (gap + .seconds(10)) }
        if var live = journal.live {
            live.pressedAt = shift(live.pressedAt)
            live.startedAt = shift(live.startedAt)
            live.answeredAt = live.answeredAt.map(shift)
            live.endsAt = live.endsAt.map(shift)
            journal.live = live
        }
        return Resident(restored: Restored(afterCrash: true, calls: journal))
    }

    private func live(_ number: String, _ progress: FoundCall.Progress, explained: Bool = true) -> FoundCall {
        FoundCall(trunk: first, number: number, progress: progress, isExplained: explained)
    }

    @Test func anEmergencyCallGoesOnIsShownAndCanBeHungUp() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)).answer() })
        resident.found(live("120", .established))
        #expect(resident.state.screen == .call)
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.state.call?.emergency == .ambulance)
        #expect(resident.dials.isEmpty)
        #expect(resident.hungUp.isEmpty)
        resident.press(.hash)
        #expect(resident.effects.contains(.telephone(.announce(try #require(resident.lastCall), .address))))
        resident.press(.star).press(.star)
        #expect(resident.hungUp.count == 1)
    }

    @Test func theTimeOnTheLineGoesOnCounting() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)).answer().wait(.seconds(60)) })
        resident.found(live("120", .established))
        guard case .connected(let since)? = resident.state.call?.stage else {
            Issue.record("not what was expected: \(String(describing: resident.state.call?.stage))")
            return
        }
        #expect(since < now)
    }

    @Test func aFreeCallsDeadlineHoldsAcrossTheRestart() throws {
        let journal = try journal { $0.press(3).type("13812345678").press(.hash).answer() }
        let endsAt = try #require(journal.live?.endsAt)
        let answeredAt = try #require(journal.live?.answeredAt)
        #expect(endsAt - answeredAt == .seconds(180))
        let resident = restarted(journal, after: .seconds(30))
        resident.found(live("13812345678", .established))
        #expect(resident.state.call?.callClass == .free)
        resident.wait(.seconds(130))
        #expect(resident.said == [.callWarning])
        #expect(resident.hungUp.isEmpty)
        resident.wait(.seconds(20))
        #expect(resident.hungUp.count == 1)
        #expect(resident.state.call == nil)
    }

    @Test func aFreeCallThatShouldBeOverIsEndedAtOnce() throws {
        let journal = try journal { $0.press(3).type("13812345678").press(.hash).answer() }
        let resident = restarted(journal, after: .seconds(400))
        resident.found(live("13812345678", .established)).wait(.milliseconds(10))
        #expect(resident.hungUp.count == 1)
    }

    @Test(arguments: [FoundCall.Progress.dialled, .ringing, .earlyMedia])
    func anAttemptUnderWayGoesOnWithItsFailover(_ progress: FoundCall.Progress) throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)) })
        resident.found(live("120", progress))
        #expect(resident.dials.isEmpty)
        resident.network(.closed(.refused(503)))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["second"])
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test func anEmergencyThatWasNeverPutThroughIsDialledAgain() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)) })
        resident.found()
        #expect(resident.dials.map(\.1.number) == ["120"])
        #expect(resident.state.screen == .call)
    }

    @Test func anAnsweredEmergencyThatIsOverIsSaidToBeOverAndMayBeCalledBack() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)).answer() })
        resident.found()
        #expect(resident.dials.isEmpty)
        #expect(resident.state.screen == .callEnded(CallEnding(reason: .ended, emergency: .some(.ambulance))))
        #expect(resident.said.first == .emergencyEndedAmbulance)
        resident.caller("13800001111")
        #expect(resident.state.screen == .incoming)
    }

    @Test func anAnsweredEmergencyThatWasLostIsDialledAgain() throws {
        let resident = restarted(
            try journal { $0.press(5).wait(.seconds(8)).answer().network(.closed(.agentLost)) })
        resident.found()
        #expect(resident.dials.map(\.1.number) == ["120"])
        #expect(resident.state.screen == .call)
    }

    @Test("Of two legs the answered one is the call again, under its service, and the other is ended")
    func twoLegs() throws {
        let journal = try journal {
            $0.press(5).wait(.seconds(8)).network(.established, heard: false).wait(.seconds(20)).network(.ringing)
        }
        #expect(journal.live?.isUnheard == true)
        let resident = restarted(journal)
        resident.perform(
            .found([
                live("120", .established, explained: false),
                FoundCall(trunk: TrunkID(rawValue: "second"), number: "120", progress: .ringing, isExplained: true),
            ]))
        #expect(resident.state.call?.emergency == .ambulance)
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.hungUp.count == 1)
        #expect(resident.hungUp.first != resident.state.call?.handle)
    }

    @Test("Answered and never heard is not over: it is dialled again")
    func unheardAndGone() throws {
        let journal = try journal {
            $0.press(5).wait(.seconds(8)).network(.established, heard: false).wait(.seconds(11))
        }
        let resident = restarted(journal)
        resident.found()
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test func theHalfHourForCallingBackSurvivesARestart() throws {
        let journal = try journal { $0.press(5).wait(.seconds(8)).answer().network(.closed(.remote)) }
        #expect(journal.live == nil)
        let resident = restarted(journal)
        resident.found().caller("13800001111")
        #expect(resident.state.screen == .incoming)
    }

    @Test func aCallThatNobodyCanExplainCountsAsAnEmergencyAndIsNeverEndedByTheBooth() {
        for number in ["120", "13800001111"] {
            let resident = Resident()
            resident.found(live(number, .established, explained: false))
            #expect(resident.state.call?.callClass == .emergency)
            #expect(resident.state.call?.emergency == nil, "what a far side may have written decides no title")
            #expect(resident.state.call?.caller == .unknown)
            resident.wait(.seconds(7200)).press(.star).wait(.seconds(30)).press(.digit(3)).press(.sos)
            #expect(resident.hungUp.isEmpty)
            #expect(resident.state.call?.isConnected == true)
        }
    }

    @Test func withoutTheAgentAnEmergencyOfAFormerRunIsTriedUntilItIsBack() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)).answer() })
        resident.perform(.agent(.disconnected))
        #expect(resident.state.screen == .call)
        #expect(resident.said.first == .emergencyReconnecting)
        resident.wait(.seconds(5))
        #expect(resident.dials.isEmpty)
        resident.found()
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test func hungUpWhileTheAgentIsAwayItStaysHungUp() throws {
        let resident = restarted(try journal { $0.press(5).wait(.seconds(8)) })
        resident.perform(.agent(.disconnected))
        resident.press(.star, gap: .milliseconds(800)).press(.star)
        #expect(resident.state.call == nil)
        resident.found().wait(.seconds(30))
        #expect(resident.dials.isEmpty)
    }

    @Test func aCallThatOnlyTheControlConnectionLostSightOfIsTakenUpAgain() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer()
        resident.network(.closed(.agentLost)).perform(.agent(.disconnected))
        #expect(resident.state.call?.reconnecting == true)
        resident.found(live("120", .established))
        #expect(resident.dials.count == 1, "not dialled again")
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.state.call?.reconnecting == false)
    }

    @Test func aServiceChosenMeanwhileComesBeforeACallThatIsFound() {
        let resident = Resident()
        resident.perform(.agent(.disconnected))
        resident.press(4).wait(.seconds(8))
        resident.found(live("13800001111", .established, explained: false))
        #expect(resident.hungUp.count == 1)
        #expect(resident.dials.map(\.1.number) == ["110"])
        #expect(resident.overlaps == 0)
    }

    @Test func aTestCallOfAFormerRunIsEndedAndNotShown() {
        let journal = CallJournal(
            live: CallJournal.Live(callClass: .test, trunk: first, pressedAt: now, startedAt: now))
        let resident = restarted(journal)
        resident.found(live("9990009", .established))
        #expect(resident.hungUp.count == 1)
        #expect(resident.state.screen == .home)
        #expect(resident.state.call == nil)
    }

    @Test func theJournalIsEmptyWhenTheCallIsOver() throws {
        let resident = Resident()
        resident.press(0).answer()
        #expect(resident.journal?.live?.callClass == .assistance)
        #expect(resident.journal?.live?.answeredAt != nil)
        resident.network(.closed(.remote))
        #expect(resident.journal?.live == nil)
    }
}

/// Calls that another program of the booth has made, such as the SOS service in place of a kiosk that did not answer.
@Suite struct AnothersCallTests {
    private func call(_ progress: FoundCall.Progress) -> FoundCall {
        var found = FoundCall(trunk: TrunkID(rawValue: "first"), number: "9990001", progress: progress)
        found.isOfBooth = true
        return found
    }

    @Test("With nothing else going on it is shown as a call, and not ended for taking long", arguments: [1, 30])
    func idle(_ minutes: Int) {
        let resident = Resident()
        resident.found(call(.dialled))
        #expect(resident.state.screen == .call)
        #expect(resident.state.call?.caller == .unknown)
        resident.wait(.seconds(60 * minutes))
        #expect(resident.hungUp.isEmpty)
    }

    @Test(
        "An emergency that was refused the line shows it, does not take it for its own answer, and goes on afterwards")
    func refused() throws {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).network(.closed(.local))
        let dialled = resident.dials.count
        resident.found(call(.ringing)).wait(.seconds(30))
        #expect(resident.hungUp.isEmpty)
        #expect(resident.dials.count == dialled, "one call, not two")
        resident.network(.established)
        #expect(resident.state.call?.caller == .unknown, "whom it reached is not known")
        #expect(resident.journal?.live?.answeredAt == nil, "the ambulance has not answered")
        resident.network(.closed(.remote)).wait(.seconds(2))
        #expect(resident.dials.count == dialled + 1)
        #expect(resident.dials.last?.1.number == "120")
        #expect(resident.state.call?.caller == nil)
    }

    @Test("SOS while the service calls the help centre: the call is shown, and nobody is called twice")
    func sosMeanwhile() {
        let resident = Resident()
        resident.press(.sos)
        resident.found(call(.ringing)).wait(.seconds(20))
        #expect(resident.state.screen == .call)
        resident.network(.established).network(.closed(.remote)).wait(.seconds(60))
        #expect(resident.dials.isEmpty)
        #expect(resident.hungUp.isEmpty)
    }

    @Test("The help centre of the service's call is the help centre that was asked for; unanswered, the booth goes on")
    func handover() {
        let resident = Resident()
        resident.press(.sos).wait(.seconds(10)).network(.closed(.local))
        let dialled = resident.dials.count
        resident.found(call(.ringing))
        #expect(resident.state.call?.caller == nil)
        resident.network(.closed(.unreachable)).wait(.seconds(2))
        #expect(resident.dials.count == dialled + 1)
        #expect(resident.dials.last?.1.number == "9990001")
    }

    @Test("Answered, the service's call ends the emergency")
    func answeredForUs() {
        let resident = Resident()
        resident.press(.sos).wait(.seconds(10)).network(.closed(.local))
        let dialled = resident.dials.count
        resident.found(call(.ringing)).network(.established).network(.closed(.remote)).wait(.seconds(60))
        #expect(resident.dials.count == dialled)
        #expect(resident.state.call == nil)
    }

    @Test("Help that was given while this program was stopped closes the chooser, and nothing but the chooser")
    func helpGiven() {
        let resident = Resident()
        resident.press(.sos).helpGiven().wait(.seconds(20))
        #expect(resident.dials.isEmpty)
        #expect(resident.state.screen == .home)
        resident.press(5).helpGiven().wait(.seconds(10))
        #expect(resident.dials.map(\.1.number) == ["120"])
    }

    @Test("It does not stand for the countdown that a restart came back to: the ambulance is dialled after it")
    func countdown() throws {
        let first = Resident()
        first.press(5).wait(.seconds(2))
        let journal = try #require(first.journal)
        let resident = Resident(restored: Restored(afterCrash: true, calls: journal))
        resident.found(call(.established))
        #expect(resident.state.call?.emergency == nil)
        guard case .countdown? = Optional(resident.state.screen) else {
            return _ = Issue.record("\(resident.state.screen)")
        }
        resident.wait(.seconds(12))
        #expect(resident.dials.map(\.1.number) == ["120"])
    }
}
