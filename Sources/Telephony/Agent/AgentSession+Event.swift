import KioskCore
import Vocabulary

/// What the agent tells of its own accord.
extension AgentSession {
    mutating func happened(_ event: AgentMessage.Event) {
        switch event.type {
        case let type where type.hasPrefix(LineEvent.prefix): followLine(event)
        case "REGISTER_OK": if let trunk = trunk(event.account) { note(trunk.id, registered: true) }
        case "REGISTER_FAIL": if let trunk = trunk(event.account) { note(trunk.id, registered: false) }
        case "SHUTDOWN", "EXIT":
            // The agent says no more of its calls, and may answer commands for 30 s without having any account.
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
            // Another account may have been selected by a caller when it was dialled.
            if let trunk = trunk(event.account) { self.call?.trunk = trunk }
            // What could not be ended without its id.
            if call.hangUpRequested, let named = self.call { operate(.hangUp, on: named) }
        }
        switch event.type {
        case "CALL_PROGRESS": soundBegins(.earlyMedia)
        case "CALL_RINGING": soundBegins(.ringing)
        case "CALL_ESTABLISHED": soundBegins(.established)
        // A packet is no voice where another leg would be given up for it.
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

    /// The leg that is kept while another is dialled.
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

    /// With each provisional response the agent begins the call's sound anew, on the devices that the call was made with;
    /// perhaps with the answer too.
    private mutating func soundBegins(_ progress: FoundCall.Progress) {
        if let begins = call?.begins { call?.uses = begins }
        advance(to: progress)
        tellDevices()
    }

    /// Whether an event is about our call: by its id, else by its account, else because there is only one call.
    private func concerns(_ call: LiveCall, _ event: AgentMessage.Event) -> Bool {
        guard call.phase > .selecting, event.type != "CALL_INCOMING" else { return false }
        // Another program was a moment faster: what goes out is its call.
        if lineOwner != nil, call.id == nil { return false }
        // While we dial, an event of a caller is not about our call, whatever the account.
        if event.direction.map({ ($0 == "incoming") != call.isIncoming }) ?? false { return false }
        if let known = call.id, let id = event.id { return known == id }
        if let account = event.account, account != call.trunk.addressOfRecord {
            // A caller may have changed the account that the agent had selected, between our selection and our dialling.
            return call.id == nil && call.phase == .dialling && event.direction == "outgoing"
                && event.peer.map(SIPAddress.number(inURI:)) == call.number
        }
        return true
    }

    /// Moves our call on and reports it. 180 and 183 may alternate; an answer is final.
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
        // What sounded before the answer is no voice: it is looked at anew.
        if phase == .established { self.call?.hears = nil }
        report(fact, of: call.handle)
    }

    /// Ends a call of ours for the kiosk.
    mutating func end(_ handle: CallHandle, _ reason: CloseReason) {
        guard let call = live(handle) else { return }
        if [self.call, held].allSatisfy({ $0?.handle == handle || $0?.hangUpRequested != true }) {
            emit(.cancel(.hangUp))
        }
        if call.announcing != nil {
            endAnnouncement(played: false)
            // The agent keeps a switched source for the next call, whose far side would hear this announcement.
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

    /// A call that goes out and that nobody here dialled, such as one that a far side asked the agent for (REFER, RFC 3515):
    /// whoever it reaches would hear the booth. It is ended, by its id, so that no other call can be meant. One that was
    /// there when the connection was made is not: a former run may have dialled it.
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

    /// Reports a caller, or turns one away in the middle of a call: by its id, so that no other call can be meant.
    private mutating func takeIncoming(_ event: AgentMessage.Event) {
        guard let id = event.id, let trunk = trunk(event.account) else { return }
        guard call == nil, next == nil else {
            return decline(id, trunk)
        }
        guard !foundCalls.contains(where: { $0.id == id }) else { return }
        let number = event.peer.map(SIPAddress.number(inURI:)) ?? ""
        let found = FoundCall(trunk: trunk.id, number: number, progress: .incoming)
        foundCalls.append(KnownCall(found: found, id: id))
        // Until everything that was missed is known, it is reported with the rest.
        if link == .up { emit(.event(.incoming(found))) }
    }

    /// A caller hears busy.
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
