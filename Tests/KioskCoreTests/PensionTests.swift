import Prompts
import Reporting
import Basics
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// The pension with a card. It is shown to whoever holds the card, for as long as the card stays in the slot.
struct PensionTests {
    private let answer = PensionAnswer(cents: 432_150, year: 2026, month: 10, isSimulated: true)

    private func agreed() throws -> (Resident, CardHandle) {
        let resident = Resident()
        resident.perform(.cardReader(works: true))
        resident.press(9).press(.hash)
        let handle = try #require(permitted(resident).last)
        #expect(resident.state.screen == .pension(.card))
        #expect(resident.said.last == .pensionInsert)
        return (resident, handle)
    }

    private func shown() throws -> (Resident, CardHandle) {
        let (resident, handle) = try agreed()
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .pension(.reading))
        resident.perform(.card(handle, .answer(try #require(answer))))
        #expect(resident.state.screen == .pension(.amount))
        #expect(resident.state.card?.answer == answer)
        return (resident, handle)
    }

    private func permitted(_ resident: Resident) -> [CardHandle] {
        resident.effects.compactMap { if case .cards(.permit(let handle)) = $0 { handle } else { nil } }
    }

    private func isForgotten(_ resident: Resident) -> Bool {
        resident.state.card == nil && resident.effects.last { $0 == .cards(.forbid) } != nil
    }

    @Test func `no card is read before somebody agrees`() {
        let resident = Resident()
        resident.perform(.cardReader(works: true))
        resident.press(9)
        #expect(resident.state.screen == .pension(.consent))
        #expect(permitted(resident).isEmpty)
        resident.press(.star)
        #expect(permitted(resident).isEmpty)
        #expect(resident.state.screen == .home)
    }

    @Test func `the amount is shown, and gone with the card`() throws {
        let (resident, _) = try shown()
        #expect(resident.said.last == .pensionShown)
        resident.perform(.cardSlot(.empty))
        #expect(resident.state.screen == .home)
        #expect(isForgotten(resident))
        #expect(resident.records.last == .function(.completed, lastStep: .card))
    }

    @Test(arguments: [Key.star, .digit(0), .sos])
    func `the amount is gone with its page, however that is left`(_ key: Key) throws {
        let (resident, _) = try shown()
        resident.press(key)
        #expect(resident.state.screen != .pension(.amount))
        #expect(isForgotten(resident))
    }

    @Test func `an amount that nobody looks at is shown for 20 s and 20 s more`() throws {
        let (resident, _) = try shown()
        resident.perform(.speechEnded)
        resident.wait(.seconds(19))
        #expect(resident.state.idleEnds == nil)
        resident.wait(.seconds(2))
        #expect(resident.state.idleEnds != nil)
        #expect(resident.state.card?.answer == answer)
        resident.wait(.seconds(20))
        #expect(resident.state.session == nil)
        #expect(isForgotten(resident))
    }

    @Test func `a card taken out under the list of languages takes the amount with it`() throws {
        let (resident, _) = try shown()
        resident.press(.language)
        #expect(resident.state.card?.answer == answer)
        resident.perform(.cardSlot(.empty))
        #expect(isForgotten(resident))
        resident.press(.star)
        #expect(resident.state.screen == .home)
    }

    @Test func `a card taken out too early is asked for again, and its answer is nobody's`() throws {
        let (resident, handle) = try agreed()
        resident.perform(.cardSlot(.inserted))
        resident.perform(.cardSlot(.empty))
        #expect(resident.state.screen == .pension(.card))
        resident.perform(.card(handle, .answer(try #require(answer))))
        #expect(resident.state.screen == .pension(.card))
        #expect(resident.state.card?.answer == nil)
        #expect(permitted(resident).count == 2)
    }

    @Test func `a card that cannot be read may be put in again`() throws {
        let (resident, handle) = try agreed()
        resident.perform(.cardSlot(.inserted))
        resident.perform(.card(handle, .unreadable))
        #expect(resident.state.screen == .pension(.unreadable))
        #expect(resident.said.last == .pensionUnreadable)
        resident.perform(.cardSlot(.empty))
        #expect(permitted(resident).count == 2)
        resident.perform(.cardSlot(.inserted))
        #expect(resident.state.screen == .pension(.reading))
    }

    @Test func `without an answer it says so and offers a person`() throws {
        let (resident, handle) = try agreed()
        resident.perform(.cardSlot(.inserted))
        resident.perform(.card(handle, .unanswered))
        #expect(resident.state.screen == .pension(.noAnswer))
        #expect(resident.said.last == .pensionNoAnswer)
        resident.press(.star)
        #expect(resident.records.last == .function(.failed, lastStep: .card))
        #expect(isForgotten(resident))
    }

    @Test func `a reader that fails meanwhile is said to be none`() throws {
        let (resident, _) = try agreed()
        resident.perform(.cardReader(works: false))
        #expect(resident.state.screen == .pension(.noReader))
        #expect(isForgotten(resident))
    }

    @Test func `nothing that is recorded or said has the amount in it`() throws {
        let (resident, _) = try shown()
        resident.press(.hash)
        resident.perform(.cardSlot(.empty))
        let recorded = resident.effects.compactMap { effect -> String? in
            if case .record(let event) = effect { event.data(booth: "PT-0042", session: nil).serialized } else { nil }
        }
        #expect(!recorded.isEmpty)
        #expect(!recorded.contains { $0.contains("4321") || $0.contains("432150") })
        let said: Set = [PromptKey("home"), PromptKey("home.list"), .pensionInsert, .pensionReading, .pensionShown]
        #expect(Set(resident.said).subtracting(said).allSatisfy { $0.rawValue.hasPrefix("function.") })
    }

    @Test(arguments: [(0, "0.00"), (5, "0.05"), (432_150, "4321.50"), (9_999_999, "99999.99")])
    func `yuan have two decimals`(_ cents: Int, _ yuan: String) {
        #expect(PensionAnswer(cents: cents, year: 2026, month: 1, isSimulated: false)?.yuan == yuan)
    }

    @Test func `numbers that cannot be a pension are none`() {
        #expect(PensionAnswer(cents: -1, year: 2026, month: 1, isSimulated: false) == nil)
        #expect(PensionAnswer(cents: 1 << 40, year: 2026, month: 1, isSimulated: false) == nil)
        #expect(PensionAnswer(cents: 1, year: 26, month: 1, isSimulated: false) == nil)
        #expect(PensionAnswer(cents: 1, year: 2026, month: 13, isSimulated: false) == nil)
    }
}
