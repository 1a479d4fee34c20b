public import KioskCore
public import Vocabulary
import Serial

/// Drives the SIP agent (baresip) through the broker that owns its control link. Both are separate processes that the
/// client never starts. While they are away, it keeps trying to reach them.
///
/// Any method may be called from any thread, and only `stop()` blocks. Events arrive one after the other on the
/// client's own serial queue, in the order in which they happened.
public actor AgentClient {
    /// What a client needs to know.
    public struct Configuration: Sendable {
        /// Trunks, control port, and whether calls may leave this machine.
        public var telephony: TelephonySettings
        /// Microphone and earpiece.
        public var devices: CallDevices
        /// What can be played to the far side. A missing announcement is answered with `announcementEnded(played:
        /// false)`.
        public var announcements: [Announcement: PreparedAnnouncement]
        /// The time between attempts to register a trunk anew.
        public var reregister: Duration
        /// The time between two SIP OPTIONS to a trunk; nil sends none.
        public var probe: Duration?
        /// How long a trunk may take to answer one.
        public var probeAnswer: Duration

        /// Creates a configuration.
        public init(
            telephony: TelephonySettings, devices: CallDevices,
            announcements: [Announcement: PreparedAnnouncement] = [:],
            reregister: Duration = .seconds(15), probe: Duration? = nil,
            probeAnswer: Duration = .seconds(2)
        ) {
            self.probe = probe
            self.probeAnswer = probeAnswer
            self.telephony = telephony
            self.devices = devices
            self.announcements = announcements
            self.reregister = reregister
        }
    }

    private let queue = SerialQueue(label: "telephony", urgency: .high)
    private let path: String
    /// The command that asks the broker to watch the trunks.
    private let watch: [UInt8]?
    private let onEvent: @Sendable (TelephonyEvent) -> Void
    private var session: AgentSession
    private var running = false
    private var connection: LineClient?
    /// Counts connections, to tell messages of the present one from those of an older one.
    private var connections = 0
    private var alarms: [AgentSession.Alarm: Watch] = [:]
    private var reconnection = Reconnection()

    /// The client's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Creates a client that is not yet started. `onEvent` runs on the client's queue and must not wait for anything.
    public init(_ configuration: Configuration, onEvent: @escaping @Sendable (TelephonyEvent) -> Void) {
        path = configuration.telephony.lineSocket
        watch = configuration.probe.map { interval in
            let watch = LineCommand.Watch(
                configuration.telephony.usableTrunks, interval: interval, answer: configuration.probeAnswer)
            return LineCommand(command: LineCommand.watch, params: watch.text, token: "watch").wire
        }
        self.onEvent = onEvent
        session = AgentSession(
            settings: configuration.telephony, devices: configuration.devices,
            announcements: configuration.announcements, reregister: configuration.reregister)
    }

    /// Connects, and stays connected until `stop()`. The first event is `.agent(.connected)`, however late it comes.
    public nonisolated func start() {
        queue.run(on: self) { client in
            guard !client.running else { return }
            client.running = true
            client.connect()
        }
    }

    /// Disconnects from the agent, in which calls continue. No event comes after this returns. Do not call this from
    /// `onEvent`.
    public nonisolated func stop() {
        queue.wait(on: self) { client in
            client.running = false
            client.disconnect()
            client.reconnection.cancel()
            client.alarms = [:]
        }
    }

    /// Performs a command of the core.
    ///
    /// The outcome of dialling is always an event, at the least `.closed`. The following never reach the agent: a
    /// target outside this machine is refused with `.closed(.notLive)` unless the booth is live, a number with anything
    /// but digits, `*` and `#` with `.closed(.refused(484))`, and a second call with `.closed(.local)`. A command for a
    /// call that is over or unknown is ignored, and so is a digit or an announcement for a call that is not answered.
    /// While there is a held call and one beside it, no third is dialled. Without `CallDevices.players` calls stay on
    /// the device where they are heard.
    public nonisolated func perform(_ command: TelephoneCommand) {
        queue.run(on: self) { client in
            if client.running {
                client.update { $0.perform(command) }
            } else if case .listen(let sink) = command {
                // A sink that is set before the start holds from the start on.
                client.session.sink = sink
            }
        }
    }

    /// Adds recordings that were not ready at the start.
    public nonisolated func use(announcements: [Announcement: PreparedAnnouncement]) {
        queue.run(on: self) { $0.session.announcements = announcements }
    }

    /// Sets the agent's account line of each trunk, which is needed to register it anew. Without it that is left to the
    /// agent.
    public nonisolated func use(accounts: [TrunkID: String]) {
        queue.run(on: self) { $0.session.accounts = accounts }
    }

    /// Answers for a press of the SOS key towards the SOS service, which calls for help where nobody does.
    public nonisolated func answer(_ answer: SOSKeyAnswer) {
        let (command, number) =
            switch answer {
            case .hold(let number): (LineCommand.sosHold, number)
            case .release(let number): (LineCommand.sosRelease, number)
            }
        // What a broker that is away misses is repeated a second later.
        queue.run(on: self) { client in
            client.connection?.send(LineCommand(command: command, params: "\(number)", token: "sos").wire)
        }
    }

    // MARK: On the queue

    /// The only way to the session: changes it, then does what it asks for.
    private func update(_ body: (inout AgentSession) -> Void) {
        body(&session)
        for output in session.takeOutputs() {
            switch output {
            case .event(let event):
                if event == .agent(.connected) { reconnection.succeeded() }
                onEvent(event)
            case .send(let command):
                if let wire = command.wire { connection?.send(wire) }
            case .schedule(let alarm, let time):
                alarms[alarm] = queue.alarm(on: self, after: time) { client in client.update { $0.rang(alarm) } }
            case .cancel(let alarm): alarms[alarm] = nil
            case .reconnect:
                disconnect()
                connectLater()
            }
        }
    }

    /// Connects. On failure, tries again later.
    private func connect() {
        guard running else { return }
        guard let socket = UnixSocket(path: path) else {
            update { $0.brokerMissing() }
            return connectLater()
        }
        reconnection.cancel()
        let number = connections + 1
        connections = number
        connection = LineClient(
            socket, on: queue,
            received: { [weak self] payload in self?.assumeIsolated { $0.received(payload, over: number) } },
            closed: { [weak self] in self?.assumeIsolated { $0.closed(number) } })
        update { $0.brokerReached() }
        if let watch { connection?.send(watch) }
    }

    private func closed(_ number: Int) {
        guard number == connections else { return }
        connection = nil
        update { $0.brokerLeft() }
        connectLater()
    }

    private func connectLater() { reconnection.tryLater { queue.alarm(on: self, after: $0) { $0.connect() } } }

    private func disconnect() {
        connections += 1
        connection?.close()
        connection = nil
    }

    /// Passes on what can be read. An unreadable message is replaced by a question about the state of things.
    private func received(_ payload: [UInt8]?, over number: Int) {
        guard number == connections else { return }
        // The broker sends netstrings and nothing else. Any other stream is of no further use.
        guard let payload else { connection?.shutDown(); return }
        if let message = try? AgentMessage(payload) {
            update { $0.received(message) }
        } else {
            update { $0.skipped(1) }
        }
    }
}
