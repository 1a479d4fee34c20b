import Foundation
import Spawn

/// The services of the booth, and the versions of what is installed.
struct UnitFindings {
    /// The services that a booth has.
    static let names = [
        "kiosk", "kiosk-agent", "kiosk-line", "booth-sos", "kiosk-firewall", "booth-storage-watch",
    ]

    /// What systemd says of each service, `LoadState ActiveState`; nil if there is no systemd to ask.
    let states: [String: String]?
    /// Versions of the packages by name; empty if none is installed.
    let packages: [String: String]
    let kiosk: RunningKiosk?
    let live: Bool

    var findings: [Finding] { [units, versions] }

    private var units: Finding {
        guard let states else {
            return .unseen("services", "systemd does not run here", "on a booth: systemctl status kiosk")
        }
        if Self.names.allSatisfy({ states[$0]?.hasPrefix("not-found") ?? true }) {
            return .unseen("services", "none is installed here", "apt install hello-booth")
        }
        let bad = Self.names.filter { states[$0]?.hasSuffix(" active") != true }
        guard bad.isEmpty else {
            let seen = bad.map { "\($0) is \(states[$0]?.split(separator: " ").last ?? "unknown")" }
            return .failure(
                "services", seen.joined(separator: ", "), "systemctl status \(bad.joined(separator: " "))")
        }
        return .ok("services", "\(Self.names.count) are active")
    }

    private var versions: Finding {
        let own = "kiosk \(KioskVersion.current)"
        let installed = packages.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let seen = ([own] + (installed.isEmpty ? ["not installed from packages"] : installed)).joined(separator: ", ")
        if let kiosk, kiosk.version != KioskVersion.current {
            return .warning(
                "versions", "\(seen); \(kiosk.version) runs", "kiosk control idle, then systemctl restart kiosk")
        }
        return .ok("versions", seen)
    }
}

extension UnitFindings {
    /// Asks systemd and dpkg.
    init(kiosk: RunningKiosk?, live: Bool) {
        self.init(states: Self.askSystemd(), packages: Self.askPackages(), kiosk: kiosk, live: live)
    }

    private static func askSystemd() -> [String: String]? {
        guard access("/run/systemd/system", F_OK) == 0 else { return nil }
        var states: [String: String] = [:]
        for name in names {
            let words = [
                "timeout", "5", "systemctl", "show", "--value", "--property=LoadState", "--property=ActiveState",
                "\(name).service",
            ]
            guard let (end, output) = try? Child.run(words, error: .nothing), end == .exited(0) else { return nil }
            states[name] = output.split(separator: "\n").joined(separator: " ")
        }
        return states
    }

    private static func askPackages() -> [String: String] {
        let words = [
            "timeout", "5", "dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\n", "hello-booth",
            "hello-booth-sos",
        ]
        guard let (_, output) = try? Child.run(words, error: .nothing) else { return [:] }
        var packages: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count == 3, fields[0] == "ii" { packages[String(fields[1])] = String(fields[2]) }
        }
        return packages
    }
}
