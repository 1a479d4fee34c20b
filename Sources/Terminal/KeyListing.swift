import Basics
import CNcurses
public import Glibc
public import Vocabulary

/// Shows what the terminal sends for each key, line by line below the shell's prompt. This is what `kiosk keys` does.
///
/// It reads through ``InputDecoder`` with the same mouse mode, as the booth does, so it shows what the booth gets.
public struct KeyListing: Sendable {
    private let input: Int32
    private let output: Int32
    private let type: String
    private let keys: KeyMap
    private let patience: Duration

    /// Creates a listing on a terminal.
    /// - Parameters:
    ///   - type: The terminfo name; nil takes it from TERM. The Linux console has no mouse reports.
    ///   - patience: How long to wait for the next key.
    public init(
        input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, type: String? = nil, keys: KeyMap = .standard,
        patience: Duration = .seconds(10)
    ) {
        self.input = input
        self.output = output
        self.type = type ?? getenv("TERM").map { String(cString: $0) } ?? ""
        self.keys = keys
        self.patience = patience
    }

    /// Lists keys until Ctrl-C, or until none came for `patience`. Restores the terminal, also on SIGINT, SIGTERM and
    /// SIGHUP. Blocks, so it is not for a queue that has anything else to do.
    public func run() throws(TerminalError) {
        for descriptor in [input, output] where isatty(descriptor) == 0 {
            throw .notATerminal(descriptor: descriptor)
        }
        guard terminal_listen(input, output, !type.hasPrefix("linux")) else {
            throw errno == EBUSY ? .alreadyOpen : .system(errno)
        }
        defer { terminal_listen_end() }
        say("Press a key. Ctrl-C ends, and so do \(patience.components.seconds) seconds without a key.")
        say(Self.line("name in keys.yaml", "meaning", "bytes"))
        list()
    }

    private func list() {
        var decoder = InputDecoder(keys: keys)
        var unit: [UInt8] = []
        let clock = ContinuousClock()
        var since = clock.now
        while true {
            // An unfinished sequence is told from Escape alone by its time, as on the booth.
            let wait = decoder.pending?.timeout ?? patience
            guard isReadable(within: wait - since.duration(to: clock.now)) else {
                if decoder.pending == nil { return }
                show(unit, decoder.flushPendingEscape())
                unit = []
                since = clock.now
                continue
            }
            let reading = ByteSource.drain(input)
            for byte in reading.bytes {
                if decoder.isAtRest, byte == 0x03 { return }
                unit.append(byte)
                // Bytes are decoded one at a time, so that keys pressed together stay apart.
                let events = decoder.decode([byte])
                guard decoder.isAtRest else { continue }
                show(unit, events)
                unit = []
            }
            if reading.isLost { return }
            since = clock.now
        }
    }

    private func isReadable(within duration: Duration) -> Bool {
        var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        // Rounded up, since a wait that ended too early would only start again.
        let ready = poll(&request, 1, Int32(clamping: max(0, duration.wholeMilliseconds + 1)))
        return ready > 0
    }

    // MARK: Lines

    private func show(_ unit: [UInt8], _ events: [InputEvent]) {
        if !unit.isEmpty { say(Self.line(for: unit, events)) }
    }

    /// What the terminal sent for one key.
    static func line(for unit: [UInt8], _ events: [InputEvent]) -> String {
        let shown = unit.prefix(12).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return (digits.count == 1 ? "0" : "") + digits
        }.joined(separator: " ")
        let bytes = unit.count > 12 ? shown + " … (\(unit.count) bytes)" : shown
        switch events.first {
        case .touch(let phase, let column, let row):
            return line("(touch)", phase == .down ? "down at \(column), \(row)" : "up at \(column), \(row)", bytes)
        case .key(let key):
            return line(name(of: unit), KeyMeaning.key(key).name, bytes)
        case .handset(let lifted):
            return line(name(of: unit), KeyMeaning.handset(lifted: lifted).name, bytes)
        case .answer, nil:
            return line(name(of: unit), "nothing", bytes)
        }
    }

    private static func name(of unit: [UInt8]) -> String {
        let code = KeyCode(bytes: unit)
        // What is not a key cannot be mapped. It is better to show no name than one that keys.yaml refuses.
        return KeyCode.named(code.name) == nil ? "(no key)" : code.name
    }

    private static func line(_ name: String, _ meaning: String, _ bytes: String) -> String {
        padded(name, 22) + padded(meaning, 14) + bytes
    }

    private static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(1, columns - text.count))
    }

    private func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}
