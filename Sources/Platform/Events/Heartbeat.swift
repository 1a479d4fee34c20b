/// What a booth says about itself every 60 s. What a booth does not know it leaves out; unknown members are ignored.
struct Heartbeat: Codable, Equatable, Sendable {
    struct Queue: Codable, Equatable, Sendable {
        let depth: Int64
        let oldestAgeSeconds: Double?
        let dropped: Int64?

        enum CodingKeys: String, CodingKey {
            case depth, dropped
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
}
