/// The bytes that a terminal sends for one key of a keyboard or keypad, and the key's name in `keys.yaml` and `kiosk
/// keys`.
///
/// Names are those of X11 keysyms where there is one (`F11`, `Home`, `KP_Multiply`). A terminal sends the same bytes
/// for the navigation keys and for the keys of a keypad with NumLock off, so `KP_End` is another name for `End`.
public struct KeyCode: Hashable, Sendable {
    /// One ASCII character, or an escape sequence.
    public let bytes: [UInt8]

    /// A code of these bytes, whether or not a key sends them.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// The codes that a name stands for, in the spelling of `keys.yaml`: `F11`, `Ctrl-A`, `a`, `ESC [ 2 4 ~` (spaces are
    /// ignored) or the sequence itself. Terminals differ, so one name can stand for several codes. Nil if the name is
    /// unknown or if no key sends the sequence.
    public static func named(_ name: String) -> [KeyCode]? {
        if let codes = codes[KeyCode.synonyms[name] ?? name] { return codes }
        let bytes = Array(name.utf8)
        if bytes.count == 1, (0x21...0x7E).contains(bytes[0]) { return [KeyCode(bytes: bytes)] }
        guard let code = sequence(name), code.isKeySequence else { return nil }
        return [code]
    }

    /// The escape sequence that a text spells, whether or not a key sends it; nil if the text does not start with ESC
    /// in one of its spellings.
    public static func sequence(_ text: String) -> KeyCode? {
        for start in ["ESC", "\\e", "^[", "\u{1B}"] where text.hasPrefix(start) {
            let rest = text.utf8.dropFirst(start.utf8.count).filter { $0 != 0x20 }
            return rest.isEmpty ? nil : KeyCode(bytes: [0x1B] + rest)
        }
        return nil
    }

    /// The name to write in `keys.yaml`; for a sequence without a name, its characters: `ESC [ 2 4 ; 5 ~`.
    public var name: String { Self.namesByCode[self] ?? sequence }

    /// Its characters, even if it has a name: `ESC [ 2 4 ~`.
    public var sequence: String { bytes.map(Self.name).joined(separator: " ") }

    /// Every known name, for suggestions.
    public static var names: [String] { (Array(codes.keys) + synonyms.keys).sorted() }

    // MARK: Spelling

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x1B: return "ESC"
        case 0x20: return "Space"
        case 0x21...0x7E: return String(UnicodeScalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "0x" + (digits.count == 1 ? "0" : "") + digits
        }
    }

    /// Whether these bytes are a sequence that a key sends: `ESC O x`, `ESC [ … x` (ECMA-48 5.4, without the characters
    /// that begin a report) or `ESC [ [ x`. Mouse reports and the brackets of a paste look similar and are excluded.
    private var isKeySequence: Bool {
        guard bytes.count >= 3, let final = bytes.last, (0x40...0x7E).contains(final) else { return false }
        let body = bytes.dropFirst(2).dropLast()
        switch bytes[1] {
        case 0x4F: return body.isEmpty
        case 0x5B where bytes[2] == 0x5B: return bytes.count == 4
        case 0x5B:
            let isReport = body.isEmpty && final == UInt8(ascii: "M")
            let isPaste = final == UInt8(ascii: "~") && ["200", "201"].contains(String(decoding: body, as: UTF8.self))
            return !isReport && !isPaste && body.count <= 32 && body.allSatisfy { (0x30...0x3B).contains($0) }
        default: return false
        }
    }

    // MARK: Names

    /// `^[` stands for ESC. The most common code comes first: that of xterm, then those of rxvt, VT220 and the Linux
    /// console.
    private static let table: [(name: String, codes: [String])] = [
        ("Enter", ["\r", "\n"]), ("Backspace", ["\u{7F}", "\u{08}"]), ("Tab", ["\t"]), ("Space", [" "]),
        ("Escape", ["^["]),
        ("Up", ["^[[A", "^[OA"]), ("Down", ["^[[B", "^[OB"]), ("Right", ["^[[C", "^[OC"]), ("Left", ["^[[D", "^[OD"]),
        ("Home", ["^[[H", "^[OH", "^[[1~", "^[[7~"]), ("End", ["^[[F", "^[OF", "^[[4~", "^[[8~"]),
        ("Begin", ["^[[E", "^[OE", "^[[G", "^[OG"]),
        ("Insert", ["^[[2~"]), ("Delete", ["^[[3~"]), ("Page_Up", ["^[[5~"]), ("Page_Down", ["^[[6~"]),
        ("F1", ["^[OP", "^[[11~", "^[[[A"]), ("F2", ["^[OQ", "^[[12~", "^[[[B"]), ("F3", ["^[OR", "^[[13~", "^[[[C"]),
        ("F4", ["^[OS", "^[[14~", "^[[[D"]), ("F5", ["^[[15~", "^[[[E"]),
        ("F6", ["^[[17~"]), ("F7", ["^[[18~"]), ("F8", ["^[[19~"]), ("F9", ["^[[20~"]), ("F10", ["^[[21~"]),
        ("F11", ["^[[23~"]), ("F12", ["^[[24~"]), ("F13", ["^[[25~"]), ("F14", ["^[[26~"]), ("F15", ["^[[28~"]),
        ("F16", ["^[[29~"]), ("F17", ["^[[31~"]), ("F18", ["^[[32~"]), ("F19", ["^[[33~"]), ("F20", ["^[[34~"]),
        ("KP_0", ["^[Op"]), ("KP_1", ["^[Oq"]), ("KP_2", ["^[Or"]), ("KP_3", ["^[Os"]), ("KP_4", ["^[Ot"]),
        ("KP_5", ["^[Ou"]), ("KP_6", ["^[Ov"]), ("KP_7", ["^[Ow"]), ("KP_8", ["^[Ox"]), ("KP_9", ["^[Oy"]),
        ("KP_Multiply", ["^[Oj"]), ("KP_Add", ["^[Ok"]), ("KP_Separator", ["^[Ol"]), ("KP_Subtract", ["^[Om"]),
        ("KP_Decimal", ["^[On"]), ("KP_Divide", ["^[Oo"]), ("KP_Enter", ["^[OM"]), ("KP_Equal", ["^[OX"]),
    ]

    private static let synonyms = [
        "KP_Home": "Home", "KP_Up": "Up", "KP_Page_Up": "Page_Up", "KP_Left": "Left", "KP_Begin": "Begin",
        "KP_Right": "Right", "KP_End": "End", "KP_Down": "Down", "KP_Page_Down": "Page_Down", "KP_Insert": "Insert",
        "KP_Delete": "Delete", "Return": "Enter",
    ]

    private static let codes: [String: [KeyCode]] = {
        var codes: [String: [KeyCode]] = [:]
        for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            codes["Ctrl-\(UnicodeScalar(letter))"] = [KeyCode(bytes: [letter - 0x40])]
        }
        for (name, texts) in table {
            codes[name] = texts.map { text in
                KeyCode(bytes: text.hasPrefix("^[") ? [0x1B] + text.utf8.dropFirst(2) : Array(text.utf8))
            }
        }
        return codes
    }()

    private static let namesByCode: [KeyCode: String] = {
        var names: [KeyCode: String] = [:]
        for (name, codes) in codes where name.hasPrefix("Ctrl-") { names[codes[0]] = name }
        // Enter is also Ctrl-M. Its own name is written last, so it wins.
        for (name, _) in table {
            for code in codes[name] ?? [] { names[code] = name }
        }
        return names
    }()
}
