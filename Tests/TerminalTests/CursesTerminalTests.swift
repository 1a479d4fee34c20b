import CNcurses
import Dispatch
import Glibc
import Reporting
import Vocabulary
import Screens
import Terminal
import Testing

extension CursesSuite {
    /// The adapter on a pseudo-terminal of the test's own; no controlling terminal is needed.
    @Suite(.timeLimit(.minutes(1))) @MainActor struct Lifecycle {
        private func opened(
            columns: Int = 45, rows: Int = 34, type: String = "xterm-256color"
        ) throws -> (PseudoTerminal, CursesTerminal, Recorder) {
            let line = try PseudoTerminal(columns: columns, rows: rows)
            let terminal = CursesTerminal(input: line.slave, output: line.slave, type: type)
            let recorder = Recorder(terminal)
            try terminal.start()
            return (line, terminal, recorder)
        }

        private var picture: Frame {
            var frame = Frame(size: Size(columns: 45, rows: 34), style: .plain)
            frame.fill(Rect(x: 0, y: 10, width: 45, height: 6), .tile)
            frame.write("1 叫出租车 Taxi", x: 3, y: 11, style: .tile)
            frame.write("急救", x: 41, y: 12, style: .alarm)
            frame.write("急救", x: 42, y: 13, style: .alarm)
            frame.write("e\u{301}█┃●", x: 0, y: 33, style: .plain)
            frame.regions = [HitRegion(area: Rect(x: 0, y: 10, width: 45, height: 6), key: .digit(1))]
            return frame
        }

        @Test func cursesHoldsWhatTheFrameSays() throws {
            let (line, terminal, _) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            let frame = picture
            #expect(terminal.size == frame.size)
            terminal.present(frame)
            var pairs: [Style: Int32] = [:]
            for row in 0..<34 {
                for column in 0..<45 {
                    let cell = try #require(frame[column, row])
                    guard cell.width > 0 else { continue }
                    var scalars = [UInt32](repeating: 0, count: Int(TERMINAL_CELL_SCALARS))
                    var pair: Int32 = 0
                    let count = Int(terminal_cell_at(Int32(row), Int32(column), &scalars, &pair))
                    try #require(count > 0)
                    #expect(scalars[..<count].elementsEqual(cell.text.unicodeScalars.map(\.value)), "\(column),\(row)")
                    #expect(pairs[cell.style, default: pair] == pair)
                    pairs[cell.style] = pair
                }
            }
            #expect(Set(pairs.values).count == 3, "each style has colours of its own")
        }

        @Test func aFrameOfAnotherSizeIsCutAndCutsNoWideCharacter() throws {
            let (line, terminal, _) = try opened(columns: 10, rows: 2)
            defer { line.dispose() }
            defer { terminal.stop() }
            var frame = Frame(size: Size(columns: 45, rows: 34), style: .plain)
            frame.write("一二三四五六", x: 1, y: 0, style: .plain)
            frame.write("x", x: 0, y: 1, style: .plain)
            terminal.present(frame)
            var scalars = [UInt32](repeating: 0, count: Int(TERMINAL_CELL_SCALARS))
            var pair: Int32 = 0
            #expect(terminal_cell_at(0, 7, &scalars, &pair) == 1 && scalars[0] == 0x56DB)
            #expect(terminal_cell_at(0, 9, &scalars, &pair) == 1 && scalars[0] == 0x20)
            #expect(terminal_cell_at(1, 0, &scalars, &pair) == 1 && scalars[0] == 0x78)
        }

        @Test func keysAndTouchesArrive() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            line.type("5\u{1B}[24;8~\u{1B}[24~")
            #expect(await recorder.reports(2) == [.key(.digit(5)), .key(.language)])
            // A touch says only where the finger is. What it means there is for whoever drew the picture.
            line.type("\u{1B}[<0;4;12M\u{1B}[<0;4;12m\u{1B}[<0;4;9M*")
            #expect(
                await recorder.reports(5).suffix(3) == [
                    .touch(column: 3, row: 11), .touch(column: 3, row: 8), .key(.star),
                ])
        }

        /// A finger that stays, wanders and goes is one press of what it came down on, wherever it goes up.
        @Test func aTouchIsOnePressHoweverLongItStays() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            terminal.present(picture)
            line.type("\u{1B}[<0;4;12M")
            for column in 4...40 { line.type("\u{1B}[<32;\(column);12M") }
            line.type("\u{1B}[<0;41;1m\u{1B}[<0;1;1M\u{1B}[<0;1;1m*")
            #expect(
                await recorder.reports(3) == [
                    .touch(column: 3, row: 11), .touch(column: 0, row: 0), .key(.star),
                ])
            #expect(
                recorder.touches == [
                    Touch(phase: .down, column: 3, row: 11),
                    Touch(phase: .up, column: 40, row: 0),
                    Touch(phase: .down, column: 0, row: 0), Touch(phase: .up, column: 0, row: 0),
                ])
        }

        @Test func aKeypadOfItsOwnKindIsMapped() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            var lifted: [Bool] = []
            terminal.onHandset = { lifted.append($0) }
            terminal.keys = KeyMap.standard.with([
                KeyCode(bytes: Array("\u{1B}[25~".utf8)): .handset(lifted: true),
                KeyCode(bytes: Array("\u{1B}[26~".utf8)): .handset(lifted: false),
                KeyCode(bytes: Array("a".utf8)): .key(.sos),
            ])
            line.type("a\u{1B}[25~\u{1B}[26~\u{1B}[25;2~5")
            #expect(await recorder.reports(2) == [.key(.sos), .key(.digit(5))])
            #expect(lifted == [true, false])
            // A configuration can come while the booth runs.
            terminal.keys = .standard
            line.type("a\u{1B}[25~6")
            #expect(await recorder.reports(3).last == .key(.digit(6)))
            #expect(lifted == [true, false])
        }

        @Test func escapeAloneCanBeMapped() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            terminal.keys = KeyMap.standard.with([KeyCode(bytes: [0x1B]): .key(.star)])
            line.type("\u{1B}")
            #expect(await recorder.reports(1) == [.key(.star)])
        }

        @Test func aQuestionIsAnsweredByTheWayOfTheKeys() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            var answers = 0
            terminal.onAnswer = { answers += 1 }
            terminal.present(picture)
            #expect(terminal.ask())
            // It comes after what was drawn.
            #expect(await line.written("\u{1B}[5n"))
            #expect(line.takeOutput().suffix(4) == Array("\u{1B}[5n".utf8)[...])
            line.type("1\u{1B}[0n2")
            #expect(await recorder.reports(2) == [.key(.digit(1)), .key(.digit(2))])
            #expect(answers == 1)
        }

        /// Nobody reads on the other side: a question would wait, so it is not asked.
        @Test func aTerminalThatTakesNothingIsNotAsked() throws {
            let (line, terminal, _) = try opened()
            defer { line.dispose() }
            line.stopReading()
            let writer = open(line.path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            let page = [UInt8](repeating: 0x2E, count: 4096)
            while write(writer, page, page.count) > 0 { continue }
            close(writer)
            #expect(!terminal.ask())
            line.readAgain()
            terminal.stop()
            #expect(!terminal.ask(), "it is not open any more")
        }

        @Test func anUnfinishedSequenceIsGivenUp() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            line.type("\u{1B}]0;1")
            // What is pressed meanwhile belongs to the string, but the wait ends all the same.
            while recorder.reports.isEmpty {
                line.type("7")
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(recorder.reports.first == .key(.digit(7)))
        }

        /// A key that is lost shows that the report is still awaited. One that arrives shows that it has been given up.
        @Test func aTouchReportThatIsCutIsNoKey() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            terminal.present(picture)
            line.type("\u{1B}[<0;4")
            while recorder.reports.isEmpty {
                line.type("7")
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(Set(recorder.reports) == [.key(.digit(7))])
            #expect(recorder.touches.isEmpty)
        }

        @Test func aPasteWithoutBracketsIsReported() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            var swallowed = 0
            terminal.onKeysSwallowed = { swallowed += 1 }
            line.type("6901234567892\r\u{1B}[23~")
            #expect(await recorder.reports(1) == [.key(.sos)])
            #expect(swallowed > 0)
        }

        @Test func resizesAreReported() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            defer { terminal.stop() }
            for (number, size) in [(80, 24), (45, 34), (49, 14), (200, 60)].enumerated() {
                line.resize(columns: size.0, rows: size.1)
                kill(getpid(), SIGWINCH)
                let expected = Size(columns: size.0, rows: size.1)
                #expect(await recorder.reports(number + 1).last == .resize(expected))
                #expect(terminal.size == expected)
                terminal.present(Frame(size: expected, style: .plain))
                var scalars = [UInt32](repeating: 0, count: Int(TERMINAL_CELL_SCALARS))
                var pair: Int32 = 0
                #expect(terminal_cell_at(Int32(size.1 - 1), Int32(size.0 - 1), &scalars, &pair) == 1)
            }
            #expect(recorder.reports.count == 4)
        }

        @Test func aLostTerminalIsReportedOnce() async throws {
            let (line, terminal, recorder) = try opened()
            defer { line.dispose() }
            terminal.keys = KeyMap.standard.with([KeyCode(bytes: [0x1B]): .key(.star)])
            // The Escape's timer looks at the terminal again after the loss.
            line.type("5\u{1B}")
            #expect(await recorder.reports(1) == [.key(.digit(5))])
            line.hangUp()
            #expect(await recorder.reports(3) == [.key(.digit(5)), .lost, .key(.star)])
            terminal.present(picture)
            terminal.stop()
        }

        @Test(arguments: ["xterm-256color", "tmux-256color", "foot", "linux"])
        func theTerminalIsGivenBack(type: String) async throws {
            let line = try PseudoTerminal(columns: 45, rows: 34)
            defer { line.dispose() }
            let modes = line.modes
            let terminal = CursesTerminal(input: line.slave, output: line.slave, type: type)
            try terminal.start()
            terminal.present(picture)
            #expect(line.modes != modes)
            terminal.stop()
            terminal.stop()
            #expect(line.modes == modes)
            #expect(fcntl(line.slave, F_GETFL) & O_NONBLOCK == 0, "the output would lose what does not fit")
            #expect(write(line.slave, "end", 3) == 3)
            #expect(await line.written("end"))
            let output = String(decoding: line.takeOutput(), as: UTF8.self)
            #expect(output.contains("\u{1B}[?25h") || output.contains("\u{1B}[?12l"))
            let hasPointer = type != "linux"
            for mode in ["1000", "1006", "2004"] {
                #expect(output.contains("\u{1B}[?\(mode)h") == hasPointer)
                #expect(output.contains("\u{1B}[?\(mode)l") == hasPointer)
            }
            // It can be taken over again.
            try terminal.start()
            terminal.present(picture)
            terminal.stop()
            #expect(line.modes == modes)
        }

        @Test func errorsSayWhatToDo() throws {
            let line = try PseudoTerminal(columns: 45, rows: 34)
            defer { line.dispose() }
            let modes = line.modes
            let null = open("/dev/null", O_RDWR | O_CLOEXEC)
            defer { close(null) }
            #expect(throws: TerminalError.notATerminal(descriptor: null)) {
                try CursesTerminal(input: null, output: line.slave, type: "xterm").start()
            }
            #expect(throws: TerminalError.noType) {
                try CursesTerminal(input: line.slave, output: line.slave, type: "").start()
            }
            #expect(throws: TerminalError.unknownType("no-such-terminal")) {
                try CursesTerminal(input: line.slave, output: line.slave, type: "no-such-terminal").start()
            }
            #expect(throws: TerminalError.incapableType("dumb")) {
                try CursesTerminal(input: line.slave, output: line.slave, type: "dumb").start()
            }
            #expect(line.modes == modes)
            let first = CursesTerminal(input: line.slave, output: line.slave, type: "xterm")
            try first.start()
            #expect(throws: TerminalError.alreadyOpen) {
                try CursesTerminal(input: line.slave, output: line.slave, type: "xterm").start()
            }
            first.stop()
            #expect(line.modes == modes)
            #expect("\(TerminalError.unknownType("x"))".contains("set TERM=xterm-256color"))
        }

        @Test func theEmergencyRestoreGivesItBack() async throws {
            let line = try PseudoTerminal(columns: 45, rows: 34)
            defer { line.dispose() }
            let modes = line.modes
            let terminal = CursesTerminal(input: line.slave, output: line.slave, type: "xterm-256color")
            try terminal.start()
            defer { terminal.stop() }
            #expect(await line.written("\u{1B}[?2004h"))
            _ = line.takeOutput()
            terminal_restore_now()
            #expect(line.modes == modes)
            #expect(await line.written("\u{1B}[?1000l"))
            #expect(await line.written("\u{1B}[?1049l"))
            terminal_restore_now()
        }

        @Test(arguments: [SIGABRT, SIGSEGV, SIGILL, SIGTRAP])
        func aCrashGivesItBack(signal: Int32) async throws {
            let line = try PseudoTerminal(columns: 45, rows: 34)
            defer { line.dispose() }
            let modes = line.modes
            await #expect(processExitsWith: .signal(signal)) { [path = line.path as String, signal = signal as Int32] in
                await MainActor.run {
                    let descriptor = open(path, O_RDWR | O_NOCTTY)
                    let terminal = CursesTerminal(input: descriptor, output: descriptor, type: "xterm-256color")
                    do { try terminal.start() } catch { exit(1) }
                    CursesTerminal.restoreOnCrash()
                    // A dispatch thread blocks SIGABRT; abort lets it through as a failed assertion does.
                    if signal == SIGABRT { abort() }
                    raise(signal)
                }
            }
            #expect(line.modes == modes)
            #expect(await line.written("\u{1B}[?1049h"))
            #expect(await line.written("\u{1B}[?1049l"))
        }
    }
}
