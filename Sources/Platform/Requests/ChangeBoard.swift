import Synchronization

/// Who is waiting for which request to change. Waiting costs a continuation, never a thread.
final class ChangeBoard: Sendable {
    private struct Waiters {
        var next = 0
        var pollsAreOver = false
        var streams: [Int: (topic: String?, continuation: AsyncStream<Void>.Continuation)] = [:]
    }

    private let waiters = Mutex(Waiters())

    /// The platform is stopping: whoever waits for one request gets the answer that there is.
    var pollsAreOver: Bool { waiters.withLock { $0.pollsAreOver } }

    /// How many wait for one request now: the long polls.
    var pollCount: Int { waiters.withLock { $0.streams.values.count { $0.topic != nil } } }

    /// Yields whenever that request, or with nil any, changes from now on. Waits for one request end when
    /// the platform stops.
    ///
    /// Subscribe before reading the state to compare with: a change between the two is then not missed. Whoever stops
    /// iterating or drops the stream is forgotten at once.
    func changes(of id: String? = nil) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key = waiters.withLock { waiters -> Int? in
            guard id == nil || !waiters.pollsAreOver else { return nil }
            waiters.next += 1
            waiters.streams[waiters.next] = (id?.lowercased(), continuation)
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

    /// Wakes everybody who waits for that request.
    func announce(_ id: String) {
        let id = id.lowercased()
        // Yielding under the lock is safe (it runs no code of ours) and keeps the order of announcements.
        waiters.withLock { waiters in
            for waiter in waiters.streams.values where waiter.topic == nil || waiter.topic == id {
                waiter.continuation.yield()
            }
        }
    }

    /// Ends every wait for one request, now and from now on, so that no long poll holds up the platform's stop.
    func endPolls() {
        let polls = waiters.withLock { waiters in
            waiters.pollsAreOver = true
            return waiters.streams.values.filter { $0.topic != nil }.map(\.continuation)
        }
        // Outside the lock: finishing a stream calls back into this board.
        polls.forEach { $0.finish() }
    }
}

/// Waits for the first element of a stream (or its end), at most that long.
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
