import Prompts
import BoothConfiguration
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Vocabulary

/// A page without data says which is true: there is none, or it is not set up, not readable or out of date. The voice
/// says the same as the screen.
@Suite struct AbsenceTests {
    /// What a page says when it is opened with these standings.
    private func said(_ keys: [Int], _ standings: [LifeTopic: TopicStanding], _ prepare: (Resident) -> Void = { _ in })
        -> [PromptKey]
    {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        resident.perform(.standings(standings))
        prepare(resident)
        for key in keys.dropLast() { resident.press(key) }
        resident.forgetEffects()
        resident.press(keys.last ?? 0)
        return resident.said
    }

    private static let cases: [(TopicStanding, PromptKey)] = [
        (.notSetUp, .infoNotSetUp), (.unreadable, .infoUnreadable), (.outdated(asOf: 1), .infoOutdated),
        (.waiting, .infoUnavailable),
    ]

    @Test(arguments: [
        ([8, 1], LifeTopic.weather), ([8, 2], .buses), ([8, 3], .activities), ([8, 6], .notices), ([7, 1], .places),
    ])
    func eachTopicSaysWhyItHasNothing(_ keys: [Int], _ topic: LifeTopic) {
        for (standing, prompt) in Self.cases {
            #expect(said(keys, [topic: standing]) == [prompt], "\(topic), \(standing)")
        }
    }

    @Test func noneNearbyIsSaidOnlyOfPlacesThatWereRead() {
        let empty = PlaceList(places: [], dated: "2026-10-01", sample: false)
        #expect(said([7, 1], [.places: .sound]) { $0.perform(.places(empty)) } == [.placesNone])
        // One of two files was read and knows no pharmacy; the other may know one.
        #expect(said([7, 1], [.places: .unreadable]) { $0.perform(.places(empty)) } == [.infoUnreadable])
        for standing in Self.cases.map(\.0) {
            #expect(!said([7, 1], [.places: standing]).contains(.placesNone))
        }
    }

    @Test func aPlaceThatCannotBeReadLeavesOnlyItsOwnKindInDoubt() {
        let list = PlaceList(places: [], dated: "2026-10-01", sample: false, unread: [.pharmacy])
        func said(_ key: Int) -> [PromptKey] {
            self.said([7, key], [.places: .unreadable]) { $0.perform(.places(list)) }
        }
        #expect(said(1) == [.infoUnreadable])
        #expect(said(2) == [.placesNone] && said(5) == [.placesNone])
    }

    @Test func aListOfWhichNothingHasAnythingSaysWhyAtOnce() {
        let empty = PlaceList(places: [], dated: "2026-10-01", sample: false, unread: [])
        for (standing, prompt) in Self.cases { #expect(said([7], [.places: standing]) == [prompt], "\(standing)") }
        #expect(said([7], [.places: .sound]) { $0.perform(.places(empty)) } == [.placesNone])
        // Where one kind has something, the list is said.
        let place = Place(kind: .bank, name: [.chinese: "银行"], address: [:], minutes: 3)
        let one = PlaceList(places: [place], dated: "2026-10-01", sample: false)
        #expect(said([7], [.places: .sound]) { $0.perform(.places(one)) }.contains(.placesKinds))
        // It is also said where two kinds have nothing for different reasons.
        let partly = PlaceList(places: [], dated: "2026-10-01", sample: false, unread: [.pharmacy])
        #expect(said([7], [.places: .unreadable]) { $0.perform(.places(partly)) }.contains(.placesKinds))
    }

    @Test func whatThePlatformSentAndIsOverIsOutOfDate() {
        let wall = Resident().wall
        let old = Dated(
            value: Weather(sky: .clear, temperature: 20, high: 22, low: 12), asOf: wall.unixMilliseconds - 90_000_000,
            validUntil: wall.unixMilliseconds - 1, sample: false)
        #expect(
            said([8, 1], [.weather: .sound]) { $0.perform(.content(LifeContent(weather: old))) } == [.infoOutdated])
    }

    @Test func nothingIsTurnedBehindAPageThatSaysWhyThereIsNothing() throws {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Sample.settings)
        var content = Nearby.content(at: resident.wall)
        var buses = try #require(content.buses)
        buses.value.lines = Array(repeating: try #require(buses.value.lines.first), count: 9)
        buses.validUntil = resident.wall.unixMilliseconds - 1
        content.buses = buses
        resident.perform(.content(content))
        resident.press(8, 2).press(.hash)
        guard case .information(let screen) = resident.state.screen else {
            Issue.record("\(resident.state.screen.kind)")
            return
        }
        #expect(screen.topic == .buses && screen.page == 0)
        #expect(resident.said.suffix(2) == [.infoOutdated, .infoOutdated], "# says it again")
    }

    @Test func anEmptyListThatIsValidIsNone() {
        let wall = Resident().wall
        let none = Dated(
            value: [Activity](), asOf: wall.unixMilliseconds, validUntil: wall.unixMilliseconds + 1_000_000,
            sample: false)
        #expect(
            said([8, 3], [.activities: .sound]) { $0.perform(.content(LifeContent(activities: none))) } == [.infoNone])
    }

    @Test func whoWaitsForAPlatformThatIsGoneIsNotToldToWait() {
        #expect(said([8, 1], [.weather: .waiting]) { $0.perform(.online(false)) } == [.infoUnreadable])
    }

    @Test func aBoothWithoutServiceNumbersAsksForNoNumber() {
        let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: Sample.settings)
        var settings = Sample.settings
        settings.local.numbers = []
        let other = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
        for (booth, prompt) in [(resident, PromptKey.infoNumbers), (other, .infoNotSetUp)] {
            booth.press(8)
            booth.forgetEffects()
            booth.press(4)
            #expect(booth.said.first == prompt)
        }
    }

    @Test(arguments: [LanguageCode.chinese, .english, .japanese, .korean])
    func everyReasonHasItsSentenceInEachShippedLanguage(_ code: LanguageCode) throws {
        let language = try #require(Shipped.configuration.catalogue.languages.first { $0.code == code })
        let prompts: [PromptKey] = [
            .infoNone, .infoNotSetUp, .infoUnreadable, .infoOutdated, .infoUnavailable, .placesNone,
        ]
        #expect(Set(prompts.compactMap { language.prompts[$0] }).count == prompts.count)
        let texts: [MessageKey] = [
            .infoNone, .infoNotSetUp, .infoUnreadable, .infoOutdated, .infoUnavailable, .placesNone,
        ]
        #expect(Set(texts.compactMap { language.texts[$0] }).count == texts.count)
    }
}

@Suite struct GeographyTests {
    @Test(
        arguments: [
            (31.24, 121.42, nil), (39.47, 75.99, nil), (18.25, 109.5, nil), (53.5, 122.3, nil), (0, 0, .nowhere),
            (0.0001, -0.0001, .nowhere), (39.9, 21.4, .abroad), (-31.24, 121.42, .abroad), (75.99, 39.47, .exchanged),
            (51.5, -0.1, .abroad), (109.5, 18.25, .exchanged),
        ] as [(Double, Double, Geography.Doubt?)])
    func placesAreJudged(_ latitude: Double, _ longitude: Double, _ doubt: Geography.Doubt?) {
        #expect(Geography.doubt(latitude: latitude, longitude: longitude) == doubt)
    }
}

@Suite struct KeySentenceTests {
    private let english = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    @Test func aSentenceIsTakenApartAtItsKeys() {
        #expect(
            KeySentence.clauses(of: "叫出租车，按一。报警 110，按四。", numbers: []).map(\.key) == [1, 4], "110 is no key")
        #expect(KeySentence.clauses(of: "Taxi, one. Book a doctor, two.", numbers: english).map(\.key) == [1, 2])
        #expect(KeySentence.clauses(of: "タクシーは1番。診察予約は2番。", numbers: []).map(\.key) == [1, 2])
        #expect(KeySentence.clauses(of: "택시는 1번. 진료 예약은 2번.", numbers: []).map(\.key) == [1, 2])
        #expect(KeySentence.clauses(of: "Press a number to choose.", numbers: english).isEmpty)
    }

    @Test func aLabelIsFoundWithoutItsNumbers() {
        #expect(KeySentence.likeness("报警按", "报警 110") == 2)
        #expect(KeySentence.likeness("天气按", "天气和空气") == 2)
        #expect(KeySentence.likeness("Weather", "Weather and air") == 7)
        #expect(KeySentence.likeness("Book a doctor", "book a doctor") == 11)
        #expect(KeySentence.likeness("Taxi", "Police") == 0)
        #expect(KeySentence.likeness("A person", "Pension") == 0)
        #expect(KeySentence.likeness("Taxi", "110") == 0)
    }
}
