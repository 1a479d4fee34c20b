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
    static var running: KioskProcess?

    let locations: Locations
    let options: RunOptions
    let configurations: LiveConfiguration
    let watcher: ConfigurationWatcher
    let lock: StateLock
    let terminal: CursesTerminal
    let startedAt = SystemClock.now
    let bootID = SystemClock.bootID
    let events: EventQueue
    let voice: Voice
    let telephone: Telephone
    let platform: PlatformLink
    let cards: Cards
    var life: LifeServices?
    var platformContent: LifeContent?
    /// How many elements each source of information has that cannot be used, for `kiosk status`.
    var leftOut: [String: Int] = [:]
    var control: ControlServer?
    var signals: [any DispatchSourceSignal] = []
    var runtime: Runtime?
    var stopping = false
    /// Whether this run has found something damaged that no file is left of.
    var hasFoundDamage = false

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
        let store = ConfigurationStore(
            directory: locations.configuration, overlay: options.overlay, state: locations.state,
            recordings: locations.prompts)
        // Before the files are read, so that no change is missed.
        watcher = ConfigurationWatcher(of: store) { report in
            DispatchQueue.onMain { KioskProcess.running?.take(report) }
        }
        configurations = LiveConfiguration(store.load())
        Self.logErrors(of: configurations.inUse)
        let settings = configurations.inUse.settings
        events = EventQueue(
            directory: locations.state, booth: settings.booth.number, isSynchronised: { SystemClock.isSynchronised }
        ) { report in
            DispatchQueue.onMain { KioskProcess.running?.take(report) }
        }
        voice = Voice(settings: settings.audio, prompts: locations.prompts)
        telephone = Telephone(settings: settings, locations: locations, microphone: options.microphone)
        platform = PlatformLink(settings: settings, locations: locations, events: events)
        cards = Cards(settings: settings.pension, platform: platform)
        terminal = CursesTerminal(isInterruptible: options.interruptible)
    }

    // MARK: Start

    func start() throws {
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
        terminal.onKeysSwallowed = { runtime.send(.keysSwallowed) }
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
        if telephone.isDamaged { noteDamage() } else { checkDamage() }
        startLife()
        updateLunarDate()
        voice.start { runtime.send($0) }
        telephone.start { runtime.send($0) }
        telephone.prepareAnnouncements(configuration.settings.booth, configuration.catalogue.languages)
        platform.leftOut = { [weak self] in self?.leftOut["platform"] = $0 }
        platform.damaged = { [weak self] in self?.noteDamage() }
        platform.start(snapshot: { [weak self] in self?.snapshot }) { [weak self] action in
            // The platform's content is the default for what the booth has no source of its own for.
            if case .content(let content) = action, let life = self?.life {
                self?.platformContent = content
                life.offer(content)
            } else {
                runtime.send(action)
            }
        }
        cards.start { runtime.send($0) }
        listen()
        watcher.start()
    }

    var configuration: LoadedConfiguration { configurations.inUse }

    var runningMark: String { locations.state + "/running" }

    var ports: Ports {
        Ports(
            clock: SystemClock.port, sound: { [weak voice] in voice?.perform($0) },
            telephone: { [weak telephone] in telephone?.perform($0) },
            platform: { [weak platform] in platform?.perform($0) }, cards: { [weak cards] in cards?.perform($0) },
            record: { [events, weak self] record in
                guard let self else { return }
                events.append(record.queued(booth: configurations.boothNumber))
                platform.note(record)
                if case .selfTest(let test) = record.event.detail {
                    let status = test.sipStatus.map { " (\($0))" } ?? ""
                    Log.line("telephony: test call over \(test.route.rawValue): \(test.outcome.rawValue)\(status)")
                }
            },
            randomID: { UUID().uuidString.lowercased() },
            present: { [terminal] in terminal.present($0) },
            sessionEnded: { [weak self] in self?.applyWhenIdle() })
    }

    // MARK: Reports

    func take(_ report: QueueReport) {
        switch report {
        case .committed(_, let urgent): if urgent { platform.uploadNow() }
        case .degraded(let trouble):
            Log.line("queue: \(trouble)")
            runtime?.send(.fault(.storage, raised: true))
        case .recovered: runtime?.send(.fault(.storage, raised: false))
        case .setAside(let path):
            Log.line("queue: the database was broken and was set aside as \(path)")
            noteDamage()
        case .epochBegun(let epoch):
            Log.line(
                "queue: the platform knew its numbers from before (an old image was put back?): new epoch \(epoch)")
        case .dropped(let loss): Log.line("queue: dropped \(loss.count ?? 0) events (\(loss.reason.rawValue))")
        }
    }

    var snapshot: HeartbeatSnapshot? {
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

    // MARK: Configuration

    private static func logErrors(of loaded: LoadedConfiguration) {
        for problem in loaded.problems where problem.severity == .error || problem.isOfLastGoodCopy {
            Log.line("\(problem)")
        }
    }

    /// The files have changed by themselves.
    func take(_ report: ConfigurationWatcher.Report) {
        switch report {
        case .beingWritten(let paths):
            Log.line("configuration: waits until \(paths.joined(separator: ", ")) is closed")
        case .read(let loaded): consider(loaded, always: false)
        }
    }

    /// A technician wants the configuration read now, and taken into use between sessions.
    func reload(_ reply: @escaping @Sendable (ControlReply) -> Void) {
        watcher.reload { loaded in
            DispatchQueue.onMain {
                guard let kiosk = KioskProcess.running else { return reply(ControlReply(ok: false, "stopping")) }
                let verdict = kiosk.consider(loaded, always: true)
                let errors = loaded.problems.filter { $0.severity == .error }
                if verdict == .refused {
                    reply(ControlReply(ok: false, kiosk.configurations.refusal ?? "refused"))
                } else if !errors.isEmpty {
                    reply(ControlReply(ok: false, errors.map(\.description).joined(separator: "\n")))
                } else {
                    let isApplied = kiosk.configurations.waiting == nil
                    reply(ControlReply(isApplied ? "applied" : "will be applied when the session ends"))
                }
            }
        }
    }

    /// A bad configuration is a fault at once; a good one ends it when it is taken into use.
    @discardableResult
    func consider(_ loaded: LoadedConfiguration, always: Bool) -> LiveConfiguration.Verdict {
        let verdict = configurations.take(loaded, always: always)
        Self.logErrors(of: loaded)
        switch verdict {
        case .unchanged: runtime?.send(.fault(.configuration, raised: loaded.source != .current))
        case .refused:
            Log.line("configuration: \(configurations.refusal ?? "refused")")
            runtime?.send(.fault(.configuration, raised: true))
        case .wanted:
            if loaded.source != .current { runtime?.send(.fault(.configuration, raised: true)) }
            applyWhenIdle()
        }
        return verdict
    }

    /// Between sessions; a call that nobody's session explains is waited for.
    func applyWhenIdle() {
        guard configurations.waiting != nil, runtime?.state.session == nil else { return }
        if isLineFree { return applyWaitingConfiguration() }
        DispatchQueue.main.asyncAfter(deadline: .now() + .seconds(5)) {
            MainActor.assumeIsolated { KioskProcess.running?.applyWhenIdle() }
        }
    }

    /// Whether nobody is on the line or about to be: another configuration means another client of the agent.
    var isLineFree: Bool {
        guard let state = runtime?.state else { return true }
        return state.call == nil && state.incoming == nil && state.selfTest == nil
    }

    func applyWaitingConfiguration() {
        guard let loaded = configurations.apply() else { return }
        Log.line("configuration: \(loaded.source) \(loaded.fingerprint) is in use")
        let late = configurations.needsRestart
        if !late.isEmpty { Log.line("configuration: \(late.joined(separator: ", ")) waits for a restart of the kiosk") }
        telephone.configure(loaded.settings)
        telephone.prepareAnnouncements(loaded.settings.booth, loaded.catalogue.languages)
        cards.configure(loaded.settings.pension)
        terminal.keys = loaded.settings.keys
        // The session that ends is still inside the runtime's turn: after it.
        DispatchQueue.onMain {
            KioskProcess.running?.runtime?.configure(
                catalogue: loaded.catalogue, settings: loaded.settings, lastGood: loaded.source != .current)
            KioskProcess.running?.startLife()
        }
    }

    // MARK: Stop

    func catchSignals() {
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
            source.setEventHandler { MainActor.assumeIsolated { KioskProcess.running?.stop(code: 0) } }
            source.resume()
            signals.append(source)
        }
    }

    /// Stops the uploader before the queue, and the terminal last. A call is left to the agent: it goes on.
    func stop(code: Int32) {
        guard !stopping else { return }
        stopping = true
        StopWatchdog.arm(code)
        runtime?.send(.stop(code == 0 ? .signal : .terminalLost))
        control?.stop()
        watcher.stop()
        cards.stop()
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
    }
}
