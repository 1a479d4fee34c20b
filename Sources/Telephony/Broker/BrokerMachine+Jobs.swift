/// Runs one command at a time, after the selections that it needs.
extension BrokerMachine {
    mutating func sendOwn(_ name: String, _ parameters: String? = nil, purpose: Purpose) {
        jobs.append(Job(client: 0, command: LineCommand(command: name, params: parameters), purpose: purpose))
        startNext()
    }

    mutating func startNext() {
        while current == nil, agent != .down, !jobs.isEmpty {
            // Until it is known what the agent has, only the broker asks. Clients that only watch come last.
            let urgent = jobs.firstIndex { $0.purpose != nil || agent == .up && clients[$0.client]?.role != .watch }
            guard let index = urgent ?? (agent == .up ? jobs.indices.first : nil) else { return }
            let job = jobs.remove(at: index)
            start(job)
            forget(job.client)
        }
    }

    mutating func start(_ job: Job) {
        var job = job
        if job.client > 0 {
            guard let client = clients[job.client] else { return }
            if job.command.takesLine {
                guard client.role != .sos || press?.isHeld != true else {
                    return answer(job, accepted: false, text: "held")
                }
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
            if job.command.command == LineCommand.renew { return renew(job) }
            if job.command.meansSelection, selectedBy != job.client {
                job.replays = [client.account, job.command.meansCall ? client.call : nil].compactMap { $0 }
            }
        }
        current = job
        send(job.replays.first ?? job.command)
    }

    mutating func send(_ command: LineCommand) {
        commandCount += 1
        let command = AgentCommand(name: command.command, parameters: command.params, token: "b\(commandCount)")
        guard command.wire != nil else {
            if let job = current { finish(job, accepted: false, text: "too long") }
            return
        }
        emit(.schedule(.answer, after: limit))
        emit(.toAgent(command))
    }

    /// Makes an account anew, which registers it at once and would end its calls. Both commands go out together: should
    /// anything break in between, the agent has both already and is not left without the account. The account is then
    /// selected, since the agent (1.0.0) goes on using the deleted one until another is selected.
    mutating func renew(_ job: Job) {
        let line = job.command.params ?? ""
        let address = line.drop { $0 != "<" }.dropFirst().prefix { $0 != ";" && $0 != ">" }
        guard lock.owner == nil, !address.isEmpty, AgentCommand.fits("uanew", line) else {
            return answer(job, accepted: false, text: lock.owner == nil ? "no account" : "line taken")
        }
        selectedBy = nil
        current = job
        emit(.toAgent(AgentCommand(name: "uadel", parameters: String(address), token: "d\(commandCount)")))
        emit(.toAgent(AgentCommand(name: "uanew", parameters: line, token: "n\(commandCount)")))
        send(LineCommand(command: "uafind", params: String(address)))
    }

    mutating func answered(_ response: AgentMessage.Response) {
        let isLost = response.token == "s\(commandCount)"
        guard isLost || response.token == "b\(commandCount)", var job = current else { return }
        emit(.cancel(.answer))
        if isLost { return answerLost() }
        guard job.replays.isEmpty else {
            job.replays.removeFirst()
            guard response.accepted, !response.text.contains("not found") else {
                // The intended call is over. Nothing may be done to another.
                selectedBy = nil
                clients[job.client]?.call = nil
                return end(job, accepted: false, text: "call not found")
            }
            if job.replays.isEmpty { selectedBy = job.client }
            current = job
            return send(job.replays.first ?? job.command)
        }
        finish(job, accepted: response.accepted, text: response.text)
    }

    mutating func finish(_ job: Job, accepted: Bool, text: String) {
        note(job, accepted: accepted && !text.contains("not found"))
        end(job, accepted: accepted, text: text)
    }

    mutating func end(_ job: Job, accepted: Bool, text: String) {
        current = nil
        if job.command.takesLine, !accepted {
            let before = lock.owner
            lock.refused()
            ownerChanged(before)
        }
        if let purpose = job.purpose { learned(purpose, text) } else { answer(job, accepted: accepted, text: text) }
        forget(job.client)
        startNext()
    }

    /// Remembers what a client has selected.
    mutating func note(_ job: Job, accepted: Bool) {
        switch job.command.command {
        case "uafind":
            selectedBy = job.client
            clients[job.client]?.account = accepted ? job.command : nil
            clients[job.client]?.call = nil
        case "line", "callfind":
            selectedBy = job.client
            clients[job.client]?.call = accepted ? job.command : nil
        case "dial", "accept", "hangup": clients[job.client]?.call = nil
        case LineCommand.renew: selectedBy = nil
        default: if job.command.meansSelection { selectedBy = job.client }
        }
    }

    mutating func answer(_ job: Job, accepted: Bool, text: String) {
        guard let client = clients[job.client], !client.isGone else { return }
        clients[job.client]?.waiting -= 1
        emit(.toClient(job.client, LineEvent.answer(job.command.token, accepted: accepted, text: text)))
    }
}
