public import Basics
import CPCSC
import Dispatch
import Serial
import Synchronization

/// The booth's card reader through PC/SC. PC/SC calls block, so they run on a thread of their own. If pcscd is not
/// running or the reader is unplugged, this is reported and the thread waits until it is back.
public final class PCSCReader: CardSource {
    private struct State {
        var context: Int?
        var isStopped = false
        /// Counts the permissions; each reading belongs to one.
        var permission = 0
        var isPermitted = false
        /// The latest change that the thread has seen.
        var noted = 0
        /// The latest change that was made.
        var wanted = 0
    }

    private let name: String?
    private let backoff: Backoff
    private let report: @Sendable (CardReport) -> Void
    private let state = Mutex(State())
    private let stopped = DispatchSemaphore(value: 0)
    private let calls = SerialQueue(label: "cn.laoyouting.card-reader")

    /// A reader that does nothing until `start`.
    /// - Parameters:
    ///   - name: a part of the reader's name, for a booth with several readers; nil takes the first one.
    ///   - backoff: how long to wait before connecting to pcscd again.
    ///   - report: called on the reader's thread.
    public init(
        name: String? = nil, backoff: Backoff = Backoff(cap: .seconds(30)),
        report: @escaping @Sendable (CardReport) -> Void
    ) {
        self.name = name
        self.backoff = backoff
        self.report = report
    }

    /// Starts watching the slot; the reader's thread lives until `stop`.
    public func start() {
        if !Blocking.thread("card-reader", { [self] in run() }) {
            report(.unavailable(reason: "no thread can be started"))
        }
    }

    /// Permits one reading of the card in the slot, or of the next one. A card that was already read since it was put
    /// in is not read again.
    public func permit() {
        change {
            $0.permission += 1
            $0.isPermitted = true
        }
    }

    /// Reads no card from now on.
    public func forbid() { change { $0.isPermitted = false } }

    /// Ends the reader's thread.
    public func stop() {
        change { $0.isStopped = true }
        stopped.signal()
    }

    /// Changes the state and makes sure that the thread sees the change even if it is just about to wait. Cancelling
    /// works only on a wait that has begun, so `wake` repeats it until the change has been seen.
    private func change(_ change: (inout State) -> Void) {
        state.withLock {
            change(&$0)
            $0.wanted += 1
        }
        calls.run { [self] in wake() }
    }

    private func wake() {
        let context = state.withLock { $0.noted == $0.wanted ? nil : $0.context }
        guard let context else { return }
        _ = kiosk_pcsc_cancel(context)
        calls.run(after: .milliseconds(20)) { [self] in wake() }
    }

    // MARK: On the thread

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func tell(_ report: CardReport) { if !isStopped { self.report(report) } }

    private func run() {
        var backoff = backoff
        while !isStopped {
            do throws(PCSCContext.Failure) {
                let context = try PCSCContext()
                defer { context.release() }
                state.withLock { $0.context = context.handle }
                // Cleared under the lock before the release, so that a released context is never cancelled.
                defer { state.withLock { $0.context = nil } }
                backoff.reset()
                try serve(context)
            } catch {
                tell(.unavailable(reason: "\(error)"))
                _ = stopped.wait(timeout: .now() + .nanoseconds(backoff.fail().wholeNanoseconds))
            }
        }
    }

    /// Serves the reader until `stop`, or until pcscd is gone.
    private func serve(_ context: PCSCContext) throws(PCSCContext.Failure) {
        var isMissing = false
        while !isStopped {
            let readers = try context.readers()
            if let reader = readers.first(where: { name.map($0.contains) ?? true }) {
                isMissing = false
                try follow(reader, context)
                continue
            }
            if !isMissing {
                isMissing = true
                let words = name.map { "no card reader called “\($0)” is plugged in" }
                tell(.unavailable(reason: words ?? "no card reader is plugged in"))
            }
            note()
            do {
                try context.waitForReader()
            } catch  where error.isCancelled || error.isTimeout {
                continue
            }
        }
    }

    /// Reports what happens in a reader until it is unplugged.
    private func follow(_ reader: String, _ context: PCSCContext) throws(PCSCContext.Failure) {
        var known: UInt = 0
        var answerToReset: [UInt8] = []
        var (isPresent, isRead, isKnown) = (false, false, false)
        defer { if isPresent { tell(.removed) } }
        while !isStopped {
            let wish = note()
            if isPresent, wish.isPermitted, !isRead {
                isRead = true
                read(reader, answerToReset, context, permission: wish.permission)
            }
            do {
                (known, answerToReset) = try context.waitForChange(of: reader, from: known)
            } catch  where error.isCancelled || error.isTimeout {
                continue
            }
            if known & (KIOSK_PCSC_UNKNOWN | KIOSK_PCSC_UNAVAILABLE) != 0 { return }
            let isPresentNow = known & KIOSK_PCSC_PRESENT != 0
            guard isPresentNow != isPresent || !isKnown else { continue }
            isPresent = isPresentNow
            isRead = false
            if isKnown {
                tell(isPresent ? .inserted : .removed)
            } else {
                isKnown = true
                tell(.available(reader: reader, isOccupied: isPresent))
            }
        }
    }

    private func read(_ reader: String, _ answerToReset: [UInt8], _ context: PCSCContext, permission: Int) {
        let result: CardReport
        do {
            result = .read(try context.readCard(in: reader, answerToReset: answerToReset))
        } catch {
            result = .unreadable(reason: "\(error)")
        }
        // The person who agreed may have left meanwhile.
        guard state.withLock({ $0.isPermitted && $0.permission == permission }) else { return }
        tell(result)
    }

    @discardableResult
    private func note() -> (isPermitted: Bool, permission: Int) {
        state.withLock { state in
            state.noted = state.wanted
            return (state.isPermitted, state.permission)
        }
    }
}
