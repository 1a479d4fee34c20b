import Synchronization
import Foundation

/// What a resident does: presses one key at a time and reads the screen.
extension Booth {
    /// A key of the booth.
    package enum Key: Equatable, Sendable, ExpressibleByExtendedGraphemeClusterLiteral {
        /// A digit, `*` or `#`.
        case character(Character)
        case sos, language
        /// The hook switch, if a test has given the booth one.
        case handsetLifted, handsetReplaced

        package init(extendedGraphemeClusterLiteral character: Character) { self = .character(character) }

        /// The key in tmux's words.
        var tmux: [String] {
            switch self {
            case .character(let character): ["-l", String(character)]
            case .sos: ["F11"]
            case .language: ["F12"]
            case .handsetLifted: ["F5"]
            case .handsetReplaced: ["F6"]
            }
        }
    }

    /// The pause between two keys. The booth ignores a key that comes sooner, so the moment cannot be awaited.
    package enum Pause {
        /// A second strike of the same key within 0.5 s counts as a trembling finger.
        package static let menu = Duration.milliseconds(700)
        /// The same within a number, where the limit is 0.12 s.
        package static let entry = Duration.milliseconds(200)
        /// An emergency is confirmed only on a page that is 1 s old.
        package static let confirmation = Duration.milliseconds(1300)
    }

    // MARK: Keys

    /// Presses a key.
    package func press(_ key: Key, after pause: Duration = Pause.menu) async throws {
        try await Task.sleep(until: lastPress.withLock { $0 } + pause, clock: .continuous)
        try tmux.command(["send-keys"] + key.tmux)
        lastPress.withLock { $0 = .now }
    }

    /// Types a number, or any other characters, as fast as a practised finger.
    package func type(_ characters: String) async throws {
        for character in characters { try await press(.character(character), after: Pause.entry) }
    }

    /// Presses a key and waits for what it must bring, which must not be on the screen before.
    package func press(
        _ key: Key, after pause: Duration = Pause.menu, brings pattern: String, line: Int = #line
    ) async throws {
        guard try !shows(pattern) else {
            throw Failure("line \(line): “\(pattern)” is on screen before the key is pressed:\n" + (try picture()))
        }
        try await press(key, after: pause)
        try await see(pattern, line: line)
    }

    // MARK: The screen

    /// The rows of the screen.
    package func screen() throws -> [String] { try tmux.screen() }

    /// Whether a line of the screen matches a regular expression.
    package func shows(_ pattern: String) throws -> Bool {
        let expression = try Regex<AnyRegexOutput>(pattern)
        return try screen().contains { $0.contains(expression) }
    }

    /// Waits until a line of the screen matches a regular expression.
    package func see(_ pattern: String, within limit: Duration = .seconds(60), line: Int = #line) async throws {
        try await wait(for: "“\(pattern)” on screen, line \(line)", limit) { try shows(pattern) }
    }

    /// Waits until no line of the screen matches.
    package func gone(_ pattern: String, line: Int = #line) async throws {
        try await wait(for: "the end of “\(pattern)”, line \(line)") { try !shows(pattern) }
    }

    private func wait(
        for what: String, _ limit: Duration = .seconds(60), _ condition: () throws -> Bool
    ) async throws {
        let message = { what + "; the screen is:\n" + ((try? self.picture()) ?? "gone") }
        try await eventually(message(), within: limit) {
            if try condition() { return true }
            try watch.withLock { $0 }?()
            return false
        }
    }

    /// The screen in a frame, for a message or a later look.
    package func picture() throws -> String {
        let edge = "+" + String(repeating: "-", count: Self.columns) + "+"
        return ([edge] + (try screen().prefix(Self.rows)).map { "|" + Self.padded($0) + "|" } + [edge])
            .joined(separator: "\n")
    }

    /// Pads a line to the screen's width. Chinese characters take two columns.
    private static func padded(_ line: String) -> String {
        let width = line.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
        return line + String(repeating: " ", count: max(0, columns - width))
    }

    /// Whether a character of the booth's pages is wide or full-width (Unicode Standard Annex #11).
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    // MARK: Pages

    /// What the attract page and the home page have in common, in Chinese.
    package static let keypad = "请按数字键 .*Press a number"

    /// Waits for the attract page, which is shown between two residents: the keypad under a large clock.
    package func seeAttract(line: Int = #line) async throws {
        try await wait(for: "the attract page, line \(line)") { try isAttract(screen()) }
    }

    /// Whether this is the home page without a session, where `*` has nothing to end.
    private func isAttract(_ screen: [String]) throws -> Bool {
        try has(Self.keypad, in: screen) && has("^ *人工服务 ", in: screen) && has("[▀▄█].*Hello 老友亭$", in: screen)
    }

    private func has(_ pattern: String, in screen: [String]) throws -> Bool {
        let expression = try Regex<AnyRegexOutput>(pattern)
        return screen.contains { $0.contains(expression) }
    }

    /// Leaves whatever the previous resident was doing.
    package func nextResident() async throws {
        for _ in 0..<10 {
            let before = try screen()
            if try isAttract(before) { return }
            try await press("*")
            try await wait(for: "what * brings") { try screen() != before }
        }
        throw Failure("the session does not end with *; the screen is:\n" + (try picture()))
    }
}
