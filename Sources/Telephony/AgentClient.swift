import Dispatch
import KioskCore

/// Drives the SIP agent (baresip) through the broker that owns its control link. Both are processes of their own that this never
/// starts; while they are away, the client tries to reach them for ever.
///
/// Call any method from any thread; none blocks but `stop()`. Events come one after the other on the client's own serial
/// queue, in the order in which they happened.
///
/// `@unchecked Sendable`: every stored property that changes is used on `queue` only (`dispatchPrecondition` in the two
/// doors to them), the others are constants.
public final class AgentClient: @unchecked Sendable {
    /// What a client needs to know.
    public struct Configuration: Sendable {
        /// Trunks, control port, and whether calls may leave this machine.
        public var telephony: TelephonySettings
        /// Microphone and earpiece.
        public var devices: CallDevices
        /// What can be played to the far side. One that is missing is answered with `announcementEnded(played: false)`.
        public var announcements: [Announcement: PreparedAnnouncement]
        /// Between attempts to register a trunk anew.
        public var reregister: Duration
        /// Between two SIP OPTIONS to a trunk; nil asks none.
        public var probe: Duration?
        /// How long the answer to one may take.
        public var probeAnswer: Duration

        /// A configuration.
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

    private let queue = DispatchQueue(label: "telephony", qos: .userInitiated)
    private let path: String
    /// The command by which the broker is asked to watch the trunks.
    private let watch: [UInt8]?
    private let onEvent: @Sendable (TelephonyEvent) -> Void
    private var session: AgentSession
    private var running = false
    private var connection: LineClient?
    /// Counts connections, to tell the present one's messages from an older one's.
    private var connections = 0
    private var alarms: [AgentSession.Alarm: DispatchWorkItem] = [:]
    private var reconnection: Reconnection

    /// A client that is not yet started. `onEvent` runs on the client's queue and must not wait for anything.
    public init(_ configuration: Configuration, onEvent: @escaping @Sendable (TelephonyEvent) -> Void) {
        reconnection = Reconnection(on: queue)
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

    deinit { connection?.close() }

    /// Connects, and stays connected until `stop()`. The first event is `.agent(.connected)`, whenever that may be.
    public func start() {
        queue.async { [self] in
            guard !running else { return }
            running = true
            connect()
        }
    }

    /// Lets go of the agent. Calls go on in it. No event comes after this returns. Not to be called from `onEvent`.
    public func stop() {
        queue.sync { [self] in
            running = false
            disconnect()
            reconnection.cancel()
            for alarm in alarms.values { alarm.cancel() }
            alarms = [:]
        }
    }

    /// Does what the core wants.
    ///
    /// The outcome of dialling is an event, always: at the least `.closed`. A target outside this machine is refused with
    /// `.closed(.notLive)` unless the booth is live, a number with anything but digits, `*` and `#` with
    /// `.closed(.refused(484))`, a second call with `.closed(.local)`; none of these reaches the agent. What is wanted of a
    /// call that is over or unknown is ignored, and so is a digit or an announcement for one that is not answered. Until a
    /// held call or the one beside it is over, no third is dialled. Without `CallDevices.players` calls stay where they are
    /// heard.
    public func perform(_ command: TelephoneCommand) {
        queue.async { [self] in
            if running {
                update { $0.perform(command) }
            } else if case .listen(let sink) = command {
                // What is said before the start holds from the start on.
                session.sink = sink
            }
        }
    }

    /// Recordings that were not ready at the start.
    public func use(announcements: [Announcement: PreparedAnnouncement]) {
        queue.async { [self] in session.announcements = announcements }
    }

    /// The agent's account line of each trunk, to register it anew; without it that is left to the agent.
    public func use(accounts: [TrunkID: String]) {
        queue.async { [self] in session.accounts = accounts }
    }

    // MARK: On the queue

    /// The one door to the session: changes it, then does what it asks for.
    private func update(_ body: (inout AgentSession) -> Void) {
        dispatchPrecondition(condition: .onQueue(queue))
        body(&session)
        for output in session.takeOutputs() {
            switch output {
            case .event(let event):
                if event == .agent(.connected) { reconnection.succeeded() }
                onEvent(event)
            case .send(let command):
                if let wire = command.wire { connection?.send(wire) }
            case .schedule(let alarm, let time): schedule(alarm, after: time)
            case .cancel(let alarm): alarms.removeValue(forKey: alarm)?.cancel()
            case .reconnect:
                disconnect()
                connectLater()
            }
        }
    }

    private func schedule(_ alarm: AgentSession.Alarm, after time: Duration) {
        let item = DispatchWorkItem { [weak self] in self?.update { $0.rang(alarm) } }
        alarms.updateValue(item, forKey: alarm)?.cancel()
        queue.asyncAfter(deadline: .now() + time.interval, execute: item)
    }

    /// Connects; on failure tries again later.
    private func connect() {
        dispatchPrecondition(condition: .onQueue(queue))
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
            received: { [weak self] payload in self?.received(payload, over: number) },
            closed: { [weak self] in
                guard let self, number == self.connections else { return }
                self.connection = nil
                self.update { $0.brokerLeft() }
                self.connectLater()
            })
        update { $0.brokerReached() }
        if let watch { connection?.send(watch) }
    }

    private func connectLater() { reconnection.later { [weak self] in self?.connect() } }

    private func disconnect() {
        connections += 1
        connection?.close()
        connection = nil
    }

    /// Hands on what can be read. What cannot costs itself: its place is taken by a question how things stand.
    private func received(_ payload: [UInt8]?, over number: Int) {
        guard number == connections else { return }
        // The broker sends netstrings and nothing else; a stream that is none is of no more use.
        guard let payload else { connection?.shutDown(); return }
        if let message = try? AgentMessage(payload) {
            update { $0.received(message) }
        } else {
            update { $0.skipped(1) }
        }
    }
}

extension Duration {
    var interval: DispatchTimeInterval {
        .nanoseconds(Int(components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
