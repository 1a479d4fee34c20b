import KioskCore
import Vocabulary

/// What the kiosk does with calls.
extension AgentSession {
    /// Dials, or reports at once why it does not. Reasons that do not need the agent come first.
    mutating func dial(_ handle: CallHandle, _ target: DialTarget) {
        guard let configured = configuredTrunks.first(where: { $0.id == target.trunk }) else {
            return report(.closed(.unreachable), of: handle)
        }
        guard live || configured.isLoopback else { return report(.closed(.notLive), of: handle) }
        // A trunk would answer 484 Address Incomplete.
        guard configured.uri(calling: target.number) != nil else { return report(.closed(.refused(484)), of: handle) }
        // The agent is known to be gone. At the start and during an interruption, the call waits until the state is
        // known.
        guard link != .down || wasUp || !isKnown else { return report(.closed(.agentLost), of: handle) }
        // Never two calls at once: the agent would make both.
        if let call {
            guard call.hangUpRequested else { return report(.closed(.local), of: handle) }
            // The previous call ends within a few milliseconds; this one follows it.
            if let waiting = next { report(.closed(.local), of: waiting.handle) }
            next = (handle, target)
            return
        }
        // Devices that did not work in the last call may work by now.
        if distrustsDevices { failedWays = 0 }
        if self.configured == nil { tellDevices() }
        call = LiveCall(handle: handle, trunk: configured, number: target.number, begins: self.configured)
        call?.uses = self.configured
        call?.callClass = target.callClass
        // The agent would make a second call beside a found one. Whoever was told of the found call decides about it
        // first.
        if let found = foundCalls.first(where: { $0.found.progress != .incoming }) {
            end(handle, .local)
            // It is reported again, since it was no news while we had a call of our own.
            if found.found.isOfBooth { emit(.event(.found([found.found]))) }
            return
        }
        guard link == .up else { return }
        begin("uafind", configured.addressOfRecord, for: .selectForDial(handle), isUrgent: true)
    }

    /// Holds an answered call while another is dialled.
    mutating func hold(_ handle: CallHandle) {
        guard let call, call.handle == handle, call.phase == .established, call.id != nil, held == nil, next == nil
        else { return }
        held = call
        self.call = nil
    }

    /// Takes over a found or incoming call. If it has gone in the meantime, it is reported closed.
    mutating func adopt(_ handle: CallHandle, _ found: FoundCall) {
        let index = foundCalls.firstIndex { $0.found.trunk == found.trunk && $0.found.number == found.number }
        guard let index, let trunk = trunks.first(where: { $0.id == found.trunk }) else {
            return report(.closed(.remote), of: handle)
        }
        let known = foundCalls.remove(at: index)
        let isIncoming = known.found.progress == .incoming
        let adopted = LiveCall(
            handle: handle, trunk: trunk, number: found.number, phase: .dialling, id: known.id, isIncoming: isIncoming)
        guard call == nil else {
            // While we have a call, a caller hears busy. Another call of a former run is taken over so that it can be
            // ended.
            if isIncoming { decline(known.id, trunk) }
            guard held == nil, !isIncoming else { return report(.closed(.remote), of: handle) }
            held = adopted
            return
        }
        call = adopted
        advance(to: known.found.progress)
        tellDevices()
        if !isIncoming { emit(.schedule(.look, after: Self.lookInterval)) }
    }

    /// Answers an adopted incoming call. `.established` follows.
    mutating func answer(_ handle: CallHandle) {
        guard let call, call.handle == handle, call.isIncoming, !call.hangUpRequested else { return }
        operate(.answer, on: call)
    }

    /// Hangs up. A call that has not reached the agent is over at once.
    mutating func hangUp(_ handle: CallHandle) {
        if next?.handle == handle {
            next = nil
            return report(.closed(.local), of: handle)
        }
        guard let call = live(handle), !call.hangUpRequested else { return }
        guard call.phase > .selecting else { return end(handle, .local) }
        change(handle) { $0.hangUpRequested = true }
        // This covers the case that the agent is never told. Once it is told, it has `hangUpLimit`.
        emit(.schedule(.hangUp, after: Self.hangUpLimit * 2))
        // During an interruption the request is kept until the call is found again.
        if link == .up { operate(.hangUp, on: call) }
    }

    /// Sends a digit (RFC 4733) to the far side of an answered call.
    mutating func sendDTMF(_ handle: CallHandle, _ digit: Character) {
        guard let call = live(handle), call.phase == .established,
            SIPAddress.isKeypadCharacter(digit)
        else { return }
        operate(.digit(digit), on: call)
    }

    /// Plays an announcement to the far side in place of the microphone, from its beginning, and then switches back.
    mutating func announce(_ handle: CallHandle, _ announcement: Announcement) {
        guard let call = live(handle), call.phase == .established,
            announcements[announcement] != nil
        else { return emit(.event(.announcementEnded(handle, announcement, played: false))) }
        if announcer != nil { endAnnouncement(played: false) }
        change(handle) { ($0.announcing, $0.repeats) = (announcement, nil) }
        operate(.announce(announcement), on: call)
    }

    /// Selects our call in the agent, then does something to it. The account is selected first, since the agent looks
    /// for a call only in the selected account. After a reconnection or an incoming call, that is another trunk's.
    mutating func operate(_ operation: Operation, on call: LiveCall) {
        let isUrgent = operation == .hangUp || operation == .answer
        begin(
            "uafind", call.trunk.addressOfRecord, for: .selectAccount(call.handle, operation), isUrgent: isUrgent)
    }

    /// The answer to a command.
    mutating func answered(_ purpose: Purpose, accepted: Bool, text: String) {
        switch purpose {
        // The device was not set, so the devices of the next call are unknown.
        case .source, .player:
            guard !accepted || text.contains("no such") else { break }
            if configured == CallDevices.Way.none { (lacksBridges, distrustsDevices) = (true, false) }
            configured = nil
        case .ping, .decline, .account: break
        case .registrations: read(registrations: text)
        case .selectForCalls(let index): selectedTrunk = accepted ? index : nil
        case .calls(let index): read(calls: text, of: index)
        case .selectForDial(let handle): selectedForDial(handle, accepted: accepted)
        // "Line taken": another program of the booth was a moment faster. Its call counts as our own, which rules out a
        // second.
        case .dial(let handle): if !accepted { end(handle, text == "line taken" ? .local : .unreachable) }
        case .selectAccount(let handle, let operation):
            guard accepted, let id = live(handle)?.id else {
                return selected(handle, operation, found: accepted)
            }
            send("callfind", id, for: .select(handle, operation))
        case .select(let handle, let operation):
            // "call not found" comes as an accepted answer. The end of the call is then on its way as an event.
            let found = accepted && !text.contains("not found")
            selected(handle, operation, found: found)
        case .operation(let handle, let operation): operated(handle, operation, accepted: accepted, text: text)
        case .verifyHangUp(let handle):
            guard let call = live(handle) else { return }
            if !AgentText.calls(in: text).contains(where: { $0.number == call.number }) { end(handle, .local) }
        case .selectLine: break
        case .callID(let index, let call): read(callID: accepted ? text : "", of: call, account: index)
        case .linesForHangUp(let handle): hangUp(handle, among: AgentText.calls(in: text))
        case .selectIncomingAccount(let id): send("callfind", id, for: .selectIncoming)
        case .olderInvites(let handle): change(handle) { $0.olderInvites = Set(AgentText.invites(in: text).keys) }
        case .invites(let handle): tried(handle, AgentText.invites(in: text))
        case .selectUnorderedAccount(let id): send("callfind", id, for: .selectUnordered)
        case .selectUnordered: if accepted && !text.contains("not found") { send("hangup", for: .decline) }
        case .selectIncoming: if accepted && !text.contains("not found") { send("hangup", for: .decline) }
        }
    }

    private mutating func selectedForDial(_ handle: CallHandle, accepted: Bool) {
        guard let call, call.handle == handle else { return }
        guard accepted, let uri = call.trunk.uri(calling: call.number) else { return end(handle, .unreachable) }
        self.call?.phase = .dialling
        // A call begins with the microphone that the agent has at that moment, which may be an announcement for the
        // other leg.
        if let other = announcer ?? held.flatMap({ $0.repeats == nil ? nil : $0 }) {
            if other.trunk.id == call.trunk.id { endAnnouncement(played: false) }
            send("ausrc", source, for: .source)
        }
        // This call's INVITE is recognised later as the one that is new.
        send("sipstat", for: .olderInvites(handle))
        send("dial", uri, for: .dial(handle))
        emit(.schedule(.look, after: Self.lookInterval))
    }

    private mutating func selected(_ handle: CallHandle, _ operation: Operation, found: Bool) {
        guard let call = live(handle) else { return }
        switch operation {
        case .hangUp where call.id == nil: send("listcalls", for: .linesForHangUp(handle))
        case .hangUp where !found: send("listcalls", for: .verifyHangUp(handle))
        case .hangUp: sendHangUp(handle)
        case .answer: if found { send("accept", for: .operation(handle, operation)) }
        case .digit(let digit): if found { send("sndcode", String(digit), for: .operation(handle, operation)) }
        case .announce(let announcement):
            guard found, call.announcing == announcement, let file = announcements[announcement] else {
                return endAnnouncement(played: false)
            }
            send("ausrc", "aufile,\(file.path)", for: .operation(handle, operation))
        // The file's silent tail keeps the sound flowing until it is repeated. Without a microphone, nothing else would.
        case .endAnnouncement where call.isMute: repeatLater(call)
        case .endAnnouncement: send("ausrc", source, for: .operation(handle, operation))
        case .listen: switchDevices(of: call)
        case .count: if found { send("audio_debug", for: .operation(handle, operation)) }
        case .heard, .spoken: break
        }
    }

    private mutating func sendHangUp(_ handle: CallHandle) {
        emit(.schedule(.hangUp, after: Self.hangUpLimit))
        send("hangup", for: .operation(handle, .hangUp))
    }

    /// Ends a call that has no id here yet, because it has brought no event. It is looked for among the calls of its
    /// account, so that the other leg is never ended.
    private mutating func hangUp(_ handle: CallHandle, among calls: [AgentText.Call]) {
        guard let call = live(handle) else { return }
        if call.id != nil { return operate(.hangUp, on: call) }
        let ours = calls.filter { $0.number == call.number && $0.progress != .established && $0.progress != .incoming }
        guard let line = ours.last?.line else { return end(handle, .local) }
        send("line", "\(line)", for: .selectLine)
        sendHangUp(handle)
    }

    private mutating func operated(_ handle: CallHandle, _ operation: Operation, accepted: Bool, text: String) {
        guard let call = live(handle) else { return }
        switch operation {
        case .count: if accepted, let packets = AgentText.packets(in: text) { counted(handle, packets) }
        case .digit, .answer, .listen: break
        case .hangUp: send("listcalls", for: .verifyHangUp(handle))
        case .announce(let announcement):
            guard call.announcing == announcement, let file = announcements[announcement] else { return }
            if accepted && !text.contains("failed") {
                emit(.schedule(.announcement, after: file.speechDuration))
                report(.announcing(announcement), of: handle)
            } else {
                // The old source is gone even if the new one failed.
                operate(.endAnnouncement, on: call)
                endAnnouncement(played: false)
            }
        case .endAnnouncement: endAnnouncement(played: true)
        case .heard(let way): switched(to: way, way.player, accepted: accepted, text: text)
        case .spoken(let way): switched(to: way, way.source, accepted: accepted, text: text)
        }
    }

    /// An announcement was spoken to its end, or is to be repeated.
    mutating func announcementRang() {
        if let call = announcer { return operate(.endAnnouncement, on: call) }
        guard let call = [call, held].compactMap({ $0 }).first(where: { $0.repeats != nil }), let again = call.repeats
        else { return }
        announce(call.handle, again)
    }

    private mutating func repeatLater(_ call: LiveCall) {
        endAnnouncement(played: true)
        change(call.handle) { $0.repeats = call.announcing }
        emit(.schedule(.announcement, after: Self.repeatPause))
    }

    /// A microphone was found after all.
    mutating func stopRepeating(_ handle: CallHandle) {
        guard live(handle)?.repeats != nil else { return }
        change(handle) { $0.repeats = nil }
        let other = [call, held].contains { $0?.repeats != nil }
        emit(other ? .schedule(.announcement, after: Self.repeatPause) : .cancel(.announcement))
    }

    /// Forgets the announcement and reports its end.
    mutating func endAnnouncement(played: Bool) {
        guard let call = announcer, let announcement = call.announcing else { return }
        change(call.handle) { $0.announcing = nil }
        emit(.cancel(.announcement))
        emit(.event(.announcementEnded(call.handle, announcement, played: played)))
    }
}
