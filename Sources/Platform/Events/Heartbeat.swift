/// A booth's report about itself, every 60 s. The booth leaves out what it does not know; unknown members are ignored.
struct Heartbeat: Codable, Equatable, Sendable {
    struct Queue: Codable, Equatable, Sendable {
        let depth: Int64
        let oldestAgeSeconds: Double?
        let dropped: Int64?
        let quarantined: Int64?

        enum CodingKeys: String, CodingKey {
            case depth, dropped, quarantined
            case oldestAgeSeconds = "oldest_age_s"
        }
    }

    struct Trunk: Codable, Equatable, Sendable {
        let id: String
        let state: String
    }

    let booth: String
    let version: String
    let uptimeSeconds: Double
    let bootID: String
    let queue: Queue
    let trunks: [Trunk]?
    let audio: String?
    let storage: String?
    let configurationHash: String?
    let configurationState: String?
    let faults: [String]?
    let lastSessionAgeSeconds: Double?

    enum CodingKeys: String, CodingKey {
        case booth, version, queue, trunks, audio, storage, faults
        case uptimeSeconds = "uptime_s"
        case bootID = "boot_id"
        case configurationHash = "config_hash"
        case configurationState = "config_state"
        case lastSessionAgeSeconds = "last_session_age_s"
    }
    /// What is wrong with it, or nil. A heartbeat is stored as it was read, so nothing in it may be long.
    var problem: String? {
        if version.unicodeScalars.count > 32 { return "version: more than 32 characters" }
        if [bootID, configurationHash ?? ""].contains(where: { $0.unicodeScalars.count > 64 }) {
            return "boot_id, config_hash: more than 64 characters"
        }
        if [audio, storage, configurationState].contains(where: { ($0 ?? "").unicodeScalars.count > 32 }) {
            return "audio, storage, config_state: more than 32 characters"
        }
        if (trunks ?? []).count > 16 || (faults ?? []).count > 64 { return "more than 16 trunks or 64 faults" }
        if (faults ?? []).contains(where: { !(1...64).contains($0.unicodeScalars.count) }) {
            return "faults: 1 to 64 characters each"
        }
        if (trunks ?? []).contains(where: {
            !(1...64).contains($0.id.unicodeScalars.count) || !(1...32).contains($0.state.unicodeScalars.count)
        }) {
            return "trunks: an id of 1 to 64 and a state of 1 to 32 characters each"
        }
        if [queue.depth, queue.dropped ?? 0, queue.quarantined ?? 0].contains(where: { $0 < 0 }) {
            return "queue: a negative number"
        }
        return uptimeSeconds < 0 || (lastSessionAgeSeconds ?? 0) < 0 ? "uptime_s, last_session_age_s: negative" : nil
    }
}
