@preconcurrency import Dispatch

/// Something that calls back: a timer, or the watch over a descriptor or a signal. It lasts until it is cancelled or
/// released.
///
/// If it is cancelled on the queue that it calls back on, it calls back no more. If it is cancelled elsewhere, a call
/// may be running.
public final class Watch: Sendable {
    private let source: any DispatchSourceProtocol

    private init(
        _ source: any DispatchSourceProtocol, ended: (@Sendable () -> Void)? = nil,
        _ work: @escaping @Sendable () -> Void
    ) {
        self.source = source
        source.setEventHandler(handler: work)
        if let ended { source.setCancelHandler(handler: ended) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Cancels the watch.
    public func cancel() { source.cancel() }

    /// A cancelled timer disappears at once. A queue, in contrast, keeps a delayed piece of work until it is due, and a
    /// booth cancels timers of minutes all day.
    static func timer(
        _ delay: Duration, repeating interval: Duration? = nil, on queue: DispatchQueue,
        _ work: @escaping @Sendable () -> Void
    ) -> Watch {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        if let interval {
            timer.schedule(deadline: .in(delay), repeating: interval.dispatched, leeway: (interval / 10).dispatched)
        } else {
            timer.schedule(deadline: .in(delay))
        }
        return Watch(timer, work)
    }

    static func reading(
        _ descriptor: Int32, on queue: DispatchQueue, ended: @escaping @Sendable () -> Void,
        _ work: @escaping @Sendable () -> Void
    ) -> Watch {
        Watch(DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue), ended: ended, work)
    }

    static func writing(
        _ descriptor: Int32, on queue: DispatchQueue, ended: @escaping @Sendable () -> Void,
        _ work: @escaping @Sendable () -> Void
    ) -> Watch {
        Watch(DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue), ended: ended, work)
    }

    static func signal(_ number: Int32, on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void) -> Watch {
        Watch(DispatchSource.makeSignalSource(signal: number, queue: queue), work)
    }
}

extension DispatchTime {
    /// This long from now on the monotonic clock.
    static func `in`(_ delay: Duration) -> DispatchTime { .now() + delay.dispatched }
}

extension Duration {
    /// The duration as Dispatch counts it: never negative, and no longer than some thirty years.
    fileprivate var dispatched: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000_000 else { return .seconds(1_000_000_000) }
        return .nanoseconds(max(0, Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)))
    }
}
