import Glibc

/// Tells systemd how the service is (sd_notify(3)). Where no service manager asked for it, nothing is sent.
public enum ServiceManager {
    /// Sends a state, such as `READY=1`, as a datagram to the socket that systemd names.
    public static func say(_ state: String) {
        guard let name = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(state.utf8)
        LocalAddress.with(name) { address, length in
            // A full socket must not hold up the main loop: a state that is not taken is said again.
            _ = sendto(
                descriptor, text, text.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), address, length)
        }
    }

    /// Whether a service manager listens.
    public static var isListening: Bool { getenv("NOTIFY_SOCKET") != nil }

    /// How long systemd waits for a sign of life (`WatchdogSec=` of the unit); nil if it waits for none. WATCHDOG_PID is
    /// not looked at: it names the unit's first process, which for the kiosk is the compositor.
    public static var patience: Duration? { getenv("WATCHDOG_USEC").flatMap { patience(String(cString: $0)) } }

    static func patience(_ microseconds: String) -> Duration? {
        Int64(microseconds).flatMap { $0 > 0 ? .microseconds($0) : nil }
    }
}
