import BoothDriver
import Glibc
import Testing

extension EndToEndTests {
    /// How the programs begin and end.
    @Suite(.serialized)
    struct ProcessTests {
        enum Ending: CaseIterable { case terminate, hangUp, controlC }

        @Test("The demonstration's end leaves no process and a terminal that works", arguments: Ending.allCases)
        func end(_ ending: Ending) async throws {
            try await Booth.withDemonstration { booth in
                for part in Booth.Part.allCases { _ = try booth.pid(of: part) }
                let parent = try #require(booth.pid(of: "demo"))
                switch ending {
                case .terminate: kill(parent, SIGTERM)
                case .hangUp: kill(parent, SIGHUP)
                case .controlC: try booth.tmux.command("send-keys", "C-c")
                }
                try await booth.see("ended with 0")
                #expect(booth.running.isEmpty)
                #expect(try !booth.shows(Booth.keypad), "the page is gone")
                let modes = try booth.tmux.command(
                    "display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}")
                #expect(modes == "0 1 0\n", "no alternate screen, a cursor, no mouse reports")
                try booth.type(command: "clear; stty -a; echo now with $?")
                try await booth.see("now with 0")
                for setting in ["echo", "icanon", "isig", "opost", "onlcr", "icrnl"] {
                    #expect(try booth.shows("(^| )\(setting)( |;|$)"), "\(setting)")
                }
            }
        }

        @Test("Closing the terminal's window ends the demonstration")
        func closedWindow() async throws {
            try await Booth.withDemonstration { booth in
                try booth.tmux.command("kill-server")
                try await eventually("the end of \(booth.running)") { booth.running.isEmpty }
            }
        }

        @Test("Ctrl-C ends a demonstration that has not opened yet")
        func early() async throws {
            try await Booth.with { booth in
                try booth.startDemonstration()
                try await booth.see("opening the demonstration|\(Booth.keypad)")
                try booth.tmux.command("send-keys", "C-c")
                try await booth.see("ended with [0-9]")
                #expect(booth.running.isEmpty)
            }
        }

        @Test("A second demonstration on the same state directory ends with 75 and leaves the first alone")
        func secondDemonstration() async throws {
            try await Booth.withDemonstration { booth in
                let children = try Booth.Part.allCases.map { try booth.pid(of: $0) }
                try booth.startSecondDemonstration()
                try await booth.see("second ended with")
                let said = try booth.screen().joined()
                #expect(said.contains("ended with 75"), "\(said)")
                #expect(!said.contains("Optional") && !said.contains("Error Domain"), "words for a person: \(said)")
                #expect(try Booth.Part.allCases.map { try booth.pid(of: $0) } == children)
                _ = try await booth.events()
            }
        }

        @Test("A second kiosk on the same state directory ends with 75 and says why")
        func second() async throws {
            try await Booth.with { booth in
                try booth.startKiosk()
                try await booth.seeAttract()
                let first = try #require(booth.pid(of: "kiosk"))
                let end = try Program.run(booth.kioskCommand)
                #expect(end.status == 75)
                #expect(end.output.contains("kiosk"), "\(end.output)")
                #expect(end.output.contains("\(first)"), "names the process that holds the directory")
                #expect(!end.output.contains("Optional"), "words for a person, not for a debugger")
                try await booth.press("7", brings: "想找哪里")
            }
        }

        @Test("An update may begin while nobody uses the booth, and the kiosk says so")
        func idle() async throws {
            try await Booth.with { booth in
                func idle() throws -> Program.End {
                    try Program.run([Places.kiosk, "control", "idle", "--state", booth.state])
                }
                #expect(try idle().status == 69, "nobody can be asked")
                try booth.startKiosk()
                try await booth.seeAttract()
                let free = try idle()
                #expect(free.status == 0)
                #expect(free.output == "idle\n")
                try await booth.press("7", brings: "想找哪里")
                let used = try idle()
                #expect(used.status == 1)
                #expect(used.output == "somebody uses the booth\n")
                try await booth.press(.sos, brings: "要哪一种帮助")
                #expect(try idle().output == "an emergency is open\n")
                try await booth.nextResident()
                #expect(try idle().status == 0)
            }
        }

        @Test("Without a terminal the kiosk ends with 69 and says why")
        func noTerminal() async throws {
            try await Booth.with { booth in
                let end = try Program.run(booth.kioskCommand)
                #expect(end.status == 69)
                #expect(end.output.contains("not a terminal"), "\(end.output)")
                #expect(!end.output.contains("\u{1B}"))
            }
        }

        @Test("Without a terminal the demonstration ends at once and names the tour")
        func noTerminalForTheDemonstration() async throws {
            try await Booth.with { booth in
                let end = try Program.run([Places.kiosk, "demo", "--state", booth.state])
                #expect(end.status != 0)
                #expect(end.output.contains("make tour"), "\(end.output)")
                #expect(booth.running.isEmpty)
            }
        }
    }
}
