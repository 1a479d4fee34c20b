/// Start and stop of the kiosk.
public enum Lifecycle: String, CaseIterable, Hashable, Sendable {
    case started, stopped
    /// Started after a run that did not stop properly.
    case recovered
}

/// Why the kiosk started or stopped.
public enum LifecycleReason: String, CaseIterable, Hashable, Sendable {
    /// Started: the run before stopped properly, or there was none.
    case ordinary
    /// Started: the run before did not say that it stopped: a crash, a kill or a power cut.
    case crash
    /// Stopped: a signal asked for it, as the service manager does.
    case signal
    /// Stopped: the terminal is gone.
    case terminalLost = "terminal_lost"
}
