import Glibc

/// Reports the state of the service to systemd (sd_notify(3)): a datagram to the socket that systemd names.
public enum ServiceManager {
    /// How often systemd wants to hear `WATCHDOG=1` (`WatchdogSec=` of the unit); nil if it does not.
    public static var watchdogTime: Duration? {
        guard let text = getenv("WATCHDOG_USEC").map({ String(cString: $0) }), let time = Int64(text), time > 0 else {
            return nil
        }
        return .microseconds(time)
    }

    /// Sends a state, such as `READY=1`. Does nothing where no service manager listens.
    public static func say(_ state: String) {
        guard let name = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }), name.utf8.count < 108 else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        // The name of an abstract socket is written with @.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let text = Array(state.utf8)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
