import Serial

/// A card reader without hardware, for demonstrations and tests: a caller says when a card is put in or taken out.
public actor SimulatedCardReader: CardSource {
    /// The reader's name in reports.
    public static let name = "simulated"

    private let report: @Sendable (CardReport) -> Void
    private let queue = SerialQueue(label: "cn.laoyouting.simulated-card-reader")
    private var card: CardIdentity?
    /// Whether the card was read since it was put in.
    private var isRead = false
    private var isPermitted = false
    private var isRunning = false

    /// The reader's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// A reader with an empty slot.
    public init(report: @escaping @Sendable (CardReport) -> Void) { self.report = report }

    /// Reports the reader as available.
    public nonisolated func start() {
        queue.run(on: self) { reader in
            reader.isRunning = true
            reader.tell(.available(reader: Self.name, isOccupied: reader.card != nil))
        }
    }

    /// Reads the card in the slot, or the next one.
    public nonisolated func permit() {
        queue.run(on: self) { reader in
            reader.isPermitted = true
            reader.read()
        }
    }

    /// Reads no card from now on.
    public nonisolated func forbid() { queue.run(on: self) { $0.isPermitted = false } }

    /// Reports nothing any more.
    public nonisolated func stop() { queue.run(on: self) { $0.isRunning = false } }

    /// Puts a card into the slot, unless one is already there.
    public nonisolated func insert(_ card: CardIdentity) {
        queue.run(on: self) { reader in
            guard reader.card == nil else { return }
            reader.card = card
            reader.isRead = false
            reader.tell(.inserted)
            reader.read()
        }
    }

    /// Takes the card out of the slot.
    public nonisolated func remove() {
        queue.run(on: self) { reader in
            guard reader.card != nil else { return }
            reader.card = nil
            reader.tell(.removed)
        }
    }

    /// Reads a card once each time it is put in.
    private func read() {
        guard isPermitted, !isRead, let card else { return }
        isRead = true
        tell(.read(card))
    }

    private func tell(_ report: CardReport) { if isRunning { self.report(report) } }
}
