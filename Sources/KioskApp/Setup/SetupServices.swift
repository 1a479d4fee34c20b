import ControlSocket
import Foundation
import Spawn

/// Takes what was set up into use on a booth: the agent's configuration, then the services.
struct SetupServices {
    let locations: Locations

    /// What a technician is to run by hand where this program may not.
    static let byHand =
        "kiosk agent-config; systemctl daemon-reload; systemctl restart kiosk-firewall kiosk-agent kiosk-line kiosk"

    /// Writes the agent's configuration and restarts the services.
    /// - Returns: Whether services were restarted, so that they need a moment.
    func apply() throws -> Bool {
        guard geteuid() == 0 else {
            print("run as root: \(Self.byHand)")
            return false
        }
        try run(
            ["/proc/self/exe", "agent-config"] + locations.words,
            "the agent's configuration was not written")
        guard access("/run/systemd/system", F_OK) == 0 else { return false }
        // A call is in the agent.
        let reply = try? ControlClient.ask(ControlRequest("idle"), at: locations.controlSocket)
        if let reply, !reply.ok {
            print("not applied yet: \(reply.text). Later: \(Self.byHand)")
            return false
        }
        try run(["systemctl", "daemon-reload"], "systemd did not read its units again")
        for unit in ["kiosk-firewall", "kiosk-agent", "kiosk-line", "kiosk"] {
            try run(["systemctl", "restart", unit], "\(unit) was not restarted")
        }
        return true
    }

    private func run(_ words: [String], _ failure: String) throws {
        let (end, output) = try Child.run(words)
        if !output.isEmpty { print(output, terminator: "") }
        guard end == .exited(0) else { throw Failure(failure) }
    }
}
