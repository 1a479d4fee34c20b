import Serial
import Terminal

/// Tells systemd that the booth is alive, as often as its unit wants (`WatchdogSec=`), from the main queue, and only while
/// screen and input are: the terminal has to take what is written and to answer the question that was put to it the time
/// before. A kiosk that hangs, and one whose terminal hangs, is started again, terminal and all.
@MainActor
final class AliveSign {
    private let terminal: CursesTerminal
    private let interval: Duration
    private var timer: Watch?
    /// What had been read when the last question was put; nil before the first.
    private var signsBefore: Int?
    /// Whether this terminal has ever answered. One that never does is not taken for dead.
    private var hasAnswered = false

    /// Nil where nobody wants to know.
    init?(_ terminal: CursesTerminal) {
        guard let time = ServiceManager.watchdogTime else { return nil }
        self.terminal = terminal
        interval = time / 3
    }

    /// Begins. The first page is on the screen.
    func start() {
        ask()
        timer = Main.alarm(after: interval) { [weak self] in self?.look() }
    }

    private func look() {
        let isAnswered = signsBefore.map { terminal.signs != $0 } ?? true
        hasAnswered = hasAnswered || isAnswered
        if isAnswered || !hasAnswered { ServiceManager.say("WATCHDOG=1") }
        start()
    }

    private func ask() {
        signsBefore = terminal.signs
        terminal.askForSign()
    }
}
