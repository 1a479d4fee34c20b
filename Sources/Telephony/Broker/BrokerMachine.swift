/// The broker's decisions as a pure state machine: who is asking, whose turn it is, who has the line, and whether the
/// agent is alive. `LineBroker` owns the sockets and the clock.
///
/// The agent gets one command at a time. Its commands apply to the account and call selected in it. Each client's own
/// selection is therefore remembered, and made again if another client's came between. So no client acts on another's
/// call.
struct BrokerMachine {
    /// What the owner has to do, in order.
    enum Output: Equatable {
        case toAgent(AgentCommand)
        case toClient(Int, [UInt8])
        /// Drop a client that asks for more than anybody needs.
        case drop(Int)
        /// End the agent's process: it does not answer. Whoever started it starts it again.
        case endAgent
        /// Drop the connection to the agent and connect again.
        case reconnect
        case schedule(Alarm, after: Duration)
        case cancel(Alarm)
        case watch(LineCommand.Watch)
        /// Log a line for the technician. It contains no number.
        case log(String)
    }

    enum Alarm: Hashable { case answer, ping, hold }

    /// How long an answer may take. The agent needs under a millisecond.
    static let answerLimit = Duration.seconds(3)
    /// The same for an agent that has not answered at all yet: it listens before it is ready, for long on a cold
    /// machine. The limit doubles after each agent that was ended without ever having answered, up to four times its
    /// length, so that a slow one can get ready.
    static let greetingLimit = Duration.seconds(10)
    /// The time between two questions to an agent that nobody asks anything.
    static let pingInterval = Duration.seconds(5)
    /// The most commands of one client that may wait.
    static let mostWaiting = 256

    /// A client and what it has selected.
    struct Client {
        var role: LineRole
        var account: LineCommand?
        var call: LineCommand?
        var waiting = 0
        /// Whether its connection is over. What it asked for before is still done, as if the agent had it already.
        var isGone = false
    }

    /// One command and what has to be selected for it.
    struct Job {
        /// The client's number; 0 is the broker itself.
        var client: Int
        var command: LineCommand
        /// What a command of the broker's own is for; nil for a client's.
        var purpose: Purpose?
        /// Selections that are made first.
        var replays: [LineCommand] = []
    }

    enum Purpose: Equatable { case ping, account, calls(last: Bool) }

    enum Agent: Equatable { case down, greeted, up }

    var agent = Agent.down
    var lock = LineLock()
    var clients: [Int: Client] = [:]
    var jobs: [Job] = []
    var current: Job?
    /// The client whose selection the agent has; nil means nobody's.
    var selectedBy: Int?
    var commandCount = 0
    var counted = 0
    var takings = 0
    var isLooking = false
    var trunks: [String: Bool] = [:]
    /// The press of the SOS key that nobody has finished yet.
    var press: SOSPress?
    /// How many agents in a row were ended without ever having answered.
    var endedUnheard = 0
    /// Whether this agent had accounts, and how many times in a row it has had none since.
    var hadAccounts = false
    var withoutAccounts = 0
    /// Why the agent was connected to anew although it was alive.
    var reason: String?
    var outputs: [Output] = []

    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }

    mutating func emit(_ output: Output) { outputs.append(output) }

    mutating func tell(_ type: String, _ parameter: String? = nil) {
        let message = LineEvent.message(type, parameter)
        for client in present { emit(.toClient(client, message)) }
    }

    var present: [Int] { clients.filter { !$0.value.isGone }.keys.sorted() }

    // MARK: Clients

    mutating func joined(_ id: Int, _ role: LineRole) {
        clients[id] = Client(role: role)
        for (trunk, answers) in trunks.sorted(by: { $0.key < $1.key }) {
            emit(.toClient(id, LineEvent.message(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")))
        }
        let owner = lock.owner.map { LineEvent.message(LineEvent.taken, $0.rawValue) }
        emit(.toClient(id, owner ?? LineEvent.message(LineEvent.free)))
        tellPress(to: id)
        switch agent {
        case .up: emit(.toClient(id, LineEvent.message(LineEvent.up)))
        case .down: emit(.toClient(id, LineEvent.message(LineEvent.down, "died")))
        case .greeted: break
        }
    }

    mutating func left(_ id: Int) {
        clients[id]?.isGone = true
        if clients[id]?.role == .kiosk, !present(.kiosk) { loseHold() }
        forget(id)
    }

    /// Forgets a client that is gone, once nothing of it remains to be done.
    mutating func forget(_ id: Int) {
        guard clients[id]?.isGone == true, current?.client != id, !jobs.contains(where: { $0.client == id }) else {
            return
        }
        clients[id] = nil
        if selectedBy == id { selectedBy = nil }
    }

    /// Takes a client's command; nil means one that cannot be read.
    mutating func asked(_ id: Int, _ command: LineCommand?) {
        guard var client = clients[id], !client.isGone else { return }
        guard let command else { return emit(.drop(id)) }
        guard command.isAllowed(client.role) else {
            emit(.log("line: '\(client.role.rawValue)' asked for what it may not"))
            return emit(.toClient(id, LineEvent.answer(command.token, accepted: false, text: "not allowed")))
        }
        if command.command == LineCommand.watch { return watch(id, command) }
        if LineCommand.ofSOSKey[command.command] != nil { return followKey(id, command) }
        client.waiting += 1
        clients[id] = client
        guard client.waiting <= Self.mostWaiting else { return emit(.drop(id)) }
        jobs.append(Job(client: id, command: command))
        startNext()
    }

    // MARK: The agent

    /// There is a connection. It counts as the agent's only once the agent has answered.
    mutating func connected() {
        agent = .greeted
        selectedBy = nil
        drop()
        sendOwn("reginfo", purpose: .ping)
    }

    /// The agent took another client, or what it sent does not follow its protocol. The connection is made anew.
    mutating func interrupted(_ reason: String) {
        if agent == .up { self.reason = reason }
        drop()
    }

    /// The agent cannot be reached.
    mutating func lost(_ reason: String = "died") {
        let wasThere = agent != .down
        agent = .down
        self.reason = nil
        (hadAccounts, withoutAccounts) = (false, 0)
        drop()
        for alarm in [Alarm.answer, .ping] { emit(.cancel(alarm)) }
        let before = lock.owner
        lock.reset()
        guard wasThere else { return }
        tell(LineEvent.down, reason)
        ownerChanged(before)
    }

    mutating func drop() {
        current = nil
        jobs = []
        isLooking = false
        for id in clients.keys { clients[id]?.waiting = 0 }
        clients = clients.filter { !$0.value.isGone }
        emit(.cancel(.answer))
    }

    /// Takes a message of the agent; nil means one that cannot be read.
    mutating func said(_ payload: [UInt8]) {
        guard agent != .down else { return }
        switch try? AgentMessage(payload) {
        case nil: skipped(1)
        case .event(let event)?:
            guard !event.type.hasPrefix(LineEvent.prefix) else { return skipped(1) }
            happened(event)
            let message = netstring(payload)
            for client in present where agent == .up { emit(.toClient(client, message)) }
        case .response(let response)?: answered(response)
        }
    }

    /// Unreadable messages came. The answer that is being waited for may be among them. The agent answers in order, so
    /// the answer to another question shows it.
    mutating func skipped(_ count: Int) {
        if current != nil { emit(.toAgent(AgentCommand(name: "reginfo", token: "s\(commandCount)"))) }
        if agent == .up { tell(LineEvent.skipped, "\(count)") }
    }

    /// The answer to the present command could not be read.
    mutating func answerLost() {
        guard let job = current else { return }
        switch job.purpose {
        case nil:
            selectedBy = nil
            clients[job.client]?.call = nil
            end(job, accepted: false, text: "unreadable")
        case .account?: finish(job, accepted: true, text: "")
        case .calls(let isLast)?:
            // Only a far side's name can make a list of calls unreadable, so there is a call.
            counted += 1
            current = nil
            selectedBy = nil
            if isLast { looked(counted) }
            startNext()
        case .ping?:
            current = nil
            sendOwn("reginfo", purpose: .ping)
        }
    }

    mutating func happened(_ event: AgentMessage.Event) {
        // The agent by itself selects a caller's account, and with every dial the new call.
        if event.type == "CALL_INCOMING" || event.type == "CALL_CLOSED" { selectedBy = nil }
        let before = lock.owner
        lock.happened(event)
        ownerChanged(before)
        if lock.isDoubtful { look() }
    }

    mutating func rang(_ alarm: Alarm) {
        switch alarm {
        case .hold: loseHold()
        case .ping:
            emit(.schedule(.ping, after: Self.pingInterval))
            guard !jobs.contains(where: { $0.purpose == .ping }), current?.purpose != .ping else { return }
            sendOwn("reginfo", purpose: .ping)
        case .answer:
            emit(.log("line: the agent has not answered for \(limit.components.seconds) s; it is ended"))
            if agent == .greeted { endedUnheard += 1 }
            endAgent()
        }
    }

    mutating func endAgent() {
        emit(.endAgent)
        lost("unresponsive")
        emit(.reconnect)
    }

    var limit: Duration {
        agent == .greeted ? Self.greetingLimit * (1 << min(endedUnheard, 2)) : Self.answerLimit
    }

    /// A trunk answers, or no longer does.
    mutating func probed(_ trunk: String, _ answers: Bool) {
        trunks[trunk] = answers
        tell(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")
    }

    mutating func watch(_ id: Int, _ command: LineCommand) {
        let text = command.params ?? ""
        guard let watch = LineCommand.Watch(text) else {
            return emit(.toClient(id, LineEvent.answer(command.token, accepted: false, text: "not understood")))
        }
        trunks = trunks.filter { known in watch.trunks.contains { $0.id == known.key } }
        emit(.watch(watch))
        emit(.toClient(id, LineEvent.answer(command.token, accepted: true, text: "")))
        // This is not news, but it is new to the client that asks.
        for (trunk, answers) in trunks.sorted(by: { $0.key < $1.key }) {
            emit(.toClient(id, LineEvent.message(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")))
        }
    }
}
