import Glibc
import KioskCore
import Screens
import Terminal
import Testing

extension CursesSuite {
    /// Wide characters in a real terminal emulator: what tmux shows is what the frame says, whatever was there before.
    @Suite(.timeLimit(.minutes(2))) @MainActor struct WideText {
        @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "foot"])
        func movesByOneColumnAndHeals(type: String) throws {
            let tmux = try Tmux(columns: 45, rows: 12)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: type)
            try terminal.start()
            defer { terminal.stop() }
            for x in [4, 5, 4, 3, 10, 9, 0, 1, 2, 33, 34] {
                var frame = Frame(size: Size(columns: 45, rows: 12), style: .plain)
                for row in 0..<12 {
                    frame.write("叫出租车急救", x: x + (row % 2), y: row, style: row % 3 == 0 ? .tile : .plain)
                    if row < 11 { frame.write("|", x: 44, y: row, style: .plain) }
                }
                terminal.present(frame)
                #expect(try tmux.rows() == frame.rows, "at column \(x)")
            }
        }

        @Test(arguments: ["xterm-256color", "tmux-256color"], [1, 2])
        func randomChangesHeal(type: String, seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            let size = Size(columns: 45, rows: 34)
            let tmux = try Tmux(columns: size.columns, rows: size.rows)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: type)
            try terminal.start()
            defer { terminal.stop() }
            let texts = ["急", "救护车", "a急b救", "Taxi", "  ", "┃", "██", "1月2日", "警警警警警警警警警警警", "x"]
            var frame = Frame(size: size, style: .plain)
            for step in 0..<40 {
                if Int.random(in: 0..<10, using: &random) == 0 { frame = Frame(size: size, style: .alarm) }
                for _ in 0..<Int.random(in: 1...60, using: &random) {
                    frame.write(
                        texts.randomElement(using: &random) ?? "", x: Int.random(in: 0..<45, using: &random),
                        y: Int.random(in: 0..<34, using: &random),
                        style: [.plain, .tile, .alarm].randomElement(using: &random) ?? .plain)
                }
                // A terminal without a switch for its margin cannot be trusted with its last corner.
                if type != "xterm-256color" { frame.write(" ", x: 44, y: 33, style: .plain) }
                terminal.present(frame)
                try #require(try tmux.rows() == frame.rows, "step \(step) of seed \(seed)")
            }
        }
    }
}
