import KioskRuntime
import Serial
import Supervision
import Terminal

/// Tells systemd that the booth is ready, and then that it is alive: only while screen, input and runtime have just been
/// proven so. The terminal is asked a question that comes after everything drawn and whose answer comes as keys do; the
/// compositor, if there is one, is asked too; and when both have answered, the runtime handles a tick. All of it happens
/// on the main queue, so nothing is said while that is stuck.
@MainActor
final class LifeSigns {
    /// The longest time between two signs. Each wakes an idle booth.
    private static let longestInterval = Duration.seconds(5)
    /// A terminal that has not answered for this long at the start cannot.
    private static let patienceWithStrangers = Duration.seconds(2)

    private let terminal: CursesTerminal
    private let runtime: Runtime
    private let status: String
    private let compositor: CompositorProbe?
    private let interval: Duration
    private var proof = LifeProof()
    private var isReady = false
    private var waitsForStrangers = true
    private var complaint: String?
    private var round: Watch?
    private var strangers: Watch?

    /// - Parameter status: What `systemctl status` shows.
    /// - Returns: nil if no service manager asks for signs of life.
    init?(terminal: CursesTerminal, runtime: Runtime, status: String) {
        guard ServiceManager.isListening else { return nil }
        (self.terminal, self.runtime, self.status) = (terminal, runtime, status)
        compositor = CompositorProbe()
        interval = min(ServiceManager.patience.map { $0 / 2 } ?? Self.longestInterval, Self.longestInterval)
    }

    /// Begins when the first frame has been drawn.
    func start() {
        terminal.onAnswer = { [weak self] in self?.heard(.terminal) }
        compositor?.onAnswer = { [weak self] in self?.heard(.compositor) }
        strangers = Main.alarm(after: Self.patienceWithStrangers) { [weak self] in
            self?.waitsForStrangers = false
            self?.conclude()
        }
        ask()
    }

    /// Says that the program is ending.
    func stop() {
        (round, strangers) = (nil, nil)
        terminal.onAnswer = {}
        compositor?.onAnswer = {}
        ServiceManager.say("STOPPING=1\nSTATUS=stopping")
    }

    private func ask() {
        round = nil
        complain()
        // Without a watchdog there is nothing more to say.
        if isReady, ServiceManager.patience == nil { return }
        var asked: Set<LifeProof.Witness> = []
        var refused: Set<LifeProof.Witness> = []
        if terminal.ask() { asked.insert(.terminal) } else { refused.insert(.terminal) }
        if let compositor { if compositor.ask() { asked.insert(.compositor) } else { refused.insert(.compositor) } }
        proof.ask(asked, refused: refused)
        conclude()
        round = Main.alarm(after: interval) { [weak self] in self?.ask() }
    }

    private func heard(_ witness: LifeProof.Witness) {
        proof.hear(witness)
        conclude()
    }

    private func conclude() {
        guard proof.conclude(waitsForStrangers: waitsForStrangers), runtime.proveAlive() else { return }
        complaint = nil
        if isReady { return ServiceManager.say("WATCHDOG=1") }
        isReady = true
        ServiceManager.say("READY=1\nWATCHDOG=1\nSTATUS=\(status)")
    }

    /// Writes down, once, why the last round proved nothing, since systemd will only say that the watchdog ran out.
    private func complain() {
        let silent = proof.missing.map { $0 == .terminal ? "terminal" : "compositor" }.sorted()
        guard !silent.isEmpty else { return complaint = nil }
        let line = "no answer from the \(silent.joined(separator: " and the "))"
        if complaint != line { Log.line("signs of life: \(line); systemd is told nothing until there is one") }
        complaint = line
    }
}
