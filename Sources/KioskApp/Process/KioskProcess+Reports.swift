import Reporting
import KioskCore
import BoothConfiguration
import EventQueue
import Vocabulary
import KioskRuntime
import PlatformClient

/// Handles reports of the event queue, and tells the platform the state of the booth.
extension KioskProcess {
    func take(_ report: QueueReport) {
        switch report {
        case .committed(_, let urgent): if urgent { platform.uploadNow() }
        case .degraded(let trouble):
            Log.line("queue: \(trouble)")
            runtime.send(.fault(.storage, raised: true))
        case .recovered: runtime.send(.fault(.storage, raised: false))
        case .setAside(let path):
            Log.line("queue: the database was broken and was set aside as \(path)")
            noteDamage()
        case .epochBegun(let epoch):
            Log.line(
                "queue: the platform knew its numbers from before (an old image was put back?): new epoch \(epoch)")
        case .dropped(let loss): Log.line("queue: dropped \(loss.count ?? 0) events (\(loss.reason.rawValue))")
        }
    }

    var snapshot: HeartbeatSnapshot {
        let state = runtime.state
        return HeartbeatSnapshot(
            version: KioskVersion.current, uptime: SystemClock.now - startedAt, bootID: bootID,
            trunks: configuration.settings.telephony.trunks.map { trunk in
                let routes = state.health.routes
                let word = !routes.agentConnected ? "unknown" : routes.isDown(trunk.id) ? "down" : "up"
                return HeartbeatSnapshot.Trunk(id: trunk.id, state: word)
            },
            audioWorks: !state.health.faults.contains(.audio),
            configurationHash: configuration.fingerprint,
            configurationIsLastGood: state.health.lastGoodConfiguration,
            faults: state.health.faults.sorted { $0.rawValue < $1.rawValue },
            lastSessionAge: platform.lastSessionAge)
    }
}
