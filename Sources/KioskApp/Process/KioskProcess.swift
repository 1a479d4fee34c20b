import Reporting
import BoothConfiguration
import ControlSocket
import EventQueue
import Foundation
import Glibc
import KioskCore
import Vocabulary
import KioskRuntime
import LifeServices
import PlatformClient
import Screens
import Serial
import Telephony
import Terminal

/// The only place where ports meet adapters. Everything here runs on the main actor. Adapters report from their own
/// threads through the main queue, in order.
///
/// Read it from the top: the parts are created in `init`, each after those that it needs. They start in the order of
/// `services` and stop in the reverse order.
@MainActor
final class KioskProcess {
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
    let platform: PlatformPort
    let cards: Cards
    private(set) lazy var sosKeys = SOSKeys(
        now: { SystemClock.now }, isOpen: { [weak self] in self?.runtime.state.isEmergencyOpen ?? false },
        answer: { [telephone] in telephone.answer($0) }, helpGiven: { [weak self] in self?.runtime.send(.helpGiven) })
    /// Created when the terminal is open, since its size is the terminal's.
    private(set) lazy var runtime = Runtime(
        catalogue: configuration.catalogue, settings: configuration.settings, size: terminal.size, ports: ports)
    /// The booth's own sources, created anew after a change of the configuration.
    var life: LifeServices?
    var platformContent: LifeContent?
    /// How many unusable elements each source of information has, for `kiosk status`.
    var leftOut: [String: Int] = [:]
    var control: ControlServer?
    private var lifeSigns: LifeSigns?
    /// What `booth-update` has written, and when it is looked at next.
    lazy var updates = UpdateResults(state: locations.state)
    var updateWatch: Watch?
    /// Whether this run has found something damaged of which no file is left.
    var hasFoundDamage = false
    private let queueReports = MainInbox<QueueReport>()
    private let fileReports = MainInbox<ConfigurationWatcher.Report>()
    private let group = ServiceGroup()
    private var signals: [Watch] = []
    private var isStopping = false

    static func launch(_ locations: Locations, _ options: RunOptions) {
        do {
            try KioskProcess(locations, options).start()
        } catch let failure as StateLock.Failure {
            fail("\(locations.state): \(failure)", code: 75)
        } catch let failure as TerminalError {
            fail(failure.description, code: 69)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    private static func fail(_ message: String, code: Int32) {
        // The log line goes to standard error. If that is a log, the message also goes to standard output for whoever
        // is watching.
        Log.line("kiosk: \(message)")
        if isatty(STDERR_FILENO) == 0 { print("kiosk: \(message)") }
        exit(code)
    }

    // MARK: Parts

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
        // The watcher starts before the files are read, so that no change is missed.
        watcher = ConfigurationWatcher(of: store, report: fileReports.post)
        configurations = LiveConfiguration(store.load())
        Self.logErrors(of: configurations.inUse)
        let settings = configurations.inUse.settings
        events = EventQueue(
            directory: locations.state, booth: settings.booth.number, isSynchronised: { SystemClock.isSynchronised },
            report: queueReports.post)
        voice = Voice(settings: settings.audio, prompts: locations.prompts)
        telephone = Telephone(settings: settings, locations: locations, microphone: options.microphone)
        platform = PlatformPort(settings: settings, locations: locations, events: events)
        cards = Cards(settings: settings.pension, platform: platform)
        terminal = CursesTerminal(isInterruptible: options.interruptible)
        queueReports.onMessage = { [weak self] in self?.take($0) }
        fileReports.onMessage = { [weak self] in self?.take($0) }
    }

    var configuration: LoadedConfiguration { configurations.inUse }

    private var ports: Ports {
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

    // MARK: Life cycle

    /// The parts in the order in which they start. They stop in the reverse order: the uploader before the queue that
    /// it reads, and the terminal when nothing draws any more. A call is left to the agent, where it continues.
    private func services() -> [Service] {
        let mark = locations.state + "/running"
        let isAfterCrash = FileManager.default.fileExists(atPath: mark)
        return [
            Service(
                start: { _ = FileManager.default.createFile(atPath: mark, contents: nil) }, stop: { unlink(mark) }),
            Service(start: openTerminal, stop: terminal.stop),
            Service(endingLater: { [events] ended in events.close { Main.run(ended) } }),
            Service(start: { self.showFirstFrame(afterCrash: isAfterCrash) }),
            Service(start: startPlatform, endingLater: { [platform] ended in platform.stop { Main.run(ended) } }),
            Service(
                start: {
                    self.startLife()
                    self.updateLunarDate()
                }, stop: { self.life?.stop() }),
            Service(start: { self.voice.start { [runtime = self.runtime] in runtime.send($0) } }, stop: voice.stop),
            Service(start: startTelephone, stop: telephone.stop),
            Service(start: { self.cards.start { [runtime = self.runtime] in runtime.send($0) } }, stop: cards.stop),
            Service(start: watcher.start, stop: watcher.stop),
            Service(start: watchUpdates, stop: { self.updateWatch = nil }),
            Service(start: listen, stop: { self.control?.stop() }),
            Service(start: showLife, stop: { self.lifeSigns?.stop() }),
        ]
    }

    private func start() throws {
        CursesTerminal.restoreOnCrash()
        // The signal handlers keep the booth alive until the program ends; nothing else does.
        signals = [SIGTERM, SIGINT, SIGHUP].map { number in Main.onSignal(number) { self.stop(code: 0) } }
        try group.start(services())
    }

    /// Ends the session and then, in order, the parts that served it.
    func stop(code: Int32) {
        guard !isStopping else { return }
        isStopping = true
        StopWatchdog.arm(code, givingBack: terminal)
        runtime.send(.stop(code == 0 ? .signal : .terminalLost))
        group.stop { exit(code) }
    }

    private func openTerminal() throws {
        try terminal.start()
        terminal.keys = configuration.settings.keys
        terminal.onKey = { [runtime, sosKeys] key in
            runtime.send(.press(key, by: .key))
            if key == .sos { sosKeys.received() }
        }
        terminal.onKeysSwallowed = { [runtime] in runtime.send(.keysSwallowed) }
        terminal.onTouch = { [runtime] touch in
            switch touch.phase {
            case .down: runtime.touch(column: touch.column, row: touch.row)
            case .up: runtime.touchEnded()
            }
        }
        terminal.onHandset = { [runtime] in runtime.send(.handset(lifted: $0)) }
        terminal.onResize = { [runtime] in runtime.resize($0) }
        terminal.onLost = { [weak self] in self?.stop(code: 70) }
    }

    private func showFirstFrame(afterCrash: Bool) {
        runtime.send(
            .start(Restored(afterCrash: afterCrash, calls: telephone.restored, orders: platform.restored)))
        runtime.send(.configured(lastGood: configuration.source != .current))
        if telephone.isDamaged { noteDamage() } else { checkDamage() }
    }

    private func showLife() {
        let size = terminal.size
        lifeSigns = LifeSigns(
            terminal: terminal, runtime: runtime,
            status:
                "booth \(configurations.boothNumber), version \(KioskVersion.current), screen \(size.columns)x\(size.rows)"
        )
        lifeSigns?.start()
    }

    private func startPlatform() {
        platform.leftOut = { [weak self] in self?.leftOut["platform"] = $0 }
        platform.damaged = { [weak self] in self?.noteDamage() }
        platform.start(snapshot: { [weak self] in self?.snapshot }) { [weak self, runtime] action in
            // The platform's content is the default where the booth has no source of its own.
            if case .content(let content) = action, let life = self?.life {
                self?.platformContent = content
                life.offer(content)
            } else {
                runtime.send(action)
            }
        }
    }

    private func startTelephone() {
        telephone.start(sos: sosKeys.take) { [runtime] in runtime.send($0) }
        telephone.prepareAnnouncements(configuration.settings.booth, configuration.catalogue.languages)
        SOSLinesFile.write(
            configuration.settings, state: locations.state, agent: locations.agent, hasDevices: telephone.hasDevices)
    }
}
