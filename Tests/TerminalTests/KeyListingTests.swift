import Dispatch
import Glibc
import Vocabulary
import Testing

@testable import Terminal

extension CursesSuite {
    /// `kiosk keys` on a terminal.
    @Suite(.timeLimit(.minutes(1))) @MainActor struct Listing {
        /// Runs a listing off the main queue, because it blocks.
        private func run(_ listing: KeyListing) -> Task<Void, any Error> {
            Task {
                try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
                    DispatchQueue.global().async { ended.resume(with: Result { try listing.run() }) }
                }
            }
        }

        @Test func eachKeyIsALineWithItsNameItsMeaningAndItsBytes() async throws {
            let line = try PseudoTerminal(columns: 80, rows: 24)
            defer { line.dispose() }
            let modes = line.modes
            let mapped = KeyMap.standard.with([
                KeyCode(bytes: Array("\u{1B}[25~".utf8)): .handset(lifted: true)
            ])
            let running = run(
                KeyListing(input: line.slave, output: line.slave, type: "xterm-256color", keys: mapped))
            #expect(await line.written("bytes\r\n"))
            #expect(await line.written("\u{1B}[?1000h\u{1B}[?1006h"))
            let keys: [(String, String)] = [
                ("5", "5 5 35"), ("\u{1B}[23~", "F11 sos 1B 5B 32 33 7E"), ("\u{1B}OF", "End 1 1B 4F 46"),
                ("\r", "Enter # 0D"), ("\u{01}", "Ctrl-A nothing 01"), ("a", "a nothing 61"),
                ("\u{1B}[24;5~", "ESC [ 2 4 ; 5 ~ nothing 1B 5B 32 34 3B 35 7E"),
                ("\u{1B}[25~", "F13 hook_off 1B 5B 32 35 7E"), ("中", "(no key) nothing E4 B8 AD"),
                ("\u{1B}[<0;3;12M", "(touch) down at 2, 11 1B 5B 3C 30 3B 33 3B 31 32 4D"),
                ("\u{1B}[<0;3;12m", "(touch) up at 2, 11 1B 5B 3C 30 3B 33 3B 31 32 6D"),
            ]
            for (bytes, expected) in keys {
                line.type(bytes)
                let hexadecimal = bytes.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
                #expect(await line.written(" \(hexadecimal.joined(separator: " "))\r\n"), "\(expected)")
            }
            // Two keys at once stay two. Escape alone is recognised by the time after it.
            line.type("71\u{1B}")
            #expect(await line.written("1B\r\n"))
            line.type("\u{03}")
            try await running.value
            #expect(line.modes == modes)
            // What is written last is on its way through the terminal when the program ends.
            #expect(await line.written("\u{1B}[?1000l"))
            let shown = String(decoding: line.takeOutput(), as: UTF8.self)
            let lines = shown.split(separator: "\r\n").map { $0.split(separator: " ").joined(separator: " ") }
            let expected = keys.map(\.1) + ["7 7 37", "1 1 31", "Escape nothing 1B"]
            #expect(lines.dropFirst(2).prefix(expected.count).elementsEqual(expected))
            #expect(shown.hasSuffix("\u{1B}[?1006l\u{1B}[?1000l"))
        }

        @Test func itEndsByItselfWhenNoKeyComes() async throws {
            let line = try PseudoTerminal(columns: 80, rows: 24)
            defer { line.dispose() }
            let modes = line.modes
            try await run(
                KeyListing(input: line.slave, output: line.slave, type: "linux", patience: .milliseconds(20))
            ).value
            #expect(line.modes == modes)
            let shown = String(decoding: line.takeOutput(), as: UTF8.self)
            #expect(!shown.contains("\u{1B}"), "the Linux console has no mouse reports to turn on")
        }

        @Test func itEndsWithItsTerminal() async throws {
            let line = try PseudoTerminal(columns: 80, rows: 24)
            defer { line.dispose() }
            let running = run(KeyListing(input: line.slave, output: line.slave, type: "xterm"))
            #expect(await line.written("bytes\r\n"))
            line.hangUp()
            try await running.value
        }

        @Test func withoutATerminalItSaysWhatToDo() throws {
            let null = open("/dev/null", O_RDWR | O_CLOEXEC)
            defer { close(null) }
            #expect(throws: TerminalError.notATerminal(descriptor: null)) {
                try KeyListing(input: null, output: null, type: "xterm").run()
            }
        }
    }
}
