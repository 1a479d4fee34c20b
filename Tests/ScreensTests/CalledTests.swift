import KioskCore
import BoothConfiguration
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// The page of a call shows what is being called. The page before shows what `#` does, as the voice says it.
@Suite struct CalledTests {
    private static let sizes = Sizes.designed + Sizes.others
    private static let content = Rehearsal(
        catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings, language: .chinese
    ).state.life.content

    private func resident(_ language: LanguageCode) -> Resident {
        var settings = Shipped.configuration.settings
        settings.booth.language = language
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        resident.perform(.places(Surroundings.places))
        return resident
    }

    private func draw(_ resident: Resident, _ size: Size) -> Frame {
        render(resident.state, catalogue: resident.catalogue, settings: resident.settings, size: size)
    }

    /// The text of all rows without spaces, so that it does not matter where lines break.
    private func text(_ frame: Frame) -> String { frame.lines.joined().filter { $0 != " " } }

    /// Whether the frame shows these digits in groups, as text or drawn.
    private func shows(_ digits: String, _ frame: Frame) -> Bool {
        let groups = NumberPolicy.groups(digits)
        if text(frame).contains(groups.joined()) { return true }
        return (1...2).contains { scale in
            groups.allSatisfy { group in
                // The first row of a glyph is blank.
                let rows = BigDigits.rows(group, scale: scale).dropFirst().filter { $0.contains { $0 != " " } }
                return rows.allSatisfy { row in frame.lines.contains { $0.contains(row.trimmingEnd) } }
            }
        }
    }

    @Test("Name and number of a place are on the page of its call at every size", arguments: Shipped.languages)
    func placeCall(_ language: LanguageCode) throws {
        let place = Surroundings.places.places[0]
        let resident = resident(language).press(7, 1, 1).press(.hash)
        for isConnected in [false, true] {
            if isConnected { resident.answer() }
            for size in Self.sizes {
                let frame = draw(resident, size)
                let name = place.name.text(in: language).filter { $0 != " " }
                #expect(text(frame).contains(name), "\(size)")
                #expect(shows(try #require(place.phone), frame), "\(size)")
                #expect(frame.cuts == [] && frame.pages == 1, "\(size)")
            }
        }
    }

    @Test(
        "A typed number is on the page while its call is up, in groups, and on no page after it",
        arguments: Shipped.languages)
    func freeCall(_ language: LanguageCode) {
        let digits = "13812345678"
        for end in [CloseReason.remote, .refused(486), .quota(left: .seconds(600)), .mediaLost] {
            let resident = resident(language).press(3).type(digits).press(.hash)
            for size in Self.sizes { #expect(shows(digits, draw(resident, size)), "\(size)") }
            if end == .remote || end == .mediaLost {
                resident.answer()
                for size in Self.sizes { #expect(shows(digits, draw(resident, size)), "connected \(size)") }
            }
            resident.network(.closed(end))
            #expect(resident.state.call == nil)
            for size in Self.sizes { #expect(!shows(digits, draw(resident, size)), "\(end) \(size)") }
        }
    }

    @Test(
        "The help centre, the hotline and a service number are named with their numbers",
        arguments: Shipped.languages)
    func services(_ language: LanguageCode) throws {
        let settings = Shipped.configuration.settings
        for size in Self.sizes {
            let person = resident(language).press(0)
            let number = try #require(settings.telephony.services[.helpCentre])
            #expect(shows(number, draw(person, size)), "\(size)")
            let name = Shipped.configuration.catalogue.text(.serviceHelpCentre, in: language)
            #expect(text(draw(person, size)).contains(name.filter { $0 != " " }), "\(size)")
            let service = settings.local.numbers[1]
            let called = resident(language).press(8, 4, 2).press(.hash)
            #expect(shows(service.number, draw(called, size)), "\(size)")
            #expect(text(draw(called, size)).contains(service.label.text(in: language).filter { $0 != " " }), "\(size)")
        }
    }

    @Test(
        "On a place's page # calls, as the first thing that is shown and said, at every size",
        arguments: Shipped.languages)
    func placePage(_ language: LanguageCode) {
        for size in Self.sizes {
            let resident = resident(language).press(7, 1, 1)
            let frame = draw(resident, size)
            #expect(frame.pages == 1 && frame.cuts == [], "\(size)")
            resident.perform(.drawn(pages: frame.pages))
            #expect(resident.said.last?.rawValue == "places.detail_call", "\(size)")
            let label = resident.catalogue.text(.placesCall, in: language).filter { $0 != " " }
            #expect(words(at: .hash, frame).contains(label), "\(size)")
            resident.press(.hash)
            #expect(resident.state.screen == .call, "\(size)")
        }
    }

    @Test("Where # turns the page the voice says so and offers nothing else on it", arguments: Shipped.languages)
    func turning(_ language: LanguageCode) {
        var turned = 0
        for keys in [
            [1], [2], [2, 1, 1], [7, 1], [7, 1, 1], [7, 1, 1, 7], [8, 1], [8, 4, 1], [8, 5], [8, 6], [9],
        ] {
            for size in Self.sizes {
                let resident = resident(language)
                resident.perform(.content(Self.content))
                for key in keys { resident.press(key) }
                let frame = draw(resident, size)
                resident.perform(.drawn(pages: frame.pages))
                let next = resident.catalogue.text(.keyNext, in: language).filter { $0 != " " }
                let shown = words(at: .hash, frame).contains(next)
                #expect((resident.said.last?.rawValue == "page.next") == shown, "\(keys) \(size): \(resident.said)")
                if frame.pages > 1 { turned += 1 }
            }
        }
        #expect(turned > 0)
    }

    @Test(
        "When a number works again is on the screen in whole minutes, rounded up, until it does",
        arguments: Shipped.languages)
    func minutes(_ language: LanguageCode) {
        let resident = resident(language).press(3).type("13812345678").press(.hash)
        resident.network(.closed(.quota(left: .seconds(121))))
        func shows(_ minutes: Int, _ size: Size) -> Bool {
            let words = resident.catalogue.text(.numberLater, in: language, ["minutes": String(minutes)])
            return text(draw(resident, size)).contains(words.filter { $0 != " " })
        }
        let size = Sizes.designed[1]
        #expect(shows(3, size))
        resident.wait(.seconds(1))
        #expect(shows(2, size))
        resident.wait(.seconds(100)).press(.volume)
        #expect(shows(1, size))
        resident.wait(.seconds(21))
        #expect(!shows(0, size) && !shows(1, size))
    }

    /// The words at a key.
    private func words(at key: Key, _ frame: Frame) -> String {
        guard let area = frame.regions.last(where: { $0.key == key })?.area else { return "" }
        let cells = (area.y..<area.y + area.height).flatMap { row in
            (area.x..<area.x + area.width).map { frame[$0, row]?.text ?? "" }
        }
        // A drawn key lies between the rows of words.
        return cells.joined().filter { $0 != " " && !("\u{2580}"..."\u{259F}").contains($0) }
    }
}
