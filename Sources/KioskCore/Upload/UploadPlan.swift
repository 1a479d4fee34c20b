/// What the platform said about one event of a batch.
public struct EventResult: Equatable, Sendable {
    /// Its verdict.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// Stored now.
        case accepted
        /// Stored before: an acknowledgement was lost.
        case duplicate
        /// Not stored and never will be.
        case rejected
    }

    /// The event's id.
    public var id: String
    /// The verdict.
    public var status: Status
    /// Why it was rejected.
    public var reason: String?

    /// A result.
    public init(id: String, status: Status, reason: String? = nil) {
        self.id = id
        self.status = status
        self.reason = reason
    }
}

/// What came back for a batch.
public enum UploadAnswer: Equatable, Sendable {
    /// 200 with a body that holds results.
    case results([EventResult])
    /// Another status, with `Retry-After` if it was given.
    case status(Int, retryAfter: Duration?)
    /// 200 with a body that is no result list: something else answered, such as a captive portal.
    case notUnderstood
    /// No complete answer. The platform may have stored the batch all the same.
    case none
}

/// Why an upload has to wait.
public enum UploadTrouble: Hashable, Sendable {
    /// No answer.
    case unreachable
    /// 429 or 503.
    case busy
    /// 401, 403, or a token that belongs to another booth. Events are kept.
    case credentials
    /// Another status, or a body that is not the platform's.
    case refused(status: Int)
}

/// What to do after an answer. Indices count within the batch that was sent.
public enum UploadStep: Equatable, Sendable {
    /// Delete these from the queue, set those aside, then send the next batch at once.
    case settle(acknowledged: [Int], setAside: [SetAside])
    /// Send again at once; the limit is smaller now.
    case shrink
    /// Settle what is settled, then wait.
    case wait(Duration, UploadTrouble, acknowledged: [Int], setAside: [SetAside])

    /// An event that the platform will never take.
    public struct SetAside: Equatable, Sendable {
        /// Its place in the batch.
        public var index: Int
        /// Why, for the technician.
        public var reason: String

        /// An event set aside.
        public init(index: Int, reason: String) {
            self.index = index
            self.reason = reason
        }
    }
}

/// The upload's memory between batches: how much to send, and what each answer means.
///
/// Invariants: an event leaves the queue only by a result that names it, or alone in a batch that was refused for what
/// it holds; a refusal that hits everything (wrong path, wrong token) sets nothing aside.
public struct UploadPlan: Equatable, Sendable {
    /// Most events in a batch.
    public let maximumCount: Int
    /// Most bytes in a batch before compression; a single larger event is sent alone.
    public let maximumBytes: Int
    /// Events to send next.
    public private(set) var count: Int
    /// Events refused alone since one was last taken. Three in a row look like a broken platform, not broken events.
    private var refusedAlone = 0
    private var backoff: Backoff
    private static let longestRetryAfter = Duration.seconds(3600)

    /// A plan; the platform's own limits are 500 events and 1 MiB.
    public init(maximumCount: Int = 200, maximumBytes: Int = 512 * 1024, backoff: Backoff = Backoff()) {
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        self.count = maximumCount
        self.backoff = backoff
    }

    /// What to do after `answer` to the events with these ids, in the order sent. `random` is uniform in 0 ..< 1.
    public mutating func step(after answer: UploadAnswer, to ids: [String], random: Double) -> UploadStep {
        switch answer {
        case .results(let results): settle(results, ids: ids, random: random)
        case .none: wait(.unreachable, random: random)
        case .notUnderstood: wait(.refused(status: 200), random: random)
        case .status(let status, let retryAfter):
            switch status {
            case 429, 503: waitAsTold(retryAfter, random: random)
            case 401, 403: wait(.credentials, random: random)
            case 400, 413, 415, 422: isolate(status: status, sent: ids.count, random: random)
            // These speak of the address, the route or the moment, never of an event.
            default: wait(.refused(status: status), random: random)
            }
        }
    }

    private mutating func settle(_ results: [EventResult], ids: [String], random: Double) -> UploadStep {
        let byID = Dictionary(results.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var acknowledged: [Int] = []
        var setAside: [UploadStep.SetAside] = []
        var wrongBooth = false
        for (index, id) in ids.enumerated() {
            guard let result = byID[id] else { continue }
            switch result.status {
            case .accepted, .duplicate: acknowledged.append(index)
            case .rejected where result.reason == "source.mismatch": wrongBooth = true
            case .rejected: setAside.append(.init(index: index, reason: result.reason ?? "rejected"))
            }
        }
        if wrongBooth {
            let wait = backoff.fail(random: random)
            return .wait(wait, .credentials, acknowledged: acknowledged, setAside: setAside)
        }
        guard !acknowledged.isEmpty || !setAside.isEmpty else {
            return wait(.refused(status: 200), random: random)
        }
        if !acknowledged.isEmpty { refusedAlone = 0 }
        backoff.reset()
        count = min(maximumCount, count * 2)
        return .settle(acknowledged: acknowledged, setAside: setAside)
    }

    /// Halves until the refused event is alone, then sets it aside.
    private mutating func isolate(status: Int, sent: Int, random: Double) -> UploadStep {
        guard sent <= 1 else {
            count = max(1, sent / 2)
            return .shrink
        }
        refusedAlone += 1
        let setAside = [UploadStep.SetAside(index: 0, reason: "status \(status)")]
        guard refusedAlone <= 3 else {
            let wait = backoff.fail(random: random)
            return .wait(wait, .refused(status: status), acknowledged: [], setAside: setAside)
        }
        return .settle(acknowledged: [], setAside: setAside)
    }

    private mutating func wait(_ trouble: UploadTrouble, random: Double) -> UploadStep {
        .wait(backoff.fail(random: random), trouble, acknowledged: [], setAside: [])
    }

    private mutating func waitAsTold(_ retryAfter: Duration?, random: Double) -> UploadStep {
        guard let retryAfter else { return wait(.busy, random: random) }
        let told = min(max(retryAfter, .zero), Self.longestRetryAfter)
        // A little later than told, each booth by another little, so that they do not all return together.
        return .wait(told + min(told, .seconds(10)) * random, .busy, acknowledged: [], setAside: [])
    }
}

/// The `Retry-After` header (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// The wait it asks for; nil if it cannot be read. A date is read against the same answer's `Date`, so that a
    /// booth whose clock is wrong waits correctly.
    public static func duration(_ value: String, date: String?) -> Duration? {
        if let seconds = Int64(value), seconds >= 0 { return .seconds(seconds) }
        guard let until = HTTPDate.unixSeconds(value), let now = date.flatMap(HTTPDate.unixSeconds) else { return nil }
        return .seconds(max(0, until - now))
    }
}
