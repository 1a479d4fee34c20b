import AdapterTestSupport
import BoothDriver
import Foundation
import Spawn
import Testing

extension EndToEndTests {
    /// What the kiosk tells systemd, with a watchdog of two seconds: signs of life while screen, input and runtime work,
    /// and none while one of them stands still.
    @Suite(.serialized, .timeLimit(.minutes(3)))
    struct WatchdogTests {
        /// Runs `body` with a socket in systemd's place and the environment that names it.
        private func withSocket(_ booth: Booth, _ body: (NotifySocket, [String: String]) async throws -> Void)
            async throws
        {
            let socket = try NotifySocket(path: booth.directory + "/notify")
            defer { socket.close() }
            try await body(socket, ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "2000000"])
        }

        /// Starts the kiosk on a terminal of the test's own.
        private func start(_ booth: Booth, on terminal: ScriptedTerminal, _ variables: [String: String]) throws -> Child
        {
            let words = try booth.kioskCommand + ["--overlay", booth.writeOverlay()]
            return try Child(
                words, input: .descriptor(terminal.slave), output: .descriptor(terminal.slave),
                error: .file(booth.directory + "/errors"),
                environment: .inherited(adding: variables.merging(["TERM": "xterm-256color"]) { $1 }))
        }

        private func control(_ booth: Booth, _ words: String...) throws -> Program.End {
            try Program.run([Places.kiosk, "control"] + words + ["--state", booth.state])
        }

        @Test("Ready, then signs of life; none while the terminal is stopped; again when it goes on")
        func stoppedTerminal() async throws {
            try await Booth.with { booth in
                try await withSocket(booth) { socket, variables in
                    try booth.startKiosk(environment: variables)
                    let first = try await socket.states.wait { !$0.isEmpty }
                    #expect(
                        first.first
                            == "READY=1\nWATCHDOG=1\nSTATUS=booth PT-0042, version \(try version()), screen 45x34")
                    #expect(try booth.shows(Booth.keypad), "it is ready when the first picture is there")
                    try await socket.states.wait { $0.filter { $0 == "WATCHDOG=1" }.count >= 3 }
                    let server = try #require(
                        pid_t(
                            try booth.tmux.command("display-message", "-p", "#{pid}").trimmingCharacters(in: .newlines))
                    )
                    kill(server, SIGSTOP)
                    defer { kill(server, SIGCONT) }
                    try await eventually("a line about it in the log") {
                        try booth.read("kiosk.log").contains("no answer from the terminal")
                    }
                    let before = socket.signsOfLife
                    #expect(try control(booth, "status").status == 0, "the kiosk itself works")
                    #expect(socket.signsOfLife == before)
                    kill(server, SIGCONT)
                    try await socket.states.wait { $0.count { $0.contains("WATCHDOG=1") } > before }
                    // What was asked meanwhile and answered late is no key.
                    #expect(try control(booth, "status").output.contains("session none"))
                }
            }
        }

        private func version() throws -> String {
            try Program.run([Places.kiosk, "--version"]).output.trimmingCharacters(in: .newlines)
        }

        @Test("A terminal that never answers is no reason to be killed")
        func plainConsole() async throws {
            try await Booth.with { booth in
                try await withSocket(booth) { socket, variables in
                    let terminal = try ScriptedTerminal()
                    defer { terminal.close() }
                    let kiosk = try start(booth, on: terminal, variables)
                    defer { kiosk.stop() }
                    let states = try await socket.states.wait { $0.count >= 4 }
                    #expect(states.first?.hasPrefix("READY=1\n") == true)
                    #expect(states.dropFirst().allSatisfy { $0 == "WATCHDOG=1" })
                }
            }
        }

        @Test("A terminal that has answered and does so no more: no sign of life until it answers again")
        func silentTerminal() async throws {
            try await Booth.with { booth in
                try await withSocket(booth) { socket, variables in
                    let terminal = try ScriptedTerminal()
                    defer { terminal.close() }
                    terminal.answers = true
                    let kiosk = try start(booth, on: terminal, variables)
                    defer { kiosk.stop() }
                    try await socket.states.wait { $0.count >= 3 }
                    terminal.answers = false
                    // The questions that come now find no answer, so nothing may be said after the first of them.
                    let asked = terminal.questions
                    try await eventually("another question") { terminal.questions > asked }
                    let before = socket.signsOfLife
                    try await eventually("three more questions") { terminal.questions > asked + 3 }
                    #expect(socket.signsOfLife == before)
                    terminal.answers = true
                    try await socket.states.wait { $0.count { $0.contains("WATCHDOG=1") } > before }
                    kiosk.send(SIGTERM)
                    try await socket.states.first { $0.hasPrefix("STOPPING=1") }
                    #expect(kiosk.wait() == .exited(0))
                }
            }
        }

        @Test("While the main loop is stuck in its terminal there is no sign of life, whatever else runs")
        func stuckLoop() async throws {
            try await Booth.with { booth in
                try await withSocket(booth) { socket, variables in
                    let terminal = try ScriptedTerminal()
                    defer { terminal.close() }
                    terminal.answers = true
                    let kiosk = try start(booth, on: terminal, variables)
                    defer { kiosk.stop() }
                    try await socket.states.wait { $0.count >= 2 }
                    terminal.isReading = false
                    try await eventually("a stuck loop without signs of life") {
                        // Each size is a whole picture; the terminal's buffer takes a few.
                        for size in [(80, 24), (45, 34), (80, 24), (45, 34)] {
                            terminal.resize(columns: size.0, rows: size.1)
                            kiosk.send(SIGWINCH)
                            try await Task.sleep(for: .milliseconds(50))
                        }
                        let before = socket.signsOfLife
                        // This waits for ten seconds, ten rounds of the watchdog, before it says that nobody answers.
                        let end = try control(booth, "status")
                        return end.status != 0 && end.output.contains("did not answer") && socket.signsOfLife == before
                    }
                    let before = socket.signsOfLife
                    terminal.isReading = true
                    try await socket.states.wait { $0.count { $0.contains("WATCHDOG=1") } > before }
                }
            }
        }
    }
}
