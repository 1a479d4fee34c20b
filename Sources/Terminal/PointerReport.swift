/// Touches in a terminal's mouse reports (xterm's mode 1006): `ESC [ < button ; column ; row`, then `M` for a press or
/// `m` for a release.
enum PointerReport {
    /// A press or release of button 0. Motion, the wheel, other buttons and modified clicks have numbers other than 0.
    static func event(_ parameters: [UInt8], final: UInt8) -> InputEvent? {
        guard parameters.first == UInt8(ascii: "<") else { return nil }
        let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { decimal($0) }
        guard numbers.count == 3, numbers[0] == 0, let column = numbers[1], let row = numbers[2], column > 0, row > 0
        else { return nil }
        switch final {
        case UInt8(ascii: "M"): return .touch(.down, column: column - 1, row: row - 1)
        case UInt8(ascii: "m"): return .touch(.up, column: column - 1, row: row - 1)
        default: return nil
        }
    }

    /// The value of 1 to 5 digits without leading zeros.
    private static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
