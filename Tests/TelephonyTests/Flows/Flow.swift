import Basics
import Dispatch
import Foundation
import KioskCore
import Reporting
import Vocabulary
import KioskRuntime
import KioskTestSupport
import Screens
import Testing

@testable import Telephony

/// A booth for one story, put together as the kiosk does it: the real core and runtime, the real telephone, a real SIP
/// agent, real far sides and a real clock. What the resident sees and hears and what is recorded goes into logs, which
/// a test can await.
///
/// Limits are hours unless the story is about them, so that a busy machine changes nothing.
@MainActor
final class Flow {
    let rig: Rig
    private(set) var settings: Settings
    /// Every picture, as text.
    let seen = EventLog<String>()
    /// Every sentence spoken.
    let said = EventLog<PromptKey>()
    /// Every record of use.
    let kept = EventLog<UsageEvent.Detail>()
    /// Everything that the telephone reported.
    let facts = EventLog<Action>()
    /// The technician's log.
    let lines = EventLog<String>()
    /// The day at the booth, in days since 1970.
    nonisolated let day = Signal<Int64>()
    /// The booth's SIP agent.
    private(set) var agent: ChildProcess?
    private var kiosk: Kiosk?
    /// Runtime directories used so far; the last is in use.
    private var runtimeDirectories: [String] = []
    private let options: Options
    private var pressedAt: ContinuousClock.Instant?

    private typealias World = KioskRuntime.Ports

    /// What a story wants to be different.
    struct Options: Sendable {
        var rtpTimeout = 60
        /// Peak of the tone in the booth's microphone, 0 to 1.
        var microphone = 0.0
        /// Whether what the booth hears is recorded.
        var recording = false
        var passwords: [TrunkID: String] = [:]
        /// Whether the trunks answer the first OPTIONS, so that none comes later and disturbs a scenario.
        var greeted = true
        /// Where the runtime directory is made.
        var memory = "/dev/shm"
    }

    /// The part of the booth that dies with the kiosk.
    private final class Kiosk {
        let runtime: Runtime
        let telephone: BoothTelephone
        init(_ runtime: Runtime, _ telephone: BoothTelephone) {
            (self.runtime, self.telephone) = (runtime, telephone)
        }
    }

    private init(_ rig: Rig, _ settings: Settings, _ options: Options) {
        (self.rig, self.settings, self.options) = (rig, settings, options)
        day.set(20_000)
    }

    /// Tells a story. When `body` begins, the booth is up and knows its agent. When it ends, everything is gone.
    static func tell(
        _ name: String, _ options: Options = Options(), _ adjust: @Sendable (inout Settings, Rig) -> Void = { _, _ in },
        _ body: @MainActor (Flow) async throws -> Void
    ) async throws {
        try await Rig.with { rig in
            var settings = Story.settings(rig)
            adjust(&settings, rig)
            try await Flow.run(name, Flow(rig, settings, options), body)
        }
    }

    private static func run(
        _ name: String, _ flow: Flow, _ body: @MainActor (Flow) async throws -> Void
    ) async throws {
        let failure: (any Error)?
        do {
            try await flow.open()
            try await body(flow)
            failure = nil
        } catch {
            failure = error
            flow.explain(name)
        }
        flow.kiosk?.telephone.stop()
        flow.expectNoNumberWasKept()
        for directory in flow.runtimeDirectories { try? FileManager.default.removeItem(atPath: directory) }
        flow.printTime(name)
        if let failure { throw failure }
    }

    private func open() async throws {
        try await startAgent()
        // Without this wait, an agent that is still starting would be a fault that comes and goes.
        _ = try await ControlTap.connect(to: rig.controlPort)
        try await rig.startBroker()
        var greeters: [TrunkSocket] = []
        if options.greeted {
            greeters = try settings.telephony.usableTrunks.map { trunk in
                try TrunkSocket(port: trunk.port, transport: trunk.transport) { _ in .init("200 OK") }
            }
        }
        try startKiosk()
        for trunk in options.greeted ? settings.telephony.usableTrunks : [] {
            try await reported(.agent(.reachable(trunk.id, true)))
        }
        for greeter in greeters { try await greeter.stop() }
        try await reported(.agent(.connected))
    }

    // MARK: The agent and the kiosk

    /// Starts the booth's agent, also after its death.
    func startAgent() async throws {
        agent = try await rig.startAgent(
            settings.telephony, rtpTimeout: options.rtpTimeout, microphone: options.microphone,
            recording: options.recording, passwords: options.passwords)
    }

    private func startKiosk() throws {
        if runtimeDirectories.isEmpty { runtimeDirectories.append(try Story.directory(in: options.memory)) }
        // Reports of a kiosk that is gone reach nobody.
        final class Receiver: Sendable { @MainActor weak var flow: Flow? }
        let receiver = Receiver()
        receiver.flow = self
        let (facts, lines, day) = (facts, lines, day)
        let telephone = BoothTelephone(
            BoothTelephone.Configuration(
                telephony: settings.telephony, timings: settings.timings, devices: CallDevices(source: rig.source),
                runtime: RuntimeDirectory(runtimeDirectory), bootID: "boot", now: { Story.now },
                day: { day.value ?? 0 }),
            send: { action in
                DispatchQueue.main.async {
                    MainActor.assumeIsolated {
                        receiver.flow?.send(action)
                        facts.append(action)
                    }
                }
            }, log: { lines.append($0) })
        let runtime = Runtime(
            catalogue: Story.catalogue, settings: settings, size: Size(columns: 80, rows: 24),
            ports: world(around: telephone))
        kiosk = Kiosk(runtime, telephone)
        runtime.send(.start(Restored(afterCrash: runtimeDirectories.count > 1, calls: telephone.restored)))
        telephone.start()
    }

    /// The kiosk dies without a word, and what it has not written by now is lost. The next run gets a copy of the
    /// directory, because `stop()` would still write.
    func killKiosk() throws {
        let next = try Story.directory(in: options.memory)
        for name in try FileManager.default.contentsOfDirectory(atPath: runtimeDirectory) {
            try FileManager.default.copyItem(atPath: "\(runtimeDirectory)/\(name)", toPath: "\(next)/\(name)")
        }
        kiosk?.telephone.stop()
        kiosk = nil
        runtimeDirectories.append(next)
    }

    /// Starts the next run of the kiosk.
    func restartKiosk() throws {
        if kiosk != nil { try killKiosk() }
        try startKiosk()
    }

    var runtimeDirectory: String { runtimeDirectories.last ?? "" }

    /// Returns when the journal on file matches.
    func journalled(_ what: String, _ matches: @escaping @Sendable (CallJournal) -> Bool) async throws {
        let directory = RuntimeDirectory(runtimeDirectory)
        try await Ports.poll(what) {
            let bounds = CallMemory.Bounds(boot: "boot", now: Story.now)
            return matches(CallMemory.read(directory.read(CallMemory.file), bounds).memory.journal)
        }
    }

    /// Gives the telephone the agent's accounts, to register them anew.
    func giveAccounts() throws {
        var lines: [TrunkID: String] = [:]
        for trunk in settings.telephony.usableTrunks {
            var one = settings.telephony
            one.trunks = [trunk]
            let text = try AgentConfiguration.accounts(
                for: one, passwords: options.passwords, template: Rig.template("accounts"))
            lines[trunk.id] = text.split(separator: "\n").last { $0.hasPrefix("<") }.map(String.init)
        }
        kiosk?.telephone.use(accounts: lines)
    }

    func use(_ announcements: [Announcement: PreparedAnnouncement]) {
        kiosk?.telephone.use(announcements: announcements)
    }

    // MARK: The resident

    /// Presses keys: digits, `*`, `#`, and `!` for SOS.
    func press(_ keys: String) {
        if pressedAt == nil { pressedAt = .now }
        for character in keys {
            let key: Key? =
                switch character {
                case "*": .star
                case "#": .hash
                case "!": .sos
                default: character.wholeNumberValue.map { .digit($0) }
                }
            if let key { send(.press(key, by: .key)) }
        }
    }

    /// Calls an ambulance at once.
    func callAmbulance() { press("5#") }

    /// Calls a number free of charge.
    func callFree(_ number: String = Story.free) { press("3" + number + "#") }

    func send(_ action: Action) { kiosk?.runtime.send(action) }

    var state: State? { kiosk?.runtime.state }

    /// Waits for the next picture with this text.
    func sees(_ text: String) async throws { _ = try await seen.next("picture with \(text)") { $0.contains(text) } }

    /// Returns when the telephone has reported this, however long ago.
    func reported(_ action: Action) async throws { if !facts.all.contains(action) { try await facts.next(action) } }

    /// Waits for the next record that reads like this.
    func keeps(_ record: String) async throws {
        _ = try await kept.next("record \(record)") { Story.words($0) == record }
    }

    /// Calls, emergencies, test calls and faults so far, in words.
    var records: [String] { kept.all.compactMap(Story.words) }

    // MARK: The end

    /// Prints what there was when a story went wrong.
    private func explain(_ name: String) {
        print(
            """
            flow \(name) went wrong
            records: \(records)
            said: \(said.all.map(\.rawValue))
            reported: \(facts.all)
            log: \(lines.all)
            \(seen.all.last ?? "no picture")
            """)
    }

    private func printTime(_ name: String) {
        guard let pressedAt else { return }
        print("flow \(name) \((ContinuousClock.now - pressedAt).wholeMilliseconds) ms")
    }

    /// No number that was dialled is in any file, line or record.
    private func expectNoNumberWasKept() {
        var texts = lines.all + kept.all.map { "\($0)" }
        for directory in runtimeDirectories {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
                let data = FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data()
                texts.append(String(decoding: data, as: UTF8.self))
            }
        }
        #expect(!texts.contains { $0.contains(Story.canary) }, "a dialled number was kept")
    }

    // MARK: The world

    private func world(around telephone: BoothTelephone) -> World {
        World(
            clock: World.Clock(
                now: { Story.now }, wall: { Story.wall },
                schedule: { duration, work in
                    let item = DispatchWorkItem { MainActor.assumeIsolated { work() } }
                    DispatchQueue.main.asyncAfter(
                        deadline: .now() + .nanoseconds(duration.wholeNanoseconds), execute: item)
                    return { item.cancel() }
                }),
            sound: { [said, weak self] command in
                guard case .speak(let utterance) = command else { return }
                for part in utterance.parts { if case .prompt(let key) = part { said.append(key) } }
                DispatchQueue.main.async { MainActor.assumeIsolated { self?.send(.speechEnded) } }
            }, telephone: { telephone.perform($0) },
            record: { [kept] in kept.append($0.event.detail) }, randomID: { UUID().uuidString },
            present: { [seen] in seen.append($0.text) }, sessionEnded: {})
    }
}

extension Frame {
    /// The picture as lines of text.
    fileprivate var text: String {
        (0..<size.rows).map { row in (0..<size.columns).compactMap { self[$0, row]?.text }.joined() }
            .joined(separator: "\n")
    }
}

extension Duration {
    fileprivate var interval: DispatchTimeInterval {
        .nanoseconds(Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
