import Glibc
import Serial
import Terminal

/// Ends the program though something in it does not end: a device that hangs, a disk that answers no more. Armed before the
/// first stop that may block, and off the main queue, which such a stop would hold.
enum StopWatchdog {
    /// After these many seconds the terminal is given back and the program ended, if the main queue still turns.
    private static let patience: UInt32 = 3
    /// After these it ends at once. systemd would kill it a few seconds later, and say that it failed.
    private static let limit: UInt32 = 5

    /// - Parameter code: the exit code.
    static func arm(_ code: Int32, givingBack terminal: CursesTerminal) {
        // A thread of its own: the pool of queues may be what is stuck.
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
