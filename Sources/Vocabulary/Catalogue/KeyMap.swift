/// The meaning of a key of a keyboard or keypad.
public enum KeyMeaning: Hashable, Sendable {
    /// A key of the booth.
    case key(Key)
    /// The handset was lifted or put back. Keypads with a hook switch send this as a key.
    case handset(lifted: Bool)

    /// Every meaning with its name in `keys.yaml`.
    public static let names: [(name: String, meaning: KeyMeaning)] =
        (0...9).map { ("\($0)", .key(.digit($0))) } + [
            ("*", .key(.star)), ("#", .key(.hash)), ("sos", .key(.sos)), ("language", .key(.language)),
            ("volume", .key(.volume)), ("contrast", .key(.contrast)), ("hook_off", .handset(lifted: true)),
            ("hook_on", .handset(lifted: false)),
        ]

    /// The name in `keys.yaml`.
    public var name: String { Self.names.first { $0.meaning == self }?.name ?? "" }

    /// Whether the booth is unusable without it: the twelve keys and SOS.
    public var isEssential: Bool {
        switch self {
        case .key(.digit), .key(.star), .key(.hash), .key(.sos): true
        default: false
        }
    }
}

/// Maps key codes to meanings. A code that is not in the map means nothing: a key with a modifier (`ESC [ 24 ; 5 ~`) is
/// no key of the booth unless `keys.yaml` says so.
public struct KeyMap: Equatable, Sendable {
    /// The meaning of each code.
    public private(set) var meanings: [KeyCode: KeyMeaning]

    /// The meaning of a code; nil if it has none.
    public func meaning(of code: KeyCode) -> KeyMeaning? { meanings[code] }

    /// Whether a keypad reports both that the handset is lifted and that it is put back.
    public var hasHookSwitch: Bool {
        [true, false].allSatisfy { lifted in meanings.values.contains(.handset(lifted: lifted)) }
    }

    /// This map with meanings added or replaced.
    public func with(_ changes: [KeyCode: KeyMeaning]) -> KeyMap {
        KeyMap(meanings: meanings.merging(changes) { _, new in new })
    }

    /// The booth's own map.
    ///
    /// F11 is SOS, F12 the language key. The navigation keys stand for the keypad with NumLock off, because a Wayland
    /// session starts that way. On an ordinary keyboard Enter is `#`, Backspace is `*`, S is SOS and L the language
    /// key. Escape has no meaning: every touch report begins with it, so a report that is cut off there would cancel an
    /// emergency.
    public static let standard: KeyMap = {
        var meanings: [KeyCode: KeyMeaning] = [:]
        func map(_ names: String..., to key: Key) {
            for code in names.flatMap({ KeyCode.named($0) ?? [] }) { meanings[code] = .key(key) }
        }
        for digit in 0...9 { map("\(digit)", "KP_\(digit)", to: .digit(digit)) }
        let navigation = [
            "Insert", "End", "Down", "Page_Down", "Left", "Begin", "Right", "Home", "Up", "Page_Up",
        ]
        for (digit, name) in navigation.enumerated() { map(name, to: .digit(digit)) }
        map("*", "KP_Multiply", "Backspace", to: .star)
        map("#", "KP_Enter", "Enter", to: .hash)
        map("F11", "S", "s", to: .sos)
        map("F12", "L", "l", to: .language)
        map("F9", to: .volume)
        map("F8", to: .contrast)
        return KeyMap(meanings: meanings)
    }()
}
