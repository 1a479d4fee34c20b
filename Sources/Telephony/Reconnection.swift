import Dispatch

/// Attempts to connect on a queue: after 50 ms, then doubled up to 200 ms. An emergency may be waiting for the far end's return,
/// and asking a closed port or path of this machine costs next to nothing. Used on that queue only.
struct Reconnection {
    private let queue: DispatchQueue
    private var pause = Duration.milliseconds(50)
    private var item: DispatchWorkItem?

    init(on queue: DispatchQueue) { self.queue = queue }

    /// Tries later, in place of an attempt that is still to come.
    mutating func later(_ attempt: @escaping @Sendable () -> Void) {
        cancel()
        let item = DispatchWorkItem(block: attempt)
        self.item = item
        queue.asyncAfter(deadline: .now() + pause.interval, execute: item)
        pause = min(pause * 2, .milliseconds(200))
    }

    func cancel() { item?.cancel() }

    /// It worked: the next attempt comes soon again.
    mutating func succeeded() { pause = .milliseconds(50) }
}
