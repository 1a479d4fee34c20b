import ArgumentParser
import Audio
import BoothConfiguration
import Foundation
import Glibc
import Vocabulary
import Spawn
import Telephony

/// `kiosk demo`: the whole system on this machine, with a simulated operator. It is a small parent process: it starts
/// the platform, the SIP agent and a second agent that answers as the operator, runs the kiosk in this terminal, and
/// ends them all.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Run the booth with its platform and a simulated operator, all on this machine.",
        discussion: "Ctrl-C ends it. No call leaves this machine. Logs are in the state directory.")

    @OptionGroup var locations: Locations

    @Option(help: "The ALSA device of the loudspeaker; none is silent.")
    var speaker: String?

    func run() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure("kiosk demo needs a terminal; use `make tour` where there is none")
        }
        forbidCoreDumps()
        let demonstration = try Demonstration(locations: locations, speaker: speaker)
        throw ExitCode(try demonstration.run())
    }
}

/// The parent process of a demonstration.
private final class Demonstration {
    private let locations: Locations
    private let speaker: String?
    private var children: [(name: String, program: Child)] = []
    /// The programs that are started again when they end, as their units do on a booth: by name, the command and its
    /// log.
    private var kept: [String: (words: [String], log: String)] = [:]
    /// The network of the agents; nil if none can be made.
    private var network: DemoNetwork?
    private var terminal = termios()

    /// The directory for what outlives a restart of the kiosk but not the demonstration. It is in memory, as on a
    /// booth.
    private var runtime = ""

    init(locations: Locations, speaker: String?) throws {
        self.locations = locations
        self.speaker = speaker
        try FileManager.default.createDirectory(
            atPath: locations.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Allows one demonstration per state directory, since a second one would take the first one's files away.
    private func lockDirectory() throws {
        let descriptor = open(path("demo.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure("another demonstration runs in \(locations.state); end it, or give --state another directory")
        }
    }

    func run() throws -> Int32 {
        do {
            try lockDirectory()
        } catch {
            print("kiosk demo: \(error)")
            return 75
        }
        tcgetattr(STDIN_FILENO, &terminal)
        // The signals are blocked, not ignored, so sigtimedwait takes them in order and no handler runs in between.
        var stops = sigset_t()
        sigemptyset(&stops)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&stops, number) }
        sigprocmask(SIG_BLOCK, &stops, nil)
        signal(SIGTTOU, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        defer {
            for child in children.reversed() { child.program.stop() }
            network?.holder.stop()
            restoreTerminal()
            if !runtime.isEmpty { try? FileManager.default.removeItem(atPath: runtime) }
        }
        try startHouse()
        return try runKiosk(stops: &stops)
    }

    // MARK: The system

    private var executables: String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: own).deletingLastPathComponent().path
    }

    private func startHouse() throws {
        let started = Date()
        say("opening the demonstration ...")
        try makeRuntimeDirectory()
        try writeSounds()
        network = try DemoNetwork(directory: locations.state)
        if network == nil {
            say(
                "No network of its own can be made here (see \(path("network.log"))): the agents run in this machine's."
            )
        }
        let platformURL = try startPlatform()
        let tries = 3
        for attempt in 1...tries {
            do {
                try startTelephony(platformURL: platformURL)
                break
            } catch {
                guard attempt < tries else { throw error }
                // A free port may be taken by another program before the agent has it.
                kept = [:]
                for child in children where child.name != "platform" { child.program.stop() }
                children.removeAll { $0.name != "platform" }
            }
        }
        let milliseconds = Int(Date().timeIntervalSince(started) * 1000)
        try "house ready after \(milliseconds) ms\n".write(toFile: path("demo.log"), atomically: true, encoding: .utf8)
    }

    /// Starts the agent, and the one that answers it as a recorded operator.
    private func startTelephony(platformURL: String) throws {
        let ports = try FreePorts.take(3)
        let (operatorSIP, operatorControl, agentControl) = (ports[0], ports[1], ports[2])
        try startAgent(
            "operator", sound: path("operator.wav"), controlPort: operatorControl, sipPort: operatorSIP,
            accounts: AgentConfiguration.operatorAccounts(port: operatorSIP, template: template("operator-accounts")))
        let trunk = Trunk(
            id: TrunkID(rawValue: "demo"), host: "127.0.0.1", port: operatorSIP, user: "booth", registrationInterval: 0)
        try startAgent(
            "agent", sound: path("caller.wav"), controlPort: agentControl, sipPort: nil,
            accounts: AgentConfiguration.accounts(
                for: TelephonySettings(trunks: [trunk]), template: template("accounts")))
        try writeOverlay(platformURL: platformURL, operatorSIP: operatorSIP, agentControl: agentControl)
        for (port, name) in [(operatorControl, "operator"), (agentControl, "agent")] {
            guard let process = children.last(where: { $0.name == name })?.program.id else { continue }
            try wait("\(name): see \(path("\(name).log"))") {
                LoopbackListener.inode(port, seenBy: "\(process)") != nil
            }
        }
        // The broker of the agent's control link runs beside it. The kiosk and all watchers reach it from here.
        try keep(
            "line",
            [
                executables + "/kiosk-line", "--agent", "\(agentControl)", "--serve", "kiosk=\(runtime)/kiosk.sock",
                "--serve", "sos=\(runtime)/sos.sock", "--serve", "watch=\(runtime)/watch.sock",
            ], log: path("line.log"))
        try wait("the line: see \(path("line.log"))") { access(runtime + "/watch.sock", F_OK) == 0 }
    }

    /// Starts a program beside the agents, and starts it again whenever it ends.
    private func keep(_ name: String, _ arguments: [String], log: String) throws {
        let words = network?.command(arguments) ?? arguments
        kept[name] = (words, log)
        try begin(name, words, log: log)
    }

    /// Restarts the programs that have ended. One that ends at once is not restarted endlessly.
    private func revive() {
        children.removeAll { $0.program.end != nil }
        for (name, (words, log)) in kept where !stopAsked && !children.contains(where: { $0.name == name }) {
            usleep(200_000)
            try? begin(name, words, log: log)
        }
    }

    private func makeRuntimeDirectory() throws {
        var template = Array("/dev/shm/kiosk-demo-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure("/dev/shm: no directory can be made there") }
        runtime = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func path(_ name: String) -> String { locations.state + "/" + name }

    private func template(_ name: String) throws -> String {
        try AgentFiles.template(name, deploy: locations.deploy)
    }

    private func secret(_ name: String) throws -> String {
        let text = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        try write(text, to: name)
        return text
    }

    private func write(_ text: String, to name: String) throws {
        let written = FileManager.default.createFile(
            atPath: path(name), contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        if !written { throw Failure("\(path(name)): cannot be written") }
    }

    private func startPlatform() throws -> String {
        let loaded = ConfigurationStore(directory: locations.configuration).load()
        let token = try secret("platform-token")
        _ = try secret("operator-token")
        try write("{\"\(loaded.settings.booth.number)\":\"\(token)\"}", to: "tokens.json")
        unlink(path("platform-url"))
        try start(
            "platform",
            [
                executables + "/kiosk-platform", "--database", path("platform.sqlite"), "--listen", "127.0.0.1:0",
                "--tokens", path("tokens.json"), "--operator-token-file", path("operator-token"), "--ready-file",
                path("platform-url"),
            ])
        try wait("the platform: see \(path("platform.log"))") {
            FileManager.default.fileExists(atPath: path("platform-url"))
        }
        let url = try String(contentsOfFile: path("platform-url"), encoding: .utf8)
        return url.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func start(_ name: String, _ arguments: [String]) throws {
        unlink(path("\(name).log"))
        try begin(name, arguments, log: path("\(name).log"))
    }

    private func begin(_ name: String, _ words: [String], log: String) throws {
        // Ctrl-C is for the kiosk and its parent. The parent ends the others in order.
        let child = try Child(words, output: .file(log), isOwnGroup: true)
        children.append((name, child))
        try write("\(child.id)\n", to: "\(name).pid")
    }

    private func startAgent(
        _ name: String, sound: String, controlPort: Int, sipPort: Int?, accounts: String
    ) throws {
        let directory = path(name)
        let recordings = directory + "/recordings"
        try? FileManager.default.removeItem(atPath: recordings)
        try FileManager.default.createDirectory(atPath: recordings, withIntermediateDirectories: true)
        let configuration = AgentConfiguration(
            controlPort: controlPort, sipAddress: "127.0.0.1:\(sipPort ?? 0)", sound: .file(sound),
            recordings: recordings, answersEveryNumber: sipPort != nil)
        try write(configuration.config(template: template("config")), to: "\(name)/config")
        try write(accounts, to: "\(name)/accounts")
        // The agent prints the numbers that it dials. Its output is discarded, here as on a booth.
        try keep(name, ["baresip", "-f", directory], log: "/dev/null")
    }

    /// Writes what each side says. The recordings are repeated for ten minutes, since the agent ends a call whose
    /// source ends.
    private func writeSounds() throws {
        let sounds = [
            ("operator.wav", "\(locations.assets)/operator/operator-zh.ogg"),
            ("caller.wav", "\(locations.assets)/announce/address.ogg"),
        ]
        for (name, source) in sounds where !FileManager.default.fileExists(atPath: path(name)) {
            let rate = PreparedAnnouncement.sampleRate
            let speech = try Recording.decode(source, sampleRate: rate) + [Int16](repeating: 0, count: rate)
            let times = 600 * rate / speech.count + 1
            let samples = [[Int16]](repeating: speech, count: times).flatMap { $0 }
            try WaveFile(sampleRate: rate, samples: samples).write(to: path(name))
        }
    }

    private func writeOverlay(platformURL: String, operatorSIP: Int, agentControl: Int) throws {
        var overlay = """
            # Made by kiosk demo.
            telephony:
              live: false
              control_port: \(agentControl)
              line_socket: \(runtime)/kiosk.sock
              self_test: { number: "9990009" }
              trunks:
                - { id: demo, host: 127.0.0.1, port: \(operatorSIP), user: booth, register: 0 }
            platform:
              url: \(platformURL)
              token_file: \(path("platform-token"))
              upload_seconds: 2
              content_seconds: 60
            pension: { reader: simulated }

            """
        if let speaker { overlay += "audio: { speaker: \"\(speaker)\" }\n" }
        try write(overlay, to: "overlay.yaml")
    }

    /// Waits until a child is ready for the next step. Ends early if a child is gone.
    private func wait(_ what: String, until isDone: () -> Bool) throws {
        for _ in 0..<3000 {
            if isDone() { return }
            var pending = sigset_t()
            sigpending(&pending)
            for number in [SIGINT, SIGTERM, SIGHUP] where sigismember(&pending, number) == 1 {
                throw Failure("ended while it was opening")
            }
            if let index = children.firstIndex(where: { $0.program.end != nil }) {
                let child = children.remove(at: index)
                throw Failure("\(child.name) ended right after its start; see \(path("\(child.name).log"))")
            }
            usleep(10_000)
        }
        throw Failure("\(what): not ready after 30 s")
    }

    // MARK: The kiosk

    private func runKiosk(stops: inout sigset_t) throws -> Int32 {
        var crashes = 0
        while true {
            let kiosk = try Child(
                [
                    executables + "/kiosk", "run", "--config", locations.configuration, "--assets", locations.assets,
                    "--state", locations.state, "--runtime", runtime, "--deploy", locations.deploy, "--overlay",
                    path("overlay.yaml"), "--microphone",
                    "aufile," + path("caller.wav"), "--interruptible",
                ], input: .inherited)
            try write("\(kiosk.id)\n", to: "kiosk.pid")
            if case .exited(let code) = waitForEnd(of: kiosk, stops: &stops),
                [0, 69, 70, 75].contains(code) || stopAsked
            {
                return code
            }
            if stopAsked { return 0 }
            crashes += 1
            restoreTerminal()
            guard crashes < 5 else {
                throw Failure("the kiosk ended unexpectedly five times; see \(path("kiosk.log"))")
            }
        }
    }

    private var stopAsked = false

    /// Waits for the kiosk to end. Forwards a signal that asks everything to end.
    private func waitForEnd(of kiosk: Child, stops: inout sigset_t) -> Child.End {
        while true {
            if let end = kiosk.end { return end }
            revive()
            let isWhole = kept.keys.allSatisfy { name in children.contains { $0.name == name } }
            var limit = timespec(tv_sec: stopAsked ? 4 : isWhole ? 60 : 1, tv_nsec: 0)
            let number = sigtimedwait(&stops, nil, &limit)
            if [SIGINT, SIGTERM, SIGHUP].contains(number) {
                stopAsked = true
                kiosk.send(SIGTERM)
            } else if number < 0, errno == EAGAIN, stopAsked {
                kiosk.send(SIGKILL)
            }
        }
    }

    private func say(_ text: String) { print(text) }

    /// Restores the terminal, whatever state the kiosk died in.
    private func restoreTerminal() {
        let reset = "\u{1B}[?1000l\u{1B}[?1006l\u{1B}[?2004l\u{1B}[?1049l\u{1B}[?25h\u{1B}[0m"
        let bytes = Array(reset.utf8)
        _ = Glibc.write(STDOUT_FILENO, bytes, bytes.count)
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal)
    }
}
