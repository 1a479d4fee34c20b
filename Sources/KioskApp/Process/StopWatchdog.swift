import Glibc
import Serial
import Terminal

/// Ends the program even if a part does not end: a device that hangs, or a disk that no longer answers. It is armed
/// before the first stop that may block. It runs off the main queue, which such a stop would block.
enum StopWatchdog {
    /// After this many seconds the terminal is restored and the program ended, if the main queue still runs.
    private static let patience: UInt32 = 3
    /// After this many seconds the program ends at once. systemd would kill it a few seconds later and report a
    /// failure.
    private static let limit: UInt32 = 5

    /// - Parameter code: The exit code.
    static func arm(_ code: Int32, givingBack terminal: CursesTerminal) {
        // It needs a thread of its own, since the pool of queues may be what is stuck.
        Blocking.thread("stop-watchdog") {
            sleep(patience)
            Main.run {
                Log.line("stopping: something does not end; the program ends without it")
                terminal.stop()
                exit(code)
            }
            sleep(limit - patience)
            _exit(code)
        }
    }
}
