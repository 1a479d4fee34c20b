import BoothConfiguration
import KioskCore
import Screens

/// The running kiosk in a few lines, for a technician.
enum StatusText {
    static func text(_ state: State, _ configuration: LoadedConfiguration, _ size: Size) -> String {
        let settings = configuration.settings
        let trunks = settings.telephony.trunks.map { trunk in
            let registered = state.health.routes.word(trunk.id)
            return "\(trunk.id.rawValue) (\(registered))"
        }
        let faults = state.health.faults.map(\.rawValue).sorted().joined(separator: ", ")
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
            platform \(state.health.online ? "online" : "offline")
            configuration \(configuration.source) \(configuration.fingerprint)
            faults \(faults.isEmpty ? "none" : faults)
            """
    }
}
