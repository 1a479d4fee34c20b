import ArgumentParser
import Dispatch
import Glibc
import Serial
import Supervision
import Telephony

/// `kiosk-line`: the only owner of the SIP agent's control link on a booth. It is small on purpose, since a call has to
/// outlive the kiosk.
struct Line: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-line",
        abstract: "Own the SIP agent's control link; the kiosk and others use it over Unix sockets.",
        discussion: """
            The agent serves one control client. This is it: it gives the link to the kiosk, to the SOS service and to tools \
            that only look, lets one of them dial at a time, and ends an agent that does not answer for 3 s, so that its unit \
            starts it again. See docs/TELEPHONY.md.
            """)

    @Option(help: "The agent's control port on this machine (ctrl_tcp_listen).")
    var agent: Int = 4444

    @Option(
        name: .customLong("serve"), parsing: .singleValue,
        help: "ROLE=PATH or ROLE=PATH:GROUP, a socket; ROLE is kiosk, sos or watch. Can be given several times.")
    var sockets: [Served]

    func validate() throws {
        guard (1...65_535).contains(agent) else { throw ValidationError("--agent is a port from 1 to 65535") }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        var limit = rlimit(rlim_cur: 0, rlim_max: 0)
        // A core dump would contain the numbers that are dialled.
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        let broker = LineBroker(
            .init(controlPort: agent, sockets: sockets.map { ($0.role, $0.path, $0.group) }),
            log: { line in
                let bytes = Array((line + "\n").utf8)
                _ = write(STDERR_FILENO, bytes, bytes.count)
            })
        do {
            try broker.start()
        } catch {
            throw ValidationError("\(error)")
        }
        ServiceManager.say("READY=1")
        // Sent only while the broker's queue makes progress. If the queue hangs, systemd restarts the broker
        // (WatchdogSec= in its unit).
        broker.everyFewSeconds(.seconds(1)) { ServiceManager.say("WATCHDOG=1") }
        let stops = [SIGTERM, SIGINT].map { number in
            Main.onSignal(number) {
                broker.stop()
                Glibc.exit(0)
            }
        }
        withExtendedLifetime((broker, stops)) { dispatchMain() }
    }
}

/// A socket named on the command line.
struct Served: ExpressibleByArgument {
    let role: LineRole
    let path: String
    let group: String?

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let role = LineRole(rawValue: String(parts[0])) else { return nil }
        self.role = role
        let place = parts[1].split(separator: ":", maxSplits: 1)
        path = place.first.map(String.init) ?? ""
        group = place.count > 1 ? String(place[1]) : nil
    }
}

Line.main()
