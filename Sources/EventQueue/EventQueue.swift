public import Foundation
import Basics
import Reporting
import Serial
import Synchronization

/// The booth's durable queue of usage events.
///
/// `append` returns at once; everything else happens on one thread that owns the only database connection. Urgent
/// events are committed at once, others together within 250 ms. While the disk is out of order, a bounded number of
/// events waits in memory, in order, and is written as soon as that is possible. A broken database is set aside under a
/// dated name.
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
    /// Acknowledged by the platform but not yet deleted, because the disk failed.
    var settled: Set<Int64> = []
    /// Refused by the platform but not yet set aside, because the disk failed; the reason for each sequence.
    var refused: [Int64: String] = [:]
    /// The number of events given up from memory since the last commit.
    var lostFromMemory = 0
    var trouble: StorageTrouble?
    private var flushIsDue = false
    private var retryIsDue = false
    private var closed = false
    private var retry = Backoff(base: .seconds(1), cap: .seconds(10))
    private var nextAgeCheck = ContinuousClock.now
    private var trust = ClockTrust()
    private let isSynchronised: @Sendable () -> Bool
    /// The most records in one transaction. This keeps the log small, and an urgent record waits for few others.
    private static let mostInTransaction = 500

    /// The queue's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// A queue in the file `events.sqlite` of `directory`, opened on the queue's thread. The caller holds the
    /// directory's `StateLock`.
    /// - Parameters:
    ///   - now: the wall clock in milliseconds since 1970.
    ///   - isSynchronised: whether a time service keeps the wall clock right. No record is given up by age until this
    ///     or the platform (`noteClock`) has confirmed the clock.
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

    /// The same initialiser, with the values that only tests change.
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

    /// Queues an event. Never blocks; the event is durable once it is reported as committed.
    public nonisolated func append(_ event: QueuedEvent) {
        let wasEmpty = inbox.withLock { inbox in
            inbox.append(event)
            return inbox.count == 1
        }
        if wasEmpty { executor.run(on: self) { $0.drainInbox() } }
    }

    /// The queue's status after its last operation. Never blocks.
    public nonisolated var status: QueueStatus { published.withLock { $0 } }

    /// Passes on the oldest events after the sequence `after`, limited as in `QueueStore.peek`, and the epoch they
    /// belong to; nil if there is no database.
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

    /// Deletes events that the platform has stored, provided that the database still has this epoch.
    public nonisolated func acknowledge(
        _ sequences: [Int64], epoch: String, completion: @escaping @Sendable () -> Void = {}
    ) {
        executor.run(on: self) { queue in
            queue.settle(sequences, epoch: epoch)
            completion()
        }
    }

    /// Sets aside an event that the platform will never take, provided that the database still has this epoch.
    public nonisolated func quarantine(
        _ sequence: Int64, epoch: String, reason: String, completion: @escaping @Sendable () -> Void = {}
    ) {
        executor.run(on: self) { queue in
            queue.setAside(sequence, epoch: epoch, reason: reason)
            completion()
        }
    }

    /// Moves everything in quarantine back to the end of the queue, under the same ids, to be uploaded at once. Passes
    /// on the number of records; nil if the storage is out of order.
    public nonisolated func retryQuarantined(completion: @escaping @Sendable (Int?) -> Void) {
        executor.run(on: self) { completion($0.retryQuarantined()) }
    }

    /// Notes whether the platform's clock shows the same time as this booth's.
    public nonisolated func noteClock(isRight: Bool) {
        executor.run(on: self) { queue in
            queue.trust.note(isRight: isRight, wall: queue.now())
            if isRight { queue.enforceAgeIfDue() }
        }
    }

    /// Begins a new epoch, because the platform knows this epoch's sequences under other ids. Does nothing if the
    /// database no longer has this epoch. If it cannot be done now, it is not retried here: the platform asks again
    /// with its next answer.
    public nonisolated func beginEpoch(after epoch: String, completion: @escaping @Sendable () -> Void = {}) {
        executor.run(on: self) { queue in
            queue.beginEpoch(after: epoch)
            completion()
        }
    }

    /// Runs `work` on the queue's thread with the open database, for `kiosk queue`; `work` gets nil if there is none.
    public nonisolated func inspect(_ work: @escaping @Sendable (QueueStore?) -> Void) {
        executor.run(on: self) { queue in
            work(queue.store)
            queue.publish()
        }
    }

    /// Commits what is waiting and closes the file. Stop everything that uses the queue first.
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

    /// Writes what is waiting, in transactions of a bounded size, and deletes what was acknowledged.
    func flush() {
        flushIsDue = false
        guard !closed else { return }
        var moreToDo = !waiting.isEmpty || !settled.isEmpty || lostFromMemory > 0 || trouble.isBlocking
        while moreToDo {
            guard commit() else { return }
            moreToDo = !waiting.isEmpty
        }
        // Only in the database that is open now: a replacement would have other records under these sequences.
        let epoch = store?.epoch ?? ""
        for (sequence, reason) in refused { setAside(sequence, epoch: epoch, reason: reason) }
        enforceAgeIfDue()
    }

    private func commit() -> Bool {
        // The batch is taken out first. If the storage breaks, events may be appended or trimmed meanwhile, and those
        // must not be mistaken for the batch.
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

    /// Commits a batch once more if its file turns out to be unreachable. An unmounted disk or a moved file is noticed
    /// only after the commit was reported, because checking takes long.
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
        // Deletes sequences of the old epoch that the disk failed to delete before.
        if !settled.isEmpty { settle([], epoch: epoch) }
        guard settled.isEmpty, refused.isEmpty, store?.epoch == epoch else { return }
        let done = attempt { store throws(StorageTrouble) in try store.beginEpoch(now: now()) }
        guard let stored = done?.flatMap({ $0 }), let fresh = store?.epoch, fresh != epoch else { return }
        publish()
        report(.epochBegun(fresh))
        announce((stored, []))
        emptyLogIfDue()
    }

    /// Called after those who wait for a commit have been told.
    private func emptyLogIfDue() {
        guard store?.log.isDue(tuning.logPages) == true else { return }
        phase(.emptyLog) { _ = attempt(writes: false) { store throws(StorageTrouble) in try store.emptyLog() } }
    }

    private func phase<Result>(_ phase: QueuePhase, _ work: () -> Result) -> Result {
        tuning.phase?(phase)
        defer { tuning.phase?(.idle) }
        return work()
    }

    /// Called after the status that goes with the reports has been published.
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
            // A broken database is replaced on the way, and this work is then done once more on the new one.
            guard store.epoch == epoch else { return ([], []) as (stored: [StoredEvent], lost: [QueueLoss]) }
            return try store.quarantine(sequence, reason: reason, now: now())
        }
        guard store == nil || store?.epoch == epoch else { return publish() }
        // Kept, so that the event is not offered to the platform again meanwhile: it would be refused again at once,
        // for ever.
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

    /// Schedules another attempt while the storage is out of order, with growing intervals.
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
