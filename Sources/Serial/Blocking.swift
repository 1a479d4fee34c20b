import CDispatch
import Dispatch
import Glibc
import Synchronization

/// Calls that block: on threads where nobody else waits behind them.
public enum Blocking {
    /// Does one thing that may take its time and needs nothing of an actor, on a thread of the system's pool.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global(qos: .utility).async(execute: work)
    }

    /// The same after a delay on the monotonic clock; it cannot be called off.
    public static func run(after delay: Duration, _ work: @escaping @Sendable () -> Void) {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .in(delay), execute: work)
    }

    /// Starts a thread for what sleeps in a C library for as long as the program runs: a sound device, a card reader, curl.
    /// - Parameters:
    ///   - name: what the system shows, 15 bytes of it.
    ///   - stackSize: bytes; the system's usual 8 MiB (of which only what is used is memory) without it.
    /// - Returns: false if the system has no thread left.
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

    /// Signals belong to the program's other threads: here they would only interrupt calls to the device. Not those that tell
    /// of a fault of this thread's own, after which the terminal must be given back.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_SETMASK, &signals, nil)
    }

    /// By proc(5): pthread_setname_np is a GNU extension that the module of the C library leaves out.
    private static func nameThread(_ name: String) {
        let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        let bytes = Array(name.utf8.prefix(15))
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }

    /// Waits for what comes by a completion. Never on the main queue, on one of Swift's cooperative threads, or where the
    /// completion has to run.
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

/// Where a thread begins, with a `Start` that it takes over.
private func begin(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
    return nil
}
