import KioskCore

/// The broker's decisions as a pure machine: who is asking, whose turn it is, who has the line, and whether the agent lives.
/// `LineBroker` owns the sockets and the clock.
///
/// The agent gets one command at a time. Its commands mean the account and call that are selected in it, so each client's own
/// selection is remembered and made again whenever another's came between: none acts on another's call.
struct BrokerMachine {
    /// What the owner has to do, in order.
    enum Output: Equatable {
        case toAgent(AgentCommand)
        case toClient(Int, [UInt8])
        /// A client that asks for more than anybody needs.
        case drop(Int)
        /// End the agent's process: it does not answer. Whoever started it starts it again.
        case endAgent
        /// Drop the connection to the agent and connect again.
        case reconnect
        case schedule(Alarm, after: Duration)
        case cancel(Alarm)
        case watch(LineCommand.Watch)
        /// For the technician; no number is in it.
        case log(String)
    }

    enum Alarm: Hashable { case answer, ping }

    /// How long an answer may take: the agent needs under a millisecond.
    static let answerLimit = Duration.seconds(3)
    /// Between two questions to an agent that nobody asks anything.
    static let pingInterval = Duration.seconds(5)
    /// Commands of one client that may wait.
    static let mostWaiting = 256

    /// A client and what it has selected.
    struct Client {
        var role: LineRole
        var account: LineCommand?
        var call: LineCommand?
        var waiting = 0
    }

    /// One command and what has to be selected for it.
    struct Job {
        /// 0 is the broker itself.
        var client: Int
        var command: LineCommand
        /// Of the broker's own.
        var purpose: Purpose?
        /// Selections that come first.
        var replays: [LineCommand] = []
    }

    enum Purpose: Equatable { case ping, account, calls(last: Bool) }

    enum Agent: Equatable { case down, greeted, up }

    private(set) var agent = Agent.down
    private(set) var lock = LineLock()
    private var clients: [Int: Client] = [:]
    private var jobs: [Job] = []
    private var current: Job?
    /// Whose selection the agent has; nil is nobody's.
    private var selectedBy: Int?
    private var commandCount = 0
    private var counted = 0
    private var takings = 0
    private var isLooking = false
    private var trunks: [String: Bool] = [:]
    /// Why the agent was connected to anew though it lives.
    private var reason: String?
    private var outputs: [Output] = []

    mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }

    private mutating func emit(_ output: Output) { outputs.append(output) }

    private mutating func tell(_ type: String, _ parameter: String? = nil) {
        let message = LineEvent.message(type, parameter)
        for client in clients.keys.sorted() { emit(.toClient(client, message)) }
    }

    // MARK: Clients

    mutating func joined(_ id: Int, _ role: LineRole) {
        clients[id] = Client(role: role)
        for (trunk, answers) in trunks.sorted(by: { $0.key < $1.key }) {
            emit(.toClient(id, LineEvent.message(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")))
        }
        if let owner = lock.owner { emit(.toClient(id, LineEvent.message(LineEvent.taken, owner.rawValue))) }
        switch agent {
        case .up: emit(.toClient(id, LineEvent.message(LineEvent.up)))
        case .down: emit(.toClient(id, LineEvent.message(LineEvent.down, "died")))
        case .greeted: break
        }
    }

    mutating func left(_ id: Int) {
        clients[id] = nil
        jobs.removeAll { $0.client == id }
        if selectedBy == id { selectedBy = nil }
    }

    /// A client's command; nil is one that cannot be read.
    mutating func asked(_ id: Int, _ command: LineCommand?) {
        guard var client = clients[id] else { return }
        guard let command else { return emit(.drop(id)) }
        guard command.isAllowed(client.role) else {
            emit(.log("line: '\(client.role.rawValue)' asked for what it may not"))
            return emit(.toClient(id, LineEvent.answer(command.token, accepted: false, text: "not allowed")))
        }
        if command.command == LineCommand.watch { return watch(id, command) }
        client.waiting += 1
        clients[id] = client
        guard client.waiting <= Self.mostWaiting else { return emit(.drop(id)) }
        jobs.append(Job(client: id, command: command))
        next()
    }

    // MARK: The agent

    /// The connection stands. It is the agent only once it has answered.
    mutating func connected() {
        agent = .greeted
        selectedBy = nil
        drop()
        own("reginfo", purpose: .ping)
    }

    /// The agent took another client, or what it said is not its protocol; it is connected to anew.
    mutating func interrupted(_ reason: String) {
        if agent == .up { self.reason = reason }
        drop()
    }

    /// The agent cannot be reached.
    mutating func lost(_ reason: String = "died") {
        let wasThere = agent != .down
        agent = .down
        self.reason = nil
        drop()
        for alarm in [Alarm.answer, .ping] { emit(.cancel(alarm)) }
        let before = lock.owner
        lock.reset()
        guard wasThere else { return }
        tell(LineEvent.down, reason)
        ownerChanged(before)
    }

    private mutating func drop() {
        current = nil
        jobs = []
        isLooking = false
        for id in clients.keys { clients[id]?.waiting = 0 }
        emit(.cancel(.answer))
    }

    /// A message of the agent; nil is one that cannot be read.
    mutating func said(_ payload: [UInt8]) {
        guard agent != .down else { return }
        switch try? AgentMessage(payload) {
        case nil: skipped(1)
        case .event(let event)?:
            guard !event.type.hasPrefix(LineEvent.prefix) else { return skipped(1) }
            happened(event)
            let message = netstring(payload)
            for client in clients.keys.sorted() where agent == .up { emit(.toClient(client, message)) }
        case .response(let response)?: answered(response)
        }
    }

    /// Messages came that cannot be read. The answer that is being waited for may be among them: the agent answers in order, so
    /// the answer to another question tells.
    mutating func skipped(_ count: Int) {
        if current != nil { emit(.toAgent(AgentCommand(name: "reginfo", token: "s\(commandCount)"))) }
        if agent == .up { tell(LineEvent.skipped, "\(count)") }
    }

    /// The answer to the present command could not be read.
    private mutating func answerLost() {
        guard let job = current else { return }
        guard job.purpose != nil else {
            selectedBy = nil
            return finish(job, accepted: false, text: "unreadable")
        }
        current = nil
        isLooking = false
        jobs.removeAll { $0.purpose != nil }
        own("reginfo", purpose: .ping)
    }

    private mutating func happened(_ event: AgentMessage.Event) {
        // The agent selects a caller's account by itself, and its new call with every dial.
        if event.type == "CALL_INCOMING" || event.type == "CALL_CLOSED" { selectedBy = nil }
        let before = lock.owner
        lock.happened(event)
        ownerChanged(before)
        if lock.isDoubtful { look() }
    }

    mutating func rang(_ alarm: Alarm) {
        switch alarm {
        case .ping:
            emit(.schedule(.ping, after: Self.pingInterval))
            guard !jobs.contains(where: { $0.purpose == .ping }), current?.purpose != .ping else { return }
            own("reginfo", purpose: .ping)
        case .answer:
            emit(.log("line: the agent has not answered for \(Self.answerLimit.components.seconds) s; it is ended"))
            emit(.endAgent)
            lost("unresponsive")
            emit(.reconnect)
        }
    }

    /// A trunk answers, or does not.
    mutating func probed(_ trunk: String, _ answers: Bool) {
        trunks[trunk] = answers
        tell(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")
    }

    private mutating func watch(_ id: Int, _ command: LineCommand) {
        let text = command.params ?? ""
        guard let watch = LineCommand.Watch(text) else {
            return emit(.toClient(id, LineEvent.answer(command.token, accepted: false, text: "not understood")))
        }
        trunks = trunks.filter { known in watch.trunks.contains { $0.id == known.key } }
        emit(.watch(watch))
        emit(.toClient(id, LineEvent.answer(command.token, accepted: true, text: "")))
        // Not news, but new to whoever asks.
        for (trunk, answers) in trunks.sorted(by: { $0.key < $1.key }) {
            emit(.toClient(id, LineEvent.message(LineEvent.trunk, "\(trunk) \(answers ? "up" : "down")")))
        }
    }

    // MARK: One command at a time

    private mutating func own(_ name: String, _ parameters: String? = nil, purpose: Purpose) {
        jobs.append(Job(client: 0, command: LineCommand(command: name, params: parameters), purpose: purpose))
        next()
    }

    private mutating func next() {
        while current == nil, agent != .down, !jobs.isEmpty {
            // Until it is known what the agent has, only the broker asks.
            guard let index = agent == .up ? jobs.indices.first : jobs.firstIndex(where: { $0.purpose != nil }) else {
                return
            }
            start(jobs.remove(at: index))
        }
    }

    private mutating func start(_ job: Job) {
        var job = job
        if job.client > 0 {
            guard let client = clients[job.client] else { return }
            if job.command.takesLine {
                guard lock.admits(client.role) else {
                    emit(
                        .log(
                            "line: '\(client.role.rawValue)' may not dial: '\(lock.owner?.rawValue ?? "")' has the line"
                        ))
                    return answer(job, accepted: false, text: "line taken")
                }
                let before = lock.owner
                lock.take(client.role)
                ownerChanged(before)
            }
            if job.command.meansSelection, selectedBy != job.client {
                job.replays = [client.account, client.call].compactMap { $0 }
                // It names a call itself.
                if ["line", "callfind"].contains(job.command.command) {
                    job.replays = [client.account].compactMap { $0 }
                }
            }
        }
        current = job
        send(job.replays.first ?? job.command)
    }

    private mutating func send(_ command: LineCommand) {
        commandCount += 1
        let command = AgentCommand(name: command.command, parameters: command.params, token: "b\(commandCount)")
        guard command.wire != nil else {
            if let job = current { finish(job, accepted: false, text: "too long") }
            return
        }
        emit(.schedule(.answer, after: Self.answerLimit))
        emit(.toAgent(command))
    }

    private mutating func answered(_ response: AgentMessage.Response) {
        let isLost = response.token == "s\(commandCount)"
        guard isLost || response.token == "b\(commandCount)", var job = current else { return }
        emit(.cancel(.answer))
        if isLost { return answerLost() }
        guard job.replays.isEmpty else {
            job.replays.removeFirst()
            guard response.accepted, !response.text.contains("not found") else {
                // The call that was meant is over: nothing may be done to another.
                selectedBy = nil
                return finish(job, accepted: false, text: "call not found")
            }
            current = job
            return send(job.replays.first ?? job.command)
        }
        finish(job, accepted: response.accepted, text: response.text)
    }

    private mutating func finish(_ job: Job, accepted: Bool, text: String) {
        current = nil
        note(job, accepted: accepted && !text.contains("not found"))
        if job.command.takesLine, !accepted {
            let before = lock.owner
            lock.refused()
            ownerChanged(before)
        }
        if let purpose = job.purpose { learned(purpose, text) } else { answer(job, accepted: accepted, text: text) }
        next()
    }

    /// Remembers what a client has selected.
    private mutating func note(_ job: Job, accepted: Bool) {
        switch job.command.command {
        case "uafind":
            selectedBy = job.client
            clients[job.client]?.account = accepted ? job.command : nil
            clients[job.client]?.call = nil
        case "line", "callfind":
            selectedBy = job.client
            clients[job.client]?.call = accepted ? job.command : nil
        case "dial", "accept", "hangup": clients[job.client]?.call = nil
        case "uadel", "uanew": selectedBy = nil
        default: if job.command.meansSelection { selectedBy = job.client }
        }
    }

    private mutating func answer(_ job: Job, accepted: Bool, text: String) {
        guard clients[job.client] != nil else { return }
        clients[job.client]?.waiting -= 1
        emit(.toClient(job.client, LineEvent.answer(job.command.token, accepted: accepted, text: text)))
    }

    // MARK: What the broker asks itself

    private mutating func learned(_ purpose: Purpose, _ text: String) {
        switch purpose {
        case .ping:
            // While somebody has the line, its calls are looked at too: an end without a name would keep it for ever.
            if agent == .greeted || lock.owner != nil { look(AgentText.registrations(in: text).map(\.addressOfRecord)) }
        case .account: break
        case .calls(let isLast):
            counted += AgentText.calls(in: text).count { $0.progress != .incoming }
            if isLast { looked(counted) }
        }
    }

    /// Looks at the calls of all accounts.
    private mutating func look(_ accounts: [String]? = nil) {
        guard let accounts else {
            if !jobs.contains(where: { $0.purpose == .ping }) { own("reginfo", purpose: .ping) }
            return
        }
        guard !isLooking else { return }
        (isLooking, counted, takings) = (true, 0, lock.takings)
        guard !accounts.isEmpty else { return looked(0) }
        for account in accounts.prefix(16) {
            own("uafind", account, purpose: .account)
            own("listcalls", purpose: .calls(last: account == accounts.prefix(16).last))
        }
    }

    private mutating func looked(_ count: Int) {
        isLooking = false
        let before = lock.owner
        lock.looked(count, since: takings)
        guard agent == .greeted else { return ownerChanged(before) }
        agent = .up
        emit(.schedule(.ping, after: Self.pingInterval))
        if lock.owner == nil { tell(LineEvent.free) } else { tell(LineEvent.taken, lock.owner?.rawValue) }
        tell(LineEvent.up, reason)
        reason = nil
    }

    private mutating func ownerChanged(_ before: LineRole?) {
        guard lock.owner != before else { return }
        if let owner = lock.owner { tell(LineEvent.taken, owner.rawValue) } else { tell(LineEvent.free) }
    }
}
