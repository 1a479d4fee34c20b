@preconcurrency import Dispatch

/// A serial dispatch queue that serves as the executor of actors. It is the only way in which this program does work
/// outside its main queue.
///
/// Its work runs one piece after the other, in the order in which it was handed over. The thread is not one of Swift's
/// cooperative ones, so blocking calls starve nobody. Related actors share one queue: they then see each other's state
/// between two pieces of work, never in the middle of one.
public final class SerialQueue: SerialExecutor {
    /// How soon the system gives the queue a processor.
    public enum Urgency: Sendable {
        /// A call depends on it.
        case high
        /// Work of ordinary urgency.
        case usual
        /// Nobody waits for it.
        case low

        fileprivate var quality: DispatchQoS {
            switch self {
            case .high: .userInitiated
            case .usual: .unspecified
            case .low: .utility
            }
        }
    }

    private let dispatch: DispatchQueue

    /// Creates a queue. A debugger shows the label as the name of its thread.
    public init(label: String, urgency: Urgency = .usual) {
        dispatch = DispatchQueue(label: label, qos: urgency.quality)
    }

    /// Runs a job of an actor.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        dispatch.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Stops the program unless it is called on the queue. `assumeIsolated` uses this.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(dispatch))
    }

    // MARK: Work

    /// Runs `work` after everything handed over before.
    public func run(_ work: @escaping @Sendable () -> Void) { dispatch.async(execute: work) }

    /// The same after a delay on the monotonic clock. It cannot be cancelled.
    public func run(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        dispatch.asyncAfter(deadline: .in(delay), execute: work)
    }

    /// Runs `work` and waits for its result. Do not call this on the queue itself.
    @discardableResult
    public func wait<Result>(_ work: () -> Result) -> Result { dispatch.sync(execute: work) }

    // MARK: Work of an actor

    /// Runs `work` on an actor of this queue after everything handed over before.
    public func run<Owner: Actor>(on owner: Owner, _ work: @escaping @Sendable (isolated Owner) -> Void) {
        run { owner.assumeIsolated { work($0) } }
    }

    /// The same after a delay on the monotonic clock. It cannot be cancelled.
    public func run<Owner: Actor>(
        on owner: Owner, after delay: Duration, _ work: @escaping @Sendable (isolated Owner) -> Void
    ) {
        run(after: delay) { owner.assumeIsolated { work($0) } }
    }

    /// Runs `work` on an actor of this queue and waits for its result. Do not call this on the queue itself.
    @discardableResult
    public func wait<Owner: Actor, Result: Sendable>(
        on owner: Owner, _ work: @Sendable (isolated Owner) -> Result
    ) -> Result {
        wait { owner.assumeIsolated { work($0) } }
    }

    // MARK: Alarms and descriptors

    /// Calls an actor of this queue once after a delay, if the actor and the watch still exist.
    public func alarm<Owner: Actor>(
        on owner: Owner, after delay: Duration, _ work: @escaping @Sendable (isolated Owner) -> Void
    ) -> Watch {
        Watch.timer(delay, on: dispatch) { [weak owner] in owner?.assumeIsolated { work($0) } }
    }

    /// Calls an actor of this queue now and at every interval, as long as the actor and the watch exist.
    public func every<Owner: Actor>(
        _ interval: Duration, on owner: Owner, _ work: @escaping @Sendable (isolated Owner) -> Void
    ) -> Watch {
        Watch.timer(.zero, repeating: interval, on: dispatch) { [weak owner] in owner?.assumeIsolated { work($0) } }
    }

    /// Calls back whenever a descriptor has something to read.
    /// - Parameter ended: Called once nothing watches the descriptor any more, so that it may be closed.
    public func whenReadable(
        _ descriptor: Int32, ended: @escaping @Sendable () -> Void = {}, _ work: @escaping @Sendable () -> Void
    ) -> Watch {
        Watch.reading(descriptor, on: dispatch, ended: ended, work)
    }

    /// Calls an actor of this queue whenever a descriptor has something to read, as long as the actor exists.
    /// - Parameter ended: Called once nothing watches the descriptor any more, so that it may be closed.
    public func whenReadable<Owner: Actor>(
        _ descriptor: Int32, on owner: Owner, ended: @escaping @Sendable () -> Void = {},
        _ work: @escaping @Sendable (isolated Owner) -> Void
    ) -> Watch {
        whenReadable(descriptor, ended: ended) { [weak owner] in owner?.assumeIsolated { work($0) } }
    }

    /// Calls back as long as a descriptor accepts data.
    /// - Parameter ended: Called once nothing watches the descriptor any more, so that it may be closed.
    public func whenWritable(
        _ descriptor: Int32, ended: @escaping @Sendable () -> Void = {}, _ work: @escaping @Sendable () -> Void
    ) -> Watch {
        Watch.writing(descriptor, on: dispatch, ended: ended, work)
    }
}
