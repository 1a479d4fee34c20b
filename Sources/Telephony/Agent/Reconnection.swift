import Dispatch
import KioskCore

/// Attempts to connect on a queue: after 50 ms, then doubled up to 200 ms. An emergency may be waiting for the far end's return,
/// and asking a closed port or path of this machine costs next to nothing. Used on that queue only.
struct Reconnection {
    private let queue: DispatchQueue
    private var backoff = Backoff(base: .milliseconds(50), cap: .milliseconds(200))
    private var item: DispatchWorkItem?

    init(on queue: DispatchQueue) { self.queue = queue }

    /// Tries later, in place of an attempt that is still to come.
    mutating func tryLater(_ attempt: @escaping @Sendable () -> Void) {
        cancel()
        let item = DispatchWorkItem(block: attempt)
        self.item = item
        queue.asyncAfter(deadline: .now() + .nanoseconds(backoff.fail().wholeNanoseconds), execute: item)
    }

    func cancel() { item?.cancel() }

    /// It worked: the next attempt comes soon again.
    mutating func succeeded() { backoff.reset() }
}
