import Dispatch
import KioskCore

/// A dispatch queue as an actor's executor: all its actors run one after the other, in the order in which work was
/// handed over, on a thread that is not one of Swift's cooperative ones, so that blocking calls starve nobody.
public final class SerialQueue: SerialExecutor {
    /// The queue. Anything that needs an order handed over to an actor goes through it.
    public let dispatch: DispatchQueue

    /// A queue of its own.
    public init(label: String) {
        dispatch = DispatchQueue(label: label)
    }

    /// Runs a job of an actor.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        dispatch.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Stops the program unless called on the queue; what `assumeIsolated` asks.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(dispatch))
    }

    /// Runs `work` on an actor of this queue after everything handed over before.
    public func run<Owner: Actor>(on owner: Owner, _ work: @escaping @Sendable (isolated Owner) -> Void) {
        dispatch.async { owner.assumeIsolated { work($0) } }
    }

    /// The same after a delay on the monotonic clock.
    public func run<Owner: Actor>(
        on owner: Owner, after delay: Duration, _ work: @escaping @Sendable (isolated Owner) -> Void
    ) {
        dispatch.asyncAfter(deadline: .now() + .nanoseconds(delay.wholeNanoseconds)) {
            owner.assumeIsolated { work($0) }
        }
    }
}
