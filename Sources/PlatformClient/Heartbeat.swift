import Serial
import EventQueue
import HTTPClient
import Basics
import Vocabulary

/// Reports the booth's condition to the platform, at once and then at intervals. A heartbeat is never queued, because
/// an old one is worth nothing.
actor Heartbeat {
    private let link: PlatformLink
    private let events: EventQueue
    private let interval: Duration
    private let snapshot: @Sendable () -> HeartbeatSnapshot
    private var backoff: Backoff
    private var isRunning = false
    private var timer = 0
    private var underWay: HTTPHandle?
    private var isUnderWay = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(
        link: PlatformLink, events: EventQueue, interval: Duration,
        snapshot: @escaping @Sendable () -> HeartbeatSnapshot
    ) {
        self.link = link
        self.events = events
        self.interval = interval
        self.snapshot = snapshot
        backoff = Backoff(base: min(interval, .seconds(2)), cap: interval)
    }

    nonisolated func start() {
        link.queue.run(on: self) { heartbeat in
            heartbeat.isRunning = true
            heartbeat.beat()
        }
    }

    /// Checks one second from now whether the platform still answers.
    nonisolated func probe() {
        link.queue.run(on: self) { heartbeat in
            if heartbeat.isRunning, !heartbeat.isUnderWay { heartbeat.schedule(min(heartbeat.interval, .seconds(1))) }
        }
    }

    nonisolated func stop() {
        link.queue.run(on: self) { heartbeat in
            heartbeat.isRunning = false
            heartbeat.timer += 1
            if let handle = heartbeat.underWay { heartbeat.link.cancel(handle) }
        }
    }

    private func schedule(_ delay: Duration) {
        timer += 1
        let number = timer
        link.queue.run(on: self, after: delay) { heartbeat in
            if heartbeat.timer == number { heartbeat.beat() }
        }
    }

    private func beat() {
        guard isRunning, !isUnderWay else { return }
        timer += 1
        isUnderWay = true
        let body = Self.body(snapshot(), events.status, booth: link.booth.number, now: link.now())
        underWay = link.send(.post, "/v1/heartbeat", body: body.serialized, timeout: .seconds(15), to: self) {
            heartbeat, answer in
            heartbeat.isUnderWay = false
            heartbeat.underWay = nil
            guard heartbeat.isRunning else { return }
            if case .success(let response) = answer, response.status < 500, PlatformLink.isOwn(response) {
                heartbeat.backoff.reset()
                heartbeat.schedule(heartbeat.interval)
            } else {
                heartbeat.schedule(heartbeat.backoff.fail(random: heartbeat.link.random()))
            }
        }
    }

    /// The heartbeat's document.
    static func body(_ snapshot: HeartbeatSnapshot, _ queue: QueueStatus, booth: String, now: Int64) -> JSONValue {
        let seconds = { (duration: Duration) in JSONValue.integer(duration.wholeMilliseconds / 1000) }
        return .object([
            "booth": .string(booth),
            "version": .string(snapshot.version),
            "uptime_s": seconds(snapshot.uptime),
            "boot_id": .string(snapshot.bootID),
            "queue": .object([
                "depth": .integer(Int64(queue.depth + queue.inMemory)),
                "oldest_age_s": age(of: queue.oldest, now: now),
                "dropped": .integer(Int64(queue.dropped)),
                "quarantined": .integer(Int64(queue.quarantined)),
            ]),
            "trunks": .array(
                snapshot.trunks.map {
                    .object(["id": .string($0.id.rawValue), "state": .string($0.state)])
                }),
            "audio": .string(snapshot.audioWorks ? "ok" : "down"),
            "storage": .string(queue.trouble == nil ? "ok" : "degraded"),
            "config_hash": .string(snapshot.configurationHash),
            "config_state": .string(snapshot.configurationIsLastGood ? "last_good" : "current"),
            "faults": .array(snapshot.faults.map { .string($0.rawValue) }),
            "last_session_age_s": snapshot.lastSessionAge.map(seconds) ?? .null,
        ])
    }

    /// Seconds since the oldest event. Null if there is none or if its clock was not yet set, because its age would
    /// then be decades.
    private static func age(of oldest: Int64?, now: Int64) -> JSONValue {
        guard let oldest, oldest >= WallTime.earliestPlausible else { return .null }
        return .integer(max(0, now - oldest) / 1000)
    }
}
