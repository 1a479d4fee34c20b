import BoothConfiguration
import AdapterTestSupport
import KioskCore
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// Random residents in random languages on terminals of every size.
@Suite struct RandomLifeTests {
    private static let keys: [Key] = (0...9).map { .digit($0) } + [.hash, .star, .sos, .language, .contrast, .volume]

    @Test func noPictureIsEverBrokenCutOrWithoutItsFooter() {
        var visited: Set<Screen.Kind> = []
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        // Chance rarely leads to the page without any trunk, or to a rating.
        let all = Set(Screen.Kind.allCases).subtracting([.cannotCall, .rating])
        // The lives are short, because a long one ends in an emergency call, which nothing ends. There are more of them
        // until every page has been seen, but not for ever.
        for life in 0..<500 where life < 60 || !visited.isSuperset(of: all) {
            let language = Shipped.languages[life % Shipped.languages.count]
            var settings = Shipped.configuration.settings
            settings.booth.language = language
            let resident = Resident(catalogue: Shipped.configuration.catalogue, settings: settings)
            resident.perform(.places(Surroundings.places))
            for step in 0..<50 {
                live(resident, &random)
                visited.insert(resident.state.screen.kind)
                let size = (Sizes.designed + Sizes.others).randomElement(using: &random) ?? Sizes.designed[0]
                let frame = render(
                    resident.state, catalogue: resident.catalogue, settings: resident.settings, size: size)
                resident.perform(.drawn(pages: frame.pages))
                let place =
                    "seed \(seed) life \(life) step \(step) \(language.rawValue) \(size) \(resident.state.screen)"
                #expect(frame.faults == [], "\(place)")
                #expect(frame.cuts == [], "\(place)")
                #expect(frame.regions.contains { $0.key == .sos }, "\(place)")
                #expect(frame.regions.contains { $0.key == .language }, "\(place)")
                if frame.pages > 1 {
                    #expect(frame.lines.joined().contains("/\(frame.pages)"), "\(place): a page mark")
                }
                if !frame.faults.isEmpty || !frame.cuts.isEmpty { return }
            }
        }
        #expect(all.subtracting(visited) == [], "seed \(seed)")
    }

    private func live(_ resident: Resident, _ random: inout SplitMix) {
        switch Int.random(in: 0..<15, using: &random) {
        case 0:
            resident.network(
                [.ringing, .established, .earlyMedia, .closed(.remote)].randomElement(using: &random) ?? .ringing)
        case 1: resident.wait(.milliseconds(Int.random(in: 0..<60_000, using: &random)))
        case 2:
            let phase = RequestPhase.allCases.randomElement(using: &random) ?? .accepted
            let assignment = Assignment(
                plate: "沪A·D5638", car: "白色 大众朗逸",
                arrivesAt: resident.wall.unixMilliseconds + Int64.random(in: -60_000...900_000, using: &random))
            resident.platform(.answer(RequestAnswer(phase: phase, assignment: assignment, simulated: true)))
        case 3: resident.perform(.online(Bool.random(using: &random)))
        case 5 where resident.state.screen == .home: resident.press(1).press(.hash)
        case 7 where resident.state.screen == .home && !resident.state.orders.isEmpty: resident.press(1)
        case 8 where resident.state.screen.kind == .request: resident.press(.star)
        case 6 where resident.state.screen == .home: resident.press(7)
        case 9 where resident.state.session == nil: resident.press(1, 2, 0, gap: .milliseconds(1200))
        case 14:
            var places = Surroundings.places
            places.places = Array(places.places.prefix(Int.random(in: 0...6, using: &random)))
            resident.perform(.places(places))
        case 4 where resident.state.session == nil: resident.caller("9990001")
        default:
            let gap = Int.random(in: 100..<1600, using: &random)
            resident.press(Self.keys.randomElement(using: &random) ?? .hash, gap: .milliseconds(gap))
        }
    }
}
