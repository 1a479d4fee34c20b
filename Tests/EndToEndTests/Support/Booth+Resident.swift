import Foundation

/// What a resident does: presses keys, one at a time, and reads the screen.
extension Booth {
    /// Keys that are no character.
    enum Key {
        case sos, language
        /// The hook switch, where a test has given the booth one.
        case handsetLifted, handsetReplaced

        var name: String {
            switch self {
            case .sos: "F11"
            case .language: "F12"
            case .handsetLifted: "F5"
            case .handsetReplaced: "F6"
            }
        }
    }

    /// How long after the key before a key is pressed. The booth ignores what comes sooner, so this cannot be awaited.
    enum Pause {
        /// A second strike of the same key within 0.5 s is taken for a trembling finger.
        static let menu = Duration.milliseconds(700)
        /// The same within a number: 0.12 s.
        static let entry = Duration.milliseconds(200)
        /// An emergency is confirmed only on a page that is 1 s old.
        static let confirmation = Duration.milliseconds(1300)
    }

    // MARK: Keys

    /// Presses a character's key.
    func press(_ key: Character, after pause: Duration = Pause.menu) async throws {
        try await strike("-l", String(key), after: pause)
    }

    /// Presses one of the keys that are no character.
    func press(_ key: Key) async throws { try await strike(key.name, after: Pause.menu) }

    /// Presses a key and waits for what it must bring, which must not be on screen before.
    func press(
        _ key: Character, after pause: Duration = Pause.menu, brings pattern: String, line: Int = #line
    ) async throws {
        try requireAbsent(pattern, line: line)
        try await press(key, after: pause)
        try await see(pattern, line: line)
    }

    /// Presses a key that is no character and waits for what it must bring.
    func press(_ key: Key, brings pattern: String, line: Int = #line) async throws {
        try requireAbsent(pattern, line: line)
        try await press(key)
        try await see(pattern, line: line)
    }

    private func strike(_ words: String..., after pause: Duration) async throws {
        try await Task.sleep(until: lastPress.withLock { $0 } + pause, clock: .continuous)
        switch words.count {
        case 1: try tmux("send-keys", words[0])
        default: try tmux("send-keys", words[0], words[1])
        }
        lastPress.withLock { $0 = .now }
    }

    // MARK: The screen

    /// The rows of the screen.
    func screen() throws -> [String] {
        try tmux("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Whether a line of the screen has this in it: a regular expression.
    func shows(_ pattern: String) throws -> Bool {
        let expression = try Regex<AnyRegexOutput>(pattern)
        return try screen().contains { $0.contains(expression) }
    }

    /// Waits until a line of the screen has this in it: a regular expression.
    func see(_ pattern: String, line: Int = #line) async throws {
        try await wait(for: "“\(pattern)” on screen, line \(line)") { try shows(pattern) }
    }

    /// Waits until no line of the screen has this in it.
    func gone(_ pattern: String, line: Int = #line) async throws {
        try await wait(for: "the end of “\(pattern)”, line \(line)") { try !shows(pattern) }
    }

    private func wait(for what: String, _ condition: () throws -> Bool) async throws {
        try await eventually(what + "; the screen is:\n" + ((try? picture()) ?? "gone")) { try condition() }
    }

    private func requireAbsent(_ pattern: String, line: Int) throws {
        guard try shows(pattern) else { return }
        throw Failure("line \(line): “\(pattern)” is on screen before the key is pressed:\n" + (try picture()))
    }

    /// The screen in a frame, for a message.
    func picture() throws -> String {
        let edge = "+" + String(repeating: "-", count: Self.columns)
        return ([edge] + (try screen()).map { "|" + $0 } + [edge]).joined(separator: "\n")
    }

    // MARK: Pages

    /// What attract and home have in common, in Chinese.
    static let keypad = "请按数字键 .*Press a number"

    /// The page between two residents: the keypad under a large clock.
    func seeAttract(line: Int = #line) async throws {
        try await wait(for: "the attract page, line \(line)") { try isAttract(screen()) }
    }

    private func isAttract(_ screen: [String]) throws -> Bool {
        try has(Self.keypad, in: screen) && has("^ *返回 ", in: screen) && has("[▀▄█].*Hello 老友亭$", in: screen)
    }

    private func has(_ pattern: String, in screen: [String]) throws -> Bool {
        let expression = try Regex<AnyRegexOutput>(pattern)
        return screen.contains { $0.contains(expression) }
    }

    /// Leaves whatever the resident before was doing.
    func nextResident() async throws {
        for _ in 0..<10 {
            let before = try screen()
            if try isAttract(before) { return }
            try await press("*")
            try await wait(for: "what * brings") { try screen() != before }
        }
        throw Failure("the session does not end with *; the screen is:\n" + (try picture()))
    }
}
