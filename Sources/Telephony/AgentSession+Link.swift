import KioskCore

/// Connection, identification, loss.
extension AgentSession {
    /// The connection stands, for the first time or again. Events in between are lost, so everything is asked for: the
    /// registrations, and per account the calls.
    mutating func connected() {
        link = .identifying
        // It may be another agent.
        configured = nil
        failedWays = 0
        call?.begins = nil
        call?.uses = nil
        call?.isSwitching = false
        ending = []
        listedCalls = []
        emit(.cancel(.response))
        emit(.cancel(.announcement))
        endAnnouncement(played: false)
        // A former run may have died in an announcement; its source would stay for this call and all that follow.
        send("ausrc", source, for: .source)
        send("reginfo", for: .registrations)
        for index in trunks.indices {
            send("uafind", trunks[index].addressOfRecord, for: .selectForCalls(index))
            send("listcalls", for: .calls(index))
        }
        if trunks.isEmpty { identified() }
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
        for alarm in [Alarm.response, .announcement, .hangUp, .register, .look] { emit(.cancel(alarm)) }
        foundCalls = []
        registered = [:]
        if let held { end(held.handle, .agentLost) }
        if let call { end(call.handle, .agentLost) }
        if believedUp { emit(.event(.agent(.disconnected))) }
    }

    /// Messages came that could not be read: an event among them, or an answer, may be lost. So all is asked for again, but
    /// not within an identification, or one message that cannot be read would lead to the next.
    mutating func skipped(_ count: Int) {
        emit(.event(.messagesSkipped(count)))
        guard link == .up else { return }
        wasUp = true
        pending = []
        waiting = []
        declining = []
        connected()
    }

    /// The connection broke but may be made again at once; until then calls count as going on.
    mutating func interrupted(_ event: TelephonyEvent) {
        wasUp = wasUp || link == .up
        link = .down
        pending = []
        waiting = []
        declining = []
        // That another program took the connection is certain only when the agent is found alive.
        if event == .secondClient { interruption = event } else { emit(.event(event)) }
    }

    /// Handles the registrations printed by the agent. An agent on its way out has no accounts left but still answers.
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

    /// Handles the calls printed by the agent for one account, and ends the identification after the last.
    mutating func read(calls text: String, of index: Int) {
        if selectedTrunk == index {
            listedCalls += AgentText.calls(in: text).map {
                FoundCall(trunk: trunks[index].id, number: $0.number, progress: $0.progress)
            }
        }
        if index == trunks.indices.last { identified() }
    }

    /// Everything that was missed is known.
    private mutating func identified() {
        link = .up
        if let interruption { emit(.event(interruption)) }
        interruption = nil
        if let held { reconcile(held) }
        if let call { reconcile(call) }
        if call != nil || held != nil { emit(.schedule(.look, after: Self.lookInterval)) }
        let announced = foundCalls.filter { known in
            known.id != nil
                && !listedCalls.contains { $0.trunk == known.found.trunk && $0.number == known.found.number }
        }
        foundCalls =
            listedCalls.map { found in
                KnownCall(
                    found: found,
                    id: foundCalls.first { $0.found.trunk == found.trunk && $0.found.number == found.number }?.id)
            } + announced
        listedCalls = []
        emit(.event(.found(foundCalls.map(\.found))))
        if !wasUp { emit(.event(.agent(.connected))) }
        isKnown = true
        wasUp = false
        for trunk in trunks { if let state = listedRegistrations[trunk.id] { note(trunk.id, registered: state) } }
        listedRegistrations = [:]
        tellDevices()
    }

    /// Finds our own call among those listed after an interruption and catches up with what happened to it.
    private mutating func reconcile(_ call: LiveCall) {
        // It has not been dialled yet.
        guard call.phase > .selecting else {
            return begin("uafind", call.trunk.addressOfRecord, for: .selectForDial(call.handle))
        }
        let index = listedCalls.firstIndex {
            $0.trunk == call.trunk.id && $0.number == call.number && (call.isIncoming || $0.progress != .incoming)
        }
        guard let index else { return end(call.handle, .agentLost) }
        let progress = listedCalls.remove(at: index).progress
        if self.call?.handle == call.handle { advance(to: progress) }
        if call.hangUpRequested { operate(.hangUp, on: call) }
    }

    /// Reports a registration where it changed; the agent repeats it with every refresh.
    mutating func note(_ trunk: TrunkID, registered state: Bool) {
        if !state { emit(.schedule(.register, after: reregister)) }
        guard registered.updateValue(state, forKey: trunk) != state else { return }
        emit(.event(.agent(.trunk(trunk, registered: state))))
    }

    /// The agent itself tries again after 15 s at first and half an hour in the end; making the account anew registers it
    /// at once. That would end the account's calls, so it waits for them.
    mutating func registerAgain() {
        let down = trunks.filter { registered[$0.id] == false && accounts[$0.id] != nil }
        guard link == .up, !down.isEmpty else { return }
        emit(.schedule(.register, after: reregister))
        let isIdle = call == nil && next == nil && foundCalls.isEmpty
        guard isIdle, !pending.contains(where: { $0.purpose.isTransaction }) else { return }
        for trunk in down {
            guard let line = accounts[trunk.id], AgentCommand.fits("uanew", line) else { continue }
            // One after the other without waiting: should the connection break in between, the agent has both already and
            // is not left without the account.
            send("uadel", trunk.addressOfRecord, for: .account)
            send("uanew", line, for: .account)
        }
    }
}
