import KioskCore
import Vocabulary

/// What the agent reports of its own accord.
extension AgentSession {
    mutating func happened(_ event: AgentMessage.Event) {
        switch event.type {
        case let type where type.hasPrefix(LineEvent.prefix): followLine(event)
        case "REGISTER_OK": if let trunk = trunk(event.account) { note(trunk.id, registered: true) }
        case "REGISTER_FAIL": if let trunk = trunk(event.account) { note(trunk.id, registered: false) }
        case "SHUTDOWN", "EXIT":
            // The agent reports nothing more about its calls, and may answer commands for another 30 s without having
            // any account.
            lost()
            emit(.reconnect)
        case let type where type.hasPrefix("CALL_") || type == "AUDIO_ERROR":
            if let held, let id = held.id, id == event.id {
                followHeldLeg(event, held)
            } else if let call, concerns(call, event) {
                followOurs(event, call)
            } else {
                followOthers(event)
            }
        default: break
        }
    }

    private mutating func followOurs(_ event: AgentMessage.Event, _ call: LiveCall) {
        if call.id == nil, let id = event.id {
            self.call?.id = id
            // A caller may have made the agent select another account when the call was dialled.
            if let trunk = trunk(event.account) { self.call?.trunk = trunk }
            // Without its id the call could not be ended before.
            if call.hangUpRequested, let named = self.call { operate(.hangUp, on: named) }
        }
        switch event.type {
        case "CALL_PROGRESS": soundBegins(.earlyMedia)
        case "CALL_RINGING": soundBegins(.ringing)
        case "CALL_ESTABLISHED": soundBegins(.established)
        // While another leg is held, a packet is not taken for a voice: the other leg would be given up for it.
        case "CALL_RTPESTAB" where held == nil: hear(call.handle, true)
        case "CALL_DTMF_START": if let digit = event.parameter?.first { report(.dtmf(digit), of: call.handle) }
        case "AUDIO_ERROR": self.call?.audioFailed = true
        case "CALL_CLOSED":
            let closing = ClosingText(
                text: event.parameter ?? "", established: call.phase == .established,
                hangUpRequested: call.hangUpRequested, audioFailed: call.audioFailed)
            end(call.handle, closing.reason)
        default: break
        }
    }

    /// Follows the leg that is held while another is dialled.
    private mutating func followHeldLeg(_ event: AgentMessage.Event, _ call: LiveCall) {
        switch event.type {
        case "CALL_RTPESTAB": hear(call.handle, true)
        case "CALL_CLOSED":
            let closing = ClosingText(
                text: event.parameter ?? "", established: true, hangUpRequested: call.hangUpRequested,
                audioFailed: false)
            end(call.handle, closing.reason)
        default: break
        }
    }

    /// Follows a change after which the agent starts the call's sound anew, on the devices that the call was made with.
    /// The agent does this with each provisional response, and perhaps with the answer.
    private mutating func soundBegins(_ progress: FoundCall.Progress) {
        if let begins = call?.begins { call?.uses = begins }
        // What failed in early media is tried once more, and the far side can hear an announcement from now on.
        if progress == .established, distrustsDevices {
            failedWays = 0
            call?.failedSwitches = 0
        }
        advance(to: progress)
        tellDevices()
    }

    /// Whether an event is about our call. This is decided by its id, else by its account, else because there is only
    /// one call.
    private func concerns(_ call: LiveCall, _ event: AgentMessage.Event) -> Bool {
        guard call.phase > .selecting, event.type != "CALL_INCOMING" else { return false }
        // Another program was a moment faster; the outgoing call is its own.
        if lineOwner != nil, call.id == nil { return false }
        // While we dial, an event about a caller is not about our call, whatever the account.
        if event.direction.map({ ($0 == "incoming") != call.isIncoming }) ?? false { return false }
        if let known = call.id, let id = event.id { return known == id }
        if let account = event.account, account != call.trunk.addressOfRecord {
            // A caller may have changed the agent's selected account between our selection and our dialling.
            return call.id == nil && call.phase == .dialling && event.direction == "outgoing"
                && event.peer.map(SIPAddress.number(inURI:)) == call.number
        }
        return true
    }

    /// Moves our call on and reports it. 180 and 183 may alternate, but an answer is final.
    mutating func advance(to progress: FoundCall.Progress) {
        guard let call, call.phase != .established else { return }
        let (phase, fact): (LiveCall.Phase, CallFact)
        switch progress {
        case .dialled, .incoming: return
        case .ringing: (phase, fact) = (.ringing, .ringing)
        case .earlyMedia: (phase, fact) = (.earlyMedia, .earlyMedia)
        case .established: (phase, fact) = (.established, .established)
        }
        guard call.phase != phase else { return }
        self.call?.phase = phase
        // Sound before the answer is not a voice, so the sound is looked at anew.
        if phase == .established { self.call?.hears = nil }
        report(fact, of: call.handle)
    }

    /// Ends a call of ours for the kiosk.
    mutating func end(_ handle: CallHandle, _ reason: CloseReason) {
        guard let call = live(handle) else { return }
        if reason == .audio, redialWithoutDevices(call) { return }
        if [self.call, held].allSatisfy({ $0?.handle == handle || $0?.hangUpRequested != true }) {
            emit(.cancel(.hangUp))
        }
        if call.announcing != nil || call.repeats != nil {
            endAnnouncement(played: false)
            stopRepeating(handle)
            // The agent keeps a switched source for the next call, whose far side would then hear this announcement.
            if link == .up { send("ausrc", source, for: .source) }
        }
        let wasHeld = held?.handle == handle
        if wasHeld { held = nil } else { self.call = nil }
        if reason == .audio { deviceFailed(nil) }
        report(.closed(reason), of: handle)
        tellDevices()
        guard !wasHeld, let next else { return }
        self.next = nil
        dial(next.handle, next.target)
    }

    /// An event of a call that was neither dialled nor adopted here.
    private mutating func followOthers(_ event: AgentMessage.Event) {
        switch event.type {
        case "CALL_INCOMING": takeIncoming(event)
        case "CALL_CLOSED":
            if let id = event.id, ending.remove(id) != nil { return }
            if let id = event.id, declining.remove(id) != nil {
                emit(.event(.incomingDeclined(trunk(event.account)?.id)))
            } else {
                forget(event)
            }
        default: followUnordered(event)
        }
    }

    /// Ends an outgoing call that nobody here dialled, such as one that a far side asked the agent for (REFER, RFC
    /// 3515): whoever it reaches would hear the booth. It is ended by its id, so that no other call can be meant. A
    /// call that was there when the connection was made is not ended, since a former run may have dialled it.
    private mutating func followUnordered(_ event: AgentMessage.Event) {
        if lineOwner != nil { return followBoothsOther(event) }
        guard link == .up, event.direction == "outgoing", let id = event.id, let trunk = trunk(event.account),
            !foundCalls.contains(where: { $0.id == id || $0.id == nil && $0.found.trunk == trunk.id }),
            ![call, held].contains(where: { $0?.id == nil && $0?.trunk.id == trunk.id }),
            ending.insert(id).inserted
        else { return }
        emit(.event(.agent(.unordered)))
        begin("uafind", trunk.addressOfRecord, for: .selectUnorderedAccount(id))
    }

    /// Reports a caller, or turns one away during a call. This is done by its id, so that no other call can be meant.
    private mutating func takeIncoming(_ event: AgentMessage.Event) {
        guard let id = event.id, let trunk = trunk(event.account) else { return }
        guard call == nil, next == nil else {
            return decline(id, trunk)
        }
        guard !foundCalls.contains(where: { $0.id == id }) else { return }
        let number = event.peer.map(SIPAddress.number(inURI:)) ?? ""
        let found = FoundCall(trunk: trunk.id, number: number, progress: .incoming)
        foundCalls.append(KnownCall(found: found, id: id))
        // While the connection is still being identified, the caller is not reported here, but afterwards with everything
        // else that was missed.
        if link == .up { emit(.event(.incoming(found))) }
    }

    /// Turns a caller away with busy.
    mutating func decline(_ id: String?, _ trunk: Trunk) {
        guard let id, declining.insert(id).inserted else { return }
        begin("uafind", trunk.addressOfRecord, for: .selectIncomingAccount(id))
    }

    private mutating func forget(_ event: AgentMessage.Event) {
        let number = event.peer.map(SIPAddress.number(inURI:))
        let trunk = trunk(event.account)?.id
        let index = foundCalls.firstIndex { known in
            if let id = known.id, let ended = event.id { return id == ended }
            return [nil, known.found.trunk].contains(trunk) && [nil, known.found.number].contains(number)
        }
        if let index { foundCalls.remove(at: index) }
        tellDevices()
    }
}
