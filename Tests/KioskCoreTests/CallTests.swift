import Prompts
import Reporting
import Basics
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

@Suite struct OtherCallTests {
    private func dialled() -> Resident {
        let resident = Resident()
        resident.press(3).type("13812345678").press(.hash)
        return resident
    }

    @Test func aFreeCallWarnsAtTwoAndAHalfMinutesAndEndsAtThree() throws {
        let resident = dialled()
        resident.answer().wait(.seconds(150))
        #expect(resident.said.last == .callWarning)
        #expect(resident.hungUp.isEmpty)
        resident.wait(.seconds(30))
        #expect(resident.hungUp.count == 1)
        let calls = resident.records.compactMap { if case .call(let record) = $0 { record } else { nil } }
        let record = try #require(calls.first)
        #expect(record.endedBy == .limit)
        #expect(record.talk == .seconds(180))
        #expect(record.outcome == .answered)
    }

    @Test func theNumberIsInNoRecord() {
        let resident = dialled()
        resident.answer().network(.closed(.remote)).wait(.seconds(200))
        for effect in resident.effects {
            if case .record(let event) = effect {
                #expect(!event.data(booth: "PT-0042", session: "s").serialized.contains("13812345678"))
            }
        }
        #expect(resident.records.count >= 2)
    }

    @Test(arguments: [(486, CallEnding.Reason.busy), (480, .noAnswer), (404, .failed)])
    func aRefusedFreeCallSaysWhyAndTriesNoOtherRoute(_ status: Int, _ reason: CallEnding.Reason) {
        let resident = dialled()
        resident.network(.closed(.refused(status)))
        #expect(resident.dials.count == 1)
        guard case .callEnded(let ending) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(ending.reason == reason)
        resident.press(.hash)
        #expect(resident.dials.map(\.1.number) == ["13812345678", "13812345678"])
    }

    @Test func aBrokenTrunkIsReplacedByTheNext() {
        let resident = dialled()
        resident.network(.closed(.refused(503)))
        #expect(resident.dials.map(\.1.trunk.rawValue) == ["first", "second"])
    }

    @Test func theRecordTellsOfTheTrunkThatWasTriedLast() {
        let resident = dialled()
        resident.network(.closed(.refused(503))).network(.closed(.refused(500)))
        guard case .call(let record)? = resident.records.last else {
            Issue.record("not what was expected: \(String(describing: resident.records.last))")
            return
        }
        #expect(record.route?.rawValue == "second")
        #expect(record.sipStatus == 500)
    }

    @Test func aSubscriberWhoseLineOnlySpeaksIsNotTriedOnAnotherTrunk() {
        let resident = dialled()
        resident.network(.earlyMedia).wait(.seconds(45)).network(.closed(.local))
        #expect(resident.dials.count == 1)
        guard case .callEnded(let ending) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(ending.reason == .noAnswer)
    }

    @Test(arguments: [CloseReason.agentLost, .mediaLost])
    func aCallThatIsCutOffIsSaidAndNotDialledAgain(_ reason: CloseReason) {
        let resident = dialled()
        resident.answer().network(.closed(reason))
        guard case .callEnded(let ending) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(ending.reason == .ended)
        #expect(resident.said.last == .callEnded)
        #expect(resident.dials.count == 1)
    }

    @Test func noAnswerEndsAfterFortyFiveSeconds() {
        let resident = dialled()
        resident.network(.ringing)
        resident.wait(.seconds(45))
        resident.network(.closed(.local))
        guard case .callEnded(let ending) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(ending.reason == .noAnswer)
    }

    @Test func digitsInACallAreTones() {
        let resident = dialled()
        resident.answer().press(1, 2, 0).press(.hash)
        let tones = resident.effects.compactMap {
            if case .telephone(.sendDTMF(_, let tone)) = $0 { tone } else { nil }
        }
        #expect(tones == ["1", "2", "0", "#"])
        #expect(resident.state.screen == .call)
    }

    @Test func theHelpCentreIsFollowedByTheHotlineAndThenByBothNumbers() {
        let resident = Resident()
        resident.press(0)
        for _ in 0..<4 { resident.network(.closed(.refused(486))) }
        #expect(resident.dials.map(\.1.number) == ["9990001", "9990001", "12345", "12345"])
        guard case .callEnded(let ending) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(ending.reason == .unreached)
        #expect(resident.said.last == .personUnreached)
    }

    @Test func anAssistanceCallIsAskedForNowAndThenButNeverEnded() {
        let resident = Resident()
        resident.press(0).answer().wait(.seconds(3600))
        #expect(resident.state.call?.isConnected == true)
        #expect(resident.said.filter { $0 == .callStillThere }.count == 4)
        #expect(resident.hungUp.isEmpty)
    }

    @Test func aCallFromAPageComesBackToIt() {
        let resident = Resident()
        resident.press(8, 4, 1).press(.hash)
        #expect(resident.dials.last?.1.number == "12345")
        resident.answer().network(.closed(.remote))
        guard case .information(let screen) = resident.state.screen else {
            Issue.record("not what was expected: \(resident.state.screen)")
            return
        }
        #expect(screen.item == 0)
    }

    @Test func whoeverIsStillThereIsAskedHowItWas() {
        let resident = dialled()
        resident.answer().press(.star, gap: .milliseconds(800)).press(.star, gap: .milliseconds(100))
        #expect(resident.state.screen == .rating)
        resident.wait(.seconds(1)).press(1)
        #expect(resident.records.contains(.rating(1)))
        #expect(resident.state.banner == .thanks)
    }

    @Test func aRatingSaysWhichUseItRates() {
        let resident = Resident()
        resident.press(7).press(.star).press(7).press(.star)
        resident.press(0).answer().press(.star, gap: .milliseconds(800)).press(.star, gap: .milliseconds(100))
        resident.wait(.seconds(1)).press(3)
        let events = resident.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        let uses = events.compactMap { event -> Int? in if case .function = event.detail { event.use } else { nil } }
        #expect(uses == [1, 2, 3])
        let rating = events.first { $0.detail == .rating(3) }
        #expect(rating?.use == 3)
        #expect(rating?.session == events.last { $0.use == 3 }?.session)
        #expect(rating?.data(booth: "PT-0042", session: "s").serialized.contains(#""use":3,"#) == true)
        // In another session the count begins again.
        resident.press(.star).wait(.seconds(2)).press(7).press(.star)
        let next = resident.effects.compactMap { if case .record(let event) = $0 { event.use } else { nil } }.last
        #expect(next == 1)
    }

    @Test func whoeverHasLeftIsNotAsked() {
        let resident = dialled()
        resident.answer().wait(.seconds(60)).network(.closed(.remote))
        #expect(resident.state.screen == .home)
    }

    @Test(
        arguments: [
            ("13812345678", NumberPolicy.allowed), ("02162345678", .allowed), ("62345678", .allowed),
            ("057188881234", .allowed), ("01012345678", .refused), ("12012345678", .refused),
            ("110", .emergency(.police)),
            ("911", .chooser), ("138", .incomplete), ("", .incomplete), ("0085212345678", .abroad),
            ("95588", .service), ("10086", .service), ("123", .service), ("4001234567", .service), ("12", .incomplete),
            ("138123456789", .tooLong), ("1381234567890", .tooLong), ("0215555014", .allowed),
            ("021555501", .incomplete),
            ("021555501410", .tooLong), ("0571888812345", .tooLong), ("0571888123", .incomplete),
            ("623456789", .tooLong), ("008613812345678", .tooLong), ("00", .incomplete), ("1", .incomplete),
        ])
    func onlyMainlandNumbersAreDialled(_ digits: String, _ policy: NumberPolicy) {
        #expect(NumberPolicy(digits: digits, language: .chinese) == policy)
    }

    @Test func numbersAreGroupedAsTheyAreRemembered() {
        #expect(NumberPolicy.groups("13812345678") == ["138", "1234", "5678"])
        #expect(NumberPolicy.groups("02162345678") == ["021", "6234", "5678"])
        #expect(NumberPolicy.groups("0571888") == ["0571", "888"])
        #expect(NumberPolicy.groups("") == [])
    }
}
