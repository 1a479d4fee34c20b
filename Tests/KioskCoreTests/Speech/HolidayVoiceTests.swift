import BoothConfiguration
import Basics
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// What the voice says of a place when nobody knows whether today is a holiday.
@Suite struct HolidayVoiceTests {
    @Test(
        "The voice says the walk, and neither open nor closed, where nobody knows whether today is a holiday",
        arguments: [true, false], ["08:00-21:00", "08:00-21:00; PH off", "Mo-Su,PH 08:00-21:00"])
    func place(areHolidaysKnown: Bool, hours: String) {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        var content = Nearby.content(at: resident.wall)
        if areHolidaysKnown {
            content.holidays = Dated(
                value: Holidays(years: [resident.wall.date.year]), asOf: 0, validUntil: .max, sample: false)
        }
        resident.perform(.content(content))
        resident.perform(
            .places(
                PlaceList(
                    places: [Place(kind: .pharmacy, name: [:], address: [:], hours: hours, minutes: 5)],
                    dated: "2026-10-01", sample: true)))
        resident.press(7, 1).forgetEffects()
        resident.press(1)
        let said = resident.effects.flatMap { effect -> [PromptKey] in
            guard case .sound(.speak(let utterance)) = effect else { return [] }
            return utterance.parts.compactMap { if case .prompt(let key) = $0 { key } else { nil } }
        }
        #expect(!said.isEmpty)
        #expect(said.contains(PromptKey("place.open")) == (areHolidaysKnown || hours.contains(",PH")))
        #expect(!said.contains(PromptKey("place.closed")))
    }
}
