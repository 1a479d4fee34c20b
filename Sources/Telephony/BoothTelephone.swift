import Foundation
public import KioskCore
public import Vocabulary
import Serial
import Synchronization

/// The booth's telephone: the client of the SIP agent, the watch over the trunks, and the memory of calls. It reports
/// in the core's `Action`s.
///
/// Any method may be called from any thread, and only `stop()` blocks. Actions arrive in order, on the telephone's own
/// queues.
public final class BoothTelephone: Sendable {
    /// What the telephone needs to know.
    public struct Configuration: Sendable {
        /// Trunks, numbers and the control port.
        public var telephony: TelephonySettings
        /// How long things take.
        public var timings: Timings
        /// Microphone and earpiece.
        public var devices: CallDevices
        /// The directory for what must outlive this process.
        public var runtime: RuntimeDirectory
        /// The name of this boot. Times recorded in another boot are worthless.
        public var bootID: String
        /// The monotonic clock.
        public var now: @Sendable () -> Moment
        /// The day at the booth, in days since 1970.
        public var day: @Sendable () -> Int64

        /// Creates a configuration.
        public init(
            telephony: TelephonySettings, timings: Timings, devices: CallDevices, runtime: RuntimeDirectory,
            bootID: String,
            now: @escaping @Sendable () -> Moment, day: @escaping @Sendable () -> Int64
        ) {
            self.telephony = telephony
            self.timings = timings
            self.devices = devices
            self.runtime = runtime
            self.bootID = bootID
            self.now = now
            self.day = day
        }
    }

    /// The calls that a former run left behind, for `Restored`.
    public let restored: CallJournal
    /// A line for the technician if the file with those calls was damaged: it says so and tells what was done with the
    /// file.
    public let damage: String?

    /// Whether the runtime directory is in memory. If it is not, the ledger of free calls is never written.
    public var isRuntimeMemoryBacked: Bool { configuration.runtime.isMemoryBacked }

    private struct Memory {
        var calls: CallMemory
        /// The typed numbers of free calls in progress. Each is forgotten when its call is over.
        var freeCalls: [CallHandle: String] = [:]
        /// The trunks of the calls in progress.
        var trunks: [CallHandle: TrunkID] = [:]
    }

    private let configuration: Configuration
    private let memory: Mutex<Memory>
    private let writer = SerialQueue(label: "call-memory", urgency: .low)
    private let client: AgentClient
    private let send: @Sendable (Action) -> Void
    private let sos: @Sendable (SOSKeyReport) -> Void

    /// Creates a telephone that does nothing before `start()`. `log` takes lines for the technician, which contain no
    /// numbers.
    public init(
        _ configuration: Configuration, send: @escaping @Sendable (Action) -> Void,
        sos: @escaping @Sendable (SOSKeyReport) -> Void = { _ in },
        log: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.send = send
        self.sos = sos
        let (calls, isDamaged) = CallMemory.read(
            configuration.runtime.read(CallMemory.file),
            CallMemory.Bounds(
                boot: configuration.bootID, now: configuration.now(), timings: configuration.timings,
                emergencyNumbers: configuration.telephony.emergencyNumbers))
        restored = calls.journal
        damage = isDamaged ? configuration.runtime.setAside(CallMemory.file) : nil
        memory = Mutex(Memory(calls: calls))
        let relay = Relay()
        client = AgentClient(
            AgentClient.Configuration(
                telephony: configuration.telephony, devices: configuration.devices,
                reregister: configuration.timings.reregister, probe: configuration.timings.trunkProbe,
                probeAnswer: configuration.timings.trunkProbeAnswer)
        ) { relay.owner?.take($0, log: log) }
        relay.owner = self
        // What could be read of the file must outlive this run too.
        if isDamaged { save() }
    }

    /// Connects to the agent, stays connected, and has the trunks watched.
    public func start() { client.start() }

    /// Disconnects from the agent. Calls continue in it, and the next run finds them through the journal. Nothing is
    /// reported afterwards.
    public func stop() {
        client.stop()
        writer.wait {}
    }

    // MARK: Calls

    /// Performs a command of the core. Only typed numbers enter the ledger of free calls, not those that a page offers.
    public func perform(_ command: TelephoneCommand) {
        switch command {
        case .journal(let journal): return keep(journal)
        case .dial(let handle, let target):
            if let left = note(handle, target) { return send(.call(handle, .closed(.quota(left: left)))) }
        default: break
        }
        client.perform(command)
    }

    /// Remembers what is dialled.
    /// - Returns: the remaining wait if a typed number had a free call recently; it is then not called.
    private func note(_ handle: CallHandle, _ target: DialTarget) -> Duration? {
        memory.withLock { memory in
            if target.quota == .number {
                if let left = memory.calls.timeToFreeCall(to: target.number, at: configuration.now()) { return left }
                memory.freeCalls[handle] = target.number
            }
            memory.trunks[handle] = target.trunk
            return nil
        }
    }

    /// Adds recordings that were not ready at the start.
    public func use(announcements: [Announcement: PreparedAnnouncement]) { client.use(announcements: announcements) }
    /// Sets the agent's account lines, which are needed to register a trunk anew.
    public func use(accounts: [TrunkID: String]) { client.use(accounts: accounts) }

    /// Answers for a press of the SOS key towards the SOS service.
    public func answer(_ answer: SOSKeyAnswer) { client.answer(answer) }

    /// Keeps the journal for the next run.
    private func keep(_ journal: CallJournal) {
        memory.withLock { $0.calls.keep(journal, day: configuration.day()) }
        save()
    }

    /// In memory, the file is written before anything else happens: if the kiosk dies right after dialling or after a
    /// cancelled countdown, the next run must find it. A disk may be slow, and nobody waits for it.
    private func save() {
        let write: @Sendable () -> Void = { [self] in
            let calls = memory.withLock { $0.calls }
            let runtime = configuration.runtime
            runtime.write((runtime.isMemoryBacked ? calls : calls.withoutDigests).data, to: CallMemory.file)
        }
        if isRuntimeMemoryBacked { writer.wait(write) } else { writer.run(write) }
    }

    // MARK: Reports

    /// Hands events to an owner that did not exist when the client was made.
    private final class Relay: Sendable {
        private let reference = Mutex(Weak())
        struct Weak { weak var owner: BoothTelephone? }
        var owner: BoothTelephone? {
            get { reference.withLock { $0.owner } }
            set { reference.withLock { $0.owner = newValue } }
        }
    }

    private func take(_ event: TelephonyEvent, log: (String) -> Void) {
        switch event {
        case .call(let handle, let fact):
            note(handle, fact)
            logRefusal(handle, fact, log)
            send(.call(handle, fact))
        case .agent(let fact): send(.agent(fact))
        case .announcementEnded(let handle, let announcement, let played):
            if !played { log("telephony: the announcement '\(announcement.rawValue)' was not played to its end") }
            send(.call(handle, .announced(announcement)))
        case .found(let calls):
            send(
                .found(
                    calls.map { found in
                        var found = found
                        // A matching number proves nothing if another program has dialled it too.
                        found.isExplained = !found.isOfBooth && memory.withLock { $0.calls.explains(found) }
                        return found
                    }))
        case .sosKey(let number): sos(.numbered(number))
        case .sosDone(let number): sos(.done(number))
        case .incoming(let found): send(.incoming(found))
        case .incomingDeclined: log("telephony: a caller was told that the booth is busy")
        case .deviceFailed(let device):
            log(
                device.map { "telephony: the agent cannot open '\($0)'; the next of the booth's devices is tried" }
                    ?? "telephony: the agent ended a call since it could not open its devices; others are tried")
        case .secondClient: log("telephony: another program took the agent's control port for a moment")
        case .brokerReturned: log("telephony: the broker of the agent's control link was away for a moment")
        case .protocolError(let error): log("telephony: the agent's control protocol broke (\(error)); reconnecting")
        case .messagesSkipped(let count):
            log(
                "telephony: \(count) unreadable or oversized message(s) of the agent skipped; calls were asked for again"
            )
        }
    }

    /// Logs for the technician why a trunk refused a call. The words are ours, since the far side's may contain a
    /// number.
    private func logRefusal(_ handle: CallHandle, _ fact: CallFact, _ log: (String) -> Void) {
        guard case .closed(let reason) = fact else { return }
        let trunk = memory.withLock { $0.trunks.removeValue(forKey: handle) }
        guard let trunk, let status = reason.sipStatus else { return }
        log("telephony: trunk '\(trunk.rawValue)' refused a call: \(status)\(Self.meaning(of: status))")
    }

    /// What a final response usually means between a booth and its trunk (RFC 3261 section 21).
    private static func meaning(of status: Int) -> String {
        switch status {
        case 401, 403, 407: ", the account or its password is not accepted"
        case 404, 484, 604: ", it does not know the number in this form"
        case 415, 488, 606: ", none of the codecs PCMA, PCMU and G.722 suits it, or it demands encrypted sound (SRTP)"
        case 408, 480: ", nobody answered there"
        case 486, 600: ", busy"
        case 500...599: ", it fails itself"
        default: ""
        }
    }

    private func note(_ handle: CallHandle, _ fact: CallFact) {
        let answered = memory.withLock { memory in
            guard let number = memory.freeCalls[handle] else { return false }
            if case .closed = fact { memory.freeCalls[handle] = nil }
            guard fact == .established else { return false }
            memory.calls.noteFreeCall(
                to: number, at: configuration.now(), quota: configuration.timings.freeCallQuota,
                day: configuration.day())
            return true
        }
        if answered { save() }
    }
}

extension TelephonySettings {
    /// The numbers at which the emergency services answer, and the ones by which the public knows them.
    fileprivate var emergencyNumbers: [String] {
        EmergencyService.allCases.flatMap { targets(of: $0.service).map(\.number) + [$0.publicNumber] }
    }
}
