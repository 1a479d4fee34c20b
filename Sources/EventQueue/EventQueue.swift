public import Foundation
import Basics
import Reporting
import Serial
import Synchronization

/// The booth's durable queue of usage events.
///
/// `append` returns at once; everything else happens on one thread that owns the one database connection. Urgent events
/// are committed at once, others together within 250 ms. While the disk is out of order a bounded number waits in
/// memory, in order, and is written when it can be. A broken database is set aside under a dated name.
///
/// Reports and completions come on the queue's thread; the caller hops to its own.
public actor EventQueue {
    let executor: SerialQueue
    let path: String
    let booth: String
    let bounds: QueueBounds
    private let grouping: Duration
    let now: @Sendable () -> Int64
    let report: @Sendable (QueueReport) -> Void
    private let inbox = Mutex<[QueuedEvent]>([])
    private let tuning: QueueTuning
    private let published = Mutex(QueueStatus())

    var store: QueueStore?
    /// Not committed yet, in order.
    var waiting: [QueuedEvent] = []
    /// Acknowledged by the platform but not yet deleted, because the disk would not.
    var settled: Set<Int64> = []
    /// Refused by the platform but not yet set aside, because the disk would not; why, by sequence.
    var refused: [Int64: String] = [:]
    /// Given up from memory since the last commit.
    var lostFromMemory = 0
    var trouble: StorageTrouble?
    private var flushIsDue = false
    private var retryIsDue = false
    private var closed = false
    private var retry = Backoff(base: .seconds(1), cap: .seconds(10))
    private var nextAgeCheck = ContinuousClock.now
    private var trust = ClockTrust()
    private let isSynchronised: @Sendable () -> Bool
    /// Most records committed together, so that the log stays small and an urgent one waits for few others.
    private static let mostInTransaction = 500

    /// The queue's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A queue in the file `events.sqlite` of `directory`, opened on the queue's thread. The caller holds the
    /// directory's `StateLock`. `now` is the wall clock in milliseconds since 1970; `isSynchronised` says whether a time
    /// service keeps it right. Nothing is given up by age before that, or the platform (`noteClock`), has confirmed it.
    public init(
        directory: String, booth: String, bounds: QueueBounds = QueueBounds(), grouping: Duration = .milliseconds(250),
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        isSynchronised: @escaping @Sendable () -> Bool = { false },
        report: @escaping @Sendable (QueueReport) -> Void
    ) {
        self.init(
            directory: directory, booth: booth, bounds: bounds, grouping: grouping, tuning: QueueTuning(), now: now,
            isSynchronised: isSynchronised, report: report)
    }

    /// The same with what tests set otherwise.
    package init(
        directory: String, booth: String, bounds: QueueBounds, grouping: Duration, tuning: QueueTuning,
        now: @escaping @Sendable () -> Int64, isSynchronised: @escaping @Sendable () -> Bool = { false },
        report: @escaping @Sendable (QueueReport) -> Void
    ) {
        executor = SerialQueue(label: "cn.laoyouting.event-queue")
        path = directory + "/events.sqlite"
        self.booth = booth
        self.bounds = bounds
        self.grouping = grouping
        self.tuning = tuning
        self.now = now
        self.isSynchronised = isSynchronised
        self.report = report
        executor.run(on: self) { $0.start() }
    }

    /// Takes an event. Never blocks; durable once it is reported as committed.
    public nonisolated func append(_ event: QueuedEvent) {
        let wasEmpty = inbox.withLock { inbox in
            inbox.append(event)
            return inbox.count == 1
        }
        if wasEmpty { executor.run(on: self) { $0.drainInbox() } }
    }

    /// What the queue is like, as of its last operation. Never blocks.
    public nonisolated var status: QueueStatus { published.withLock { $0 } }

    /// The oldest events beyond the sequence `after`, as `QueueStore.peek` takes them, with the epoch they belong to;
    /// nil if there is no database.
    public nonisolated func peek(
        count: Int, bytes: Int, after: Int64 = 0,
        completion: @escaping @Sendable (_ epoch: String, _ events: [StoredEvent]?) -> Void
    ) {
        executor.run(on: self) { queue in
            let excluded = queue.settled.union(queue.refused.keys)
            let events = queue.attempt(writes: false) { store throws(StorageTrouble) in
                try store.peek(count: count, bytes: bytes, after: after, excluding: excluded)
            }
            completion(queue.store?.epoch ?? "", events)
        }
    }

    /// Deletes events that the platform has, if the database is still that of `epoch`.
    public nonisolated func acknowledge(
        _ sequences: [Int64], epoch: String, completion: @escaping @Sendable () -> Void = {}
    ) {
        executor.run(on: self) { queue in
            queue.settle(sequences, epoch: epoch)
            completion()
        }
    }

    /// Sets an event aside that the platform will never take, if the database is still that of `epoch`.
    public nonisolated func quarantine(
        _ sequence: Int64, epoch: String, reason: String, completion: @escaping @Sendable () -> Void = {}
    ) {
        executor.run(on: self) { queue in
            queue.setAside(sequence, epoch: epoch, reason: reason)
            completion()
        }
    }

    /// Puts everything in quarantine back to the end of the queue, to be uploaded at once, under the ids it had. Says
    /// how many records that were; nil if the storage is out of order.
    public nonisolated func retryQuarantined(completion: @escaping @Sendable (Int?) -> Void) {
        executor.run(on: self) { completion($0.retryQuarantined()) }
    }

    /// The platform's clock says the same as this booth's, or another time.
    public nonisolated func noteClock(isRight: Bool) {
        executor.run(on: self) { queue in
            queue.trust.note(isRight: isRight, wall: queue.now())
            if isRight { queue.enforceAgeIfDue() }
        }
    }

    /// Begins a new epoch if the database is still that of `epoch`: the platform knows its sequences under other ids.
    /// Done now, or not at all: the platform asks again with its next answer.
    public nonisolated func beginEpoch(after epoch: String, completion: @escaping @Sendable () -> Void = {}) {
        executor.run(on: self) { queue in
            queue.beginEpoch(after: epoch)
            completion()
        }
    }

    /// Runs `work` on the queue's thread with the open database, for `kiosk queue`; nil if there is none.
    public nonisolated func inspect(_ work: @escaping @Sendable (QueueStore?) -> Void) {
        executor.run(on: self) { queue in
            work(queue.store)
            queue.publish()
        }
    }

    /// Commits what is waiting and closes the file. Stop whatever uses the queue first.
    public nonisolated func close(completion: @escaping @Sendable () -> Void) {
        executor.run(on: self) { queue in
            queue.finish()
            completion()
        }
    }

    // MARK: - On the queue's thread

    private func start() {
        openIfNeeded()
        publish()
    }

    private func drainInbox() {
        let events = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        waiting += events
        guard !closed else { return }
        if trouble.isBlocking {
            trimMemory()
            publish()
        } else if events.contains(where: \.urgent) {
            flush()
        } else if !flushIsDue {
            flushIsDue = true
            executor.run(on: self, after: grouping) { queue in
                guard queue.flushIsDue else { return }
                queue.flush()
            }
        }
    }

    /// Writes what is waiting, in transactions of a bounded size, and deletes what is settled.
    func flush() {
        flushIsDue = false
        guard !closed else { return }
        var moreToDo = !waiting.isEmpty || !settled.isEmpty || lostFromMemory > 0 || trouble.isBlocking
        while moreToDo {
            guard commit() else { return }
            moreToDo = !waiting.isEmpty
        }
        // Of the database that is open now: one that takes its place meanwhile has other records under these numbers.
        let epoch = store?.epoch ?? ""
        for (sequence, reason) in refused { setAside(sequence, epoch: epoch, reason: reason) }
        enforceAgeIfDue()
    }

    private func commit() -> Bool {
        // Taken out first: what is appended or trimmed meanwhile, when the storage breaks, must not be mistaken for it.
        let batch = Array(waiting.prefix(Self.mostInTransaction))
        waiting.removeFirst(batch.count)
        let lost = lostFromMemory
        let done = phase(.commit) {
            attempt { store throws(StorageTrouble) in
                if !settled.isEmpty { try store.acknowledge(settled) }
                guard lost > 0 else { return try store.append(batch, now: now()) }
                let loss = QueueLoss(epoch: store.epoch, ranges: [], count: lost, reason: .memory)
                return try store.append(batch + [store.record(loss, now: now())], lost: lost, now: now())
            }
        }
        guard let done else {
            waiting = batch + waiting
            trimMemory()
            publish()
            return false
        }
        settled = []
        lostFromMemory -= lost
        publish()
        if lost > 0 { report(.dropped(QueueLoss(epoch: store?.epoch, ranges: [], count: lost, reason: .memory))) }
        announce(done)
        emptyLogIfDue()
        commitAgainIfUnreachable(batch)
        return true
    }

    /// A disk that was unmounted, or a file that was moved away, is noticed after the report, because it takes long to
    /// ask: what was just committed is committed once more.
    private func commitAgainIfUnreachable(_ batch: [QueuedEvent]) {
        let used = store
        _ = attempt(writes: false) { store throws(StorageTrouble) in try store.file.checkPath() }
        if store !== used { waiting = batch + waiting }
    }

    private func enforceAgeIfDue() {
        guard store != nil, !closed, ContinuousClock.now >= nextAgeCheck,
            trust.isConfirmed(wall: now(), isSynchronised: isSynchronised)
        else { return }
        nextAgeCheck = .now + .seconds(3600)
        while let done = attempt({ store throws(StorageTrouble) in try store.enforceAge(now: now()) }) {
            publish()
            announce(done)
            guard !done.lost.isEmpty else { return }
            emptyLogIfDue()
        }
    }

    private func beginEpoch(after epoch: String) {
        guard store?.epoch == epoch, !closed else { return }
        // Sequences of the old epoch that the disk would not take yet.
        if !settled.isEmpty { settle([], epoch: epoch) }
        guard settled.isEmpty, refused.isEmpty, store?.epoch == epoch else { return }
        let done = attempt { store throws(StorageTrouble) in try store.beginEpoch(now: now()) }
        guard let stored = done?.flatMap({ $0 }), let fresh = store?.epoch, fresh != epoch else { return }
        publish()
        report(.epochBegun(fresh))
        announce((stored, []))
        emptyLogIfDue()
    }

    /// After whoever waits for a commit has been told.
    private func emptyLogIfDue() {
        guard store?.log.isDue(tuning.logPages) == true else { return }
        phase(.emptyLog) { _ = attempt(writes: false) { store throws(StorageTrouble) in try store.emptyLog() } }
    }

    private func phase<Result>(_ phase: QueuePhase, _ work: () -> Result) -> Result {
        tuning.phase?(phase)
        defer { tuning.phase?(.idle) }
        return work()
    }

    /// Reports come after the status that they go with is published.
    private func announce(_ done: (stored: [StoredEvent], lost: [QueueLoss])) {
        for loss in done.lost { report(.dropped(loss)) }
        guard !done.stored.isEmpty else { return }
        report(.committed(done.stored, urgent: done.stored.contains(where: \.event.urgent)))
    }

    private func settle(_ sequences: [Int64], epoch: String) {
        guard store?.epoch == epoch else { return }
        settled.formUnion(sequences)
        let done: Void? = phase(.delete) {
            attempt { store throws(StorageTrouble) in try store.acknowledge(settled) }
        }
        if done != nil, store?.epoch == epoch {
            settled = []
            if store?.totals.depth == 0 { _ = attempt { store throws(StorageTrouble) in try store.truncateLog() } }
        }
        publish()
        emptyLogIfDue()
    }

    private func setAside(_ sequence: Int64, epoch: String, reason: String) {
        guard store?.epoch == epoch else { return }
        let done = attempt { store throws(StorageTrouble) in
            // A broken database is replaced on the way, and the work done once more.
            guard store.epoch == epoch else { return ([], []) as (stored: [StoredEvent], lost: [QueueLoss]) }
            return try store.quarantine(sequence, reason: reason, now: now())
        }
        guard store == nil || store?.epoch == epoch else { return publish() }
        // Not to be offered to the platform again meanwhile: it would be refused again, at once, for ever.
        refused[sequence] = done == nil && store?.epoch == epoch ? reason : nil
        publish()
        if let done { announce(done) }
    }

    private func retryQuarantined() -> Int? {
        let stored = attempt { store throws(StorageTrouble) in try store.retryQuarantined() }
        publish()
        guard let stored else { return nil }
        if !stored.isEmpty { report(.committed(stored, urgent: true)) }
        emptyLogIfDue()
        return stored.count
    }

    private func finish() {
        drainInbox()
        flush()
        closed = true
        try? store?.truncateLog()
        try? store?.close()
        store = nil
    }

    func publish() {
        var status = store?.status ?? QueueStatus()
        if store != nil { status.depth = max(0, status.depth - settled.count - refused.count) }
        status.inMemory = waiting.count
        status.dropped += lostFromMemory
        status.trouble = trouble
        published.withLock { [status] in $0 = status }
    }

    /// Tries again later, sooner at first; only while the storage is out of order.
    func scheduleRetry() {
        guard !retryIsDue, !closed else { return }
        retryIsDue = true
        executor.run(on: self, after: .milliseconds(100) + retry.fail(random: 1)) { queue in
            queue.retryIsDue = false
            queue.flush()
            queue.publish()
        }
    }

    func resetRetry() { retry.reset() }
}
