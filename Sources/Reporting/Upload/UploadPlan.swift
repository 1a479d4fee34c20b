public import Basics

/// The upload's memory between batches: how much to send, and what each answer means.
///
/// Invariants: an event leaves the queue only by a result that names it, or by proof that it alone is to blame. A round of
/// proof: the event is refused alone, another one is taken at the very next attempt, the event is refused alone again.
/// So a refusal that hits everything (wrong path, wrong token, a broken platform, a proxy) sets nothing aside, however
/// long it lasts and whatever was taken before. How many rounds in a row are needed depends on the way, see `trust`: one
/// that now takes and now refuses, whatever is sent, gives rounds by chance as well.
public struct UploadPlan: Equatable, Sendable {
    /// Most events in a batch.
    public let maximumCount: Int
    /// Most bytes in a batch before compression; a single larger event is sent alone.
    public let maximumBytes: Int
    /// Fewest rounds of proof before an event is set aside.
    public let leastRounds: Int
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
    /// Whether nothing has failed since the suspect did.
    private var suspectFailedLast = false
    /// Whether another event was taken at the first attempt after the suspect failed.
    private var othersAreTaken = false
    /// Rounds of proof in a row.
    private var rounds = 0
    /// Events that failed alone and were not taken since: to try them shows nothing of the suspect.
    private var failed: Set<String> = []
    /// Those of the last refused batch that were not taken since: at least one of them is bad, if refusals are about events.
    private var accused: Set<String> = []
    /// How many to leave out when another event is to be tried.
    private var place = 1
    /// How far a refusal may be believed to be about the event. An answer that takes something makes it a little higher;
    /// a batch that was refused and is taken after all, in one or in parts, as no bad event is, much lower.
    private var trust = 0
    private static let trusts = -300...4
    /// What was refused was taken after all: the way refuses by chance.
    private static let costOfMistake = 100
    /// A second event failed alone: few events are bad, and bad ones side by side are rarer than a way that is.
    private static let costOfAnother = 60
    /// Server errors from which a batch is halved: a platform that restarts answers one or two.
    private static let patience = 3
    /// Most events left out. The steps double, so that a run of bad ones is soon passed.
    private static let mostSkipped = 4096
    /// Refusals by something else, such as a proxy, from which it may be an event that it dislikes: a portal that nobody
    /// has logged in to, or a router that starts, is over before.
    private static let patienceElsewhere = 12
    /// Refusals in a row from which somebody has to look.
    private static let patienceWithRefusals = 4
    private var backoff: Backoff
    private static let longestRetryAfter = Duration.seconds(3600)

    /// A plan; the platform's own limits are 500 events and 1 MiB.
    ///
    /// With one round, a way that refuses by chance may cost a sound event just after the start, while nothing is known
    /// of it yet; with three it practically never does, but other events have to come in for a proof.
    public init(
        maximumCount: Int = 200, maximumBytes: Int = 512 * 1024, leastRounds: Int = 1, backoff: Backoff = Backoff()
    ) {
        self.leastRounds = leastRounds
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

    /// What to send of the oldest events: when some are to be left out, one behind them that is not known to be refused.
    public func batch<Event>(of oldest: [Event], id: (Event) -> String) -> ArraySlice<Event> {
        guard skip > 0 else { return oldest[...] }
        let others = oldest.indices.dropFirst().filter { !failed.contains(id(oldest[$0])) }
        guard let other = others.first(where: { $0 >= skip }) ?? others.last else { return oldest.prefix(1) }
        return oldest[other...other]
    }

    /// The same of events of which the ids are all there is.
    public func batch(of oldest: [String]) -> ArraySlice<String> { batch(of: oldest) { $0 } }

    /// What to do after `answer` to the events with these ids, in the order sent. `random` is uniform in 0 ..< 1.
    public mutating func step(after answer: UploadAnswer, to ids: [String], random: Double) -> UploadStep {
        switch answer {
        case .results(let results): settle(results, ids: ids, random: random)
        case .none: goUnanswered(sent: ids.count, as: .unreachable, random: random)
        case .notUnderstood: wait(.refused(status: 200), random: random)
        case .refusedElsewhere(let status) where status >= 500:
            goUnanswered(sent: ids.count, as: .refused(status: status), random: random)
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
    /// line would never get anything through. A gateway that has no answer from the platform says no more than that.
    private mutating func goUnanswered(sent: Int, as trouble: UploadTrouble, random: Double) -> UploadStep {
        silences += 1
        if silences >= Self.patience, sent > 1 { count = max(1, sent / 2) }
        return wait(trouble, random: random)
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
            voidProof()
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
        learn(taken: acknowledged.map { ids[$0] }, gone: setAside.map { ids[$0.index] })
        // With nothing left out, a batch without the suspect shows that it has left the queue by another way.
        if let suspect, skip > 0, !ids.contains(suspect) {
            // The platform stores: the suspect gets its chance. A duplicate or a refusal would not show that.
            if results.contains(where: { $0.status == .accepted && ids.contains($0.id) }) {
                othersAreTaken = suspectFailedLast
                suspectFailedLast = false
                skip = 0
            }
            count = 1
        } else {
            forgetSuspect()
            count = min(maximumCount, count * 2)
            // Not while what a proxy dislikes is being looked for.
            if count == maximumCount { (refusalsElsewhere, place) = (0, 1) }
        }
        return .settle(acknowledged: acknowledged, setAside: setAside)
    }

    /// A batch refused for what it holds, or so it says: halved until one event is left, which is then doubted.
    private mutating func isolate(status: Int, ids: [String], random: Double) -> UploadStep {
        // What is too large as a whole may be taken in parts.
        if status != 413 { accused = Set(ids) }
        return ids.count > 1 ? halve(ids.count) : doubt(status: status, ids: ids, random: random)
    }

    private mutating func halve(_ sent: Int) -> UploadStep {
        count = max(1, sent / 2)
        return .shrink
    }

    /// A server error: the platform's trouble, or an event that it stumbles over. Waits as for any trouble, and from the
    /// third time sends half as much, until one event is left.
    private mutating func search(status: Int, ids: [String], random: Double) -> UploadStep {
        serverErrors += 1
        accused = Set(ids)
        if ids.count == 1, serverErrors >= Self.patience || suspect != nil {
            return doubt(status: status, ids: ids, random: random)
        }
        if ids.count > 1, serverErrors >= Self.patience { count = max(1, ids.count / 2) }
        return wait(.refused(status: status), random: random)
    }

    /// Rounds in a row that prove an event bad: the fewest where nothing speaks against the way, else three at least, and
    /// more for each mistake that was nearly made.
    private var roundsNeeded: Int { trust >= 0 ? leastRounds : max(3, leastRounds) - trust / 30 }

    private mutating func learn(taken ids: [String], gone: [String]) {
        failed.subtract(gone)
        if !accused.isDisjoint(with: gone) { accused = [] }
        let wasAccused = !accused.isEmpty
        accused.subtract(ids)
        if ids.contains(where: failed.contains) || wasAccused && accused.isEmpty {
            accused = []
            trust = max(min(trust, 0) - Self.costOfMistake, Self.trusts.lowerBound)
            // Whatever failed before may have failed for the same reason.
            failed = []
            forgetSuspect()
        } else if !ids.isEmpty {
            trust = min(trust + 1, Self.trusts.upperBound)
        }
    }

    /// One event failed alone: it is set aside after enough rounds of proof; else one of those behind it is tried.
    private mutating func doubt(status: Int, ids: [String], random: Double) -> UploadStep {
        count = 1
        let isOther = skip > 0 && suspect != nil && ids.first != suspect
        if failed.count > 2 * Self.mostSkipped { failed = [] }
        failed.formUnion(ids)
        if isOther {
            if trust == Self.trusts.upperBound { trust = 0 } else if trust >= 0 { trust = -Self.costOfAnother }
            lookFurther()
            return wait(.refused(status: status), random: random)
        }
        if ids.first != suspect {
            forgetSuspect()
            suspect = ids.first
        } else if othersAreTaken {
            rounds += 1
            if rounds >= roundsNeeded {
                forgetSuspect()
                learn(taken: [], gone: ids)
                // What is behind it may be of the same kind: one at a time, and no proof is used twice.
                return .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status \(status)")])
            }
        }
        // It was sent for want of another one.
        if skip > 0 { lookFurther() }
        (suspectFailedLast, othersAreTaken, skip) = (true, false, place)
        return wait(.refused(status: status), random: random, voidsProof: false)
    }

    private mutating func lookFurther() {
        place = place < Self.mostSkipped ? place * 2 : 1
        skip = place
    }

    private mutating func forgetSuspect() {
        suspect = nil
        skip = 0
        voidProof()
    }

    /// Something else failed: what failed before may have failed for the same reason.
    private mutating func voidProof() {
        (suspectFailedLast, othersAreTaken, rounds) = (false, false, 0)
    }

    private mutating func wait(_ trouble: UploadTrouble, random: Double, voidsProof: Bool = true) -> UploadStep {
        if voidsProof { voidProof() }
        if case .refused = trouble { refusals = min(refusals + 1, Self.patienceWithRefusals) }
        return .wait(backoff.fail(random: random), trouble, acknowledged: [], setAside: [])
    }

    private mutating func waitAsTold(_ retryAfter: Duration?, random: Double) -> UploadStep {
        guard let retryAfter else { return wait(.busy, random: random) }
        voidProof()
        let told = min(max(retryAfter, .zero), Self.longestRetryAfter)
        // A little later than told, each booth by another little, so that they do not all return together.
        return .wait(told + min(told, .seconds(10)) * random, .busy, acknowledged: [], setAside: [])
    }
}
