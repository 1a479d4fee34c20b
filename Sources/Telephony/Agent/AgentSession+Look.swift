import Vocabulary

/// What the agent reports in no event and has to be asked for: whether sound arrives, and whether a peer is processing
/// the call.
extension AgentSession {
    /// Looks at all calls, and again after a while as long as there is one.
    mutating func look() {
        guard link == .up else { return }
        let looksForAnswer = pending.contains { if case .invites = $0.purpose { true } else { false } }
        for call in [call, held].compactMap({ $0 }) where !call.hangUpRequested && !isCounting(call.handle) {
            // Without an id, the call can be meant only if it is the only one.
            if call.phase >= .earlyMedia, call.id != nil || held == nil {
                operate(.count, on: call)
            } else if call.phase == .dialling, !call.isTried, !call.isIncoming, !looksForAnswer {
                send("sipstat", for: .invites(call.handle))
            }
        }
        if call != nil || held != nil { emit(.schedule(.look, after: Self.lookInterval)) }
    }

    /// This many packets of sound have arrived in a call.
    mutating func counted(_ handle: CallHandle, _ packets: Int) {
        guard let call = live(handle), call.phase >= .earlyMedia else { return }
        // A new stream starts counting from zero again.
        let arrives = packets > call.packets || packets > 0 && packets < call.packets
        change(handle) { $0.packets = packets }
        hear(handle, arrives)
    }

    /// Reports whether sound arrives, if that changed.
    mutating func hear(_ handle: CallHandle, _ arrives: Bool) {
        guard let call = live(handle), call.hears != arrives else { return }
        change(handle) { $0.hears = arrives }
        report(.sound(arrives), of: handle)
    }

    /// Reads the agent's INVITE transactions. The new one belongs to our call; it proceeds once its peer has answered
    /// 100.
    mutating func tried(_ handle: CallHandle, _ invites: [String: Bool]) {
        guard let call = live(handle), !call.isTried else { return }
        let isProceeding = invites.contains { !call.olderInvites.contains($0.key) && $0.value }
        guard isProceeding else { return }
        change(handle) { $0.isTried = true }
        report(.trying, of: handle)
    }
}
