import Foundation
import Glibc

/// A separate tmux server with one window: a real terminal in which a program can be watched. It does not touch anybody
/// else's tmux.
package final class TmuxServer: Sendable {
    private let directory: String

    /// Starts a server.
    /// - Parameters:
    ///   - directory: Where the command runs.
    ///   - command: The shell command that gets the terminal.
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

    /// Sends the server a command.
    /// - Returns: What it printed.
    @discardableResult
    package func command(_ words: String...) throws -> String { try command(words) }

    /// Sends the server a command.
    @discardableResult
    package func command(_ arguments: [String]) throws -> String {
        let end = try Program.run(invocation + arguments)
        guard end.status == 0 else { throw Failure("tmux \(arguments.first ?? ""): \(end.output)") }
        return end.output
    }

    /// The beginning of every command for this server.
    package var invocation: [String] { ["tmux", "-u", "-S", directory + "/tmux", "-f", "/dev/null"] }

    /// The rows of the window, without trailing blanks.
    package func screen() throws -> [String] {
        try command("capture-pane", "-p").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Ends the server, and only this one.
    package func end() {
        _ = try? command("kill-server")
        try? FileManager.default.removeItem(atPath: directory)
    }
}
