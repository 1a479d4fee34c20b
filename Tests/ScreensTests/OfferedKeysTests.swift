import BoothConfiguration
import AdapterTestSupport
import KioskCore
import Vocabulary
import KioskTestSupport
import Rehearsal
import Testing

@testable import Screens

/// Digits that answer pages never become a call. Every way of pressing what pages offer is tried, at the pace of a
/// hand. What a page offers is what its picture shows, not what the core says about it.
@Suite struct OfferedKeysTests {
    /// A digit, how many milliseconds after the key before it was pressed, and whether a number may begin with it.
    private struct Press {
        var digit: Int
        var gap: Int
        var isBeginning: Bool
    }

    /// Milliseconds before a key: dialling in one go, after a look at the page, and after reading it.
    private static let gaps = [600, 1500, 3200]
    private static let dialled: Set<String> = [
        "110", "120", "119", "122", "112", "911", "999", "1110", "1119", "1112", "1222", "9911",
    ]

    private static let seed = UInt64.random(in: 0...UInt64.max)

    private static func resident() -> Resident {
        let resident = Resident(
            catalogue: Shipped.configuration.catalogue, settings: Shipped.configuration.settings)
        resident.perform(.places(Surroundings.places))
        return resident
    }

    /// A taxi is on its way, and its page is shown.
    private static func orderedTaxi() -> Resident {
        let resident = resident()
        resident.press(1).press(.hash)
        resident.platform(.answer(RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A·D5638"))))
        resident.wait(.seconds(4))
        return resident
    }

    private static func keptTaxi() -> Resident {
        let resident = orderedTaxi()
        resident.press(.star).wait(.seconds(4))
        return resident
    }

    /// The digits that a picture offers, except those of emergencies, which say what they do.
    private struct Offers {
        private var known: [String: [Int]] = [:]

        mutating func digits(of resident: Resident) -> [Int] {
            let name = "\(resident.state.screen) \(resident.state.orders.count) \(resident.state.page)"
            if let digits = known[name] { return digits }
            let frame = render(
                resident.state, catalogue: resident.catalogue, settings: resident.settings, size: Sizes.designed[0])
            let emergencies = resident.state.screen.kind == .home ? [4, 5, 6] : []
            let digits = Set(frame.regions.compactMap(\.key.digit)).subtracting(emergencies).sorted()
            known[name] = digits
            return digits
        }
    }

    /// Whether a number was dialled in one go on the way. What came after it does not matter.
    private static func isDialled(_ way: [Press]) -> Bool {
        way.indices.contains { start in
            guard way[start].isBeginning else { return false }
            let inOneGo = [way[start]] + way[(start + 1)...].prefix { $0.gap < 1000 }
            return (3...4).contains { dialled.contains(inOneGo.prefix($0).map { String($0.digit) }.joined()) }
        }
    }

    /// The booth's state after the second in which a number may go on.
    private static func later(_ resident: Resident) -> State {
        let later = Resident(copying: resident)
        later.wait(.seconds(1))
        return later.state
    }

    private static func press(_ digit: Int, after gap: Int, _ way: [Press], on resident: Resident) -> [Press] {
        resident.wait(.milliseconds(gap))
        let isHome = [.home, .rating].contains(resident.state.screen.kind)
        let isBeginning = isHome && (way.isEmpty || gap >= 3000)
        resident.press(.digit(digit), gap: .zero)
        return way + [Press(digit: digit, gap: gap, isBeginning: isBeginning)]
    }

    /// - Returns: whether the way ends here. On the question about what was meant each key says what it does, and in a
    ///   field every digit counts.
    private func check(_ resident: Resident, _ way: [Press]) -> Bool {
        let later = Self.later(resident)
        if [.countdown, .chooser].contains(later.screen.kind) || later.call?.callClass == .emergency {
            #expect(Self.isDialled(way), "seed \(Self.seed): \(way.map { "\($0.gap) ms \($0.digit)" })")
        }
        if case .request(let order) = resident.state.screen, order.contact != nil { return true }
        return [.countdown, .chooser, .meaning, .call, .number].contains(later.screen.kind)
    }

    private func walk(
        _ resident: Resident, _ way: [Press], depth: Int, _ offers: inout Offers, _ tried: inout Int
    ) {
        for digit in offers.digits(of: resident) {
            for gap in Self.gaps {
                let next = Resident(copying: resident)
                let pressed = Self.press(digit, after: gap, way, on: next)
                tried += 1
                let isOver = check(next, pressed)
                if depth > 1, !isOver { walk(next, pressed, depth: depth - 1, &offers, &tried) }
            }
        }
    }

    @Test("No way of pressing what pages offer ends in an emergency, except a number dialled in one go from home")
    func answersAreNeverDialled() {
        var offers = Offers()
        var tried = 0
        for start in [Self.resident(), Self.orderedTaxi(), Self.keptTaxi()] {
            walk(start, [], depth: 6, &offers, &tried)
        }
        #expect(tried > 40_000, "the walk found the pages: \(tried)")
    }

    @Test("Nor do longer ways, with steps back and forward between")
    func longerWays() {
        var offers = Offers()
        var random = SplitMix(seed: Self.seed)
        for life in 0..<1500 {
            let resident = life % 3 == 0 ? Self.keptTaxi() : Self.resident()
            var way: [Press] = []
            // Ordering the kept taxi took a digit, and its session goes on.
            var hasDigits = resident.state.session != nil
            var isQuiet = true
            for _ in 0..<10 {
                if resident.state.session == nil { hasDigits = false }
                let gap = Int.random(in: 130..<4500, using: &random)
                guard Int.random(in: 0..<5, using: &random) > 0 else {
                    resident.wait(.milliseconds(gap)).press(Bool.random(using: &random) ? .star : .hash, gap: .zero)
                    (way, isQuiet) = ([], false)
                    continue
                }
                guard let digit = offers.digits(of: resident).randomElement(using: &random) else { break }
                // A number may go on for a while after another key, but none begins within three seconds of it.
                let isBehindOtherKey = way.isEmpty && hasDigits
                way = Self.press(digit, after: gap, way, on: resident)
                if isBehindOtherKey, !isQuiet, gap < 3000 { way[0].isBeginning = false }
                (hasDigits, isQuiet) = (true, false)
                if check(resident, way) { break }
            }
        }
    }

    /// The rule about "a digit that its page does not offer" rests on this. Fields and calls are left out because every
    /// digit counts there. The pages around an emergency are left out because 4, 5, 6 and 0 work there as on home. No
    /// number is heard on these pages, or those digits begin none.
    @Test("A digit without a place on the picture means nothing there")
    func picturesAndKeysAgree() throws {
        let elsewhere: Set<Screen.Kind> = [
            .number, .call, .incoming, .countdown, .cannotCall, .meaning, .callEnded, .rating,
        ]
        var compared = 0
        for language in Shipped.languages {
            for (name, keys) in Rehearsal.pages {
                let booth = try Rehearsal(keys, in: language)
                guard !elsewhere.contains(booth.state.screen.kind), booth.state.session != nil,
                    booth.state.idleEnds == nil
                else { continue }
                if case .request(let screen) = booth.state.screen, screen.contact != nil { continue }
                let frame = booth.frame(Sizes.designed[0])
                for digit in 0...9 where !frame.regions.contains(where: { $0.key == .digit(digit) }) {
                    var pressed = booth
                    try pressed.play("wwww", on: Sizes.designed[0])
                    let before = pressed.state.screen
                    try pressed.play("\(digit)", on: Sizes.designed[0])
                    compared += 1
                    #expect(pressed.state.screen == before, "\(name) in \(language.rawValue): \(digit)")
                }
            }
        }
        #expect(compared > 100)
    }
}
