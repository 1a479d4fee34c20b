import Vocabulary
import AdapterTestSupport
import Foundation

import Screens
import Terminal
import Testing

extension CursesSuite {
    /// Keys, taps and colours through a real terminal emulator.
    @Suite(.timeLimit(.minutes(1))) @MainActor struct TmuxInput {
        @Test(arguments: ["xterm-256color", "tmux-256color", "screen"])
        func keysAndTapsArriveAndNothingElse(type: String) async throws {
            let tmux = try Tmux(columns: 45, rows: 34)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: type)
            let recorder = Recorder(terminal)
            try terminal.start()
            defer { terminal.stop() }
            var frame = Frame(size: terminal.size, style: .plain)
            frame.regions = [HitRegion(area: Rect(x: 0, y: 10, width: 15, height: 6), key: .digit(4))]
            terminal.present(frame)
            _ = try tmux.rows()
            // Presses and releases in SGR; neither dragging nor motion.
            let modes = "#{mouse_standard_flag}#{mouse_sgr_flag} #{mouse_button_flag}#{mouse_all_flag}"
            #expect(try tmux.command("display-message", "-p", modes) == "11 00\n")
            try tmux.command("send-keys", "1", "C-F12", "S-F11", "M-F12", "M-5", "C-Up", "F12")
            #expect(await recorder.reports(2) == [.key(.digit(1)), .key(.language)])
            let tap = "\u{1B}[<0;3;12M\u{1B}[<0;3;12m".utf8.map { String($0, radix: 16) }
            try tmux.command(["send-keys", "-H"] + tap)
            try tmux.command("send-keys", "F11", "Up", "Enter", "BSpace")
            #expect(
                await recorder.reports(7).dropFirst(2) == [
                    .touch(column: 2, row: 11), .key(.sos), .key(.digit(8)), .key(.hash),
                    .key(.star),
                ])
            // What tmux itself pastes comes with brackets, because the terminal asked for them.
            try tmux.command("set-buffer", "120")
            try tmux.command("paste-buffer", "-p")
            try tmux.command("send-keys", "9")
            #expect(await recorder.reports(8).last == .key(.digit(9)))
        }

        /// The question whether the terminal works, answered by a real emulator.
        @Test(arguments: ["xterm-256color", "tmux-256color"])
        func tmuxAnswers(type: String) async throws {
            let tmux = try Tmux(columns: 45, rows: 34)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: type)
            let recorder = Recorder(terminal)
            try terminal.start()
            defer { terminal.stop() }
            var answers = 0
            terminal.onAnswer = { answers += 1 }
            _ = try tmux.rows()
            #expect(terminal.ask())
            _ = try tmux.rows()
            try tmux.command("send-keys", "9")
            #expect(await recorder.reports(1) == [.key(.digit(9))])
            #expect(answers == 1)
        }

        /// A finger on a real terminal emulator. tmux is shown on a terminal of its own and passes on what the booth
        /// asked for.
        @Test func aFingerThatWandersIsOnePress() async throws {
            let tmux = try Tmux(columns: 45, rows: 34)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: "tmux-256color")
            let recorder = Recorder(terminal)
            try terminal.start()
            defer { terminal.stop() }
            var frame = Frame(size: terminal.size, style: .plain)
            frame.regions = [HitRegion(area: Rect(x: 0, y: 10, width: 15, height: 6), key: .digit(4))]
            terminal.present(frame)
            _ = try tmux.rows()
            let glass = try PseudoTerminal(columns: 45, rows: 34)
            defer { glass.dispose() }
            try tmux.show(on: glass.path)
            // tmux asks the glass for its reports, too, once it shows the pane.
            #expect(await glass.written("\u{1B}[?1006h"))
            glass.type("\u{1B}[<0;3;12M")
            for column in 4...20 { glass.type("\u{1B}[<32;\(column);12M") }
            glass.type("\u{1B}[<0;20;12m*")
            #expect(await recorder.reports(2) == [.touch(column: 2, row: 11), .key(.star)])
            #expect(
                recorder.touches == [
                    Touch(phase: .down, column: 2, row: 11),
                    Touch(phase: .up, column: 19, row: 11),
                ])
        }

        /// foot 1.13 takes a touch for itself while the modifiers that override mouse reports are held, and `none` is
        /// always held.
        @Test(arguments: ["45x34", "60x20", "80x24"].map { Checkout.path("deploy/foot/\($0).ini") })
        func footLeavesTouchesToTheBooth(file: String) throws {
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            #expect(!lines.contains { $0.hasPrefix("selection-override-modifiers") })
            #expect(!lines.contains { $0.hasPrefix("BTN_LEFT") })
        }

        @Test func coloursReachTheTerminal() throws {
            let tmux = try Tmux(columns: 45, rows: 12)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: "xterm-256color")
            try terminal.start()
            defer { terminal.stop() }
            var frame = Frame(size: terminal.size, style: .plain)
            frame.write("急救 120", x: 2, y: 1, style: .tile)
            terminal.present(frame)
            _ = try tmux.rows()
            let lines = try tmux.command("capture-pane", "-ep").split(separator: "\n", omittingEmptySubsequences: false)
            let tile = try #require(lines[1].split(separator: "急").first)
            #expect(tile.contains("48;5;220") && tile.contains("38;5;16"))
        }
    }
}
