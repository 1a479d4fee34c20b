/// A key of the booth, whether it came from a keypad, a keyboard or a touch.
public enum Key: Hashable, Sendable {
    /// 0 to 9.
    case digit(Int)
    /// `*`: erases in a field, ends the session on home, and goes back everywhere else.
    case star
    /// `#`: the forward action named beside it; if there is none, "say it again".
    case hash
    /// The SOS key (F11).
    case sos
    /// The language key (F12).
    case language
    /// The next volume step, starting over after the loudest (F9), if the booth has the key.
    case volume
    /// High contrast on and off (F8), if the booth has the key.
    case contrast

    /// The digit on the key, if it is one.
    public var digit: Int? { if case .digit(let digit) = self { digit } else { nil } }
}

/// How the resident made an input; kept in the usage log.
public enum InputMethod: String, CaseIterable, Hashable, Sendable {
    /// A key of the keypad.
    case key
    /// A touch on the screen.
    case touch
}
