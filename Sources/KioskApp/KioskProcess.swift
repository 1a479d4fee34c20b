import Audio
import BoothConfiguration
import ControlSocket
import Dispatch
import EventQueue
import Foundation
import Glibc
import KioskCore
import KioskRuntime
import LifeServices
import PlatformClient
import Telephony
import Terminal

/// The one place where ports meet adapters. Everything here runs on the main actor; adapters report from their own
/// threads through the main queue, in order.
@MainActor
final class KioskProcess {
    private static var running: KioskProcess?

    private let locations: Locations
    private let options: RunOptions
    private let store: ConfigurationStore
    private var configuration: LoadedConfiguration
    /// One number for as long as the program runs: the queue and the uploader keep theirs.
    private let boothNumber: String
    private let lock: StateLock
    private let terminal: CursesTerminal
    private let startedAt = SystemClock.now
    private let bootID = SystemClock.bootID
    private let events: EventQueue
    private let voice: Voice
    private let telephone: Telephone
    private let platform: PlatformLink
    private var life: LifeServices?
    private var platformContent: LifeContent?
    private var control: ControlServer?
    private var signals: [any DispatchSourceSignal] = []
    private var runtime: Runtime?
    private var waiting: LoadedConfiguration?
    private var lunarDay: CivilTime?
    private var stopping = false

    static func launch(_ locations: Locations, _ options: RunOptions) {
        do {
            let kiosk = try KioskProcess(locations, options)
            running = kiosk
            try kiosk.start()
        } catch let failure as StateLock.Failure {
            fail("\(locations.state): \(failure)", code: 75)
        } catch let failure as TerminalError {
            fail(failure.description, code: 69)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    private static func fail(_ message: String, code: Int32) {
        // Once to whoever watches, and where standard error is a log, there as well.
        Log.line("kiosk: \(message)")
        if isatty(STDERR_FILENO) == 0 { print("kiosk: \(message)") }
        exit(code)
    }

    private init(_ locations: Locations, _ options: RunOptions) throws {
        self.locations = locations
        self.options = options
        do {
            try FileManager.default.createDirectory(
                atPath: locations.state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                "\(locations.state): cannot be made (\(error.localizedDescription)); give --state a directory")
        }
        lock = try StateLock(directory: locations.state)
        Log.leaveTerminal(path: locations.state + "/kiosk.log")
        store = ConfigurationStore(
            directory: locations.configuration, overlay: options.overlay, state: locations.state,
            recordings: locations.prompts)
        configuration = store.load()
        for problem in configuration.problems where problem.severity == .error { Log.line("\(problem)") }
        let settings = configuration.settings
        boothNumber = settings.booth.number
        events = EventQueue(directory: locations.state, booth: boothNumber) { report in
            DispatchQueue.onMain { KioskProcess.running?.take(report) }
        }
        voice = Voice(settings: settings.audio, prompts: locations.prompts)
        telephone = Telephone(settings: settings, locations: locations, microphone: options.microphone)
        platform = PlatformLink(settings: settings, state: locations.state, events: events)
        terminal = CursesTerminal(isInterruptible: options.interruptible)
    }

    // MARK: Start

    private func start() throws {
        CursesTerminal.restoreOnCrash()
        catchSignals()
        let afterCrash = FileManager.default.fileExists(atPath: runningMark)
        _ = FileManager.default.createFile(atPath: runningMark, contents: nil)
        try terminal.start()
        let runtime = Runtime(
            catalogue: configuration.catalogue, settings: configuration.settings, size: terminal.size, ports: ports)
        self.runtime = runtime
        terminal.keys = configuration.settings.keys
        terminal.onKey = { runtime.send(.press($0, by: .key)) }
        terminal.onTouch = { touch in
            switch touch.phase {
            case .down: runtime.touch(column: touch.column, row: touch.row)
            case .up: runtime.touchEnded()
            }
        }
        terminal.onHandset = { runtime.send(.handset(lifted: $0)) }
        terminal.onResize = { runtime.resize($0) }
        terminal.onLost = { [weak self] in self?.stop(code: 70) }
        runtime.send(
            .start(Restored(afterCrash: afterCrash, calls: telephone.restored, orders: platform.restored)))
        runtime.send(.configured(lastGood: configuration.source != .current))
        startLife()
        updateLunarDate()
        voice.start { runtime.send($0) }
        telephone.start { runtime.send($0) }
        platform.start(snapshot: { [weak self] in self?.snapshot }) { [weak self] action in
            // The platform's content is the default for what the booth has no source of its own for.
            if case .content(let content) = action, let life = self?.life {
                self?.platformContent = content
                life.offer(content)
            } else {
                runtime.send(action)
            }
        }
        listen()
    }

    private var runningMark: String { locations.state + "/running" }

    private var ports: Ports {
        Ports(
            clock: SystemClock.port, voice: voice.port, telephone: telephone.port, requests: platform.port,
            record: { [events, weak self] record in
                guard let self else { return }
                events.append(record.queued(booth: boothNumber))
                platform.note(record)
                if case .selfTest(let test) = record.event.detail {
                    let status = test.sipStatus.map { " (\($0))" } ?? ""
                    Log.line("telephony: test call over \(test.route.rawValue): \(test.outcome.rawValue)\(status)")
                }
            },
            randomID: { UUID().uuidString.lowercased() },
            present: { [terminal] in terminal.present($0) },
            sessionEnded: { [weak self] in self?.applyWaitingConfiguration() })
    }

    /// The booth's own sources, anew after a change of the configuration.
    private func startLife() {
        let before = life
        life = nil
        before?.stop()
        do {
            let services = try LifeServices(
                sources: configuration.sources, booth: configuration.settings.booth,
                directory: locations.state + "/life", now: { SystemClock.wall }
            ) { report in
                DispatchQueue.onMain { KioskProcess.running?.take(report) }
            }
            life = services
            services.start()
            if let platformContent { services.offer(platformContent) }
        } catch {
            Log.line("sources: \(error)")
            runtime?.send(.fault(.content, raised: true))
            if let platformContent { runtime?.send(.content(platformContent)) }
        }
    }

    private func take(_ report: LifeReport) {
        switch report {
        case .content(let content): runtime?.send(.content(content))
        case .places(let places): runtime?.send(.places(places))
        case .fault(let topic, let raised): runtime?.send(.fault(topic.fault, raised: raised))
        case .log(let line): Log.line("sources: \(line)")
        }
    }

    /// Once a day, off the main queue: the calendar's tables take a while to load.
    private func updateLunarDate() {
        if let wall = SystemClock.wall {
            DispatchQueue.global(qos: .utility).async {
                let date = Almanac.lunarDate(at: wall)
                DispatchQueue.onMain { KioskProcess.running?.runtime?.send(.lunarDate(date)) }
            }
        }
        let untilMidnight = SystemClock.wall.map { wall in
            86_400_000 - (wall.unixMilliseconds + Int64(wall.utcOffsetSeconds) * 1000) % 86_400_000
        }
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(Int(untilMidnight ?? 60_000) + 1000)) {
            MainActor.assumeIsolated { KioskProcess.running?.updateLunarDate() }
        }
    }

    // MARK: Reports

    private func take(_ report: QueueReport) {
        switch report {
        case .committed(_, let urgent): if urgent { platform.uploadNow() }
        case .degraded(let trouble):
            Log.line("queue: \(trouble)")
            runtime?.send(.fault(.storage, raised: true))
        case .recovered: runtime?.send(.fault(.storage, raised: false))
        case .setAside(let path): Log.line("queue: the database was broken and was set aside as \(path)")
        case .dropped(let loss): Log.line("queue: dropped \(loss.count ?? 0) events (\(loss.reason.rawValue))")
        }
    }

    private var snapshot: HeartbeatSnapshot? {
        guard let state = runtime?.state else { return nil }
        return HeartbeatSnapshot(
            version: KioskVersion.current, uptime: SystemClock.now - startedAt, bootID: bootID,
            trunks: configuration.settings.telephony.trunks.map { trunk in
                let routes = state.health.routes
                let word = !routes.agentConnected ? "unknown" : routes.isDown(trunk.id) ? "down" : "up"
                return HeartbeatSnapshot.Trunk(id: trunk.id, state: word)
            },
            audioWorks: !state.health.faults.contains(.audio),
            configurationHash: configuration.fingerprint,
            configurationIsLastGood: state.health.lastGoodConfiguration,
            faults: state.health.faults.sorted { $0.rawValue < $1.rawValue },
            lastSessionAge: platform.lastSessionAge)
    }

    // MARK: Control socket

    private func listen() {
        do {
            let events = events
            control = try ControlServer(path: locations.controlSocket) { request, reply in
                if request.command == "queue" {
                    let answer = QueueDesk.answer(request.arguments, from: events)
                    return reply(ControlReply(ok: answer.ok, answer.text))
                }
                DispatchQueue.onMain {
                    reply(KioskProcess.running?.answer(request) ?? ControlReply(ok: false, "stopping"))
                }
            }
        } catch {
            Log.line("\(error)")
        }
    }

    private func answer(_ request: ControlRequest) -> ControlReply {
        guard let runtime else { return ControlReply(ok: false, "starting") }
        switch request.command {
        case "status": return ControlReply(StatusText.text(runtime.state, configuration, terminal.size))
        case "say":
            guard request.arguments.count == 2 else {
                return ControlReply(ok: false, "say LANG KEY, such as: say en home")
            }
            let language = LanguageCode(rawValue: request.arguments[0])
            voice.port.speak(Utterance([PromptKey(request.arguments[1])], language: language))
            return ControlReply("saying \(request.arguments[1])")
        case "reload": return reload()
        case "test-call":
            guard configuration.settings.telephony.selfTest != nil else {
                return ControlReply(ok: false, "booth.yaml has no telephony.self_test")
            }
            runtime.send(.selfTest)
            return ControlReply(
                "the test call is made as soon as nobody uses the booth; its result for each trunk will be in kiosk.log"
            )
        default:
            return ControlReply(
                ok: false, "unknown command \(request.command); there are status, queue, say, reload, test-call")
        }
    }

    // MARK: Configuration

    /// Reads the configuration again and takes it into use between sessions.
    private func reload() -> ControlReply {
        let loaded = store.load()
        guard loaded.settings.booth.number == boothNumber else {
            return ControlReply(
                ok: false,
                "booth.number is \(loaded.settings.booth.number) now: restart the kiosk when its queue is empty (kiosk "
                    + "queue status), since what waits in it belongs to \(boothNumber); nothing was applied")
        }
        waiting = loaded
        let idle = runtime?.state.session == nil && isLineFree
        if idle { applyWaitingConfiguration() }
        let errors = loaded.problems.filter { $0.severity == .error }
        guard errors.isEmpty else {
            return ControlReply(ok: false, errors.map(\.description).joined(separator: "\n"))
        }
        return ControlReply(idle ? "applied" : "will be applied when the session ends")
    }

    /// Whether nobody is on the line or about to be: another configuration means another client of the agent.
    private var isLineFree: Bool {
        guard let state = runtime?.state else { return true }
        return state.call == nil && state.incoming == nil && state.selfTest == nil
    }

    private func applyWaitingConfiguration() {
        guard let loaded = waiting, isLineFree else { return }
        waiting = nil
        configuration = loaded
        telephone.configure(loaded.settings)
        terminal.keys = loaded.settings.keys
        // The session that ends is still inside the runtime's turn: after it.
        DispatchQueue.onMain {
            KioskProcess.running?.runtime?.configure(
                catalogue: loaded.catalogue, settings: loaded.settings, lastGood: loaded.source != .current)
            KioskProcess.running?.startLife()
        }
    }

    // MARK: Stop

    private func catchSignals() {
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
            source.setEventHandler { MainActor.assumeIsolated { KioskProcess.running?.stop(code: 0) } }
            source.resume()
            signals.append(source)
        }
    }

    /// Stops the uploader before the queue, and the terminal last. A call is left to the agent: it goes on.
    private func stop(code: Int32) {
        guard !stopping else { return }
        stopping = true
        runtime?.send(.stop(code == 0 ? .signal : .terminalLost))
        control?.stop()
        telephone.stop()
        life?.stop()
        voice.stop()
        let (events, mark) = (events, runningMark)
        platform.stop {
            events.close {
                DispatchQueue.onMain {
                    unlink(mark)
                    KioskProcess.running?.terminal.stop()
                    exit(code)
                }
            }
        }
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(3)) {
            MainActor.assumeIsolated {
                KioskProcess.running?.terminal.stop()
                exit(code)
            }
        }
    }
}
