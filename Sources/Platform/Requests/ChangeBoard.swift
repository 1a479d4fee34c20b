import Synchronization

/// Keeps track of who waits for which request to change. Waiting costs a continuation, never a thread.
final class ChangeBoard: Sendable {
    /// What somebody waits for.
    enum Topic: Equatable, Sendable {
        /// Any change; ends with the waiting task.
        case anything
        /// Any change, for a client; ends when the platform stops.
        case page
        /// A change of this request, for a client; ends when the platform stops.
        case request(String)

        /// Whether a client waits on an open connection.
        var isPoll: Bool { self != .anything }
    }

    private struct Waiters {
        var next = 0
        var pollsAreOver = false
        var streams: [Int: (topic: Topic, continuation: AsyncStream<Void>.Continuation)] = [:]
    }

    private let waiters = Mutex(Waiters())

    /// Whether the platform is stopping, so that waiting clients get the current answer.
    var pollsAreOver: Bool { waiters.withLock { $0.pollsAreOver } }

    /// The number of clients waiting now: the long polls.
    var pollCount: Int { waiters.withLock { $0.streams.values.count { $0.topic.isPoll } } }

    /// Yields whenever something of this topic changes from now on.
    ///
    /// Subscribe before reading the state to compare with, so that a change in between is not missed. A subscriber that
    /// stops iterating or drops the stream is forgotten at once.
    func changes(of topic: Topic) -> AsyncStream<Void> {
        let topic = if case .request(let id) = topic { Topic.request(id.lowercased()) } else { topic }
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key = waiters.withLock { waiters -> Int? in
            guard !topic.isPoll || !waiters.pollsAreOver else { return nil }
            waiters.next += 1
            waiters.streams[waiters.next] = (topic, continuation)
            return waiters.next
        }
        guard let key else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.waiters.withLock { $0.streams.removeValue(forKey: key) }
        }
        return stream
    }

    /// Wakes everybody who waits for this request or for anything.
    func announce(_ id: String) { wake { $0 == .anything || $0 == .page || $0 == .request(id.lowercased()) } }

    /// Announces a change that is not about a request: the simulator's settings.
    func announceSettings() { wake { $0 == .anything } }

    private func wake(_ isConcerned: (Topic) -> Bool) {
        // Yielding under the lock is safe, because it runs none of our code, and it keeps the order of announcements.
        waiters.withLock { waiters in
            for waiter in waiters.streams.values where isConcerned(waiter.topic) {
                waiter.continuation.yield()
            }
        }
    }

    /// Ends the wait of every client, now and in future, so that no long poll delays the platform's stop.
    func endPolls() {
        let polls = waiters.withLock { waiters in
            waiters.pollsAreOver = true
            return waiters.streams.values.filter { $0.topic.isPoll }.map(\.continuation)
        }
        // Outside the lock, because finishing a stream calls back into this board.
        polls.forEach { $0.finish() }
    }
}

/// Waits for the first element of a stream (or its end), but no longer than the time-out.
func firstChange(in changes: AsyncStream<Void>, within timeout: Duration) async {
    await withTaskGroup(of: Void.self) { group in
        group.addTask {
            for await _ in changes { return }
        }
        group.addTask { try? await Task.sleep(for: timeout) }
        await group.next()
        group.cancelAll()
    }
}
