import Vocabulary
import Terminal

/// What terminals send, and what of it is a key or a touch. `ESC` is written as `^[`.
enum EscapeCorpus {
    /// Sequences and single bytes that are keys.
    static let keys: [(String, Key)] =
        (0...9).map { ("\($0)", Key.digit($0)) } + [
            ("*", .star), ("#", .hash), ("\r", .hash), ("\n", .hash), ("\u{08}", .star), ("\u{7F}", .star),
            ("S", .sos), ("s", .sos), ("L", .language), ("l", .language),
            ("^[[23~", .sos), ("^[[24~", .language), ("^[[20~", .volume), ("^[[19~", .contrast),
            // The keypad in application mode.
            ("^[Op", .digit(0)), ("^[Oq", .digit(1)), ("^[Or", .digit(2)), ("^[Os", .digit(3)), ("^[Ot", .digit(4)),
            ("^[Ou", .digit(5)), ("^[Ov", .digit(6)), ("^[Ow", .digit(7)), ("^[Ox", .digit(8)), ("^[Oy", .digit(9)),
            ("^[Oj", .star), ("^[OM", .hash),
            // The keypad with NumLock off.
            ("^[[H", .digit(7)), ("^[[A", .digit(8)), ("^[[5~", .digit(9)), ("^[[D", .digit(4)), ("^[[E", .digit(5)),
            ("^[[G", .digit(5)), ("^[[C", .digit(6)), ("^[[F", .digit(1)), ("^[[B", .digit(2)), ("^[[6~", .digit(3)),
            ("^[[2~", .digit(0)), ("^[[1~", .digit(7)), ("^[[4~", .digit(1)), ("^[[7~", .digit(7)),
            ("^[[8~", .digit(1)),
            ("^[OH", .digit(7)), ("^[OA", .digit(8)), ("^[OD", .digit(4)), ("^[OE", .digit(5)), ("^[OC", .digit(6)),
            ("^[OF", .digit(1)), ("^[OB", .digit(2)),
        ]

    /// SGR presses and releases of button 0.
    static let touches: [(String, InputEvent)] = [
        ("^[[<0;1;1M", .touch(.down, column: 0, row: 0)),
        ("^[[<0;45;34M", .touch(.down, column: 44, row: 33)),
        ("^[[<0;200;5M", .touch(.down, column: 199, row: 4)),
        ("^[[<0;10;5m", .touch(.up, column: 9, row: 4)),
    ]

    /// Whole sequences from which nothing may come.
    static let nothing: [String] = functionKeys + reports + strings + pastes + others

    private static let functionKeys: [String] = [
        // F12 and F11 with modifiers: xterm, rxvt, kitty, modifyOtherKeys, and Alt as rxvt sends it.
        "^[[24;2~", "^[[24;5~", "^[[24;8~", "^[[23;2~", "^[[23;3~", "^[[24^", "^[[23@", "^[[23^", "^[[24$x",
        "^[[24;1:3~",
        "^[[27;5;24~", "^[[57375u", "^[[57399;5u", "^[[49;5u", "^[^[[24~", "^[^[[A", "^[^[OP", "^[[1;5A", "^[[1;2H",
        "^[[5;5~", "^[[2;2~", "^[O5P", "^[O2A", "^[O5p", "^[Oa", "^[[a",
        // F1 to F10 and their neighbours, xterm, Linux console, VT220; Delete; Pause.
        "^[OP", "^[OQ", "^[OR", "^[OS", "^[[11~", "^[[12~", "^[[13~", "^[[14~", "^[[15~", "^[[17~", "^[[18~", "^[[21~",
        "^[[25~", "^[[26~", "^[[28~", "^[[34~", "^[[[A", "^[[[B", "^[[[C", "^[[[D", "^[[[E", "^[[3~", "^[[P", "^[[Z",
        "^[[023~", "^[[23;~", "^[[0~", "^[[9~", "^[[99999999999999999999~",
        "^[[000000000000000000000000000000000000000023~",
        // The rest of the keypad in application mode.
        "^[Ok", "^[Ol", "^[Om", "^[On", "^[Oo", "^[OX", "^[OI",
        // Alt and a key.
        "^[1", "^[9", "^[s", "^[\r", "^[\u{7F}", "^[é", "^[中", "^[(B", "^[#8", "^[%G",
        // A sequence with a control, an 8-bit byte or a second parameter string inside.
        "^[[24\u{18}8~", "^[[2\r4~", "^[[?24~", "^[[>24~", "^[[24 ~", "^[[1é1~",
    ]

    private static let reports: [String] = [
        // Motion, wheel, other buttons, modified clicks, malformed reports.
        "^[[<2;10;5m", "^[[<32;10;5m", "^[[<0;0;5m", "^[[<32;10;5M", "^[[<35;11;9M", "^[[<64;10;5M", "^[[<65;1;1M",
        "^[[<1;10;5M", "^[[<2;10;5M",
        "^[[<4;10;5M", "^[[<16;10;5M", "^[[<128;1;1M", "^[[<0;0;5M", "^[[<0;5;0M", "^[[<0;5M", "^[[<0;1;2;3M",
        "^[[<;;M",
        "^[[<0;999999;5M", "^[[<-1;1;1M",
        // X10 (three bytes that may be digits) and rxvt's 1015.
        "^[[M !!", "^[[M012", "^[[M#56", "^[[M ~*", "^[[32;10;5M", "^[[0;10;5M",
        // Answers: focus, cursor place, device attributes, window size, modes, colours.
        "^[[I", "^[[O", "^[[12;40R", "^[[?1;2c", "^[[>41;354;0c", "^[[8;34;45t", "^[[?2026;2$y", "^[[?1u", "^[[3n",
        "^[[0;0n", "^[[n", "^[[5n",
    ]

    private static let strings: [String] = [
        "^[]11;rgb:1111/2222/3333\u{07}", "^[]11;rgb:1111/2222/3333^[\\", "^[]0;标题 120\u{07}", "^[]52;c;MTIw^[\\",
        "^[P>|XTerm(380)^[\\", "^[P1+r524742=382f382f38^[\\", "^[P0$r0m^[\\", "^[_Gi=31;OK^[\\", "^[^120^[\\",
        "^[X119\u{07}", "^[]11;1^[[24~2^[\\", "^[P1^[^[110^[\\", "^[]本1\u{07}",
    ]

    private static let pastes: [String] = [
        "^[[200~120^[[201~", "^[[200~^[[201~", "^[[200~1^[[23~2^[[20^[[201~", "^[[200~SOS 你好 119 # *\r\n^[[201~",
        "^[[200~^[^[[201~", "^[[200~" + String(repeating: "110#", count: 500) + "^[[201~", "^[[201~",
    ]

    private static let others: [String] = [
        "\u{00}", "\t", "\u{01}", "\u{03}", "\u{11}", "\u{1A}", " ", "a", "Z", "+", "-", ".", "/", "~", "[", ";",
        "é", "中", "一二三", "１２３", "🚑", "\u{9B}24~", "\u{8F}p", "\u{90}120\u{1B}\\",
    ]

    /// 8-bit controls as single bytes, which are not UTF-8.
    static let eightBit: [[UInt8]] = [
        [0x9B] + Array("24~".utf8), [0x9B] + Array("23~".utf8), [0x8F] + Array("p".utf8),
        [0x90] + Array("120".utf8) + [0x9C], [0x9D] + Array("0;119".utf8) + [0x07], [0x9F] + Array("1".utf8) + [0x9C],
        [0x84], [0x9C], [0xFF], [0xC0], [0xA0], [0xF5],
    ]

    static func bytes(_ text: String) -> [UInt8] {
        Array(text.replacing("^[", with: "\u{1B}").utf8)
    }

    static let silent: [[UInt8]] = nothing.map { bytes($0) } + eightBit
}
