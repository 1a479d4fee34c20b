/// What a booth says about itself every 60 s. What a booth does not know it leaves out; unknown members are ignored.
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
    /// What is wrong with it, or nil. A heartbeat is stored as it is read: nothing in it may be long, and words are words.
    var problem: String? {
        let words = [version, bootID, audio, storage, configurationHash, configurationState].compactMap { $0 }
        guard words.allSatisfy({ $0.utf8.count <= 128 }) else { return "a text is longer than 128 bytes" }
        guard (trunks ?? []).count <= 16, (faults ?? []).count <= 64 else { return "too many trunks or faults" }
        let names = (faults ?? []) + (trunks ?? []).flatMap { [$0.id, $0.state] }
        guard names.allSatisfy({ (1...64).contains($0.utf8.count) }) else {
            return "trunks, faults: names of 1 to 64 bytes"
        }
        guard let counters = [queue.depth, queue.dropped ?? 0, queue.quarantined ?? 0].min(), counters >= 0 else {
            return "queue: a negative count"
        }
        return nil
    }
}
