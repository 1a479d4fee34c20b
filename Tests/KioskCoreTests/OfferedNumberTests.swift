import Prompts
import BoothConfiguration
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// Calls to numbers that pages offer: whose quota they use, what is said when it is used up, and which page comes back.
@Suite struct OfferedNumberTests {
    /// On the page of the first pharmacy.
    private func atThePharmacy() -> Resident {
        let resident = Resident()
        resident.perform(.places(Nearby.places))
        resident.press(7, 1, 1)
        return resident
    }

    private func isAtThePlace(_ resident: Resident) -> Bool {
        guard case .places(let screen) = resident.state.screen else { return false }
        return screen.place == 0 && !screen.isMap
    }

    private func callAndHangUp(_ resident: Resident) {
        resident.press(.hash)
        resident.answer().wait(.seconds(5)).press(.star).press(.star)
    }

    @Test("A pharmacy can be called twice by one resident, and by the next one again")
    func twiceInASession() {
        let resident = atThePharmacy()
        for _ in 0..<OfferedNumbers.callsInSession {
            callAndHangUp(resident)
            #expect(isAtThePlace(resident), "back to the place")
        }
        let dialled = resident.dials.count
        #expect(dialled == OfferedNumbers.callsInSession)
        resident.press(.hash)
        #expect(resident.dials.count == dialled && isAtThePlace(resident), "what does not work is not offered")
        #expect(resident.said.last == .placesDetailLater)
        for _ in 0..<4 { resident.press(.star) }
        #expect(resident.state.session == nil)
        resident.wait(.seconds(4)).press(7, 1, 1).press(.hash)
        #expect(resident.dials.count == dialled + 1, "free again for whoever comes next")
    }

    @Test("A call that nobody answered counts for nothing")
    func unanswered() {
        let resident = atThePharmacy()
        for _ in 0..<4 {
            resident.press(.hash)
            resident.network(.closed(.refused(486))).press(.star)
            #expect(isAtThePlace(resident))
        }
        #expect(resident.dials.count == 4)
    }

    @Test("Telephony is told to remember typed numbers only")
    func whatIsRemembered() {
        let resident = atThePharmacy()
        callAndHangUp(resident)
        for _ in 0..<4 { resident.press(.star) }
        resident.wait(.seconds(4)).press(3).type("13812345678").press(.hash)
        resident.press(.star).press(.star).wait(.seconds(4)).press(0)
        #expect(resident.dials.map(\.1.quota) == [.session, .number, nil])
    }

    @Test(
        "Whatever became of a call, the voice offers to call again only where that can be done",
        arguments: Shipped.languages)
    func onlyWhatWorksIsOffered(_ language: LanguageCode) {
        let closings: [CloseReason] = [
            .remote, .local, .refused(486), .refused(480), .refused(603), .refused(503), .unreachable, .mediaLost,
            .agentLost, .notLive, .audio, .quota(left: .seconds(600)),
        ]
        var seen: Set<Bool> = []
        for trunks in [2, 0] {
            for keys in [[7, 1, 1, -1], [8, 4, 1, -1], [3], [0]] {
                for isAnswered in [false, true] {
                    for reason in closings {
                        var settings = Shipped.configuration.settings
                        settings.booth.language = language
                        settings.telephony.trunks = Array(Sample.settings.telephony.trunks.prefix(trunks))
                        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
                        resident.perform(.places(Nearby.places))
                        for key in keys { resident.press(key < 0 ? .hash : .digit(key)) }
                        if keys == [3] { resident.type("13812345678").press(.hash) }
                        if isAnswered { resident.answer() }
                        for _ in 0..<4 where resident.state.call != nil { resident.network(.closed(reason)) }
                        guard case .callEnded(let ending) = resident.state.screen else { continue }
                        seen.insert(ending.canCallAgain)
                        let way = "\(keys) \(isAnswered) \(reason) with \(trunks) trunks"
                        let words = resident.state.speech?.parts.compactMap { part -> String? in
                            guard case .prompt(let key) = part else { return nil }
                            return Shipped.language(language)?.prompts[key]
                        }
                        let names = KeyNames.named(in: words ?? [], language)
                        #expect(words?.isEmpty == false, "\(way)")
                        #expect(names.contains(.hash) == ending.canCallAgain, "\(way): \(words ?? [])")
                        let dialled = resident.dials.count
                        resident.press(.hash)
                        #expect((resident.dials.count > dialled || !ending.canCallAgain), "\(way)")
                    }
                }
            }
        }
        #expect(seen == [true, false])
    }
}
