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

/// The result for one event.
enum Disposition: Equatable, Sendable {
    /// It has now been stored durably.
    case accepted
    /// It had already been stored durably, under the same source and id.
    case duplicate
    /// It will never be stored; the booth need not send it again.
    case rejected(reason: String)
}

/// Why a whole batch failed. In every case the booth keeps its events and sends them again. Deduplication by source and
/// id makes that safe.
enum EventStoreError: Error, Equatable {
    /// Nothing was stored, because storage does not work at present.
    case unavailable(retryAfterSeconds: Int)
    /// Nothing was stored, because too many batches are waiting or the booth's sequences would have too many holes.
    case overloaded(retryAfterSeconds: Int)
    /// The storage is out of order, and nothing in it can be trusted.
    case storage(StorageTrouble)
    /// The commit was in progress when it failed or timed out, so it is unknown whether anything was stored.
    case outcomeUnknown
}

/// One event as it was received and stored.
struct ReceivedEvent: Equatable, Sendable {
    /// A number that grows with each stored event, even if others were removed in between; the export's cursor.
    let row: Int64
    let receivedAt: Date
    /// The event's JSON text as sent.
    let document: String
}

/// The store of events. SQLite is the embedded implementation; a fleet's database can replace it behind the same
/// protocol and the same tests.
protocol EventStore: Sendable {
    /// Stores one booth's batch in one transaction, together with the ledger of its sequence numbers.
    ///
    /// An event is a duplicate if its id is known. It is also a duplicate if its sequence was accounted for, events
    /// around it were removed by age, and nothing suggests that it is a different event. If a sequence comes again
    /// under another id, the booth is counting anew in an old epoch, for example after its file was restored from an
    /// image. Everything new is then stored and accounted for separately, so that gaps show.
    ///
    /// Returns only after a durable commit, with one disposition for each submission, in order.
    func append(_ batch: EventBatch, from booth: String) async throws(EventStoreError) -> [Disposition]

    /// Whether sequences of that epoch (in lower case) came again under other ids. The booth should then begin a new
    /// epoch.
    func isInDoubt(_ epoch: String, of booth: String) async throws -> Bool

    /// The epochs for which that is so, latest first.
    func doubtfulEpochs() async throws -> [DoubtfulEpoch]

    /// Whether `removeEvents` has something to do: events received before `time`, or events that were, by their own
    /// time, received after `now`, whose time is corrected first.
    func hasEvents(receivedBefore time: Date, now: Date) async throws -> Bool

    /// Up to `limit` stored events after a row, oldest first, of one booth or of all.
    func events(of booth: String?, after row: Int64, limit: Int) async throws -> [ReceivedEvent]

    /// The ledger of each queue epoch of every booth that ever sent something.
    func ledgers() async throws -> [LedgerEntry]

    /// Removes up to `limit` of the events received before a time, oldest first. They stay accounted for: if a booth
    /// sends one again, however late, it is a duplicate. The latest event of all may stay until another comes.
    ///
    /// Some of the oldest events may have, by their own time, been received after `now`: they were stamped while the
    /// platform's clock was ahead. From now on they count as received at the time of the next event whose time is not
    /// ahead. They then neither stay for ever nor hold up the events after them. `now` must be trustworthy.
    /// - Returns: the number removed; less than `limit` if no more are due.
    func removeEvents(receivedBefore time: Date, limit: Int, now: Date) async throws -> Int

    /// Counts the events that happened in the 24 hours from `start`, and lists the latest events received.
    func activity(since start: Date, latest: Int) async throws -> EventActivity
}

extension EventStore {
    /// The same, with every event's time trusted.
    func removeEvents(receivedBefore time: Date, limit: Int) async throws -> Int {
        try await removeEvents(receivedBefore: time, limit: limit, now: .distantFuture)
    }
}

/// An epoch in which a booth counted anew.
struct DoubtfulEpoch: Equatable, Sendable {
    let source: String
    let epoch: String
    /// How often it did so, and when last.
    let branch: Int
    let since: Date
}

/// The ledger of one queue epoch of one booth.
struct LedgerEntry: Sendable {
    let source: String
    /// The epoch, followed by `~` and a number from 1 if the booth counted anew in it.
    let epoch: String
    /// The ledger; if there are very many holes, with only the first of them.
    let ledger: SequenceLedger
    /// The number of all unexplained holes.
    let gapCount: Int
    let updatedAt: Date
}

/// Counts of what happened in a period.
struct EventActivity: Sendable {
    struct Latest: Sendable {
        let source: String
        let type: String
        let function: String?
        let language: String?
        let occurredAt: Date
        let receivedAt: Date
    }

    /// The number of all events.
    var total = 0
    /// The number of functions used, which are events of the type `function`; the counts below are for these.
    var uses = 0
    var byFunction: [String: Int] = [:]
    /// By hours since `start`, 0...23.
    var byHour: [Int: Int] = [:]
    var byLanguage: [String: Int] = [:]
    var latest: [Latest] = []
}
