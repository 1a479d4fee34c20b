import ArgumentParser
import BoothConfiguration
import Foundation
import Vocabulary
import Telephony

/// `kiosk agent-config`: the SIP agent's own configuration, made from booth.yaml and the templates.
struct AgentConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent-config", abstract: "Write the SIP agent's configuration, made from booth.yaml.",
        discussion: """
            Writes config and accounts; accounts holds passwords, so both are readable by owner and group alone. Beside them \
            network.conf for the units of agent and broker, sos-lines for the SOS service, and trunks.nft for the firewall. Apply them afterwards: systemctl \
            daemon-reload; systemctl restart kiosk-agent kiosk-line; nft -f /etc/nftables.d/kiosk-sip.nft. While booth.yaml says live: \
            false, the agent is confined to this machine.
            """)

    @OptionGroup var locations: Locations

    @Option(
        name: .customLong("output"),
        help: "Directory that receives config and accounts: agent beside booth.yaml of --config, if not another.")
    var outputOption: String?

    private var output: String { outputOption ?? locations.agent }

    @Option(
        help: "Where the agent takes SIP: address:port. A booth that is not live stays on 127.0.0.1.")
    var sip = "0.0.0.0:5060"

    @Option(help: "Address or interface for SIP and sound, if not any.")
    var interface: String?

    @Option(help: "ALSA device that calls are heard on, if not audio.handset of booth.yaml or else 'handset'.")
    var earpiece: String?

    @Option(help: "The group that may read them, if there is such a group: that of the agent's user.")
    var group = "kiosk-agent"

    @Option(help: .hidden)
    var modules = AgentConfiguration.debianModules

    /// The port of `sip`, 1 to 65,535. The firewall has to know it.
    private var sipPort: Int? {
        sip.split(separator: ":").last.flatMap { Int($0) }.flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    func validate() throws {
        guard sipPort != nil else {
            throw ValidationError(
                "--sip '\(sip)': write address:port with a port from 1 to 65535, such as 0.0.0.0:5060")
        }
        guard let earpiece, !AudioSettings.isDeviceOfAgent(earpiece) else { return }
        throw ValidationError(
            "--earpiece '\(earpiece)': the SIP agent cannot use this name; give the device a short one without spaces in "
                + "asound.conf")
    }

    func run() throws {
        umask(0o027)
        let loaded = ConfigurationStore(directory: locations.configuration, recordings: locations.prompts).load()
        let errors = loaded.problems.filter { $0.severity == .error }
        guard errors.isEmpty else {
            throw Failure(errors.map(\.description).joined(separator: "\n") + "\nnothing was written")
        }
        let (telephony, audio) = (loaded.settings.telephony, loaded.settings.audio)
        let sound = AgentConfiguration.Sound.alsa(
            microphone: audio.microphone, earpiece: earpiece ?? audio.handset ?? "handset")
        let agent = AgentConfiguration(
            controlPort: telephony.controlPort, sipAddress: telephony.live ? sip : "127.0.0.1:0",
            networkInterface: telephony.live ? interface : "127.0.0.1",
            sound: sound, modules: modules)
        let passwords = try AgentFiles.passwords(telephony)
        let config = try agent.config(template: AgentFiles.template("config", deploy: locations.deploy))
        let accounts = try AgentConfiguration.accounts(
            for: telephony, passwords: passwords,
            template: AgentFiles.template("accounts", deploy: locations.deploy))
        let addresses = try AgentNetwork.addresses(of: telephony)
        // Everything or nothing is written. With only half of it, an agent could talk to peers that its firewall does
        // not know.
        try write(config, to: "config")
        try write(accounts, to: "accounts")
        try write(AgentNetwork.unitDropIn(live: telephony.live), to: "network.conf", mode: 0o644)
        try write(
            SOSLinesFile.lines(loaded.settings, state: locations.state, sound: sound).text, to: "sos-lines", mode: 0o644
        )
        try write(AgentNetwork.firewall(addresses: addresses, port: sipPort ?? 5060), to: "trunks.nft")
        print(
            "\(output)/config, accounts, network.conf, sos-lines and trunks.nft: \(telephony.usableTrunks.count) trunks, \(telephony.live ? "LIVE" : "not live")"
        )
    }

    private func write(_ text: String, to name: String, mode: Int = 0o640) throws {
        let path = output + "/" + name
        do {
            try FileManager.default.createDirectory(
                atPath: output, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
            // The SOS service, which may read nothing else here, has to reach sos-lines.
            chmod(output, 0o751)
            if let entry = getgrnam(group) { chown(output, uid_t.max, entry.pointee.gr_gid) }
            unlink(path + ".new")
            let made = FileManager.default.createFile(
                atPath: path + ".new", contents: Data(text.utf8), attributes: [.posixPermissions: mode])
            if let entry = getgrnam(group) { chown(path + ".new", uid_t.max, entry.pointee.gr_gid) }
            guard made, rename(path + ".new", path) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
        } catch {
            throw Failure("\(path): cannot be written (\(error.localizedDescription))")
        }
    }
}
