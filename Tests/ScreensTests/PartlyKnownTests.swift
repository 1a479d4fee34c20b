import KioskCore
import BoothConfiguration
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// Whatever remains of an odd element of outside data is shown without a gap or a made-up value.
@Suite struct PartlyKnownTests {
    private static let sizes = Sizes.designed + Sizes.others

    private func resident(_ language: LanguageCode) -> Resident {
        var settings = Shipped.configuration.settings
        settings.booth.language = language
        return Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
    }

    private func text(_ resident: Resident, _ size: Size) -> String {
        render(resident.state, catalogue: resident.catalogue, settings: resident.settings, size: size).lines.joined()
            .filter { $0 != " " }
    }

    static let weathers = [
        Weather(sky: .rain, high: 14, low: 8, tomorrow: .snow),
        Weather(temperature: 12, high: 14, low: 8, today: .rain),
        Weather(temperature: 12, high: 14, low: 8),
        Weather(sky: .rain, temperature: 12), Weather(sky: .rain, temperature: 12, low: 8, tomorrow: .snow),
        Weather(tonight: .fog),
        Weather(high: 14, low: 8, tomorrowHigh: 9, tomorrowLow: 2),
    ]

    @Test(arguments: weathers) func `the weather as far as it is known`(_ weather: Weather) {
        for language in Shipped.languages {
            let resident = resident(language)
            let now = resident.wall.unixMilliseconds
            resident.perform(
                .content(
                    LifeContent(
                        weather: Dated(value: weather, asOf: now, validUntil: now + 3_600_000, sample: false))))
            let home = Self.sizes.map { text(resident, $0) }
            resident.press(8, 1)
            let page = Self.sizes.map { text(resident, $0) }
            for shown in home + page { #expect(!shown.contains("nil") && !shown.contains("Optional")) }
            if let degrees = weather.temperature, let size = Self.sizes.first {
                #expect(home[0].contains("\(degrees)°"))
                // The numeral may be drawn; the drawn one is the degrees.
                #expect(resident.state.screen.kind == .information, "\(size)")
            }
            if let low = weather.low, let high = weather.high {
                #expect(page[0].contains("\(low)") && page[0].contains("\(high)"), "\(language)")
            }
        }
    }

    @Test func `a number with its extension, and one that is not certain as it is written`() {
        for (written, shown) in [
            ("021-55550141转801", "02155550141转801"), ("+852 2888 1234", "+85228881234"), ("400-820-8820", "4008208820"),
            ("95588", "95588"),
        ] {
            let resident = resident(.chinese)
            let place = Place(kind: .pharmacy, name: [.chinese: "药房"], address: [:], phone: written, minutes: 3)
            resident.perform(.places(PlaceList(places: [place], dated: "2026-11-01", sample: false)))
            resident.press(7, 1, 1)
            for size in Self.sizes { #expect(text(resident, size).contains(shown), "\(written) at \(size)") }
        }
    }
}
