import Foundation
import Synchronization
import Testing

/// A terminal emulator that does only what the test says: it reads, or stands still; it answers the question whether it
/// works, or is silent.
final class ScriptedTerminal: Sendable {
    private struct Conduct {
        var reads = true
        var answers = false
        var questions = 0
        var isClosed = false
    }

    private static let question = Array("\u{1B}[5n".utf8)
    private static let answer = Array("\u{1B}[0n".utf8)
    /// TIOCSPTLCK and TIOCGPTN of linux/ioctl.
    private static let unlock: UInt = 0x4004_5431
    private static let number: UInt = 0x8004_5430

    /// What the program writes and reads.
    let slave: Int32
    private let master: Int32
    private let conduct = Mutex(Conduct())

    init() throws {
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        try #require(ioctl(master, Self.unlock, &number) == 0)
        try #require(ioctl(master, Self.number, &number) == 0)
        slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(slave >= 0)
        self.master = master
        resize(columns: 45, rows: 34)
        Thread.detachNewThread { [self] in live() }
    }

    /// Whether it takes what the program writes.
    var isReading: Bool {
        get { conduct.withLock { $0.reads } }
        set { conduct.withLock { $0.reads = newValue } }
    }

    /// Whether it answers questions.
    var answers: Bool {
        get { conduct.withLock { $0.answers } }
        set { conduct.withLock { $0.answers = newValue } }
    }

    /// How many questions have come.
    var questions: Int { conduct.withLock { $0.questions } }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Ends the terminal.
    func close() {
        conduct.withLock { $0.isClosed = true }
        Glibc.close(slave)
    }

    private func live() {
        var page = [UInt8](repeating: 0, count: 4096)
        var matched = 0
        while true {
            let conduct = conduct.withLock { $0 }
            if conduct.isClosed { break }
            var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard conduct.reads, poll(&request, 1, 50) == 1 else {
                if !conduct.reads { usleep(20_000) }
                continue
            }
            let count = read(master, &page, page.count)
            guard count > 0 else { continue }
            for byte in page[..<count] {
                matched = byte == Self.question[matched] ? matched + 1 : byte == Self.question[0] ? 1 : 0
                guard matched == Self.question.count else { continue }
                matched = 0
                let answers = self.conduct.withLock { conduct in
                    conduct.questions += 1
                    return conduct.answers
                }
                if answers { _ = write(master, Self.answer, Self.answer.count) }
            }
        }
        Glibc.close(master)
    }
}
