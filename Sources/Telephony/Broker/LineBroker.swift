import Glibc
import Vocabulary
import Serial

/// The only owner of the SIP agent's control link. The agent serves a single control client and drops it for the next
/// one. The kiosk, the SOS service and tools therefore all speak through this broker: in netstrings, over Unix sockets
/// whose permissions say who may connect.
///
/// Call `start()` once. Everything else happens on the broker's own serial queue, except the queries to the trunks.
public actor LineBroker {
    /// What a broker needs to know.
    public struct Configuration: Sendable {
        /// The agent's `ctrl_tcp_listen` port on 127.0.0.1.
        public var controlPort: Int
        /// The role of each socket, where it is, and which group may connect besides the owner.
        public var sockets: [(role: LineRole, path: String, group: String?)]

        /// Creates a configuration.
        public init(controlPort: Int, sockets: [(role: LineRole, path: String, group: String?)]) {
            self.controlPort = controlPort
            self.sockets = sockets
        }
    }

    private let configuration: Configuration
    private let settlingTime: Duration
    private let endsAgent: Bool
    private let log: @Sendable (String) -> Void
    private let queue = SerialQueue(label: "line-broker", urgency: .high)
    private var machine = BrokerMachine()
    private var listeners: [Watch] = []
    private var clients: [Int: LineClient] = [:]
    private var roles: [Int: LineRole] = [:]
    /// The most connections in one role.
    private static let mostClients = 16
    private var joined = 0
    private var agent: Agent?
    private var reconnection = Reconnection()
    private var alarms: [BrokerMachine.Alarm: (number: Int, watch: Watch)] = [:]
    private var alarmCount = 0
    private var watch: LineCommand.Watch?
    private var probe: TrunkProbe?
    private var running = false

    /// The connection to the agent.
    private struct Agent {
        let socket: AgentSocket
        let watch: Watch
        let since = ContinuousClock.now
        var decoder = NetstringDecoder()
    }

    /// The broker's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Creates a broker that is not yet started. `log` takes lines for the technician.
    public init(_ configuration: Configuration, log: @escaping @Sendable (String) -> Void) {
        self.init(configuration, settlingTime: .seconds(1), endsAgent: true, log: log)
    }

    /// `settlingTime` is how long a connection to the agent must have lasted to be made anew at once when it breaks.
    /// Two programs that take the port from each other must not do so hundreds of times a second.
    init(
        _ configuration: Configuration, settlingTime: Duration, endsAgent: Bool = true,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.settlingTime = settlingTime
        self.endsAgent = endsAgent
        self.log = log
    }

    /// Opens the sockets, connects to the agent, and stays connected.
    public nonisolated func start() throws(LineSocketError) {
        var opened: [(LineRole, Int32)] = []
        for socket in configuration.sockets {
            opened.append((socket.role, try UnixSocket.listen(at: socket.path, group: socket.group)))
        }
        queue.wait(on: self) { [opened] broker in
            broker.running = true
            broker.listeners = opened.map { role, descriptor in
                queue.whenReadable(descriptor, on: broker, ended: { close(descriptor) }) {
                    $0.accept(descriptor, role)
                }
            }
            broker.connect()
        }
    }

    /// Closes everything. Calls continue in the agent.
    public nonisolated func stop() {
        queue.wait(on: self) { broker in
            broker.running = false
            broker.listeners = []
            broker.clients.values.forEach { $0.close() }
            broker.clients = [:]
            broker.disconnect()
            broker.reconnection.cancel()
            broker.alarms = [:]
            broker.probe?.stop()
            for socket in configuration.sockets { unlink(socket.path) }
        }
    }

    /// Calls `body` on the broker's queue at this interval, as long as that queue makes progress.
    public nonisolated func everyFewSeconds(_ time: Duration, _ body: @escaping @Sendable () -> Void) {
        queue.run(after: time) { [weak self] in
            self?.assumeIsolated { broker in
                guard broker.running else { return }
                body()
                broker.everyFewSeconds(time, body)
            }
        }
    }

    // MARK: On the queue

    private func update(_ body: (inout BrokerMachine) -> Void) {
        body(&machine)
        for output in machine.takeOutputs() {
            switch output {
            case .toAgent(let command):
                // A failing send is noticed as the end of the connection, in order with what is still to be read.
                if let wire = command.wire, agent?.socket.send(wire) == false { agent?.socket.shutDown() }
            case .toClient(let id, let bytes): clients[id]?.send(bytes)
            case .drop(let id):
                log("line: a client that is broken or asks too much is dropped")
                clients[id]?.shutDown()
            case .endAgent:
                if endsAgent, !AgentProcess.end(listeningOn: configuration.controlPort) {
                    log("line: the agent's process cannot be found or ended; its unit has to")
                }
            case .reconnect:
                disconnect()
                connectLater()
            case .schedule(let alarm, let time):
                alarmCount += 1
                let number = alarmCount
                alarms[alarm] = (number, queue.alarm(on: self, after: time) { $0.ring(alarm, number) })
            case .cancel(let alarm): alarms[alarm] = nil
            case .watch(let watch): self.watch(watch)
            case .log(let line): log(line)
            }
        }
    }

    /// A broker that was itself stopped finds the alarm and the answer at the same time. The answer counts.
    private func ring(_ alarm: BrokerMachine.Alarm, _ number: Int) {
        if alarm == .answer, let socket = agent?.socket { readable(socket) }
        guard alarms[alarm]?.number == number else { return }
        alarms[alarm] = nil
        update { $0.rang(alarm) }
    }

    // MARK: Clients

    private func accept(_ listener: Int32, _ role: LineRole) {
        guard let socket = UnixSocket(acceptedFrom: listener) else { return }
        // Nobody needs more connections than that, so another one is closed at once.
        guard roles.values.count(where: { $0 == role }) < Self.mostClients else {
            return log("line: too many clients of '\(role.rawValue)'")
        }
        joined += 1
        let id = joined
        let client = LineClient(
            socket, on: queue,
            received: { [weak self] payload in
                self?.assumeIsolated { broker in
                    broker.update { $0.asked(id, payload.flatMap { LineCommand($0) }) }
                }
            },
            closed: { [weak self] in self?.assumeIsolated { $0.left(id) } })
        clients[id] = client
        roles[id] = role
        update { $0.joined(id, role) }
    }

    private func left(_ id: Int) {
        clients[id] = nil
        roles[id] = nil
        update { $0.left(id) }
    }

    // MARK: The agent

    private func connect() {
        guard running else { return }
        guard let socket = AgentSocket(port: configuration.controlPort) else {
            update { $0.lost() }
            return connectLater()
        }
        adopt(socket)
    }

    private func adopt(_ socket: AgentSocket) {
        disconnect()
        reconnection.cancel()
        // The socket closes its descriptor with its last reference, so it is kept as long as something watches it.
        let ended: @Sendable () -> Void = { withExtendedLifetime(socket) {} }
        let watch = queue.whenReadable(socket.descriptor, on: self, ended: ended) { $0.readable(socket) }
        agent = Agent(socket: socket, watch: watch)
        update { $0.connected() }
    }

    private func connectLater() { reconnection.tryLater { queue.alarm(on: self, after: $0) { $0.connect() } } }

    private func disconnect() { agent = nil }

    /// Reads until nothing is left. Once the far end has closed, the source reports it only once, perhaps together with
    /// the data that came before.
    private func readable(_ socket: AgentSocket) {
        for _ in 0..<Self.mostReads {
            // An event handler may already have been running when its source was cancelled.
            guard agent?.socket === socket else { return }
            switch socket.receive() {
            case .nothing: return
            case .closed: return interrupted(LineEvent.secondClient)
            case .bytes(let bytes): read(bytes, from: socket)
            }
        }
        // Others need the queue too.
        queue.run { [weak self] in self?.assumeIsolated { $0.readable(socket) } }
    }

    /// The most pieces of up to 16 KiB that are read in one go.
    private static let mostReads = 64

    private func read(_ bytes: [UInt8], from socket: AgentSocket) {
        do throws(ControlProtocolError) {
            let before = agent?.decoder.skipped ?? 0
            guard let payloads = try agent?.decoder.receive(bytes) else { return }
            let skipped = (agent?.decoder.skipped ?? before) - before
            if skipped > 0 { update { $0.skipped(skipped) } }
            for payload in payloads where agent?.socket === socket { update { $0.said(payload) } }
            if machine.agent == .up { reconnection.succeeded() }
        } catch {
            interrupted(error.rawValue)
        }
    }

    /// The connection is of no more use. An agent that has died no longer listens on its port; so one that can be
    /// reached at once is alive, and so are its calls. But the connection is made anew at once only if it had lasted
    /// for a while.
    private func interrupted(_ reason: String) {
        let settled = agent.map { $0.since + settlingTime <= .now } ?? false
        disconnect()
        guard settled else {
            update { $0.interrupted(reason) }
            return connectLater()
        }
        guard let socket = AgentSocket(port: configuration.controlPort) else {
            update { $0.lost() }
            return connectLater()
        }
        update { $0.interrupted(reason) }
        adopt(socket)
    }

    private func watch(_ watch: LineCommand.Watch) {
        guard watch != self.watch else { return }
        self.watch = watch
        probe?.stop()
        let probe = TrunkProbe(
            trunks: watch.targets, interval: .milliseconds(watch.interval), answer: .milliseconds(watch.answer)
        ) { [weak self, queue] trunk, answers in
            queue.run { [weak self] in self?.assumeIsolated { $0.probed(trunk, answers, for: watch) } }
        }
        self.probe = probe
        probe.start()
    }

    private func probed(_ trunk: TrunkID, _ answers: Bool, for watch: LineCommand.Watch) {
        guard watch == self.watch else { return }
        update { $0.probed(trunk.rawValue, answers) }
    }
}
