package import Foundation
import Glibc
package import Synchronization

/// The real program in a terminal that belongs to one driver: a shell in its own tmux server, in which `kiosk` is
/// started as a person would start it. Tests and the tour drive it with the actions of a resident (`Booth+Resident`).
package final class Booth: Sendable {
    /// The child processes of a demonstration, named as in its state directory.
    package enum Part: String, CaseIterable, Sendable {
        case platform, agent, `operator`, kiosk
    }

    package static let columns = 45
    package static let rows = 34

    package let directory: String
    private let kiosk: String
    /// The terminal.
    package let tmux: TmuxServer
    /// When the last key was pressed.
    let lastPress = Mutex(ContinuousClock.now)
    /// A check that runs during every wait. It throws if waiting is in vain.
    package let watch = Mutex<(@Sendable () throws -> Void)?>(nil)

    package var state: String { directory + "/state" }
    /// A copy of the shipped configuration, which tests may break.
    package var configuration: String { directory + "/config" }
    /// What the loudspeaker received: WAV, 48 kHz, mono.
    package var speaker: String { directory + "/speaker.wav" }

    // MARK: Life cycle

    /// Opens a terminal with a shell. `close` ends everything that is started in it.
    /// - Parameters:
    ///   - directory: Receives everything that is written.
    ///   - kiosk: The program.
    package init(in directory: String, kiosk: String = Places.kiosk) async throws {
        guard access(kiosk, X_OK) == 0 else { throw Failure("\(kiosk) is missing: run `make build` first") }
        self.directory = directory
        self.kiosk = kiosk
        let configuration = directory + "/config"
        try? FileManager.default.removeItem(atPath: configuration)
        try FileManager.default.copyItem(atPath: Places.configuration, toPath: configuration)
        for name in ["demo", "kiosk"] { for end in ["pid", "status"] { unlink("\(directory)/\(name).\(end)") } }
        tmux = try TmuxServer(
            columns: Self.columns, rows: Self.rows, directory: Places.root,
            "exec env PS1='> ' bash --norc --noprofile -i")
        do {
            // A line typed before the shell has its terminal ready may never be read.
            try await see("^>")
        } catch {
            tmux.end()
            throw error
        }
    }

    /// Starts the demonstration from the shell.
    package func startDemonstration(speaker device: String? = nil) throws {
        try start(["demo", "--speaker", device ?? "file:FILE=\(speaker),FORMAT=wav"], exec: "demo")
    }

    /// Starts a second demonstration on the same state directory, in a new window that then is the one on screen.
    package func startSecondDemonstration() throws {
        let line = quoted([kiosk, "demo"] + locations) + "; echo \"second ended with $?\"; exec sleep 600"
        try tmux.command("new-window", "-c", Places.root, line)
    }

    /// Starts the kiosk alone. It calls and reports only to what its configuration names, and is silent by default.
    /// - Parameter environment: Variables that are added to the shell's.
    package func startKiosk(audio: String = "speaker: none", environment: [String: String] = [:]) throws {
        let overlay = try writeOverlay(audio: audio)
        try start(["run", "--overlay", overlay], exec: "kiosk", environment: environment)
    }

    /// Writes the overlay with which the kiosk runs alone.
    /// - Returns: Its path.
    package func writeOverlay(audio: String = "speaker: none") throws -> String {
        let overlay = directory + "/overlay.yaml"
        // Nobody listens on port 1 of loopback, not even a demonstration of another test.
        let text = """
            audio: { \(audio) }
            telephony: { control_port: 1 }
            platform: { url: http://127.0.0.1:1 }

            """
        try text.write(toFile: overlay, atomically: true, encoding: .utf8)
        return overlay
    }

    /// The command that runs the kiosk here, as a program would.
    package var kioskCommand: [String] { [kiosk, "run"] + locations }

    private var locations: [String] {
        ["--config", configuration, "--assets", Places.assets, "--state", state]
    }

    private func start(
        _ arguments: [String], exec name: String, environment: [String: String] = [:]
    ) throws {
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        let words = quoted(["env"] + variables + [kiosk] + arguments + locations)
        try "echo $$ >\(directory)/\(name).pid\nexec \(words)\n".write(
            toFile: directory + "/open", atomically: true, encoding: .utf8)
        try type(command: "sh \(directory)/open; echo \"ended with $?\" | tee \(directory)/\(name).status")
    }

    private func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " ") }

    /// Types a line at the shell's prompt.
    package func type(command: String) throws {
        try tmux.command("send-keys", "-l", command)
        try tmux.command("send-keys", "Enter")
    }

    /// Ends everything that still runs.
    /// - Returns: The processes that would not end.
    package func close() async throws -> [pid_t: String] {
        let started = ["demo", "kiosk"].first { FileManager.default.fileExists(atPath: "\(directory)/\($0).pid") }
        if let started, let parent = pid(of: started) { kill(parent, SIGTERM) }
        try? await eventually("everything has ended", within: .seconds(15)) {
            guard running.isEmpty, let started else { return running.isEmpty }
            // Without its terminal nobody can tell how it ended.
            return status(of: started) != nil || (try? screen()) == nil
        }
        let left = running
        for pid in left.keys { kill(pid, SIGKILL) }
        tmux.end()
        return left
    }

    // MARK: Processes

    /// The current process of a part of the demonstration.
    package func pid(of part: Part) throws -> pid_t {
        let text = try read("\(part.rawValue).pid")
        guard let pid = pid_t(text), running[pid] != nil else { throw Failure("\(part) does not run") }
        return pid
    }

    /// The process that was started from the shell: `demo`, or a `kiosk` alone.
    package func pid(of name: String) -> pid_t? {
        let text = try? String(contentsOfFile: "\(directory)/\(name).pid", encoding: .utf8)
        guard let pid = text.flatMap({ pid_t($0.trimmingCharacters(in: .newlines)) }) else { return nil }
        return running[pid] == nil ? nil : pid
    }

    /// The exit status of what was started from the shell, or 128 plus the signal that ended it; nil while it runs.
    package func status(of name: String) -> Int32? {
        let text = try? String(contentsOfFile: "\(directory)/\(name).status", encoding: .utf8)
        return text.flatMap { $0.firstMatch(of: /ended with ([0-9]+)\n/) }.flatMap { Int32($0.1) }
    }

    /// Prevents the agent from being started again once it has died.
    package func keepAgentAway() throws {
        let files = FileManager.default
        try files.moveItem(atPath: state + "/agent", toPath: state + "/agent-away")
        _ = files.createFile(atPath: state + "/agent", contents: nil)
    }

    /// Kills a part without asking it to end.
    package func killPart(_ part: Part) throws { kill(try pid(of: part), SIGKILL) }

    /// All processes of this booth. They are recognised by its state directory in their command lines.
    package var running: [pid_t: String] { Processes.mentioning(state) }

    /// A file of the state directory.
    package func read(_ name: String) throws -> String {
        try String(contentsOfFile: state + "/" + name, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The last lines of the logs.
    package var logs: String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let lines = ((try? read(name)) ?? "").split(separator: "\n").suffix(10)
            return "--- \(name)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
