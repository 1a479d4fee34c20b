import BoothConfiguration
import AdapterTestSupport
import Glibc
import KioskCore
import Vocabulary
import KioskTestSupport
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
            var random = SplitMix(seed: seed)
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

        /// The booth's own screens in all its languages, one over the other in a random order.
        @Test(arguments: [(45, 34, 3 as UInt64), (80, 24, 4), (49, 14, 5)])
        func realScreensHeal(columns: Int, rows: Int, seed: UInt64) throws {
            let loaded = Shipped.configuration
            var random = SplitMix(seed: seed)
            let size = Size(columns: columns, rows: rows)
            let tmux = try Tmux(columns: columns, rows: rows)
            defer { tmux.dispose() }
            let terminal = CursesTerminal(input: tmux.descriptor, output: tmux.descriptor, type: "xterm-256color")
            try terminal.start()
            defer { terminal.stop() }
            var kinds: Set<Screen.Kind> = []
            var shown: Frame?
            for language in loaded.catalogue.languageCodes {
                // A booth of that language, whose visitors change it now and then.
                var settings = loaded.settings
                settings.booth.language = language
                let resident = Resident(catalogue: loaded.catalogue, settings: settings)
                resident.perform(.lunarDate(LunarDate(month: 10, day: 13, leap: false)))
                var frames = 0
                for step in 0..<1000 where frames < 60 {
                    Self.walk(resident, &random)
                    let state = resident.state
                    let frame = render(state, catalogue: loaded.catalogue, settings: settings, size: size)
                    guard frame != shown else { continue }
                    terminal.present(frame)
                    try #require(
                        try tmux.rows() == frame.rows, "step \(step), \(state.screen.kind) in \(state.language)")
                    kinds.insert(state.screen.kind)
                    shown = frame
                    frames += 1
                }
                #expect(frames == 60, "in \(language)")
            }
            #expect(kinds.count >= 8, "\(kinds)")
        }

        private static func walk(_ resident: Resident, _ random: inout SplitMix) {
            // Emergency keys are rare among the digits: an emergency call is not left by pressing keys.
            let digits = [0, 1, 1, 1, 2, 2, 2, 3, 3, 7, 7, 7, 8, 8, 8, 9, 9, 5]
            switch Int.random(in: 0..<20, using: &random) {
            case 0: resident.press(.language)
            case 1: resident.wait(.seconds([1, 9, 70].randomElement(using: &random) ?? 1))
            case 2: resident.answer()
            case 3, 4: resident.network(.closed(.remote))
            case 5: resident.platform(.unreachable)
            case 6: resident.press([.sos, .contrast].randomElement(using: &random) ?? .contrast)
            case 7: resident.press(.star).press(.star)
            case 8..<12: resident.press(.hash)
            default: resident.press(digits.randomElement(using: &random) ?? 1)
            }
        }
    }
}
