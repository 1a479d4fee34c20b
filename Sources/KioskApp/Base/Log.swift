import Foundation
import Glibc

/// Writes to standard error, one line per message with the time. The kiosk redirects it to a file or the journal before
/// it takes over the terminal. A number that a resident dialled or typed is never written.
enum Log {
    static func line(_ text: String) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        localtime_r(&time.tv_sec, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let stamp =
            "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        let bytes = Array("\(stamp) \(text)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Redirects standard error to a file if it is a terminal, so that nothing is ever printed over the screen. A file
    /// larger than a megabyte is started anew.
    static func leaveTerminal(path: String) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        var information = stat()
        let isLarge = stat(path, &information) == 0 && information.st_size > 1 << 20
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (isLarge ? O_TRUNC : 0), 0o600)
        let target = descriptor >= 0 ? descriptor : open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard target >= 0 else { return }
        dup2(target, STDERR_FILENO)
        close(target)
    }
}
