import Dispatch
import Foundation
import Glibc

/// Ends the program though something in it does not end: a device that hangs, a disk that answers no more. Armed before the
/// first stop that may block, and off the main queue, which such a stop would hold.
enum StopWatchdog {
    /// After these many seconds the terminal is given back and the program ended, if the main queue still turns.
    private static let patience = 3.0
    /// After these it ends at once. systemd would kill it a few seconds later, and say that it failed.
    private static let limit = 5.0

    /// - Parameter code: the exit code.
    static func arm(_ code: Int32) {
        // A thread of its own: the pool of queues may be what is stuck.
        let thread = Thread {
            Thread.sleep(forTimeInterval: patience)
            DispatchQueue.onMain {
                Log.line("stopping: something does not end; the program ends without it")
                KioskProcess.running?.terminal.stop()
                exit(code)
            }
            Thread.sleep(forTimeInterval: limit - patience)
            _exit(code)
        }
        thread.name = "stop-watchdog"
        thread.start()
    }
}
