import AdapterTestSupport
import KioskCore
import Vocabulary
import KioskTestSupport
import Screens
import Testing

@testable import KioskRuntime

/// Somebody hammers keys and glass while windows change their size, calls come and go, and time passes. This tests the
/// loop as a whole, with every picture drawn. A resident cares that the booth is still there afterwards.
///
/// Most steps are lived through in a window that is too small for more than a line, because that is drawn soonest.
/// Whole pages are drawn in every fiftieth step, around a touch and the resizes that follow it.
@MainActor
@Suite struct MonkeyTests {
    private static let keys: [Key] = (0...9).map { .digit($0) } + [.star, .hash, .sos, .language, .volume, .contrast]
    private static let sizes = [(40, 12), (41, 13), (45, 34), (80, 24), (39, 12), (12, 5), (1, 1), (0, 0)].map {
        Size(columns: $0.0, rows: $0.1)
    }

    private static let small = Size(columns: 10, rows: 1)

    @Test("200,000 keys, touches, resizes, facts and pauses: the booth draws, answers and goes home")
    func hammering() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        var underTouch = 0
        for life in 0..<400 {
            let world = FakeWorld()
            let runtime = Runtime(
                catalogue: Sample.catalogue, settings: Sample.settings, size: Self.small, ports: world.ports)
            runtime.send(.start(Restored()))
            for _ in 0..<500 { underTouch += step(world, runtime, &random) }
            runtime.resize(Self.sizes[2])
            #expect(world.frames.last?.size == Self.sizes[2], "seed \(seed) life \(life)")
            // Forty minutes draw as many pictures as a life, so only every tenth life waits them out. Only a call that
            // somebody is on keeps the booth from going home.
            guard life % 10 == 0 else { continue }
            if let call = world.line { runtime.send(.call(call, .closed(.remote))) }
            world.pass(.seconds(2400))
            #expect(runtime.state.screen == .home || runtime.state.call != nil, "seed \(seed) life \(life)")
        }
        #expect(underTouch > 1000, "windows changed under a finger: \(underTouch)")
    }

    /// - Returns: 1 if the window changed between a touch and the end of its echo.
    private func step(_ world: FakeWorld, _ runtime: Runtime, _ random: inout SplitMix) -> Int {
        defer { world.forget() }
        if Int.random(in: 0..<50, using: &random) == 0 {
            runtime.resize(Self.sizes[Int.random(in: 0..<4, using: &random)])
            touch(runtime, &random)
            world.pass(.milliseconds(Int.random(in: 0..<150, using: &random)))
            runtime.resize(Self.sizes.randomElement(using: &random) ?? Self.sizes[0])
            world.pass(.milliseconds(Int.random(in: 0..<300, using: &random)))
            runtime.resize(Self.small)
            return 1
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: runtime.send(.press(Self.keys.randomElement(using: &random) ?? .hash, by: .key))
        case 8..<13:
            touch(runtime, &random)
            runtime.touchEnded()
        case 13, 14:
            let facts: [CallFact] = [.ringing, .earlyMedia, .established, .closed(.remote), .closed(.refused(486))]
            if let call = world.line, let fact = facts.randomElement(using: &random) { runtime.send(.call(call, fact)) }
        default: world.pass(.milliseconds(Int.random(in: 0..<3000, using: &random)))
        }
        return 0
    }

    private func touch(_ runtime: Runtime, _ random: inout SplitMix) {
        runtime.touch(column: .random(in: -1...80, using: &random), row: .random(in: -1...34, using: &random))
    }
}
