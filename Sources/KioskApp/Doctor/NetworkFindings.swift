import Foundation
import Glibc
import Spawn

/// Who can reach this machine: nothing may listen beyond loopback but the SIP port, and that for the trunks alone.
struct NetworkFindings {
    /// What is known of the firewall's table for the SIP port.
    enum Firewall: Equatable {
        case loaded
        case absent
        /// Only root may look.
        case hidden
    }

    /// nil if the tables cannot be read.
    let sockets: [ListeningSocket]?
    /// Process names by socket; of other users' sockets root alone knows them.
    let owners: [String: String]
    /// The agent's SIP port; the next one takes SIP over TLS.
    let sipPort: Int
    let firewall: Firewall
    let live: Bool

    var findings: [Finding] { [exposure] + (live ? [table] : []) }

    private var exposure: Finding {
        guard let sockets else { return .unseen("network", "/proc/net cannot be read", "run kiosk doctor as root") }
        let open = sockets.filter { !$0.isLoopback && !isExpected($0) }
        guard open.isEmpty else {
            let names = Set(
                open.map { "\($0.transport.rawValue) \($0.port) (\(owners[$0.inode] ?? "whose is not seen"))" })
            return .wrong(
                "network", "others can reach \(names.sorted().joined(separator: ", "))",
                "stop or confine it: only the SIP port may be open", live: live)
        }
        return .ok("network", "nothing listens beyond this machine but the SIP agent")
    }

    private func isExpected(_ socket: ListeningSocket) -> Bool {
        let owner = owners[socket.inode]
        if [sipPort, sipPort + 1].contains(socket.port) { return owner == nil || owner == "baresip" }
        // The sound of a call; and how this machine gets its own address.
        return socket.transport == .udp && (owner == "baresip" || [68, 546].contains(socket.port))
    }

    private var table: Finding {
        switch firewall {
        case .loaded: .ok("firewall", "table inet kiosk_sip is loaded")
        case .hidden: .unseen("firewall", "only root may look", "run kiosk doctor as root")
        case .absent:
            .failure(
                "firewall", "anybody may reach the SIP port: table inet kiosk_sip is not loaded",
                "kiosk agent-config; systemctl restart kiosk-firewall")
        }
    }
}

extension NetworkFindings {
    /// Looks at this machine.
    init(agent: String, live: Bool) {
        self.init(
            sockets: ListeningSocket.all, owners: MachineProcesses.owners, sipPort: Self.sipPort(agent) ?? 5060,
            firewall: live ? Self.firewall : .hidden, live: live)
    }

    /// The port in what `kiosk agent-config` wrote for the firewall.
    private static func sipPort(_ agent: String) -> Int? {
        TextLines.of(agent + "/trunks.nft").first { $0.hasPrefix("define sip_port = ") }?
            .split(separator: " ").last.flatMap { Int($0) }
    }

    private static var firewall: Firewall {
        guard geteuid() == 0 else { return .hidden }
        let words = ["timeout", "5", "nft", "list", "table", "inet", "kiosk_sip"]
        guard let (end, _) = try? Child.run(words) else { return .hidden }
        return end == .exited(0) ? .loaded : .absent
    }
}
