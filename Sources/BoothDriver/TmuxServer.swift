import Foundation
import Glibc

/// A tmux server of its own with one window: a real terminal that a program can be watched in. Nothing of anybody else's tmux
/// is touched.
package final class TmuxServer: Sendable {
    private let directory: String

    /// Starts a server.
    /// - Parameters:
    ///   - directory: where the command runs.
    ///   - command: what has the terminal, as a shell reads it.
    package init(columns: Int, rows: Int, directory: String = "/", _ command: String) throws {
        self.directory = try Places.temporaryDirectory()
        // Size and options are set before the first pane exists, so the program never sees another size.
        do {
            try self.command([
                "start-server", ";", "set", "-g", "status", "off", ";", "set", "-g", "default-terminal",
                "xterm-256color", ";", "set", "-s", "escape-time", "0", ";", "new-session", "-d", "-x", "\(columns)",
                "-y", "\(rows)", "-c", directory, command,
            ])
        } catch {
            end()
            throw error
        }
    }

    /// Gives the server a command.
    /// - Returns: what it printed.
    @discardableResult
    package func command(_ words: String...) throws -> String { try command(words) }

    /// Gives the server a command.
    @discardableResult
    package func command(_ arguments: [String]) throws -> String {
        let end = try Program.run(invocation + arguments)
        guard end.status == 0 else { throw Failure("tmux \(arguments.first ?? ""): \(end.output)") }
        return end.output
    }

    /// The words that begin every command for this server.
    package var invocation: [String] { ["tmux", "-u", "-S", directory + "/tmux", "-f", "/dev/null"] }

    /// The rows of the window, without the blanks at their ends.
    package func screen() throws -> [String] {
        try command("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Ends the server, and only this one.
    package func end() {
        _ = try? command("kill-server")
        try? FileManager.default.removeItem(atPath: directory)
    }
}
