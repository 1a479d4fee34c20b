import KioskCore

/// Which codes are keys. Whatever is not listed here is none: a modified key (`ESC [ 24 ; 5 ~`) is no key of the booth.
///
/// The navigation keys are the keypad with NumLock off; a Wayland session starts that way.
enum KeyCodes {
    /// A byte outside any sequence. On an ordinary keyboard Enter is `#`, Backspace is `*`, S is SOS and L the language.
    static func plain(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x30...0x39: .digit(Int(byte - 0x30))
        case UInt8(ascii: "*"), 0x08, 0x7F: .star
        case UInt8(ascii: "#"), 0x0A, 0x0D: .hash
        case UInt8(ascii: "S"), UInt8(ascii: "s"): .sos
        case UInt8(ascii: "L"), UInt8(ascii: "l"): .language
        default: nil
        }
    }

    /// The last byte of `ESC O`: the keypad in application mode (DECKPAM), and navigation keys in cursor key mode (DECCKM).
    static func singleShift(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "p")...UInt8(ascii: "y"): .digit(Int(final - UInt8(ascii: "p")))
        case UInt8(ascii: "j"): .star
        case UInt8(ascii: "M"): .hash
        default: navigation(final)
        }
    }

    /// A control sequence (ECMA-48 5.4) of parameter bytes and a last byte, without intermediate bytes.
    static func controlSequence(_ parameters: [UInt8], final: UInt8) -> Key? {
        if parameters.isEmpty { return navigation(final) }
        guard final == UInt8(ascii: "~"), let number = decimal(parameters[...]) else { return nil }
        return switch number {
        case 1, 7: .digit(7)  // Home
        case 2: .digit(0)  // Insert
        case 4, 8: .digit(1)  // End
        case 5: .digit(9)  // Page Up
        case 6: .digit(3)  // Page Down
        case 19: .contrast  // F8
        case 20: .volume  // F9
        case 23: .sos  // F11
        case 24: .language  // F12
        default: nil
        }
    }

    /// A press of button 0 in an SGR mouse report (xterm mode 1006, `ESC [ < button ; column ; row M`). Releases end in `m`;
    /// motion, wheel, other buttons and modified clicks have another number than 0.
    static func press(_ parameters: [UInt8], final: UInt8) -> InputEvent? {
        guard final == UInt8(ascii: "M"), parameters.first == UInt8(ascii: "<") else { return nil }
        let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { decimal($0) }
        guard numbers.count == 3, numbers[0] == 0, let column = numbers[1], let row = numbers[2], column > 0, row > 0
        else { return nil }
        return .touch(column: column - 1, row: row - 1)
    }

    /// The number that 1 to 5 digits write, without leading zeros.
    static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func navigation(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .digit(8)  // Up
        case UInt8(ascii: "B"): .digit(2)  // Down
        case UInt8(ascii: "C"): .digit(6)  // Right
        case UInt8(ascii: "D"): .digit(4)  // Left
        case UInt8(ascii: "E"), UInt8(ascii: "G"): .digit(5)  // the middle key; G from the Linux console
        case UInt8(ascii: "F"): .digit(1)  // End
        case UInt8(ascii: "H"): .digit(7)  // Home
        default: nil
        }
    }
}
