/// A request from another program to the running kiosk: one line with a command and its arguments, separated by spaces.
public struct ControlRequest: Equatable, Sendable {
    /// The command, such as `status`.
    public var command: String
    /// Its arguments.
    public var arguments: [String]

    /// A request.
    public init(_ command: String, _ arguments: [String] = []) {
        self.command = command
        self.arguments = arguments
    }

    /// The request as a line.
    var line: String { ([command] + arguments).joined(separator: " ") + "\n" }

    init?(line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard let command = words.first else { return nil }
        self.init(command, Array(words.dropFirst()))
    }
}

/// The running kiosk's answer: text of one or more lines for people, or a refusal in words.
public struct ControlReply: Equatable, Sendable {
    /// Whether the request was carried out.
    public var ok: Bool
    /// The answer, without a final line feed.
    public var text: String

    /// An answer.
    public init(ok: Bool = true, _ text: String) {
        self.ok = ok
        self.text = text
    }

    var line: String { (ok ? "ok\n" : "error\n") + text + "\n" }

    init?(received: String) {
        guard let end = received.firstIndex(of: "\n") else { return nil }
        let word = received[..<end]
        guard word == "ok" || word == "error" else { return nil }
        var text = String(received[received.index(after: end)...])
        if text.last == "\n" { text.removeLast() }
        self.init(ok: word == "ok", text)
    }
}

/// Why the running kiosk could not be asked, or why it cannot accept requests.
public struct ControlFailure: Error, Equatable, CustomStringConvertible {
    /// What happened, with the path and the remedy.
    public let description: String
}
