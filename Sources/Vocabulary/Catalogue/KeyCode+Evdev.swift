extension KeyCode {
    /// The kernel's codes of the keys that send this (linux/input-event-codes.h), for a program that reads the keypad
    /// itself; empty for letters, characters and sequences without a name. A navigation key is also the keypad's with
    /// NumLock off.
    public var evdevCodes: [Int] { Self.evdev[name] ?? [] }

    private static let evdev: [String: [Int]] = {
        var codes: [String: [Int]] = [
            "Enter": [28], "Backspace": [14], "Tab": [15], "F11": [87], "F12": [88],
            "Home": [102, 71], "Up": [103, 72], "Page_Up": [104, 73], "Left": [105, 75], "Begin": [76],
            "Right": [106, 77], "End": [107, 79], "Down": [108, 80], "Page_Down": [109, 81], "Insert": [110, 82],
            "Delete": [111, 83],
            "KP_7": [71], "KP_8": [72], "KP_9": [73], "KP_4": [75], "KP_5": [76], "KP_6": [77], "KP_1": [79],
            "KP_2": [80], "KP_3": [81], "KP_0": [82], "KP_Decimal": [83], "KP_Multiply": [55], "KP_Subtract": [74],
            "KP_Add": [78], "KP_Enter": [96], "KP_Divide": [98], "KP_Equal": [117], "KP_Separator": [121],
            // The keypad's asterisk also sends the plain character.
            "*": [55],
        ]
        for number in 1...10 { codes["F\(number)"] = [58 + number] }
        for number in 13...20 { codes["F\(number)"] = [170 + number] }
        return codes
    }()
}

extension KeyMap {
    /// The kernel's codes of the keys with a meaning, in order; empty if only characters or unnamed sequences have it.
    public func evdevCodes(of meaning: KeyMeaning) -> [Int] {
        Set(meanings.filter { $0.value == meaning }.flatMap(\.key.evdevCodes)).sorted()
    }
}
