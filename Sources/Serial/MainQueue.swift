import Dispatch
import Glibc

/// The main queue, where the booth makes its decisions. Facts reach it in the order in which they were handed over.
public enum Main {
    /// Runs `work` on the main queue after everything handed over before.
    public static func run(_ work: @escaping @MainActor @Sendable () -> Void) {
        DispatchQueue.main.async { MainActor.assumeIsolated { work() } }
    }

    /// The same after a delay on the monotonic clock. It cannot be cancelled.
    public static func run(after delay: Duration, _ work: @escaping @MainActor @Sendable () -> Void) {
        DispatchQueue.main.asyncAfter(deadline: .in(delay)) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back once after a delay, if the watch still exists.
    public static func alarm(after delay: Duration, _ work: @escaping @MainActor @Sendable () -> Void) -> Watch {
        Watch.timer(delay, on: .main) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back whenever a descriptor has something to read.
    /// - Parameter ended: Called once nothing watches the descriptor any more, so that it may be closed.
    public static func whenReadable(
        _ descriptor: Int32, ended: @escaping @Sendable () -> Void = {},
        _ work: @escaping @MainActor @Sendable () -> Void
    ) -> Watch {
        Watch.reading(descriptor, on: .main, ended: ended) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back in place of a signal's default action.
    public static func onSignal(_ number: Int32, _ work: @escaping @MainActor @Sendable () -> Void) -> Watch {
        signal(number, SIG_IGN)
        return Watch.signal(number, on: .main) { MainActor.assumeIsolated { work() } }
    }
}

/// Hands messages from any thread to a receiver on the main queue, in order. It connects an adapter, which needs a
/// receiver when it is created, with its owner, which is created from its adapters.
@MainActor
public final class MainInbox<Message: Sendable> {
    /// Called with each message. The closure must not retain its receiver, since the receiver owns what leads here.
    public var onMessage: (Message) -> Void = { _ in }

    /// Creates an inbox without a receiver.
    public nonisolated init() {}

    /// Takes a message in, from any thread.
    public nonisolated func post(_ message: Message) { Main.run { self.onMessage(message) } }
}
