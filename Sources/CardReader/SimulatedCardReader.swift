@preconcurrency import Dispatch
import Synchronization

/// A reader without a reader, for demonstrations and tests: somebody says that a card is put in or taken out.
public final class SimulatedCardReader: CardSource {
    private struct State {
        var card: CardIdentity?
        /// Whether it was read since it was put in.
        var isRead = false
        var isPermitted = false
        var isRunning = false
    }

    /// The name that it reports.
    public static let name = "simulated"

    private let report: @Sendable (CardReport) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "cn.laoyouting.simulated-card-reader")

    /// A reader with an empty slot.
    public init(report: @escaping @Sendable (CardReport) -> Void) { self.report = report }

    /// Reports itself.
    public func start() {
        change { state in
            state.isRunning = true
            return .available(reader: Self.name, isOccupied: state.card != nil)
        }
    }

    /// Reads the card in the slot, or the next one.
    public func permit() {
        change { state in
            state.isPermitted = true
            return Self.read(&state)
        }
    }

    /// What a reading brings, once for each time that a card is put in.
    private static func read(_ state: inout State) -> CardReport? {
        guard state.isPermitted, !state.isRead, let card = state.card else { return nil }
        state.isRead = true
        return .read(card)
    }

    /// Reads no card from now on.
    public func forbid() {
        change { state in
            state.isPermitted = false
            return nil
        }
    }

    /// Reports nothing any more.
    public func stop() {
        change { state in
            state.isRunning = false
            return nil
        }
    }

    /// Puts a card into the slot; one that is there stays.
    public func insert(_ card: CardIdentity) {
        queue.async { [self] in
            let isNew = state.withLock { state in
                guard state.card == nil else { return false }
                state.card = card
                state.isRead = false
                return true
            }
            guard isNew else { return }
            tell(.inserted)
            if let news = state.withLock({ Self.read(&$0) }) { tell(news) }
        }
    }

    /// Takes the card out of the slot.
    public func remove() {
        queue.async { [self] in
            let wasThere = state.withLock { state in
                defer { state.card = nil }
                return state.card != nil
            }
            if wasThere { tell(.removed) }
        }
    }

    private func change(_ change: @escaping @Sendable (inout State) -> CardReport?) {
        queue.async { [self] in
            if let news = state.withLock({ change(&$0) }) { tell(news) }
        }
    }

    private func tell(_ report: CardReport) { if state.withLock({ $0.isRunning }) { self.report(report) } }
}
