import CALSA
import Glibc
import Synchronization

/// What callers ask of the player's thread.
enum PlayerCommand: Sendable {
    case play(PlayList, token: UInt64)
    case stop(atMost: SpeechPriority)
    case click(AudioSink)
    case volume(step: Int)
    case close
}

/// Hands commands, in order, from any thread to the player's thread, which can sleep on this descriptor together with
/// the device's.
final class Mailbox: Sendable {
    private struct Contents {
        var commands: [PlayerCommand] = []
        var isClosed = false
    }

    /// Far more than one person can ask for before the thread takes the commands. The limit is reached only if opening
    /// a device hangs.
    private static let limit = 256

    /// Readable while commands wait.
    let descriptor: Int32
    private let contents = Mutex(Contents())

    init() { descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC)) }

    deinit { Glibc.close(descriptor) }

    /// Adds a command; `close` is the last one accepted. Returns false if the command was not accepted.
    func post(_ command: PlayerCommand) -> Bool {
        let taken = contents.withLock { contents -> Bool in
            if contents.isClosed { return false }
            if case .close = command {
                contents.isClosed = true
            } else if contents.commands.count >= Self.limit {
                return false
            }
            contents.commands.append(command)
            return true
        }
        var one: UInt64 = 1
        if taken { _ = Glibc.write(descriptor, &one, MemoryLayout<UInt64>.size) }
        return taken
    }

    /// Refuses all further commands.
    func close() { contents.withLock { $0.isClosed = true } }

    /// Takes all commands that wait.
    func take() -> [PlayerCommand] {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, MemoryLayout<UInt64>.size)
        return contents.withLock { contents in
            defer { contents.commands.removeAll(keepingCapacity: true) }
            return contents.commands
        }
    }

    /// Sleeps until a command waits, or for at most `duration`.
    func wait(atMost duration: Duration) {
        var descriptors = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // Without a descriptor, because the process had none left, commands are found by frequent polling.
        poll(&descriptors, 1, descriptor < 0 ? min(20, duration.pollMilliseconds) : duration.pollMilliseconds)
    }
}

extension Duration {
    /// Whole milliseconds from 0 to one hour, rounded up so that a wait ends no sooner than requested.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds >= 3_600 { return 3_600_000 }
        return Int32(max(0, seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
