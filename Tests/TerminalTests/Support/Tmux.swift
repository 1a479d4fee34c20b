import Glibc
import Testing

/// A tmux server of its own with one pane, whose terminal the test opens as the program's.
final class Tmux {
    /// The pane's terminal.
    let descriptor: Int32
    private let directory: String
    private var marks = 0

    init(columns: Int, rows: Int) throws {
        var template = Array("/tmp/kiosk-tmux-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        directory = String(cString: made)
        let configuration = try #require(fopen("\(directory)/conf", "w"))
        fputs("set -g status off\nset -s escape-time 0\nset -g default-terminal xterm-256color\n", configuration)
        fclose(configuration)
        // The pane's own program never reads, so everything typed is the test's.
        let start = "tmux -S \(directory)/socket -f \(directory)/conf"
        _ = try Self.shell("\(start) new-session -d -x \(columns) -y \(rows) 'exec sleep 600'")
        let path = try Self.shell("tmux -S \(directory)/socket display-message -p '#{pane_tty}'")
        descriptor = open(path.trimmingSuffix("\n"), O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(descriptor >= 0)
    }

    /// Ends the server, and only this one.
    func dispose() {
        close(descriptor)
        _ = try? Self.shell("tmux -S \(directory)/socket kill-server")
        unlink("\(directory)/socket")
        unlink("\(directory)/conf")
        rmdir(directory)
    }

    @discardableResult
    func command(_ arguments: String) throws -> String {
        try Self.shell("tmux -S \(directory)/socket \(arguments)")
    }

    /// Attaches a client that shows the pane on a terminal and takes its mouse reports; it ends with the server.
    func show(on terminal: String) throws {
        try command("set-option -g mouse on")
        // tmux talks through its standard input, so that is opened for both ways.
        _ = try Self.shell(
            "TERM=xterm-256color setsid tmux -S \(directory)/socket attach <>\(terminal) >\(terminal) 2>&1 &")
    }

    /// The rows shown once everything written so far has arrived, without trailing blanks.
    func rows() throws -> [String] {
        marks += 1
        let mark = "mark-\(marks)"
        let title = Array("\u{1B}]2;\(mark)\u{07}".utf8)
        try #require(write(descriptor, title, title.count) == title.count)
        while true {
            let answer = try command("display-message -p '#{pane_title}' \\; capture-pane -p")
            let lines = answer.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.first == Substring(mark) { return lines.dropFirst().dropLast().map { $0.trimmed } }
            sched_yield()
        }
    }

    private static func shell(_ command: String) throws -> String {
        let pipe = try #require(popen("env -u TMUX LC_ALL=C.UTF-8 \(command) 2>&1", "r"))
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 {
            output.append(contentsOf: chunk[..<count])
        }
        let status = pclose(pipe)
        let text = String(decoding: output, as: UTF8.self)
        try #require(status == 0, "\(command): \(text)")
        return text
    }
}

extension Substring {
    /// Without trailing blanks.
    fileprivate var trimmed: String { String(self).trimmingSuffix(" ") }
}

extension String {
    func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
