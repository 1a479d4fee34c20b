import KioskCore
import Vocabulary

/// Connection, identification and loss.
extension AgentSession {
    /// The agent is connected, for the first time or again. Events in between are lost, so everything is asked for: the
    /// registrations, and the calls of each account.
    mutating func connected() {
        link = .identifying
        // It may be another agent.
        configured = nil
        failedWays = 0
        call?.begins = nil
        call?.uses = nil
        call?.isSwitching = false
        call?.failedSwitches = 0
        call?.repeats = nil
        held?.repeats = nil
        lacksBridges = false
        ending = []
        listedCalls = []
        // Calls that still exist are listed again, or their event is yet to come.
        foundCalls = []
        waitsForBroker = false
        for alarm in [Alarm.response, .announcement, .broker] { emit(.cancel(alarm)) }
        endAnnouncement(played: false)
        // A former run may have died during an announcement. Its source would stay for this call and all that follow.
        send("ausrc", source, for: .source)
        // Nor may the player be one that leads nowhere, which a former run may have left.
        if devices.players == nil, let player = devices.player {
            configured = CallDevices.Way(player: player, source: source)
            send("auplay", player, for: .player)
        }
        send("reginfo", for: .registrations)
        ask(account: 0)
        if trunks.isEmpty { identified() }
    }

    /// Asks about one account at a time, since the agent's commands apply to the selected account.
    private mutating func ask(account index: Int) {
        guard trunks.indices.contains(index) else { return }
        send("uafind", trunks[index].addressOfRecord, for: .selectForCalls(index))
        send("listcalls", for: .calls(index))
    }

    /// Asks an idle agent for a sign of life. If it does not answer within `responseLimit`, it is lost
    /// (`rang(.response)`).
    mutating func ping() {
        guard link == .up else { return }
        emit(.schedule(.ping, after: Self.pingInterval))
        if pending.isEmpty { send("reginfo", for: .ping) }
    }

    /// The agent is gone, or as good as gone.
    mutating func lost() {
        let believedUp = link == .up || wasUp || !isKnown
        isKnown = true
        link = .down
        wasUp = false
        interruption = nil
        pending = []
        waiting = []
        declining = []
        ending = []
        waitsForBroker = false
        for alarm in [Alarm.response, .announcement, .hangUp, .register, .look, .ping, .askAgain, .broker] {
            emit(.cancel(alarm))
        }
        foundCalls = []
        registered = [:]
        if let held { end(held.handle, .agentLost) }
        if let call { end(call.handle, .agentLost) }
        if believedUp { emit(.event(.agent(.disconnected))) }
    }

    /// Unreadable messages came. An event or an answer may be lost with them, so everything is asked for again. If it
    /// is already being asked for, this waits a while; otherwise one unreadable message would lead to the next.
    mutating func skipped(_ count: Int) {
        emit(.event(.messagesSkipped(count)))
        if link == .up { askAgain() } else { emit(.schedule(.askAgain, after: Self.lookInterval)) }
    }

    /// Asks for everything over the existing connection.
    mutating func askAgain() {
        guard link == .up else { return }
        wasUp = true
        pending = []
        waiting = []
        declining = []
        connected()
    }

    /// The connection broke but may be made again at once. Until then, calls count as continuing.
    mutating func interrupted(_ event: TelephonyEvent) {
        wasUp = wasUp || link == .up
        link = .down
        pending = []
        waiting = []
        declining = []
        // They belonged to commands that are now asked anew.
        for alarm in [Alarm.response, .hangUp] { emit(.cancel(alarm)) }
        // Only when the agent is found alive is it certain that another program took the connection.
        let isDeferred = event == .secondClient || event == .brokerReturned
        if isDeferred { interruption = event } else { emit(.event(event)) }
    }

    /// Handles the registrations printed by the agent. An agent that is shutting down has no accounts left but still
    /// answers.
    mutating func read(registrations text: String) {
        let registrations = AgentText.registrations(in: text)
        guard !registrations.isEmpty || trunks.isEmpty else {
            lost()
            emit(.reconnect)
            return
        }
        for trunk in trunks where trunk.registrationInterval > 0 {
            let line = registrations.first { $0.addressOfRecord == trunk.addressOfRecord }
            if line == nil {
                listedRegistrations[trunk.id] = false
            } else if let state = line?.registered {
                listedRegistrations[trunk.id] = state
            }
        }
    }

    /// Handles the calls printed by the agent for one account. Each is selected and asked for its id. One without an id
    /// is not a call but something that a far side wrote into its name.
    mutating func read(calls text: String, of index: Int) {
        let calls = selectedTrunk == index ? AgentText.calls(in: text).prefix(Self.mostListed) : []
        unlisted = calls.count
        for call in calls {
            send("line", "\(call.line)", for: .selectLine)
            send("callstat", for: .callID(index, call))
        }
        if calls.isEmpty { listed(account: index) }
    }

    /// Handles the id of a listed call, or its absence.
    mutating func read(callID text: String, of call: AgentText.Call, account index: Int) {
        let id = AgentText.callID(in: text)
        if let id, !listedCalls.contains(where: { $0.id == id }) {
            let found = FoundCall(trunk: trunks[index].id, number: call.number, progress: call.progress)
            listedCalls.append(KnownCall(found: found, id: id))
        }
        unlisted -= 1
        if unlisted == 0 { listed(account: index) }
    }

    private mutating func listed(account index: Int) {
        if index == trunks.indices.last { identified() } else { ask(account: index + 1) }
    }

    /// The most calls of an account that are read. The agent allows two; more are not its own.
    private static var mostListed: Int { 8 }

    /// The state is known again.
    private mutating func identified() {
        link = .up
        if let interruption { emit(.event(interruption)) }
        interruption = nil
        emit(.schedule(.ping, after: Self.pingInterval))
        if let held { reconcile(held) }
        if let call { reconcile(call) }
        if call != nil || held != nil { emit(.schedule(.look, after: Self.lookInterval)) }
        // Somebody may have called since the account was asked about.
        foundCalls = listedCalls + foundCalls.filter { known in !listedCalls.contains { $0.id == known.id } }
        for index in foundCalls.indices where foundCalls[index].found.progress != .incoming {
            foundCalls[index].found.isOfBooth = lineOwner != nil
        }
        listedCalls = []
        emit(.event(.found(foundCalls.map(\.found))))
        if !wasUp { emit(.event(.agent(.connected))) }
        isKnown = true
        wasUp = false
        for trunk in trunks { if let state = listedRegistrations[trunk.id] { note(trunk.id, registered: state) } }
        listedRegistrations = [:]
        tellDevices()
    }

    /// Finds our own call among those listed after an interruption, and catches up with what happened to it.
    private mutating func reconcile(_ call: LiveCall) {
        // The call has not been dialled yet. It is not dialled beside a call that the agent has.
        guard call.phase > .selecting else {
            guard !listedCalls.contains(where: { $0.found.progress != .incoming }) else {
                return end(call.handle, .local)
            }
            return begin("uafind", call.trunk.addressOfRecord, for: .selectForDial(call.handle))
        }
        let index = listedCalls.firstIndex {
            if let id = call.id { return $0.id == id }
            let found = $0.found
            return found.trunk == call.trunk.id && found.number == call.number
                && (call.isIncoming || found.progress != .incoming)
        }
        guard let index else { return end(call.handle, .agentLost) }
        let listed = listedCalls.remove(at: index)
        change(call.handle) { $0.id = listed.id }
        let progress = listed.found.progress
        if self.call?.handle == call.handle { advance(to: progress) }
        if call.hangUpRequested { operate(.hangUp, on: call) }
    }

    /// Reports a registration if it changed; the agent repeats it with every refresh.
    mutating func note(_ trunk: TrunkID, registered state: Bool) {
        if !state { emit(.schedule(.register, after: reregister)) }
        guard registered.updateValue(state, forKey: trunk) != state else { return }
        emit(.event(.agent(.trunk(trunk, registered: state))))
    }

    /// Registers trunks anew. The agent itself retries after 15 s at first and after half an hour in the end; making
    /// the account anew registers it at once. That would end the account's calls, so it waits for them.
    mutating func registerAgain() {
        let down = trunks.filter { registered[$0.id] == false && accounts[$0.id] != nil }
        guard link == .up, !down.isEmpty else { return }
        emit(.schedule(.register, after: reregister))
        let isIdle = call == nil && next == nil && foundCalls.isEmpty && lineOwner == nil
        guard isIdle, !pending.contains(where: { $0.purpose.isTransaction }) else { return }
        for trunk in down {
            guard let line = accounts[trunk.id] else { continue }
            send(LineCommand.renew, line, for: .account)
        }
    }
}
