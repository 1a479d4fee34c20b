import ControlSocket

/// The management platform, and what waits for it.
struct PlatformFindings {
    /// Whether booth.yaml names a platform.
    let isConfigured: Bool
    let kiosk: RunningKiosk?
    /// What the kiosk says of its queue, word and value by line; nil if it was not asked.
    let queue: String?

    var findings: [Finding] { [platform, events] }

    private var platform: Finding {
        guard isConfigured else {
            return .warning("platform", "none is named", "platform.url and token_file: booth-setup")
        }
        guard let kiosk else { return .unseen("platform", "no kiosk answers", "see kiosk above") }
        if kiosk.faults.contains("platform.unauthorized") {
            return .failure("platform", "refuses the booth's token", "platform.token_file: booth-setup")
        }
        switch kiosk.platform {
        case "online": return .ok("platform", "answers and accepts the token")
        case "offline": return .failure("platform", "does not answer", "platform.url, network; kiosk.log says why")
        default: return .unseen("platform", "it has not been heard of yet", "wait a minute")
        }
    }

    private var events: Finding {
        guard let queue else { return .unseen("queue", "no kiosk answers", "kiosk queue status") }
        var values: [Substring: Substring] = [:]
        for line in queue.split(separator: "\n") {
            guard let space = line.lastIndex(of: " ") else { continue }
            values[line[..<space]] = line[line.index(after: space)...]
        }
        guard let depth = values["depth"], let quarantined = values["quarantined"], let dropped = values["dropped"]
        else { return .unseen("queue", "the kiosk's answer is not understood", "kiosk queue status") }
        let seen = "\(depth) waiting, \(quarantined) quarantined, \(dropped) dropped"
        guard queue.split(separator: "\n").contains("storage ok") else {
            return .failure("queue", "cannot be written; \(seen)", "disk space and rights of the state directory")
        }
        if quarantined != "0" {
            return .warning("queue", seen, "kiosk queue list --quarantined says why; then kiosk queue retry")
        }
        if dropped != "0" { return .warning("queue", seen, "events are lost: the platform was away for too long") }
        return .ok("queue", seen)
    }
}

extension PlatformFindings {
    /// Asks the running kiosk.
    init(isConfigured: Bool, kiosk: RunningKiosk?, socket: String) {
        let reply = kiosk == nil ? nil : try? ControlClient.ask(ControlRequest("queue", ["status"]), at: socket)
        self.init(isConfigured: isConfigured, kiosk: kiosk, queue: reply.flatMap { $0.ok ? $0.text : nil })
    }
}
