import KioskCore
import Vocabulary

@testable import Telephony

// Sessions for tests of the pure machine, and what stands for the agent's side of them.

private let empty = "\n--- Active calls (0) ---\n\n"

func session() -> AgentSession {
    AgentSession(
        settings: TelephonySettings(trunks: [FakeAgent.trunk]), devices: CallDevices(source: "alsa,microphone"),
        announcements: [:])
}

/// Answers everything outstanding; `calls` is the text of `listcalls`.
func answer(_ session: inout AgentSession, calls: String? = nil) {
    while let (token, purpose) = session.pending.first {
        var text = ""
        if case .registrations = purpose { text = "> \(FakeAgent.trunk.addressOfRecord)   OK" }
        if case .calls = purpose { text = calls ?? empty }
        if case .verifyHangUp = purpose { text = calls ?? empty }
        if case .callID = purpose { text = " af=AF_INET id=c1\n direction: Outgoing\n" }
        session.received(.response(.init(token: token, accepted: true, text: text)))
    }
}

func events(_ session: inout AgentSession) -> [TelephonyEvent] {
    session.takeOutputs().compactMap { if case .event(let event) = $0 { event } else { nil } }
}

func dialled(established: Bool) -> AgentSession {
    var session = session()
    session.connected()
    answer(&session)
    session.dial(
        CallHandle(1), DialTarget(trunk: FakeAgent.trunk.id, number: "120", callClass: .emergency))
    answer(&session)
    let type = established ? "CALL_ESTABLISHED" : "CALL_RINGING"
    session.happened(.init(type: type, account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c1"))
    _ = session.takeOutputs()
    return session
}
