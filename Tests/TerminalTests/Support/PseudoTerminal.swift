import Dispatch
import Glibc
import Synchronization
import Testing

/// A pseudo-terminal whose master side is read all the time, as a terminal emulator reads it.
///
/// Both descriptors are close-on-exec, so that no child of another test keeps the terminal alive.
@MainActor final class PseudoTerminal {
    /// What the program writes and reads.
    let slave: Int32
    let path: String
    private let master: Int32
    private let queue = DispatchQueue(label: "pseudo-terminal")
    private let source: any DispatchSourceRead
    private let output = Output()

    private final class Output: Sendable {
        let bytes = Mutex<[UInt8]>([])
        let changes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

        func append(_ added: ArraySlice<UInt8>) {
            bytes.withLock { $0.append(contentsOf: added) }
            changes.continuation.yield()
        }
    }

    /// TIOCSPTLCK and TIOCGPTN of linux/ioctl.
    private static let unlock: UInt = 0x4004_5431
    private static let number: UInt = 0x8004_5430

    init(columns: Int, rows: Int) throws {
        // openpty would leave a moment without close-on-exec; posix_openpt is not imported.
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        try #require(ioctl(master, Self.unlock, &number) == 0)
        try #require(ioctl(master, Self.number, &number) == 0)
        path = "/dev/pts/\(number)"
        slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(slave >= 0)
        self.master = master
        source = DispatchSource.makeReadSource(fileDescriptor: master, queue: queue)
        source.setEventHandler { @Sendable [output] in
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(master, &chunk, chunk.count)
            if count > 0 { output.append(chunk[..<count]) }
        }
        source.setCancelHandler { @Sendable in close(master) }
        source.activate()
        resize(columns: columns, rows: rows)
    }

    /// What a keypad, a keyboard or a finger sends.
    func type(_ bytes: [UInt8]) {
        #expect(write(master, bytes, bytes.count) == bytes.count)
    }

    func type(_ text: String) { type(Array(text.utf8)) }

    /// Gives the window another size. The kernel signals only processes whose controlling terminal this is, and this
    /// process is not one of them.
    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        #expect(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    }

    /// Waits until the program has written this; false if the test's time ran out.
    func written(_ text: String) async -> Bool {
        let text = Array(text.utf8)
        let isThere = { [output] in output.bytes.withLock { $0.contains(text) } }
        if isThere() { return true }
        for await _ in output.changes.stream where isThere() { return true }
        return false
    }

    /// Returns everything written so far, and forgets it.
    func takeOutput() -> [UInt8] {
        output.bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }

    /// Stands still, as an emulator does that was stopped.
    func stopReading() { source.suspend() }

    /// Goes on reading.
    func readAgain() { source.resume() }

    /// Pulls the plug: the emulator is gone.
    func hangUp() { source.cancel() }

    /// Ends the terminal.
    func dispose() {
        source.cancel()
        close(slave)
    }

    /// The modes of the line, comparable.
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(slave, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }
}
