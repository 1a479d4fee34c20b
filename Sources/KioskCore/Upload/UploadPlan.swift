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
    /// A refusal by something else, such as a proxy: it says nothing of the events and nothing of the token.
    case refusedElsewhere(Int)
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
/// Invariants: an event leaves the queue only by a result that names it, or by proof that it alone is to blame: the batch
/// was refused with that event alone in it, then another event was taken, and then that event alone was refused again.
/// So a refusal that hits everything (wrong path, wrong token, a broken platform, a proxy) sets nothing aside, however
/// long it lasts and whatever was taken before.
public struct UploadPlan: Equatable, Sendable {
    /// Most events in a batch.
    public let maximumCount: Int
    /// Most bytes in a batch before compression; a single larger event is sent alone.
    public let maximumBytes: Int
    /// Events to send next.
    public private(set) var count: Int
    /// Events at the head of the queue to leave out next, to see whether the platform takes those behind them.
    public private(set) var skip = 0
    /// Waits in a row because of a refusal, since an event was last taken; saturates.
    private var refusals = 0
    /// Refusals in a row that were not the platform's own.
    private var refusalsElsewhere = 0
    /// Server errors since an event was last taken by the platform.
    private var serverErrors = 0
    /// Batches in a row that nobody answered.
    private var silences = 0
    /// The event that failed alone.
    private var suspect: String?
    /// Whether another event was taken since the suspect failed.
    private var othersAreTaken = false
    /// Server errors from which a batch is halved: a platform that restarts answers one or two.
    private static let patience = 3
    /// Most events left out. The steps double, so that a run of bad ones is soon passed.
    private static let mostSkipped = 256
    /// Refusals by something else, such as a proxy, from which it may be an event that it dislikes: a portal that nobody
    /// has logged in to, or a router that starts, is over before.
    private static let patienceElsewhere = 12
    /// Refusals in a row from which somebody has to look.
    private static let patienceWithRefusals = 4
    private var backoff: Backoff
    private static let longestRetryAfter = Duration.seconds(3600)

    /// A plan; the platform's own limits are 500 events and 1 MiB.
    public init(maximumCount: Int = 200, maximumBytes: Int = 512 * 1024, backoff: Backoff = Backoff()) {
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        self.count = maximumCount
        self.backoff = backoff
    }

    /// How many of the oldest events to look at for the next batch, and how many bytes of them.
    public var look: (count: Int, bytes: Int) {
        // What is left out must not use the bytes up; a plan that leaves something out sends one event.
        (skip + count, skip == 0 ? maximumBytes : .max)
    }

    /// Whether nothing has been taken for several attempts although something answers them: a technician has to look.
    /// Silence, a platform that asks for patience and a token that is not taken are told by other means.
    public var isStuck: Bool { refusals >= Self.patienceWithRefusals }

    /// What to send of the oldest events: without those to be left out, or the last one if there are no more than that.
    public func batch<Event>(of oldest: [Event]) -> ArraySlice<Event> {
        oldest.count > skip ? oldest[skip...] : oldest.suffix(1)
    }

    /// What to do after `answer` to the events with these ids, in the order sent. `random` is uniform in 0 ..< 1.
    public mutating func step(after answer: UploadAnswer, to ids: [String], random: Double) -> UploadStep {
        switch answer {
        case .results(let results): settle(results, ids: ids, random: random)
        case .none: goUnanswered(sent: ids.count, random: random)
        case .notUnderstood: wait(.refused(status: 200), random: random)
        case .refusedElsewhere(let status): goAround(status: status, ids: ids, random: random)
        case .status(let status, let retryAfter):
            switch status {
            case 429, 503: waitAsTold(retryAfter, random: random)
            case 401, 403: wait(.credentials, random: random)
            case 400, 413, 415, 422: isolate(status: status, ids: ids, random: random)
            case 500...599: search(status: status, ids: ids, random: random)
            // These speak of the address, the route or the moment, never of an event.
            default: wait(.refused(status: status), random: random)
            }
        }
    }

    /// A line that is cut, or one that carries small bodies only: after a few the batch is halved, or a booth on a weak
    /// line would never get anything through.
    private mutating func goUnanswered(sent: Int, random: Double) -> UploadStep {
        silences += 1
        if silences >= Self.patience, sent > 1 { count = max(1, sent / 2) }
        return wait(.unreachable, random: random)
    }

    /// A proxy with a smaller limit than the platform's lets smaller batches through. Whatever else it refuses waits; if
    /// that does not end, it may be one event that it does not let through, which must not hold up the others for ever.
    private mutating func goAround(status: Int, ids: [String], random: Double) -> UploadStep {
        if status == 413, ids.count > 1 { return halve(ids.count) }
        refusalsElsewhere = min(refusalsElsewhere + 1, Self.patienceElsewhere + 1)
        if refusalsElsewhere > Self.patienceElsewhere, [400, 403, 413, 415, 422].contains(status) {
            return isolate(status: status, ids: ids, random: random)
        }
        return wait(.refused(status: status), random: random)
    }

    private mutating func settle(_ results: [EventResult], ids: [String], random: Double) -> UploadStep {
        // Named twice, an event is where one of the two says that it is.
        let byID = Dictionary(
            results.map { ($0.id, $0) }, uniquingKeysWith: { $0.status == .rejected ? $1 : $0 })
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
        silences = 0
        // What is rejected one by one has been read: something is wrong with the events, not with the way.
        refusals = 0
        if !acknowledged.isEmpty { serverErrors = 0 }
        backoff.reset()
        // With nothing left out, a batch without the suspect shows that it has left the queue by another way.
        if let suspect, skip > 0, !ids.contains(suspect) {
            // The platform stores: the suspect gets its last chance. A duplicate or a refusal would not show that.
            if results.contains(where: { $0.status == .accepted && ids.contains($0.id) }) {
                othersAreTaken = true
                skip = 0
            }
            count = 1
        } else {
            forgetSuspect()
            count = min(maximumCount, count * 2)
            // Not while what a proxy dislikes is being looked for.
            if count == maximumCount { refusalsElsewhere = 0 }
        }
        return .settle(acknowledged: acknowledged, setAside: setAside)
    }

    /// A batch refused for what it holds, or so it says: halved until one event is left, which is then doubted.
    private mutating func isolate(status: Int, ids: [String], random: Double) -> UploadStep {
        ids.count > 1 ? halve(ids.count) : doubt(status: status, ids: ids, random: random)
    }

    private mutating func halve(_ sent: Int) -> UploadStep {
        count = max(1, sent / 2)
        return .shrink
    }

    /// A server error: the platform's trouble, or an event that it stumbles over. Waits as for any trouble, and from the
    /// third time sends half as much, until one event is left.
    private mutating func search(status: Int, ids: [String], random: Double) -> UploadStep {
        serverErrors += 1
        if ids.count == 1, serverErrors >= Self.patience || suspect != nil {
            return doubt(status: status, ids: ids, random: random)
        }
        if ids.count > 1, serverErrors >= Self.patience { count = max(1, ids.count / 2) }
        return wait(.refused(status: status), random: random)
    }

    /// One event failed alone: it is set aside if others were taken since it did so before, else those behind it are
    /// tried, one at a time.
    private mutating func doubt(status: Int, ids: [String], random: Double) -> UploadStep {
        if ids.first == suspect, othersAreTaken {
            forgetSuspect()
            // What is behind it may be of the same kind: one at a time, and no proof is used twice.
            return .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status \(status)")])
        }
        if skip == 0 || suspect == nil {
            suspect = ids.first
            othersAreTaken = false
            skip = 1
        } else {
            skip = skip < Self.mostSkipped ? skip * 2 : 0
        }
        count = 1
        return wait(.refused(status: status), random: random)
    }

    private mutating func forgetSuspect() {
        suspect = nil
        othersAreTaken = false
        skip = 0
    }

    private mutating func wait(_ trouble: UploadTrouble, random: Double) -> UploadStep {
        if case .refused = trouble { refusals = min(refusals + 1, Self.patienceWithRefusals) }
        return .wait(backoff.fail(random: random), trouble, acknowledged: [], setAside: [])
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
    /// The wait it asks for, a second at least; nil if it cannot be read or asks for none: a booth that comes back at
    /// once, again and again, is a storm. A date is read against the same answer's `Date`, so that a
    /// booth whose clock is wrong waits correctly.
    public static func duration(_ value: String, date: String?) -> Duration? {
        let dated = { () -> Int64? in
            guard let until = HTTPDate.unixSeconds(value), let now = date.flatMap(HTTPDate.unixSeconds) else {
                return nil
            }
            return until - now
        }
        guard let seconds = Int64(value) ?? dated(), seconds > 0 else { return nil }
        return .seconds(seconds)
    }
}
