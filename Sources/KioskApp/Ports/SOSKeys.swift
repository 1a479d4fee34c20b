import Vocabulary
import Serial
import Telephony

/// Answers for the SOS key towards the SOS service (booth-sos), which reads the same key from the keypad itself and calls
/// for help where this program does not answer. An answer proves that the key has come the whole way: from the keypad
/// through the terminal to the core, on this queue.
@MainActor
final class SOSKeys {
    private let now: () -> Moment
    private let isOpen: () -> Bool
    private let answer: (SOSKeyAnswer) -> Void
    private let helpGiven: () -> Void
    private var holder = SOSKeyHolder()
    private var second: Watch?

    /// - Parameter isOpen: Whether an emergency is open at this moment.
    init(
        now: @escaping () -> Moment, isOpen: @escaping () -> Bool, answer: @escaping (SOSKeyAnswer) -> Void,
        helpGiven: @escaping () -> Void
    ) {
        (self.now, self.isOpen, self.answer, self.helpGiven) = (now, isOpen, answer, helpGiven)
    }

    /// Whether a press is open that this program or the SOS service deals with.
    var hasOpenPress: Bool { holder.isActive }

    /// The core has handled an SOS key.
    func received() { perform(holder.received(at: now())) }

    /// Takes a report of the SOS service.
    func take(_ report: SOSKeyReport) {
        switch report {
        case .numbered(let number): perform(holder.numbered(number, at: now()))
        case .done(let number): perform(holder.done(number, at: now()))
        }
    }

    private func perform(_ outputs: [SOSKeyHolder.Output]) {
        for output in outputs {
            switch output {
            case .answer(let answer): self.answer(answer)
            case .helpGiven: helpGiven()
            }
        }
        guard holder.isActive else { return second = nil }
        second = Main.alarm(after: .seconds(1)) { [weak self] in
            guard let self else { return }
            perform(holder.second(isOpen: isOpen()))
        }
    }
}
