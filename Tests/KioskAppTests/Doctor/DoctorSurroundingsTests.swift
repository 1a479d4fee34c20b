import Testing
import Vocabulary

@testable import KioskApp

/// What `kiosk doctor` makes of the booth's surroundings: telephone, platform, machine, network, services.
@Suite struct DoctorSurroundingsTests {
    private static let kiosk = RunningKiosk(DoctorTests.status)

    private func kiosk(_ old: String, _ new: String) -> RunningKiosk {
        RunningKiosk(DoctorTests.status.replacing(old, with: new))
    }

    private func verdicts(_ findings: [Finding]) -> [String: String] {
        Dictionary(findings.map { ($0.check, $0.isUnseen ? "unseen" : $0.verdict.rawValue) }) { first, _ in first }
    }

    // MARK: Telephone

    private static let whole = "version 1\nhelp sip:a@127.0.0.1 sip:9990001@127.0.0.1\nend\n"

    private func telephony(
        live: Bool = true, kiosk: RunningKiosk? = Self.kiosk, accounts: TelephonyFindings.File = .text("x"),
        wanted: String? = "x", lines: TelephonyFindings.File = .text(Self.whole), sosRuns: Bool? = true
    ) -> [String: String] {
        var settings = Settings(booth: Booth(number: "PT-7001", address: [:]))
        settings.telephony.live = live
        settings.telephony.trunks = ["main", "backup"].map {
            Trunk(id: TrunkID(rawValue: $0), host: "127.0.0.1", user: "booth")
        }
        return verdicts(
            TelephonyFindings(
                settings: settings, kiosk: kiosk, accounts: accounts, wantedAccounts: wanted,
                sosFiles: [("/state/sos/lines", lines)], wantedSOS: Self.whole, sosRuns: sosRuns
            ).findings)
    }

    @Test func aTelephoneThatWorks() {
        #expect(
            telephony() == [
                "calls": "OK", "agent": "OK", "agent accounts": "OK", "trunk main": "OK", "trunk backup": "OK",
                "SOS service": "OK", "SOS lines /state/sos/lines": "OK",
            ])
        #expect(telephony(live: false)["calls"] == "WARN", "nobody may take a demonstration for a booth")
    }

    @Test func nothingThatWasNotSeenIsOK() {
        let found = telephony(kiosk: nil, accounts: .unreadable, lines: .unreadable, sosRuns: nil)
        #expect(
            found == [
                "calls": "OK", "agent": "unseen", "agent accounts": "unseen", "trunks": "unseen",
                "SOS service": "unseen", "SOS lines /state/sos/lines": "unseen",
            ])
        #expect(telephony(wanted: nil)["agent accounts"] == "unseen")
        #expect(telephony(kiosk: kiosk("(registered)", "(no news)"))["trunk main"] == "unseen")
    }

    @Test func aTelephoneThatDoesNotWork() {
        #expect(telephony(kiosk: kiosk("agent connected", "agent not connected"))["agent"] == "FAIL")
        for word in ["not registered", "does not answer"] {
            #expect(telephony(kiosk: kiosk("(registered)", "(\(word))"))["trunk main"] == "FAIL")
        }
        #expect(telephony(accounts: .absent)["agent accounts"] == "FAIL")
        #expect(telephony(accounts: .text("y"))["agent accounts"] == "FAIL", "of other trunks")
        #expect(telephony(sosRuns: false)["SOS service"] == "FAIL")
        #expect(telephony(live: false, sosRuns: false)["SOS service"] == "WARN")
        for bad in [.absent, .text("version 1\n"), .text(Self.whole + "# of another time\nend\n")]
            as [TelephonyFindings.File]
        {
            #expect(telephony(lines: bad)["SOS lines /state/sos/lines"] == "FAIL")
        }
    }

    // MARK: Platform

    private static let queue = """
        depth 3
        in memory 0
        oldest -
        dropped 0
        quarantined 0
        storage ok
        """

    private func platform(_ kiosk: RunningKiosk?, _ queue: String? = Self.queue, isConfigured: Bool = true)
        -> [String: String]
    {
        verdicts(PlatformFindings(isConfigured: isConfigured, kiosk: kiosk, queue: queue).findings)
    }

    @Test func thePlatformAndWhatWaitsForIt() {
        #expect(platform(Self.kiosk) == ["platform": "OK", "queue": "OK"])
        #expect(platform(kiosk("platform online", "platform offline"))["platform"] == "FAIL")
        #expect(platform(kiosk("platform online", "platform not heard of yet"))["platform"] == "unseen")
        #expect(platform(kiosk("faults none", "faults platform.unauthorized"))["platform"] == "FAIL")
        #expect(platform(Self.kiosk, isConfigured: false)["platform"] == "WARN")
        #expect(platform(nil, nil) == ["platform": "unseen", "queue": "unseen"])
        #expect(platform(Self.kiosk, "nonsense")["queue"] == "unseen")
        for (old, new, verdict) in [
            ("quarantined 0", "quarantined 2", "WARN"), ("dropped 0", "dropped 7", "WARN"),
            ("storage ok", "storage disk full", "FAIL"),
        ] {
            #expect(platform(Self.kiosk, Self.queue.replacing(old, with: new))["queue"] == verdict)
        }
    }

    // MARK: Machine

    private func machine(
        set: Bool = true, synchronised: Bool = true,
        space: MachineFindings.Space? = .init(bytes: 1 << 34, inodes: 1 << 20),
        writing: MachineFindings.Writing = .worked
    ) -> [String: String] {
        verdicts(
            MachineFindings(
                isClockSet: set, isSynchronised: synchronised, state: "/state", space: space, writing: writing
            ).findings)
    }

    @Test func clockAndDisk() {
        #expect(machine() == ["clock": "OK", "disk": "OK", "writing": "OK"])
        #expect(machine(set: false)["clock"] == "FAIL")
        #expect(machine(synchronised: false)["clock"] == "WARN")
        #expect(machine(space: nil)["disk"] == "unseen")
        #expect(machine(space: .init(bytes: 400 << 20, inodes: nil))["disk"] == "WARN")
        #expect(machine(space: .init(bytes: 10 << 20, inodes: nil))["disk"] == "FAIL")
        #expect(machine(space: .init(bytes: 1 << 34, inodes: 12))["disk"] == "FAIL", "room, and no file fits")
        #expect(machine(writing: .notAllowed)["writing"] == "unseen")
        #expect(machine(writing: .failed("Read-only file system"))["writing"] == "FAIL")
    }

    @Test func thisMachinesDiskIsWrittenTo() {
        #expect(verdicts(MachineFindings(state: "/tmp").findings)["writing"] == "OK")
        #expect(verdicts(MachineFindings(state: "/no/such/place").findings)["writing"] == "FAIL")
    }

    // MARK: Secrets

    private func secret(_ mode: UInt32?, owner: UInt32 = 7, isHidden: Bool = false) -> String? {
        let entry = mode.map { SecretFindings.Entry(mode: $0, owner: owner) }
        let found = SecretFindings(
            secrets: [.init(what: "token", path: "/token", entry: entry, isHidden: isHidden)],
            accounts: ("/accounts", nil), kioskUser: 7)
        return verdicts(found.findings)["token"]
    }

    @Test func secretsBelongToTheirUserAlone() {
        #expect(secret(0o100600) == "OK")
        for mode: UInt32 in [0o100640, 0o100604, 0o100666, 0o100620] { #expect(secret(mode) == "FAIL") }
        #expect(secret(0o100600, owner: 0) == "FAIL", "the kiosk could not read it")
        #expect(secret(nil) == "FAIL")
        #expect(secret(nil, isHidden: true) == "unseen")
        for (mode, verdict) in [(0o640, "OK"), (0o600, "OK"), (0o644, "FAIL"), (0o660, "FAIL")] {
            let found = SecretFindings(
                secrets: [], accounts: ("/accounts", .init(mode: UInt32(mode), owner: 0)), kioskUser: nil)
            #expect(verdicts(found.findings)["agent accounts' rights"] == verdict)
        }
    }

    // MARK: Network

    private let head =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    private func row(_ local: String, _ remote: String, _ state: String, inode: Int) -> String {
        "   0: \(local) \(remote) \(state) 00000000:00000000 00:00000000 00000000     0        0 \(inode) 1 0 100 0 0\n"
    }

    @Test func theKernelsTablesAreRead() {
        let table =
            head + row("0100007F:115C", "00000000:0000", "0A", inode: 1)
            + row("00000000:0016", "00000000:0000", "0A", inode: 2)
            + row("0100007F:1F90", "0100007F:9999", "01", inode: 3)
        let sockets = ListeningSocket.parse(table, .tcp)
        #expect(sockets.map(\.port) == [4444, 22])
        #expect(sockets.map(\.isLoopback) == [true, false])
        #expect(sockets.map(\.inode) == ["1", "2"])
        let none = String(repeating: "0", count: 32)
        let six =
            head + row("00000000000000000000000001000000:13C4", "\(none):0000", "07", inode: 4)
            + row("0000000000000000FFFF00000100007F:13C5", "\(none):0000", "07", inode: 5)
            + row("\(none):13C6", "\(none):0000", "07", inode: 6)
            + row("\(none):13C7", "00000000000000000000000001000000:0035", "01", inode: 7)
        #expect(ListeningSocket.parse(six, .udp).map(\.isLoopback) == [true, true, false])
        #expect(ListeningSocket.parse("nonsense\nmore nonsense", .tcp).isEmpty)
    }

    private func network(
        _ sockets: [ListeningSocket]?, owners: [String: String] = [:], firewall: NetworkFindings.Firewall = .loaded,
        live: Bool = true
    ) -> [String: String] {
        verdicts(
            NetworkFindings(sockets: sockets, owners: owners, sipPort: 5060, firewall: firewall, live: live).findings)
    }

    private func open(_ transport: ListeningSocket.Transport, _ port: Int, inode: String = "1") -> ListeningSocket {
        ListeningSocket(transport: transport, port: port, isLoopback: false, inode: inode)
    }

    @Test func nothingButTheSIPPortMayBeReached() {
        let own = ListeningSocket(transport: .tcp, port: 4444, isLoopback: true, inode: "9")
        #expect(network([own, open(.udp, 5060), open(.tcp, 5061), open(.udp, 68)])["network"] == "OK")
        #expect(network([open(.tcp, 22)])["network"] == "FAIL")
        #expect(network([open(.tcp, 22)], live: false)["network"] == "WARN")
        #expect(network([open(.udp, 5060)], owners: ["1": "asterisk"])["network"] == "FAIL", "somebody else's")
        #expect(network([open(.udp, 16_384)], owners: ["1": "baresip"])["network"] == "OK", "the sound of a call")
        #expect(network([open(.udp, 16_384)])["network"] == "FAIL", "nobody knows whose")
        #expect(network([open(.tcp, 68)])["network"] == "FAIL")
        #expect(network(nil)["network"] == "unseen")
        let findings = NetworkFindings(
            sockets: [open(.tcp, 22)], owners: ["1": "sshd"], sipPort: 5060, firewall: .loaded, live: true
        ).findings
        #expect(findings.first?.seen == "others can reach tcp 22 (sshd)")
    }

    @Test func aBoothWithRealCallsNeedsItsFirewall() {
        #expect(network([])["firewall"] == "OK")
        #expect(network([], firewall: .absent)["firewall"] == "FAIL")
        #expect(network([], firewall: .hidden)["firewall"] == "unseen")
        #expect(network([], firewall: .absent, live: false)["firewall"] == nil)
    }

    // MARK: Services

    private func units(_ states: [String: String]?, kiosk: RunningKiosk? = Self.kiosk) -> [String: String] {
        verdicts(
            UnitFindings(states: states, packages: ["hello-booth": "1.0"], kiosk: kiosk, live: true).findings)
    }

    @Test func everyServiceIsActive() {
        let active = Dictionary(uniqueKeysWithValues: UnitFindings.names.map { ($0, "loaded active") })
        #expect(units(active) == ["services": "OK", "versions": "OK"])
        #expect(units(active.merging(["booth-sos": "loaded inactive"]) { $1 })["services"] == "FAIL")
        #expect(units(active.merging(["kiosk": "loaded activating"]) { $1 })["services"] == "FAIL")
        #expect(units(active.mapValues { _ in "not-found inactive" })["services"] == "unseen")
        #expect(units(nil)["services"] == "unseen")
        #expect(units(nil, kiosk: kiosk(KioskVersion.current, "0.0.9"))["versions"] == "WARN")
    }
}
