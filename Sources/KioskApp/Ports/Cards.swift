import CardReader
import KioskCore
import Vocabulary
import KioskRuntime
import Serial

/// The card reader behind its port. What identifies a card goes from the reader directly into the query to the
/// platform. The core learns only the result.
@MainActor
final class Cards {
    private var settings: PensionSettings
    private let platform: PlatformPort
    private var source: (any CardSource)?
    private var simulated: SimulatedCardReader?
    /// Identifies the card source in use. Reports of an earlier source are ignored.
    private var generation = 0
    private var permitted: CardHandle?
    private var lastReason: String?
    private var send: (Action) -> Void = { _ in }

    init(settings: PensionSettings, platform: PlatformPort) {
        self.settings = settings
        self.platform = platform
    }

    func start(_ send: @escaping (Action) -> Void) {
        self.send = send
        begin()
    }

    func stop() {
        generation += 1
        source?.stop()
        source = nil
        simulated = nil
    }

    /// Changes to another reader or to none, between sessions.
    func configure(_ settings: PensionSettings) {
        guard settings != self.settings else { return }
        self.settings = settings
        stop()
        send(.cardReader(works: false))
        send(.fault(.cardReader, raised: false))
        begin()
    }

    /// Performs a command of the core.
    func perform(_ command: CardCommand) {
        switch command {
        case .permit(let handle):
            permitted = handle
            source?.permit()
        case .forbid:
            permitted = nil
            source?.forbid()
            platform.forgetPension()
        }
    }

    /// Inserts or removes the simulated reader's card.
    /// - Returns: Whether there is such a reader.
    func simulate(inserted: Bool) -> Bool {
        guard let simulated else { return false }
        inserted ? simulated.insert(Self.sample) : simulated.remove()
        return true
    }

    private func begin() {
        generation += 1
        lastReason = nil
        let generation = generation
        let report: @Sendable (CardReport) -> Void = { [weak self] report in
            Main.run {
                guard let self, self.generation == generation else { return }
                self.take(report)
            }
        }
        switch settings.reader {
        case .none: return
        case .pcsc: source = PCSCReader(name: settings.name, report: report)
        case .simulated:
            simulated = SimulatedCardReader(report: report)
            source = simulated
        }
        source?.start()
    }

    private func take(_ report: CardReport) {
        switch report {
        case .available(let reader, let isOccupied):
            Log.line("card reader: \(reader)")
            lastReason = nil
            send(.cardReader(works: true))
            send(.cardSlot(isOccupied ? .found : .empty))
            send(.fault(.cardReader, raised: false))
        case .unavailable(let reason):
            if reason != lastReason { Log.line("card reader: \(reason)") }
            lastReason = reason
            send(.cardReader(works: false))
            send(.fault(.cardReader, raised: true))
        case .inserted: send(.cardSlot(.inserted))
        case .removed:
            platform.forgetPension()
            send(.cardSlot(.empty))
        case .unreadable(let reason):
            Log.line("card reader: a card: \(reason)")
            if let permitted { send(.card(permitted, .unreadable)) }
        case .read(let card):
            guard let permitted else { return }
            let digits = card.hexadecimal
            platform.askPension(
                permitted, answerToReset: digits.answerToReset, identification: digits.identification)
        }
    }

    /// A card that belongs to nobody.
    private static let sample = withUnsafeBytes(of: (0x3100_00D1_5600_0005 as UInt64, 0xFFEE_DDCC_BBAA_0099 as UInt64))
    {
        CardIdentity(answerToReset: [0x3B, 0x00], identification: $0)
    }
}
