import BoothDriver
import Glibc
import Testing

/// A tmux server of its own with one pane, whose terminal the test opens as the program's.
final class Tmux {
    /// The pane's terminal.
    let descriptor: Int32
    private let server: TmuxServer
    private var marks = 0

    init(columns: Int, rows: Int) throws {
        // The pane's own program never reads, so everything typed is the test's.
        server = try TmuxServer(columns: columns, rows: rows, "exec sleep 600")
        let path = try server.command("display-message", "-p", "#{pane_tty}").trimmingSuffix("\n")
        descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(descriptor >= 0)
    }

    /// Ends the server, and only this one.
    func dispose() {
        close(descriptor)
        server.end()
    }

    @discardableResult
    func command(_ words: String...) throws -> String { try server.command(words) }

    @discardableResult
    func command(_ words: [String]) throws -> String { try server.command(words) }

    /// Attaches a client that shows the pane on a terminal and takes its mouse reports; it ends with the server.
    func show(on terminal: String) throws {
        try command("set-option", "-g", "mouse", "on")
        // tmux talks through its standard input, so that is opened for both ways.
        let attach = (server.invocation + ["attach"]).joined(separator: " ")
        let end = try Program.run([
            "sh", "-c", "TERM=xterm-256color setsid \(attach) <>\(terminal) >\(terminal) 2>&1 &",
        ])
        try #require(end.status == 0, "\(end.output)")
    }

    /// The rows shown once everything written so far has arrived, without trailing blanks.
    func rows() throws -> [String] {
        marks += 1
        let mark = "mark-\(marks)"
        let title = Array("\u{1B}]2;\(mark)\u{07}".utf8)
        try #require(write(descriptor, title, title.count) == title.count)
        while true {
            let answer = try command("display-message", "-p", "#{pane_title}", ";", "capture-pane", "-p")
            let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.first == Substring(mark) { return lines.dropFirst().dropLast().map { $0.trimmed } }
            sched_yield()
        }
    }
}

extension Substring {
    /// The text without trailing blanks.
    fileprivate var trimmed: String { String(self).trimmingSuffix(" ") }
}

extension String {
    func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
