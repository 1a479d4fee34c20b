import BoothConfiguration
import KioskCore
import KioskRuntime
import Screens
import Testing
import Vocabulary

extension Examples {
    @MainActor
    @Test func kioskRuntime() {
        let configuration = Self.configuration
        // shown in Sources/KioskRuntime/KioskRuntime.docc/KioskRuntime.md
        let booth = ConfigurationStore(directory: configuration).load()
        var frames: [Frame] = []
        var spoken: [Utterance] = []

        // A world that shows and says, and whose clock stands still.
        let ports = Ports(
            clock: Ports.Clock(now: { Moment(milliseconds: 0) }, wall: { nil }, schedule: { _, _ in {} }),
            sound: { command in if case .speak(let utterance) = command { spoken.append(utterance) } },
            record: { _ in }, randomID: { "session-1" }, present: { frames.append($0) }, sessionEnded: {})
        let runtime = Runtime(
            catalogue: booth.catalogue, settings: booth.settings, size: Size(columns: 45, rows: 34), ports: ports)

        runtime.send(.start(Restored()))
        runtime.send(.press(.digit(7), by: .key))
        // end
        #expect(runtime.state.screen.kind == .places)
        // Attract, then the page of the places.
        #expect(frames.count == 2)
        #expect(spoken.last?.parts.isEmpty == false)
    }
}
