import ControlSocket

/// What the running kiosk says of itself, read from the lines of `kiosk control status`.
struct RunningKiosk: Equatable {
    /// The rest of each line by its first word.
    private let lines: [String: String]

    /// What a kiosk answered.
    enum Answer: Equatable {
        /// No kiosk runs.
        case none
        /// One runs and does not answer, or may not be asked.
        case silent(String)
        case status(RunningKiosk)

        /// Asks the kiosk behind a socket.
        init(asking socket: String) {
            do {
                let reply = try ControlClient.ask(ControlRequest("status"), at: socket)
                self = reply.map { $0.ok ? .status(RunningKiosk($0.text)) : .silent($0.text) } ?? .none
            } catch {
                self = .silent("\(error)")
            }
        }

        var kiosk: RunningKiosk? {
            if case .status(let kiosk) = self { kiosk } else { nil }
        }
    }

    init(_ status: String) {
        var lines: [String: String] = [:]
        for line in status.split(separator: "\n") where line.first != " " {
            let parts = line.split(separator: " ", maxSplits: 1)
            let word = String(parts[0])
            if lines[word] == nil { lines[word] = parts.count > 1 ? String(parts[1]) : "" }
        }
        self.lines = lines
    }

    var version: String { lines["version"] ?? "unknown" }
    /// Columns and rows of its terminal.
    var screen: (columns: Int, rows: Int)? {
        let numbers = lines["screen"]?.split(separator: " ").last?.split(separator: "x").compactMap { Int($0) } ?? []
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
    /// Where its configuration comes from: `current`, `lastGood`, `builtIn`.
    var configuration: String { lines["configuration"]?.split(separator: " ").first.map(String.init) ?? "unknown" }
    var isAgentConnected: Bool { lines["agent"] == "connected" }
    /// `online`, `offline`, or a word that says neither.
    var platform: String { lines["platform"] ?? "unknown" }
    var faults: [String] {
        let names = lines["faults"] ?? "none"
        return names == "none" ? [] : names.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    }
    /// The trunks in order, each with what the kiosk knows of it.
    var trunks: [(id: String, state: String)] {
        guard let text = lines["trunks"], text != "none" else { return [] }
        return text.split(separator: ",").compactMap { entry in
            let parts = entry.drop { $0 == " " }.split(separator: "(", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (String(parts[0].dropLast()), String(parts[1].dropLast()))
        }
    }
}

/// Whether the kiosk runs, shows what is set up, and has no fault.
struct KioskFindings {
    /// A smaller screen shows no whole page.
    private static let smallest = (columns: 40, rows: 12)
    /// Faults that have a finding of their own.
    private static let foundElsewhere: Set<String> = [
        "audio.failed", "handset.failed", "agent.down", "trunk.none", "trunk.down", "platform.unreachable",
        "platform.unauthorized", "announcement.doubtful", "storage.failed",
    ]

    let answer: RunningKiosk.Answer

    var findings: [Finding] {
        switch answer {
        case .none:
            [.failure("kiosk", "does not run", "systemctl status kiosk; is --state right?")]
        case .silent(let why):
            [
                .failure(
                    "kiosk", "does not answer: \(why)", "journalctl -u kiosk; run this as root or as the kiosk's user")
            ]
        case .status(let kiosk): [runs(kiosk), configuration(kiosk), faults(kiosk)]
        }
    }

    private func runs(_ kiosk: RunningKiosk) -> Finding {
        guard let screen = kiosk.screen else {
            return .unseen("kiosk", "it says nothing of its screen", "kiosk control status")
        }
        let seen = "runs, version \(kiosk.version), screen \(screen.columns)x\(screen.rows)"
        if screen.columns < Self.smallest.columns || screen.rows < Self.smallest.rows {
            return .failure(
                "kiosk", seen, "a page needs \(Self.smallest.columns)x\(Self.smallest.rows): font size in foot.ini")
        }
        return .ok("kiosk", seen)
    }

    private func configuration(_ kiosk: RunningKiosk) -> Finding {
        guard kiosk.configuration == "current" else {
            return .failure(
                "configuration in use", kiosk.configuration == "builtIn" ? "built-in values" : "the last good copy",
                "run kiosk check, mend the files, then kiosk control reload")
        }
        return .ok("configuration in use", "that of the files")
    }

    private func faults(_ kiosk: RunningKiosk) -> Finding {
        let others = kiosk.faults.filter { !Self.foundElsewhere.contains($0) }
        guard others.isEmpty else {
            return .warning("faults", others.joined(separator: ", "), "kiosk control status explains each")
        }
        return .ok("faults", kiosk.faults.isEmpty ? "none" : "none but those named here")
    }
}
