import Foundation
import Glibc
import Synchronization
import Testing

/// The real program in a terminal that belongs to one test, or to one suite: a shell in a tmux server of its own, in
/// which `kiosk` is started as a person would start it. Whatever was started is gone when `with` returns.
final class Booth: Sendable {
    /// The children of a demonstration, as it names them in its state directory.
    enum Part: String, CaseIterable {
        case platform, agent, `operator`, kiosk
    }

    /// The booth that the tests of a suite share.
    @TaskLocal static var shared: Booth?

    static let columns = 45
    static let rows = 34

    let directory: String
    /// When a key was pressed last.
    let lastPress = Mutex(ContinuousClock.now)

    var state: String { directory + "/state" }
    /// A copy of the shipped configuration that a test may spoil.
    var configuration: String { directory + "/config" }
    /// What the loudspeaker was given: WAV, 48 kHz, mono.
    var speaker: String { directory + "/speaker.wav" }

    private init() throws {
        directory = try Places.temporaryDirectory()
        try FileManager.default.copyItem(atPath: Places.configuration, toPath: configuration)
    }

    // MARK: From the beginning to the end

    /// Opens a terminal, and ends everything in it afterwards.
    static func with(_ body: (Booth) async throws -> Void) async throws {
        guard access(Places.kiosk, X_OK) == 0 else { throw Failure("\(Places.kiosk) is missing: build it first") }
        let booth = try Booth()
        let result: Result<Void, any Error>
        do {
            try booth.openTerminal()
            // What is typed before the shell has its terminal ready may never be read as a line.
            try await booth.see("^>")
            result = .success(try await body(booth))
        } catch {
            result = .failure(error)
        }
        let left = try await booth.close()
        if case .failure(let error) = result {
            Issue.record("the ends of the logs:\n\(booth.logs)")
            try? FileManager.default.removeItem(atPath: booth.directory)
            throw error
        }
        try? FileManager.default.removeItem(atPath: booth.directory)
        #expect(left.isEmpty, "processes were left behind")
    }

    /// The whole house: `kiosk demo` with a file as loudspeaker, once its first page is shown.
    ///
    /// `prepare` may spoil something before it starts; `speaker` is another loudspeaker than the file.
    static func withDemonstration(
        speaker: String? = nil, prepare: (Booth) throws -> Void = { _ in }, _ body: (Booth) async throws -> Void
    ) async throws {
        try await with { booth in
            try Voices.current?.lend(to: booth.state)
            try prepare(booth)
            try booth.startDemonstration(speaker: speaker)
            try await booth.seeAttract()
            try Voices.current?.keep(from: booth.state)
            try await body(booth)
        }
    }

    private func openTerminal() throws {
        // Size and options are set before the first pane exists, so the program never sees another size.
        try tmux(
            "start-server", ";", "set", "-g", "status", "off", ";", "set", "-g", "default-terminal", "xterm-256color",
            ";", "set", "-s", "escape-time", "0", ";", "new-session", "-d", "-x", "\(Self.columns)", "-y",
            "\(Self.rows)", "-c", Places.root, "exec env PS1='> ' bash --norc --noprofile -i")
    }

    /// Starts the demonstration from the shell.
    func startDemonstration(speaker device: String? = nil) throws {
        try start(["demo", "--speaker", device ?? "file:FILE=\(speaker),FORMAT=wav"], exec: "demo")
    }

    /// Starts another demonstration on the same state directory in a window of its own, which is then the one on screen.
    func startSecondDemonstration() throws {
        let line = quoted([Places.kiosk, "demo"] + locations) + "; echo \"second ended with $?\"; exec sleep 600"
        try tmux("new-window", "-c", Places.root, line)
    }

    /// Starts the kiosk alone, with nobody to call or report to but what its configuration names, and silent unless told.
    func startKiosk(audio: String = "speaker: none") throws {
        let overlay = directory + "/overlay.yaml"
        // Port 1 of loopback: nobody listens there, not even the house of another test.
        let text = """
            audio: { \(audio) }
            telephony: { control_port: 1 }
            platform: { url: http://127.0.0.1:1 }

            """
        try text.write(toFile: overlay, atomically: true, encoding: .utf8)
        try start(["run", "--overlay", overlay], exec: "kiosk")
    }

    /// Runs the kiosk here, as a program would.
    var kioskCommand: [String] { [Places.kiosk, "run"] + locations }

    private var locations: [String] {
        ["--config", configuration, "--assets", Places.assets, "--state", state]
    }

    private func start(_ arguments: [String], exec name: String) throws {
        let words = quoted([Places.kiosk] + arguments + locations)
        try "echo $$ >\(directory)/\(name).pid\nexec \(words)\n".write(
            toFile: directory + "/open", atomically: true, encoding: .utf8)
        try type(command: "sh \(directory)/open; echo \"ended with $?\"")
    }

    private func quoted(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " ") }

    /// Types a line at the shell's prompt.
    func type(command: String) throws {
        try tmux("send-keys", "-l", command)
        try tmux("send-keys", "Enter")
    }

    /// Ends what still runs and says what would not end.
    private func close() async throws -> [pid_t: String] {
        if let parent = pid(of: "demo") ?? pid(of: "kiosk") { kill(parent, SIGTERM) }
        try? await eventually("everything has ended", within: .seconds(15)) { running.isEmpty }
        let left = running
        for pid in left.keys { kill(pid, SIGKILL) }
        _ = try? Program.run(["tmux", "-S", directory + "/tmux", "kill-server"])
        return left
    }

    // MARK: Processes

    /// The process of a demonstration's part, as it is now.
    func pid(of part: Part) throws -> pid_t {
        let text = try read("\(part.rawValue).pid")
        guard let pid = pid_t(text), running[pid] != nil else { throw Failure("\(part) does not run") }
        return pid
    }

    /// What was started from the shell: `demo`, or a `kiosk` alone.
    func pid(of name: String) -> pid_t? {
        let text = try? String(contentsOfFile: "\(directory)/\(name).pid", encoding: .utf8)
        guard let pid = text.flatMap({ pid_t($0.trimmingCharacters(in: .newlines)) }) else { return nil }
        return running[pid] == nil ? nil : pid
    }

    /// Where the broker of the line serves the kiosk.
    var lineSocket: String {
        get throws {
            let line = try read("overlay.yaml").split(separator: "\n").first { $0.contains("line_socket:") }
            return String(try #require(line?.split(separator: " ").last))
        }
    }

    /// From its death on, the agent cannot be started again.
    func keepAgentAway() throws {
        let files = FileManager.default
        try files.moveItem(atPath: state + "/agent", toPath: state + "/agent-away")
        _ = files.createFile(atPath: state + "/agent", contents: nil)
    }

    /// Ends a part without asking it.
    func killPart(_ part: Part) throws { kill(try pid(of: part), SIGKILL) }

    /// All processes of this booth: each is told its state directory.
    var running: [pid_t: String] { Processes.mentioning(state) }

    /// A file of the state directory.
    func read(_ name: String) throws -> String {
        try String(contentsOfFile: state + "/" + name, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private var logs: String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: state)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let lines = ((try? read(name)) ?? "").split(separator: "\n").suffix(10)
            return "--- \(name)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    // MARK: tmux

    /// Gives this booth's own tmux server a command.
    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
        let end = try Program.run(["tmux", "-u", "-S", directory + "/tmux", "-f", "/dev/null"] + arguments)
        guard end.status == 0 else { throw Failure("tmux \(arguments[0]): \(end.output)") }
        return end.output
    }
}

/// One demonstration for all tests of a suite, which must not run at the same time.
struct SharedDemonstration: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Booth.withDemonstration { booth in
            try await Booth.$shared.withValue(booth) { try await function() }
        }
    }
}

extension Trait where Self == SharedDemonstration {
    static var sharedDemonstration: Self { Self() }
}
