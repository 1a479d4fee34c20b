/// A start or stop of the kiosk.
public enum Lifecycle: String, CaseIterable, Hashable, Sendable {
    case started, stopped
    /// Started after a run that did not stop properly.
    case recovered
}

/// Why the kiosk started or stopped.
public enum LifecycleReason: String, CaseIterable, Hashable, Sendable {
    /// Started: the previous run stopped properly, or there was none.
    case ordinary
    /// Started: the previous run did not record its stop, because of a crash, a kill or a power cut.
    case crash
    /// Stopped by a signal, such as that of the service manager.
    case signal
    /// Stopped because the terminal was lost.
    case terminalLost = "terminal_lost"
}
