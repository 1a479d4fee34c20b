import Prompts
import Reporting
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// What the next person sees of the one before. There is a test for each row of the table in docs/ARCHITECTURE.md.
/// "Gone" means gone from the state, so that no page and no sentence can bring it back.
struct NextPersonTests {
    private static let number = "13812345678"

    /// How a session ends.
    private enum End: CaseIterable { case walkedAway, ended, handset }

    private func end(_ resident: Resident, _ end: End) {
        switch end {
        case .walkedAway: resident.wait(.seconds(300))
        case .ended:
            for _ in 0..<40 where resident.state.session != nil { resident.press(.star) }
        case .handset:
            resident.lift()
            resident.putBack()
            resident.wait(.seconds(60))
        }
        #expect(resident.state.session == nil)
        #expect(resident.state.screen == .home)
        resident.forgetEffects()
    }

    /// Whether a text occurs anywhere in the state, however deep.
    private func knows(_ resident: Resident, _ text: String) -> Bool {
        var words = ""
        dump(resident.state, to: &words)
        return words.contains(text)
    }

    // MARK: The card

    @Test(arguments: End.allCases) private func `a pension is gone with its page`(_ way: End) throws {
        let resident = Resident(hasHandset: true)
        resident.perform(.cardReader(works: true))
        resident.press(9).press(.hash)
        resident.perform(.cardSlot(.inserted))
        let card = try #require(resident.state.card?.handle)
        let answer = try #require(PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true))
        resident.perform(.card(card, .answer(answer)))
        #expect(knows(resident, "432150"))
        end(resident, way)
        #expect(!knows(resident, "432150"))
        resident.perform(.card(card, .answer(answer)))
        #expect(!knows(resident, "432150"), "an answer that comes late is nobody's")
        resident.press(9).press(.hash)
        #expect(resident.state.screen == .pension(.putInAgain))
    }

    // MARK: Numbers

    @Test(arguments: End.allCases) private func `a number that was typed is gone with the session`(_ way: End) {
        let resident = Resident(hasHandset: true)
        resident.press(3).type(Self.number)
        #expect(knows(resident, Self.number))
        end(resident, way)
        #expect(!knows(resident, Self.number))
        resident.press(3)
        #expect(resident.state.screen == .number(NumberEntry()))
    }

    @Test(arguments: [CloseReason.refused(486), .refused(503), .quota(left: .seconds(900)), .remote])
    func `a number that was called is gone with the session, and so is why it was not put through`(
        _ reason: CloseReason
    ) {
        let resident = Resident()
        resident.press(3).type(Self.number).press(.hash)
        if reason == .remote { resident.answer() }
        resident.network(.closed(reason)).network(.closed(reason))
        end(resident, .walkedAway)
        #expect(!knows(resident, Self.number))
        resident.press(3)
        #expect(resident.state.screen == .number(NumberEntry()))
        #expect(resident.said == [PromptKey("function.free-call")])
    }

    @Test func `a number that was called at the ear is gone when the handset is put back`() {
        let resident = Resident(hasHandset: true)
        resident.lift()
        resident.press(3).type(Self.number).press(.hash).answer()
        resident.putBack()
        resident.wait(.seconds(60))
        resident.network(.closed(.local))
        #expect(resident.state.session == nil)
        #expect(!knows(resident, Self.number))
        #expect(resident.journal?.live == nil)
    }

    @Test func `a number that was being typed for an order is gone with its page, not with the order`() {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type(Self.number)
        #expect(knows(resident, Self.number))
        end(resident, .walkedAway)
        #expect(!knows(resident, Self.number))
        #expect(resident.state.orders.count == 1)
    }

    @Test func `digits of a number being dialled are not continued by the next person`() {
        let resident = Resident()
        resident.press(.hash).wait(.seconds(4)).type("11")
        end(resident, .walkedAway)
        #expect(resident.state.held == HeldDigits())
        #expect(resident.state.listener == NumberListener())
        resident.press(0).wait(.seconds(2))
        #expect(resident.state.call?.callClass == .assistance)
    }

    // MARK: An order

    @Test func `a kept order shows where its car is, to anybody, and is cancelled by nobody who does not say so twice`()
    {
        let resident = Resident()
        resident.press(1).press(.hash).press(1).type(Self.number).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5638"))))
        end(resident, .walkedAway)
        resident.press(1)
        guard case .kept(let handle) = resident.state.screen else {
            Issue.record("\(resident.state.screen)")
            return
        }
        resident.press(1)
        #expect(resident.state.screen == .request(RequestScreen(handle: handle)), "no field, and nothing in it")
        resident.press(2)
        #expect(!resident.effects.contains(.platform(.cancel(handle))))
        end(resident, .walkedAway)
        #expect(!resident.effects.contains(.platform(.cancel(handle))))
        #expect(resident.state.orders.map(\.handle) == [handle])
    }

    @Test func `what was chosen and not ordered is gone with the session`() {
        let resident = Resident()
        resident.press(2).press(3)
        #expect(knows(resident, "tongji"))
        end(resident, .walkedAway)
        #expect(!knows(resident, "tongji"))
        #expect(resident.state.orders.isEmpty)
    }

    // MARK: How the booth was set

    @Test(arguments: End.allCases) private func `language, volume and contrast are the booth's own again`(_ way: End) {
        let resident = Resident(hasHandset: true)
        let (language, volume) = (resident.state.language, resident.state.volume)
        resident.press(.language).press(2).press(.volume).press(.contrast)
        #expect(resident.state.language == .english)
        #expect(resident.state.volume != volume)
        #expect(resident.state.highContrast)
        end(resident, way)
        #expect(resident.state.language == language)
        #expect(resident.state.volume == volume)
        #expect(!resident.state.highContrast)
        #expect(resident.state.isHandsetLifted == false)
    }

    @Test func `"say again" says nothing of the session before`() {
        let resident = Resident()
        resident.press(7).press(1)
        end(resident, .walkedAway)
        #expect(resident.state.speech == nil)
        #expect(resident.state.waitingSpeech == nil)
        resident.press(.hash).press(.hash)
        #expect(Set(resident.said).isSubset(of: [.home, .homeList]))
    }

    @Test func `a rating is asked for 15 s, and its thanks are gone with the session`() {
        let resident = Resident()
        resident.press(0).answer().network(.closed(.remote))
        #expect(resident.state.screen == .rating)
        resident.wait(.seconds(16))
        #expect(resident.state.screen != .rating)
        end(resident, .walkedAway)
        #expect(resident.state.banner == nil)
        #expect(!resident.records.contains { if case .rating = $0 { true } else { false } })
    }

    // MARK: Emergencies

    @Test func `after an emergency the booth may be called back; of the call itself nothing is left`() {
        let resident = Resident()
        resident.press(5).wait(.seconds(8)).answer().network(.closed(.remote))
        end(resident, .walkedAway)
        #expect(resident.state.call == nil)
        #expect(resident.state.run == nil)
        resident.press(8).press(.star)
        #expect(resident.state.screen == .home)
        resident.caller("13800001111")
        #expect(resident.state.screen == .incoming)
    }
}
