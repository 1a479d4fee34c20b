import CDispatch
import Dispatch
import Glibc
import Synchronization

/// Runs calls that block, on threads where nobody else waits behind them.
public enum Blocking {
    /// Runs one piece of work that may take long and needs no actor, on a thread of the system's pool.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global(qos: .utility).async(execute: work)
    }

    /// The same after a delay on the monotonic clock. It cannot be cancelled.
    public static func run(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .in(delay), execute: work)
    }

    /// Starts a thread for something that sleeps in a C library as long as the program runs: a sound device, a card
    /// reader, curl.
    /// - Parameters:
    ///   - name: What the system shows, at most 15 bytes of it.
    ///   - stackSize: In bytes. The default is the system's usual 8 MiB, of which only the used part takes memory.
    /// - Returns: False if the system has no thread left.
    @discardableResult
    public static func thread(
        _ name: String, stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void
    ) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
        let start = Unmanaged.passRetained(
            Start {
                blockSignals()
                nameThread(name)
                body()
            })
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, begin, start.toOpaque())
        if status != 0 { start.release() }
        return status == 0
    }

    /// Leaves signals to the program's other threads, since here they would only interrupt calls to the device. The
    /// exceptions report a fault of this thread itself, after which the terminal must be restored.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_SETMASK, &signals, nil)
    }

    /// Done through proc(5), since pthread_setname_np is a GNU extension that the C library's module omits.
    private static func nameThread(_ name: String) {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let bytes = Array(name.utf8.prefix(15))
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }

    /// Waits for a result that arrives in a completion handler. Never call this on the main queue, on one of Swift's
    /// cooperative threads, or where the completion handler has to run.
    @discardableResult
    public static func wait<Value: Sendable>(for work: (_ done: @escaping @Sendable (Value) -> Void) -> Void) -> Value {
        let answer = Answer<Value>()
        work { value in
            answer.value.withLock { $0 = value }
            answer.isThere.signal()
        }
        while true {
            answer.isThere.wait()
            if let value = answer.value.withLock({ $0 }) { return value }
        }
    }
}

private final class Answer<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
    let isThere = DispatchSemaphore(value: 0)
}

private final class Start: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// The entry point of a thread. It takes over a `Start`.
private func begin(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
    return nil
}
