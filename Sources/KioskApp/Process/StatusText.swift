import Vocabulary
import BoothConfiguration
import KioskCore
import Screens

/// The state of the running kiosk in a few lines, for a technician.
@MainActor
enum StatusText {
    /// - Parameters:
    ///   - leftOut: How many elements of each source cannot be used.
    ///   - platform: Whether the platform answers, in a word.
    static func text(
        _ state: State, _ configurations: LiveConfiguration, _ size: Size, _ leftOut: [String: Int], platform: String
    ) -> String {
        let configuration = configurations.inUse
        let settings = configuration.settings
        let trunks = settings.telephony.trunks.map { trunk in
            let registered = state.health.routes.word(trunk.id)
            return "\(trunk.id.rawValue) (\(registered))"
        }
        let standing = state.health.faults.sorted { $0.rawValue < $1.rawValue }
        let faults = standing.map(\.rawValue).joined(separator: ", ")
        let explanations = standing.map { "\n  \($0.rawValue): \($0.explanation)" }.joined()
        let late = configurations.needsRestart
        let lost = leftOut.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let notes = [
            configurations.refusal.map { "configuration refused \($0)" },
            configurations.waiting.map { "configuration \($0.fingerprint) waits until nobody uses the booth" },
            late.isEmpty ? nil : "configuration of \(late.joined(separator: ", ")) waits for a restart of the kiosk",
            lost.isEmpty
                ? nil : "elements left out of what is shown: \(lost.joined(separator: ", ")); kiosk.log names them",
        ]
        return """
            booth \(settings.booth.number)
            version \(KioskVersion.current)
            screen \(state.screen.kind) \(size.columns)x\(size.rows)
            session \(state.session == nil ? "none" : "running") language \(state.language.rawValue)
            call \(state.call.map { "\($0.callClass.rawValue) \($0.isConnected ? "connected" : "dialling")" } ?? "none")
            calls are \(settings.telephony.live ? "REAL" : "a demonstration")
            test call \(state.selfTest.map { "on \($0.trunk.rawValue)" } ?? "none under way")
            agent \(state.health.routes.agentConnected ? "connected" : "not connected")
            trunks \(trunks.isEmpty ? "none" : trunks.joined(separator: ", "))
            card reader \(settings.pension.reader.rawValue)\(state.health.cardReader ? ", works" : "")\(state.isCardLeft ? ", a card was left in it" : "")
            platform \(platform)
            configuration \(configuration.source) \(configuration.fingerprint)
            \(notes.compactMap { $0.map { $0 + "\n" } }.joined())faults \(faults.isEmpty ? "none" : faults)\(explanations)
            """
    }
}
