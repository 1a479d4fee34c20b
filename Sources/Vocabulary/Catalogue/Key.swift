/// A key of the booth, whatever it was that a keypad, a keyboard or a finger on the glass sent.
public enum Key: Hashable, Sendable {
    /// 0 to 9.
    case digit(Int)
    /// `*`: erase in a field; elsewhere back; on home the end of the session.
    case star
    /// `#`: the forward action named beside it; where there is none, say it again.
    case hash
    /// The SOS key (F11).
    case sos
    /// The language key (F12).
    case language
    /// Louder, in a circle (F9), where a booth has the key.
    case volume
    /// High contrast on and off (F8), where a booth has the key.
    case contrast

    /// The digit on the key, if it is one.
    public var digit: Int? { if case .digit(let digit) = self { digit } else { nil } }
}

/// How an input came in; kept in the usage log.
public enum InputMethod: String, CaseIterable, Hashable, Sendable {
    /// A key of the keypad.
    case key
    /// A finger on the glass.
    case touch
}
