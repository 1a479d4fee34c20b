import GRDB
import Synchronization

/// The queue of batches for the database, several of which share one commit.
///
/// A durable commit costs a wait for the disk, whatever is in it. Batches that arrive during a commit gather, and the
/// next commit takes them all. The more booths send at once, the fewer commits an event costs.
final class CommitQueue: Sendable {
    /// The most batches waiting or being committed. Beyond that, a booth is asked to come again.
    static let maximumWaiting = 64
    /// The most batches in one commit. It bounds how long everybody else waits for the connection.
    static let maximumTogether = 16

    /// A batch, the booth that sent it, and where its outcome goes.
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
    /// Writes one batch within the open transaction. An `EventStoreError` refuses only that batch.
    private let insert: @Sendable (Entry, Database) throws -> [Disposition]
    private let state = Mutex(State())

    init(database: PlatformDatabase, insert: @escaping @Sendable (Entry, Database) throws -> [Disposition]) {
        self.database = database
        self.insert = insert
    }

    /// The number of batches that wait for a commit.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Takes a batch in. If too many are waiting, returns false and never calls its `finish`.
    func add(_ entry: Entry) -> Bool {
        let (isAdmitted, isFirst) = state.withLock { state in
            guard state.waiting.count + state.underWay < Self.maximumWaiting else { return (false, false) }
            state.waiting.append(entry)
            return (true, state.waiting.count == 1 && state.underWay == 0)
        }
        if isFirst { schedule() }
        return isAdmitted
    }

    /// Schedules one commit, behind everything else that waits for the connection, so that a flood of events starves
    /// nobody.
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
                    // A commit to a file that nobody can find again does not count.
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

    /// Runs the whole transaction. A refused batch leaves nothing behind and does not affect the others. Any other
    /// error before the commit means that the storage failed, and nothing of any batch remains. An error of the commit
    /// itself may come after the data has reached the disk. Only a transaction written out by hand can tell the two
    /// apart.
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
            // Notes damage found here, so that not everybody runs into it again.
            _ = database.health.meaning(of: error)
            throw EventStoreError.outcomeUnknown
        }
        return outcomes
    }
}
