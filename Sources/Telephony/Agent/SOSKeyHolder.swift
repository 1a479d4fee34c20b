public import Vocabulary

/// What the kiosk tells the SOS service about a press of the SOS key, by the service's number of the press.
public enum SOSKeyAnswer: Equatable, Sendable {
    /// The kiosk has received it too, and its emergency is open. Repeated every second.
    case hold(UInt64)
    /// It is dealt with.
    case release(UInt64)
}

/// What the SOS service reports about a press of its key.
public enum SOSKeyReport: Equatable, Sendable {
    /// It has read the key and numbered the press.
    case numbered(UInt64)
    /// It is done with the press.
    case done(UInt64)
}

/// Relates the SOS keys that reach the kiosk through its terminal to the presses that the SOS service has read from the
/// keypad itself and numbered. Only a press that has come the whole way, from the keypad to the core, is held. Pure.
///
/// A kiosk that was stopped finds an old key in its terminal when it goes on. If the SOS service has dealt with that
/// press meanwhile, nobody may be called a second time.
public struct SOSKeyHolder: Sendable {
    /// What is to be done.
    public enum Output: Equatable, Sendable {
        /// Tell the SOS service.
        case answer(SOSKeyAnswer)
        /// Help was called for this press, or it was cancelled. What the key has opened here closes without a call.
        case helpGiven
    }

    /// How long after a key its number may come: the service reads the same key, and may have to be scheduled.
    static let numberLimit = Duration.seconds(5)
    /// How long after the end of a press its key may still come out of a terminal that was stopped.
    static let keyLimit = Duration.seconds(60)

    private struct Press {
        var number: UInt64
        var doneAt: Moment?
        var isHeld = false
    }

    private var press: Press?
    /// When a key came that has no number yet.
    private var keyAt: Moment?

    /// Creates a holder that has seen nothing.
    public init() {}

    /// Whether `second` has something to do.
    public var isActive: Bool { press != nil && press?.doneAt == nil }

    /// The core has handled an SOS key from the terminal.
    public mutating func received(at now: Moment) -> [Output] {
        if let doneAt = press?.doneAt, now - doneAt > Self.keyLimit { press = nil }
        guard let press, !press.isHeld else {
            keyAt = now
            return []
        }
        return match()
    }

    /// The SOS service has numbered a press. A number that is repeated is the same press.
    public mutating func numbered(_ number: UInt64, at now: Moment) -> [Output] {
        if press?.number != number { press = Press(number: number) }
        if press?.isHeld == true { return [.answer(.hold(number))] }
        guard let keyAt, now - keyAt <= Self.numberLimit else { return [] }
        return match()
    }

    /// The SOS service is done with a press.
    public mutating func done(_ number: UInt64, at now: Moment) -> [Output] {
        guard let press, press.number == number, press.doneAt == nil else { return [] }
        guard press.isHeld else {
            self.press?.doneAt = now
            return []
        }
        self.press = nil
        return [.helpGiven]
    }

    /// A second has passed. An open emergency answers for any press: somebody is being helped here.
    /// - Parameter isOpen: Whether an emergency is open here, from its countdown to the end of its call.
    public mutating func second(isOpen: Bool) -> [Output] {
        guard let press, press.doneAt == nil else { return [] }
        if isOpen {
            self.press?.isHeld = true
            return [.answer(.hold(press.number))]
        }
        guard press.isHeld else { return [] }
        self.press = nil
        return [.answer(.release(press.number))]
    }

    private mutating func match() -> [Output] {
        keyAt = nil
        guard let number = press?.number else { return [] }
        guard press?.doneAt == nil else {
            press = nil
            return [.helpGiven]
        }
        press?.isHeld = true
        return [.answer(.hold(number))]
    }
}
