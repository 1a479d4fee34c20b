import Foundation
import Telephony
import Vocabulary

/// The telephone: the agent's link, its accounts, the trunks, and the SOS service.
struct TelephonyFindings {
    /// What is known of a file.
    enum File: Equatable {
        case absent
        case unreadable
        case text(String)

        init(_ path: String) {
            if let text = try? String(contentsOfFile: path, encoding: .utf8) {
                self = .text(text)
            } else {
                // A folder that may not be searched hides whether the file is there.
                self = access(path, F_OK) != 0 && errno == ENOENT ? .absent : .unreadable
            }
        }
    }

    let settings: Settings
    let kiosk: RunningKiosk?
    /// The agent's `accounts` as it is, and as `kiosk agent-config` would write it; nil if a password cannot be read.
    let accounts: File
    let wantedAccounts: String?
    /// The files of the SOS service, by path, and their text for the present configuration.
    let sosFiles: [(path: String, file: File)]
    let wantedSOS: String
    /// Whether booth-sos runs; nil if that cannot be seen.
    let sosRuns: Bool?

    private var live: Bool { settings.telephony.live }

    var findings: [Finding] { [mode, agent, accountFile] + trunks + [sos] + sosFiles.map(lines) }

    private var mode: Finding {
        live
            ? .ok("calls", "real")
            : .warning("calls", "a demonstration: no call leaves this machine", "live: true when the trunks are tested")
    }

    private var agent: Finding {
        guard let kiosk else { return .unseen("agent", "no kiosk answers", "see kiosk above") }
        guard kiosk.isAgentConnected else {
            return .failure("agent", "does not answer", "systemctl status kiosk-agent kiosk-line")
        }
        return .ok("agent", "answers through the broker")
    }

    private var accountFile: Finding {
        let remedy = "run kiosk agent-config, then systemctl restart kiosk-agent"
        switch (accounts, wantedAccounts) {
        case (.unreadable, _), (.text, nil):
            return .unseen("agent accounts", "they hold passwords", "run kiosk doctor as root")
        case (.absent, _): return .wrong("agent accounts", "none were written", remedy, live: live)
        case (.text(let text), let wanted?):
            guard text == wanted else {
                return .wrong("agent accounts", "not those of booth.yaml's trunks", remedy, live: live)
            }
            return .ok("agent accounts", "\(settings.telephony.usableTrunks.count), those of booth.yaml")
        }
    }

    private var trunks: [Finding] {
        guard let kiosk else { return [.unseen("trunks", "no kiosk answers", "see kiosk above")] }
        guard !settings.telephony.usableTrunks.isEmpty else {
            return [.failure("trunks", "none that may be dialled: the booth cannot call", "booth-setup")]
        }
        return kiosk.trunks.map { trunk in
            let check = "trunk \(trunk.id)"
            switch trunk.state {
            case "registered", "answers": return .ok(check, trunk.state)
            case "no news":
                return .unseen(
                    check, "it has not been heard of yet",
                    "wait a minute, or kiosk control test-call if self_test is set")
            default:
                return .wrong(check, trunk.state, "network, account and password of the trunk", live: live)
            }
        }
    }

    private var sos: Finding {
        switch sosRuns {
        case nil: .unseen("SOS service", "other users' processes are hidden", "run kiosk doctor as root")
        case true?: .ok("SOS service", "booth-sos runs")
        case false?:
            .wrong(
                "SOS service", "booth-sos does not run", "systemctl status booth-sos; package hello-booth-sos",
                live: live)
        }
    }

    private func lines(_ entry: (path: String, file: File)) -> Finding {
        let check = "SOS lines \(entry.path)"
        let remedy =
            entry.path.hasSuffix("/sos-lines") ? "run kiosk agent-config" : "restart the kiosk; is the disk full?"
        switch entry.file {
        case .absent: return .wrong(check, "missing", remedy, live: live)
        case .unreadable: return .unseen(check, "it may not be read", "run kiosk doctor as root")
        case .text(let text):
            if let fault = SOSLines.fault(in: text) { return .wrong(check, fault, remedy, live: live) }
            guard Self.withoutSound(text) == Self.withoutSound(wantedSOS) else {
                return .wrong(check, "of another configuration", remedy, live: live)
            }
            let ways = text.split(separator: "\n").count { $0.hasPrefix("help ") }
            return .ok(check, "whole, \(ways) way\(ways == 1 ? "" : "s") to the help centre")
        }
    }
}

extension TelephonyFindings {
    /// The SOS service's file but for the agent's sound: `kiosk agent-config --earpiece` knows it better, and a
    /// demonstration has none.
    private static func withoutSound(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.hasPrefix("sound ") && !$0.hasPrefix("announcement ") }
    }

    /// Looks at the files and processes of this machine.
    init(_ settings: Settings, _ locations: Locations, agent: String, kiosk: RunningKiosk?) {
        let passwords = try? AgentFiles.passwords(settings.telephony)
        let wanted = passwords.flatMap { passwords in
            try? AgentConfiguration.accounts(
                for: settings.telephony, passwords: passwords,
                template: AgentFiles.template("accounts", deploy: locations.deploy))
        }
        self.init(
            settings: settings, kiosk: kiosk, accounts: File(agent + "/accounts"), wantedAccounts: wanted,
            sosFiles: [locations.state + "/sos/lines", agent + "/sos-lines"].map { ($0, File($0)) },
            wantedSOS: SOSLinesFile.lines(
                settings, state: locations.state, sound: SOSLinesFile.sound(settings, agent: agent)
            ).text,
            sosRuns: MachineProcesses.isRunning("booth-sos"))
    }
}
