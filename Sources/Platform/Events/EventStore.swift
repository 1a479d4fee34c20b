import Foundation

/// What one booth sent in one request.
struct EventBatch: Sendable {
    /// In the order sent.
    var submissions: [Submission]
    /// The booth's current queue epoch (lower case) and the lowest sequence of it that is not acknowledged yet.
    var queueEpoch: String
    var lowestUnsent: Int64
    var receivedAt: Date
}

/// What became of one event.
enum Disposition: Equatable, Sendable {
    /// Stored durably now.
    case accepted
    /// Stored durably before, under the same source and id.
    case duplicate
    /// Will never be stored; the booth need not send it again.
    case rejected(reason: String)
}

/// Why a batch as a whole got no answer. In every case the booth keeps its events and sends them again; the
/// deduplication by source and id makes that safe.
enum EventStoreError: Error, Equatable {
    /// Nothing was stored; storage does not work now.
    case unavailable(retryAfterSeconds: Int)
    /// Nothing was stored; too many batches are waiting, or the booth's numbers would have too many holes.
    case overloaded(retryAfterSeconds: Int)
    /// The storage is out of order: nothing of it may be believed.
    case storage(StorageTrouble)
    /// The commit was under way when it failed or ran out of time: stored or not, nobody knows.
    case outcomeUnknown
}

/// One event as it was received and stored.
struct ReceivedEvent: Equatable, Sendable {
    /// Grows with each event stored, whatever was removed in between; the export's cursor.
    let row: Int64
    let receivedAt: Date
    /// The event's JSON text as sent.
    let document: String
}

/// Where events end up. SQLite is the embedded implementation; a fleet's database is another one behind the same
/// protocol and the same tests.
protocol EventStore: Sendable {
    /// Stores one booth's batch in one transaction, together with the account of its sequence numbers.
    ///
    /// An event is a duplicate if its id is known, or if its sequence was accounted for, events around it were removed by
    /// age, and nothing speaks against that it is the one that was here. A sequence that comes again under another id
    /// shows that the booth counts anew in an old epoch, as after its file was put back from an image: everything new is
    /// stored, and accounted for apart from what was before, so that gaps show.
    ///
    /// Returns only after a durable commit, with one disposition for each submission, in order.
    func append(_ batch: EventBatch, from booth: String) async throws(EventStoreError) -> [Disposition]

    /// Whether the sequences of that epoch, in lower case, came again under other ids: the booth should begin a new one.
    func isInDoubt(_ epoch: String, of booth: String) async throws -> Bool

    /// The epochs of which that is so, the latest first.
    func doubtfulEpochs() async throws -> [DoubtfulEpoch]

    /// Whether there are events received before a time that may be removed, or whose time is corrected first: those that
    /// came in, by their own time, after `now`.
    func hasEvents(receivedBefore time: Date, now: Date) async throws -> Bool

    /// Up to `limit` stored events after a row, oldest first, of one booth or of all.
    func events(of booth: String?, after row: Int64, limit: Int) async throws -> [ReceivedEvent]

    /// The account of each queue epoch of each booth that ever sent something.
    func ledgers() async throws -> [LedgerEntry]

    /// Removes up to `limit` of the events received before a time, the oldest first. They stay accounted for: one that a
    /// booth sends again, however late, is a duplicate. The latest event of all may stay until another comes.
    ///
    /// Events among the oldest that came in after `now`, by their own time, were stamped while the platform's clock was
    /// ahead. They count from then on as received when the next one was that is not ahead: they neither stay for ever nor
    /// hold up what came after them. `now` has to be believed.
    /// - Returns: how many were removed; fewer than `limit` when no more are due.
    func removeEvents(receivedBefore time: Date, limit: Int, now: Date) async throws -> Int

    /// Counts of the events that happened in the 24 hours from `start` on, and the latest events received.
    func activity(since start: Date, latest: Int) async throws -> EventActivity
}

extension EventStore {
    /// The same where every event's time is believed.
    func removeEvents(receivedBefore time: Date, limit: Int) async throws -> Int {
        try await removeEvents(receivedBefore: time, limit: limit, now: .distantFuture)
    }
}

/// An epoch in which a booth counted anew.
struct DoubtfulEpoch: Equatable, Sendable {
    let source: String
    let epoch: String
    /// How often, and when last.
    let branch: Int
    let since: Date
}

/// The account of one queue epoch of one booth.
struct LedgerEntry: Sendable {
    let source: String
    /// With `~` and a number from 1 after it, where the booth counted anew in it.
    let epoch: String
    /// Where there are very many holes, with the first of them only.
    let ledger: SequenceLedger
    /// How many unexplained holes there are in all.
    let gapCount: Int
    let updatedAt: Date
}

/// What happened in a period, counted.
struct EventActivity: Sendable {
    struct Latest: Sendable {
        let source: String
        let type: String
        let function: String?
        let language: String?
        let occurredAt: Date
        let receivedAt: Date
    }

    /// All events.
    var total = 0
    /// Functions used: events of the type `function`; the counts below are of these.
    var uses = 0
    var byFunction: [String: Int] = [:]
    /// By hours since `start`, 0...23.
    var byHour: [Int: Int] = [:]
    var byLanguage: [String: Int] = [:]
    var latest: [Latest] = []
}
