import Vocabulary
import KioskCore

/// What the broker of the agent's control link reports.
extension AgentSession {
    mutating func followLine(_ event: AgentMessage.Event) {
        let parameter = event.parameter ?? ""
        switch event.type {
        case LineEvent.up:
            // The agent is alive, but what it said in between is lost.
            if link != .down {
                interrupted(ControlProtocolError(rawValue: parameter).map { .protocolError($0) } ?? .secondClient)
            }
            connected()
        case LineEvent.down: lost()
        case LineEvent.skipped: skipped(Int(parameter) ?? 1)
        case LineEvent.taken: lineOwner = LineRole(rawValue: parameter).flatMap { $0 == .kiosk ? nil : $0 }
        case LineEvent.free:
            // Another program may leave its devices to the agent.
            if lineOwner != nil { configured = nil }
            lineOwner = nil
        case LineEvent.sosKey: if let number = UInt64(parameter) { emit(.event(.sosKey(number))) }
        case LineEvent.sosDone: if let number = UInt64(parameter) { emit(.event(.sosDone(number))) }
        case LineEvent.trunk:
            let words = parameter.split(separator: " ")
            guard words.count > 1, let state = words.last,
                let trunk = trunks.first(where: {
                    $0.id.rawValue == words.dropLast().joined(separator: " ")
                })
            else { return }
            emit(.event(.agent(.reachable(trunk.id, state == "up"))))
        default: break
        }
    }

    /// The broker is away. It usually comes back at once, and the calls continue meanwhile. If not, the agent is out of
    /// reach.
    mutating func brokerLeft() {
        lineOwner = nil
        guard link != .down || wasUp else { return lost() }
        interrupted(.brokerReturned)
        waitForBroker()
    }

    /// There is a connection to the broker. The broker then reports the state, unless it hangs.
    mutating func brokerReached() { if link == .down { waitForBroker() } }

    /// Starts the time limit. It is not extended if the broker comes and goes meanwhile.
    private mutating func waitForBroker() {
        guard !waitsForBroker else { return }
        waitsForBroker = true
        emit(.schedule(.broker, after: Self.brokerLimit))
    }

    /// The broker cannot be reached yet.
    mutating func brokerMissing() { if !wasUp { lost() } }

    /// Follows a call that another program of the booth has made. It is shown, and nobody here ends it.
    mutating func followBoothsOther(_ event: AgentMessage.Event) {
        guard link == .up, event.direction == "outgoing", let id = event.id, let trunk = trunk(event.account) else {
            return
        }
        let progress: FoundCall.Progress? =
            switch event.type {
            case "CALL_RINGING": .ringing
            case "CALL_PROGRESS": .earlyMedia
            case "CALL_ESTABLISHED", "CALL_RTCP", "CALL_DTMF_START": .established
            default: nil
            }
        if let index = foundCalls.firstIndex(where: { $0.id == id }) {
            if let progress { foundCalls[index].found.progress = progress }
            return
        }
        let number = event.peer.map(SIPAddress.number(inURI:)) ?? ""
        var found = FoundCall(trunk: trunk.id, number: number, progress: progress ?? .dialled)
        found.isOfBooth = true
        foundCalls.append(KnownCall(found: found, id: id))
        if call == nil { emit(.event(.found([found]))) }
    }
}
