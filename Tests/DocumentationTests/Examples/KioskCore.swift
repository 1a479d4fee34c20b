import BoothConfiguration
import KioskCore
import Testing
import Vocabulary

extension Examples {
    @Test func kioskCore() {
        let configuration = Self.configuration
        // shown in Sources/KioskCore/KioskCore.docc/KioskCore.md
        // What the booth offers and how it is set up come in as values; so do both clocks.
        let booth = ConfigurationStore(directory: configuration).load()
        let now = Moment(milliseconds: 1_000_000)
        let wall = WallTime(unixMilliseconds: 1_795_260_960_000)
        let context = Context(catalogue: booth.catalogue, settings: booth.settings, now: now, wall: wall)

        var state = State(settings: booth.settings, now: now)
        _ = reduce(&state, .start(Restored()), context)

        // Somebody presses 5, the ambulance.
        let effects = reduce(&state, .press(.digit(5), by: .key), context)
        let isCounting = if case .countdown = state.screen { true } else { false }
        let dials = effects.contains { if case .telephone(.dial) = $0 { true } else { false } }
        // end
        #expect(isCounting)
        // A countdown first; nothing is dialled by one key.
        #expect(!dials)
        #expect(effects.contains { if case .startTimer = $0 { true } else { false } })
        #expect(effects.contains { if case .sound(.speak) = $0 { true } else { false } })
    }

    @Test func keysWay() {
        let configuration = Self.configuration
        let booth = ConfigurationStore(directory: configuration).load()
        let now = Moment(milliseconds: 1_000_000)
        let context = Context(catalogue: booth.catalogue, settings: booth.settings, now: now)
        var state = State(settings: booth.settings, now: now)
        _ = reduce(&state, .start(Restored()), context)
        // shown in Sources/KioskCore/KioskCore.docc/KeysWay.md
        // The page that is shown: what each of its keys does, and where that stands.
        let page = state.described(booth.catalogue, booth.settings)
        let taxi = page.offer(for: .digit(1))
        let words = taxi?.words.text(in: .english, of: booth.catalogue)

        // The same for all of its keys, as `kiosk preview --keys` prints them.
        let lines = page.listing(in: .english, of: booth.catalogue)
        // end
        #expect(words == "Taxi")
        #expect(taxi?.place == .tile)
        #expect(lines.count == page.offers.count)
        #expect(lines.contains { $0.contains("Taxi") })
    }
}
