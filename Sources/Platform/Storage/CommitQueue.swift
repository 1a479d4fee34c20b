import GRDB
import Synchronization

/// Batches that wait for the database, several of which share one commit.
///
/// A durable commit costs a wait for the disk, whatever is in it. While one is under way the batches that arrive meanwhile
/// gather, and the next commit takes them all: the more booths send at once, the fewer commits an event costs.
final class CommitQueue: Sendable {
    /// Batches that may wait or be under way; beyond, a booth is asked to come again.
    static let maximumWaiting = 64
    /// Batches in one commit at most: it bounds how long everybody else waits for the connection.
    static let maximumTogether = 16

    /// A batch, who sent it, and where its outcome goes.
    struct Entry: Sendable {
        let batch: EventBatch
        let booth: String
        let finish: @Sendable (Result<[Disposition], any Error>) -> Void
    }

    private struct State {
        var waiting: [Entry] = []
        var underWay = 0
    }

    private let database: PlatformDatabase
    /// Writes one batch within the transaction that is open. An `EventStoreError` refuses that batch alone.
    private let insert: @Sendable (Entry, Database) throws -> [Disposition]
    private let state = Mutex(State())

    init(database: PlatformDatabase, insert: @escaping @Sendable (Entry, Database) throws -> [Disposition]) {
        self.database = database
        self.insert = insert
    }

    /// Batches that wait for a commit.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a batch in; false, and its `finish` is never called, if too many are waiting.
    func add(_ entry: Entry) -> Bool {
        let (isAdmitted, isFirst) = state.withLock { state in
            guard state.waiting.count + state.underWay < Self.maximumWaiting else { return (false, false) }
            state.waiting.append(entry)
            return (true, state.waiting.count == 1 && state.underWay == 0)
        }
        if isFirst { schedule() }
        return isAdmitted
    }

    /// One commit, behind whatever else waits for the connection, so that a flood of events starves nobody.
    private func schedule() {
        database.queue.asyncWriteWithoutTransaction { [self] db in
            let entries = state.withLock { state in
                let entries = Array(state.waiting.prefix(Self.maximumTogether))
                state.waiting.removeFirst(entries.count)
                state.underWay = entries.count
                return entries
            }
            let outcome = Result {
                do {
                    let outcomes = try database.health.writing(db) { try commit(entries, in: db) }
                    // A commit to a file that nobody can find again is none.
                    try database.health.check()
                    database.health.noteWritten()
                    return outcomes
                } catch {
                    throw database.health.meaning(of: error)
                }
            }
            let isMore = state.withLock { state in
                state.underWay = 0
                return !state.waiting.isEmpty
            }
            if isMore { schedule() }
            for (index, entry) in entries.enumerated() { entry.finish(outcome.flatMap { $0[index] }) }
        }
    }

    /// The whole transaction. A batch that is refused leaves nothing behind and costs the others nothing. Any other
    /// error before the commit leaves nothing of any batch: what failed is the storage. An error of the commit itself may come after the data reached the disk, and only a
    /// transaction written out by hand can tell the two apart.
    private func commit(_ entries: [Entry], in db: Database) throws -> [Result<[Disposition], any Error>] {
        try db.beginTransaction(.immediate)
        var outcomes: [Result<[Disposition], any Error>] = []
        do {
            for entry in entries {
                do {
                    try db.inSavepoint {
                        outcomes.append(.success(try insert(entry, db)))
                        return .commit
                    }
                } catch let refusal as EventStoreError {
                    outcomes.append(.failure(refusal))
                }
            }
        } catch {
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
        do {
            try db.commit()
        } catch {
            if db.isInsideTransaction { try db.rollback() }
            // Damage that is first met here must not be met again by everybody.
            _ = database.health.meaning(of: error)
            throw EventStoreError.outcomeUnknown
        }
        return outcomes
    }
}
