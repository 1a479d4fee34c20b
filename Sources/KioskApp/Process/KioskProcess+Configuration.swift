import Vocabulary
import Terminal
import KioskCore
import BoothConfiguration
import ControlSocket

import KioskRuntime
import Serial

/// Handles changed configuration files: they are read at once and taken into use between sessions.
extension KioskProcess {
    static func logErrors(of loaded: LoadedConfiguration) {
        for problem in loaded.problems where problem.severity == .error || problem.isOfLastGoodCopy {
            Log.line("\(problem)")
        }
    }

    /// Takes the watcher's report that the files have changed.
    func take(_ report: ConfigurationWatcher.Report) {
        switch report {
        case .beingWritten(let paths):
            Log.line("configuration: waits until \(paths.joined(separator: ", ")) is closed")
        case .read(let loaded): consider(loaded, always: false)
        }
    }

    /// Reads the configuration now, at a technician's request. It is taken into use between sessions.
    func reload(_ reply: @escaping @Sendable (ControlReply) -> Void) {
        watcher.reload { [weak self] loaded in
            Main.run { reply(self?.answer(loaded) ?? ControlReply(ok: false, "stopping")) }
        }
    }

    private func answer(_ loaded: LoadedConfiguration) -> ControlReply {
        let verdict = consider(loaded, always: true)
        let errors = loaded.problems.filter { $0.severity == .error }
        if verdict == .refused { return ControlReply(ok: false, configurations.refusal ?? "refused") }
        if !errors.isEmpty { return ControlReply(ok: false, errors.map(\.description).joined(separator: "\n")) }
        return ControlReply(configurations.waiting == nil ? "applied" : "will be applied when the session ends")
    }

    /// Reports a bad configuration as a fault at once. The fault ends when a good one is taken into use.
    @discardableResult
    func consider(_ loaded: LoadedConfiguration, always: Bool) -> LiveConfiguration.Verdict {
        let verdict = configurations.take(loaded, always: always)
        Self.logErrors(of: loaded)
        switch verdict {
        case .unchanged: runtime.send(.fault(.configuration, raised: loaded.source != .current))
        case .refused:
            Log.line("configuration: \(configurations.refusal ?? "refused")")
            runtime.send(.fault(.configuration, raised: true))
        case .wanted:
            if loaded.source != .current { runtime.send(.fault(.configuration, raised: true)) }
            applyWhenIdle()
        }
        return verdict
    }

    /// Takes the waiting configuration into use between sessions. If a call belongs to no session, it waits for its
    /// end.
    func applyWhenIdle() {
        guard configurations.waiting != nil, runtime.state.session == nil else { return }
        if isLineFree { return applyWaitingConfiguration() }
        Main.run(after: .seconds(5)) { [weak self] in self?.applyWhenIdle() }
    }

    /// Whether nobody is on the line or about to be. Another configuration means another client of the agent.
    var isLineFree: Bool {
        let state = runtime.state
        return state.call == nil && state.incoming == nil && state.selfTest == nil
    }

    func applyWaitingConfiguration() {
        guard let loaded = configurations.apply() else { return }
        Log.line("configuration: \(loaded.source) \(loaded.fingerprint) is in use")
        let late = configurations.needsRestart
        if !late.isEmpty { Log.line("configuration: \(late.joined(separator: ", ")) waits for a restart of the kiosk") }
        telephone.configure(loaded.settings)
        telephone.prepareAnnouncements(loaded.settings.booth, loaded.catalogue.languages)
        cards.configure(loaded.settings.pension)
        terminal.keys = loaded.settings.keys
        SOSLinesFile.write(
            loaded.settings, state: locations.state, agent: locations.agent, hasDevices: telephone.hasDevices)
        // The ending session is still inside the runtime's turn, so this waits until after it.
        Main.run { [weak self] in
            self?.runtime.configure(
                catalogue: loaded.catalogue, settings: loaded.settings, lastGood: loaded.source != .current)
            self?.startLife()
        }
    }
}
