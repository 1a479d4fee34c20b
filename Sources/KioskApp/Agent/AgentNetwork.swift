import Foundation
import Glibc
import Vocabulary

/// Restricts whom the SIP agent may talk to, through files beside its configuration that systemd and nftables include.
enum AgentNetwork {
    /// The drop-in for the units of the agent and of its broker. While the booth is not live, the kernel itself lets
    /// the agent reach this machine and nothing else, whatever a far side asks it to do (systemd.resource-control(5)).
    static func unitDropIn(live: Bool) -> String {
        let head =
            "# Written by `kiosk agent-config`; linked as network.conf into kiosk-agent.service.d and kiosk-line.service.d.\n"
        guard !live else { return head + "# live: true. Who may reach the agent is in kiosk-sip.nft.\n" }
        return head
            + "# live: false. Nothing but this machine.\n[Service]\nIPAddressDeny=any\nIPAddressAllow=localhost\n"
    }

    /// What `kiosk-sip.nft` includes: the agent's SIP port and the addresses of the trunks. A set cannot be empty, so
    /// both contain this machine.
    static func firewall(addresses: [String], port: Int) -> String {
        let (six, four) = (addresses.filter { $0.contains(":") }, addresses.filter { !$0.contains(":") })
        func set(_ addresses: [String]) -> String { "{ " + addresses.joined(separator: ", ") + " }" }
        return """
            # Written by `kiosk agent-config` from the trunks of booth.yaml; included by kiosk-sip.nft. Anew after each change.
            define sip_port = \(port)
            define sip_tls_port = \(port < 65_535 ? port + 1 : port)
            define trunks4 = \(set(["127.0.0.1"] + four))
            define trunks6 = \(set(["::1"] + six))

            """
    }

    /// The addresses of all usable trunks, each once, in order.
    /// - Throws: If a host name cannot be resolved, since the trunk would be locked out without its addresses.
    static func addresses(of telephony: TelephonySettings) throws -> [String] {
        var addresses: [String] = []
        for trunk in telephony.usableTrunks where !trunk.isLoopback {
            let found = resolve(trunk.host)
            guard !found.isEmpty else {
                throw Failure(
                    "trunk '\(trunk.id.rawValue)': the name '\(trunk.host)' cannot be resolved now, so the firewall cannot "
                        + "know its addresses; write addresses in booth.yaml or try again with a network")
            }
            addresses += found.filter { !addresses.contains($0) }
        }
        return addresses
    }

    /// The addresses of a host as text; IPv6 addresses without their zone.
    private static func resolve(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let current = entry {
            var name = [CChar](repeating: 0, count: 64)
            if getnameinfo(
                current.pointee.ai_addr, current.pointee.ai_addrlen, &name, 64, nil, 0, NI_NUMERICHOST) == 0
            {
                let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                let address = String(text.prefix { $0 != "%" })
                if !addresses.contains(address) { addresses.append(address) }
            }
            entry = current.pointee.ai_next
        }
        return addresses
    }
}
