import Dispatch
import Glibc

/// The main queue, where the booth decides: facts come to it in the order in which they were handed over.
public enum Main {
    /// Runs `work` on the main queue after everything handed over before.
    public static func run(_ work: @escaping @MainActor @Sendable () -> Void) {
        DispatchQueue.main.async { MainActor.assumeIsolated { work() } }
    }

    /// The same after a delay on the monotonic clock; it cannot be called off.
    public static func run(after delay: Duration, _ work: @escaping @MainActor @Sendable () -> Void) {
        DispatchQueue.main.asyncAfter(deadline: .in(delay)) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back once after a delay, if the watch is still there.
    public static func alarm(after delay: Duration, _ work: @escaping @MainActor @Sendable () -> Void) -> Watch {
        Watch.timer(delay, on: .main) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back whenever a descriptor has something to read.
    /// - Parameter ended: called once nobody looks at the descriptor any more: it may be closed then.
    public static func whenReadable(
        _ descriptor: Int32, ended: @escaping @Sendable () -> Void = {},
        _ work: @escaping @MainActor @Sendable () -> Void
    ) -> Watch {
        Watch.reading(descriptor, on: .main, ended: ended) { MainActor.assumeIsolated { work() } }
    }

    /// Calls back instead of what a signal does by itself.
    public static func onSignal(_ number: Int32, _ work: @escaping @MainActor @Sendable () -> Void) -> Watch {
        signal(number, SIG_IGN)
        return Watch.signal(number, on: .main) { MainActor.assumeIsolated { work() } }
    }
}

/// Hands what comes from anywhere to whoever receives it on the main queue, in order. It stands between an adapter, which
/// needs somebody to report to when it is made, and its owner, which is made of its adapters.
@MainActor
public final class MainInbox<Message: Sendable> {
    /// Told of each message; whoever it is must not be held by what it owns.
    public var onMessage: (Message) -> Void = { _ in }

    /// An inbox that nobody receives from yet.
    public nonisolated init() {}

    /// Takes a message in, from any thread.
    public nonisolated func post(_ message: Message) { Main.run { self.onMessage(message) } }
}
