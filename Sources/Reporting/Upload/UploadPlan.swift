public import Basics

/// The state of the upload between batches. It decides how much to send and what each answer means.
///
/// Invariant: an event leaves the queue only if a result names it, or if there is proof that it alone is to blame. One
/// round of proof has three steps: the event is refused when sent alone, another event is taken at the very next
/// attempt, and the first event is refused alone again. So a refusal that hits everything (wrong path, wrong token, a
/// broken platform, a proxy) quarantines nothing, however long it lasts and whatever was taken before.
///
/// How many rounds in a row are needed depends on how reliable the path to the platform is; see `trust`. A path that
/// takes and refuses at random, whatever is sent, also produces rounds by chance.
public struct UploadPlan: Equatable, Sendable {
    /// The most events in a batch.
    public let maximumCount: Int
    /// The most bytes in a batch before compression. A single larger event is sent alone.
    public let maximumBytes: Int
    /// The fewest rounds of proof before an event is quarantined.
    public let leastRounds: Int
    /// How many events to send next.
    public private(set) var count: Int
    /// How many events at the head of the queue to leave out next, to see whether the platform takes those behind them.
    public private(set) var skip = 0
    /// Waits in a row because of a refusal, since an event was last taken; saturates.
    private var refusals = 0
    /// Refusals in a row that were not the platform's own.
    private var refusalsElsewhere = 0
    /// Server errors since the platform last took an event.
    private var serverErrors = 0
    /// Batches in a row without an answer.
    private var silences = 0
    /// The event that failed alone.
    private var suspect: String?
    /// Whether nothing has failed since the suspect did.
    private var suspectFailedLast = false
    /// Whether another event was taken at the first attempt after the suspect failed.
    private var othersAreTaken = false
    /// Rounds of proof in a row.
    private var rounds = 0
    /// Events that failed alone and have not been taken since. Trying them proves nothing about the suspect.
    private var failed: Set<String> = []
    /// Events of the last refused batch that have not been taken since. If refusals are about events, at least one of
    /// them is bad.
    private var accused: Set<String> = []
    /// How many events to leave out when another event is to be tried.
    private var place = 1
    /// How likely a refusal is to be about the event and not about the path. An answer that takes something raises it a
    /// little. It falls sharply if a refused batch is taken after all, whole or in parts, because a bad event never is.
    private var trust = 0
    private static let trusts = -300...4
    /// The loss of trust if something refused is taken after all: the path refuses at random.
    private static let costOfMistake = 100
    /// The loss of trust if a second event fails alone. Few events are bad, and two bad ones side by side are less
    /// likely than a bad path.
    private static let costOfAnother = 60
    /// The number of server errors from which a batch is halved. A platform that restarts answers with one or two.
    private static let patience = 3
    /// The most events left out. The number doubles each time, so that a run of bad events is soon passed.
    private static let mostSkipped = 4096
    /// The number of refusals by something else, such as a proxy, after which it may be refusing one particular event.
    /// A portal without a login or a router that restarts is over before that.
    private static let patienceElsewhere = 12
    /// The number of refusals in a row from which a technician has to look.
    private static let patienceWithRefusals = 4
    private var backoff: Backoff
    private static let longestRetryAfter = Duration.seconds(3600)

    /// A plan. The platform's own limits are 500 events and 1 MiB.
    ///
    /// With one round, a path that refuses at random may cost a good event just after the start, while nothing is known
    /// about the path. With three rounds that practically never happens, but a proof then needs other events to come
    /// in.
    public init(
        maximumCount: Int = 200, maximumBytes: Int = 512 * 1024, leastRounds: Int = 1, backoff: Backoff = Backoff()
    ) {
        self.leastRounds = leastRounds
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        self.count = maximumCount
        self.backoff = backoff
    }

    /// How many of the oldest events to read for the next batch, and how many bytes of them.
    public var look: (count: Int, bytes: Int) {
        // Events that are left out must not use up the bytes. A plan that leaves some out sends only one event.
        (skip + count, skip == 0 ? maximumBytes : .max)
    }

    /// Whether several attempts were answered but nothing was taken, so that a technician has to look. A missing
    /// answer, a platform that asks to wait and a refused token are reported by other means.
    public var isStuck: Bool { refusals >= Self.patienceWithRefusals }

    /// The events to send, out of the oldest. If some are to be left out, this is one event behind them that has not
    /// failed alone.
    public func batch<Event>(of oldest: [Event], id: (Event) -> String) -> ArraySlice<Event> {
        guard skip > 0 else { return oldest[...] }
        let others = oldest.indices.dropFirst().filter { !failed.contains(id(oldest[$0])) }
        guard let other = others.first(where: { $0 >= skip }) ?? others.last else { return oldest.prefix(1) }
        return oldest[other...other]
    }

    /// The same for events of which only the ids are known.
    public func batch(of oldest: [String]) -> ArraySlice<String> { batch(of: oldest) { $0 } }

    /// What to do after an answer.
    /// - Parameters:
    ///   - answer: the answer to the batch.
    ///   - ids: the ids of the events in the batch, in the order sent.
    ///   - random: uniform in 0 ..< 1.
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
            // These statuses are about the address, the route or the moment, never about an event.
            default: wait(.refused(status: status), random: random)
            }
        }
    }

    /// Handles a batch without an answer. The line may be down, or it may carry only small bodies. After a few such
    /// batches the batch is halved, because otherwise a booth on a weak line would never get anything through. A
    /// gateway that has no answer from the platform is treated the same.
    private mutating func goUnanswered(sent: Int, as trouble: UploadTrouble, random: Double) -> UploadStep {
        silences += 1
        if silences >= Self.patience, sent > 1 { count = max(1, sent / 2) }
        return wait(trouble, random: random)
    }

    /// Handles a refusal by something else, such as a proxy. A proxy with a smaller limit than the platform lets
    /// smaller batches through. After any other refusal the upload waits. If the refusals go on, the proxy may be
    /// blocking one event, which must not hold up the others for ever.
    private mutating func goAround(status: Int, ids: [String], random: Double) -> UploadStep {
        if status == 413, ids.count > 1 { return halve(ids.count) }
        refusalsElsewhere = min(refusalsElsewhere + 1, Self.patienceElsewhere + 1)
        if refusalsElsewhere > Self.patienceElsewhere, [400, 403, 413, 415, 422].contains(status) {
            return isolate(status: status, ids: ids, random: random)
        }
        return wait(.refused(status: status), random: random)
    }

    private mutating func settle(_ results: [EventResult], ids: [String], random: Double) -> UploadStep {
        // If an event is named twice and one of the two results says that it is stored, it is stored.
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
        // Events rejected one by one have been read: something is wrong with the events, not with the path.
        refusals = 0
        if !acknowledged.isEmpty { serverErrors = 0 }
        backoff.reset()
        learn(taken: acknowledged.map { ids[$0] }, gone: setAside.map { ids[$0.index] })
        // If nothing was left out and the batch lacks the suspect, the suspect has left the queue by other means.
        if let suspect, skip > 0, !ids.contains(suspect) {
            // The platform stores events, so the suspect is tried next. A duplicate or a refusal would not show that.
            if results.contains(where: { $0.status == .accepted && ids.contains($0.id) }) {
                othersAreTaken = suspectFailedLast
                suspectFailedLast = false
                skip = 0
            }
            count = 1
        } else {
            forgetSuspect()
            count = min(maximumCount, count * 2)
            // A smaller count means that the search for an event that a proxy blocks may still be going on.
            if count == maximumCount { (refusalsElsewhere, place) = (0, 1) }
        }
        return .settle(acknowledged: acknowledged, setAside: setAside)
    }

    /// Handles a batch that is refused, by its status, because of its content. It is halved until one event is left,
    /// which then becomes the suspect.
    private mutating func isolate(status: Int, ids: [String], random: Double) -> UploadStep {
        // A batch that is only too large accuses none of its events.
        if status != 413 { accused = Set(ids) }
        return ids.count > 1 ? halve(ids.count) : doubt(status: status, ids: ids, random: random)
    }

    private mutating func halve(_ sent: Int) -> UploadStep {
        count = max(1, sent / 2)
        return .shrink
    }

    /// Handles a server error. Either the platform has a problem, or an event makes it fail. The upload waits as for
    /// any trouble and, from the third error on, halves the batch until one event is left.
    private mutating func search(status: Int, ids: [String], random: Double) -> UploadStep {
        serverErrors += 1
        accused = Set(ids)
        if ids.count == 1, serverErrors >= Self.patience || suspect != nil {
            return doubt(status: status, ids: ids, random: random)
        }
        if ids.count > 1, serverErrors >= Self.patience { count = max(1, ids.count / 2) }
        return wait(.refused(status: status), random: random)
    }

    /// The rounds in a row that prove an event bad: `leastRounds` if nothing speaks against the path. Otherwise at
    /// least three, and more for each mistake that was nearly made.
    private var roundsNeeded: Int { trust >= 0 ? leastRounds : max(3, leastRounds) - trust / 30 }

    private mutating func learn(taken ids: [String], gone: [String]) {
        failed.subtract(gone)
        if !accused.isDisjoint(with: gone) { accused = [] }
        let wasAccused = !accused.isEmpty
        accused.subtract(ids)
        if ids.contains(where: failed.contains) || wasAccused && accused.isEmpty {
            accused = []
            trust = max(min(trust, 0) - Self.costOfMistake, Self.trusts.lowerBound)
            // Other failures may have had the same reason.
            failed = []
            forgetSuspect()
        } else if !ids.isEmpty {
            trust = min(trust + 1, Self.trusts.upperBound)
        }
    }

    /// Handles an event that failed alone. After enough rounds of proof it is quarantined. Until then, an event behind
    /// it is tried next.
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
                // The events behind it may be bad as well, so `count` stays 1 and each needs a proof of its own.
                return .settle(acknowledged: [], setAside: [.init(index: 0, reason: "status \(status)")])
            }
        }
        // The suspect was sent although others were wanted, because there was no other event to try.
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

    /// Discards the proof so far, because something else failed and earlier failures may have had the same reason.
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
        // Waits a little longer than told, by a random amount, so that the booths do not all return together.
        return .wait(told + min(told, .seconds(10)) * random, .busy, acknowledged: [], setAside: [])
    }
}
