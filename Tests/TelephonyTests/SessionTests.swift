import KioskCore
import Testing

@testable import Telephony

/// The session as a pure machine: time-outs and reconciliation, without waiting for them.
@Suite struct SessionTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: FakeAgent.trunk.id, number: "120", callClass: .emergency)
    let empty = "\n--- Active calls (0) ---\n\n"

    private func session() -> AgentSession {
        AgentSession(
            settings: TelephonySettings(trunks: [FakeAgent.trunk]), devices: CallDevices(source: "alsa,microphone"),
            announcements: [:])
    }

    /// Answers everything outstanding; `calls` is the text of `listcalls`.
    private func answer(_ session: inout AgentSession, calls: String? = nil) {
        while let (token, purpose) = session.pending.first {
            var text = ""
            if case .registrations = purpose { text = "> \(FakeAgent.trunk.addressOfRecord)   OK" }
            if case .calls = purpose { text = calls ?? empty }
            if case .verifyHangUp = purpose { text = calls ?? empty }
            session.received(.response(.init(token: token, accepted: true, text: text)))
        }
    }

    private func events(_ session: inout AgentSession) -> [TelephonyEvent] {
        session.takeOutputs().compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    private func dialled(established: Bool) -> AgentSession {
        var session = session()
        session.connected()
        answer(&session)
        session.dial(handle, target)
        answer(&session)
        let type = established ? "CALL_ESTABLISHED" : "CALL_RINGING"
        session.happened(.init(type: type, account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c1"))
        _ = session.takeOutputs()
        return session
    }

    @Test func anAgentThatStopsAnsweringIsLostAndItsCallWithIt() {
        var session = dialled(established: true)
        session.sendDTMF(handle, "1")
        #expect(session.takeOutputs().contains(.schedule(.response, after: AgentSession.responseLimit)))
        session.rang(.response)
        let outputs = session.takeOutputs()
        #expect(outputs.contains(.event(.call(handle, .closed(.agentLost)))))
        #expect(outputs.contains(.event(.agent(.disconnected))))
        #expect(outputs.last == .reconnect)
    }

    @Test func aHangUpThatTheAgentKnowsNothingOfIsCheckedAndThenTrue() {
        var session = dialled(established: false)
        session.hangUp(handle)
        answer(&session)
        #expect(events(&session) == [.call(handle, .closed(.local))])
    }

    @Test func aHangUpWithoutEffectIsNotCalledAnEnd() {
        var session = dialled(established: false)
        session.hangUp(handle)
        answer(&session, calls: "> [line 1]  0:00:08  RINGING   sip:120@127.0.0.1:5099;transport=udp")
        #expect(events(&session).isEmpty)
        session.rang(.hangUp)
        #expect(session.takeOutputs().last == .reconnect)
    }

    @Test func aCallDuringAnInterruptionGoesOnAndCatchesUp() {
        var session = dialled(established: false)
        session.interrupted(.secondClient)
        session.connected()
        answer(&session, calls: "> [line 1]  0:00:08  ESTABLISHED   sip:120@127.0.0.1:5099;transport=udp")
        #expect(events(&session) == [.secondClient, .call(handle, .established), .found([])])
    }

    @Test func aCallThatEndedDuringAnInterruptionIsLost() {
        var session = dialled(established: true)
        session.interrupted(.secondClient)
        session.connected()
        answer(&session)
        #expect(events(&session) == [.secondClient, .call(handle, .closed(.agentLost)), .found([])])
    }

    @Test func aHangUpDuringAnInterruptionIsDoneAfterIt() {
        var session = dialled(established: true)
        session.interrupted(.secondClient)
        session.hangUp(handle)
        _ = session.takeOutputs()
        session.connected()
        answer(&session, calls: "> [line 1]  0:00:08  ESTABLISHED   sip:120@127.0.0.1:5099;transport=udp")
        let hangUps = session.takeOutputs().filter { output in
            if case .send(let command) = output { command.name == "hangup" } else { false }
        }
        #expect(hangUps.count == 1)
    }

    @Test func anAgentWithoutAccountsIsOnItsWayOut() {
        var session = session()
        session.connected()
        for (token, _) in session.pending.prefix(2) {
            session.received(.response(.init(token: token, accepted: true, text: "\n--- User Agents (0) ---\n\n")))
        }
        let outputs = session.takeOutputs()
        #expect(outputs.last == .reconnect)
        #expect(!outputs.contains(.event(.agent(.connected))))
    }

    @Test func aDeclinedCallAndOurOwnNeverShareASelection() {
        var session = dialled(established: true)
        session.happened(
            .init(type: "CALL_INCOMING", account: FakeAgent.trunk.addressOfRecord, direction: "incoming", id: "in"))
        session.sendDTMF(handle, "1")
        answer(&session)
        let commands = session.takeOutputs().compactMap { output in
            if case .send(let command) = output { [command.name, command.parameters ?? ""] } else { nil }
        }
        let account = ["uafind", FakeAgent.trunk.addressOfRecord]
        #expect(
            commands == [
                account, ["callfind", "in"], ["hangup", ""], account, ["callfind", "c1"], ["sndcode", "1"],
            ])
    }

    /// The agent finds a call in the selected account only, and a reconnection ends with the last one selected.
    @Test func theAccountOfTheCallIsSelectedBeforeTheCall() {
        var session = AgentSession(
            settings: TelephonySettings(
                trunks: [
                    FakeAgent.trunk,
                    Trunk(id: TrunkID(rawValue: "second"), host: "127.0.0.1", port: 5098, user: "booth"),
                ]),
            devices: CallDevices(source: "alsa,microphone"), announcements: [:])
        session.connected()
        answer(&session)
        session.dial(handle, target)
        answer(&session)
        session.happened(
            .init(type: "CALL_ESTABLISHED", account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c1"))
        session.interrupted(.secondClient)
        session.connected()
        answer(&session, calls: "> [line 1]  0:00:08  ESTABLISHED   sip:120@127.0.0.1:5099;transport=udp")
        _ = session.takeOutputs()
        session.hangUp(handle)
        answer(&session)
        let commands = session.takeOutputs().compactMap { output in
            if case .send(let command) = output { [command.name, command.parameters ?? ""] } else { nil }
        }
        #expect(
            commands.prefix(3) == [["uafind", FakeAgent.trunk.addressOfRecord], ["callfind", "c1"], ["hangup", ""]])
    }

    @Test(arguments: [
        ("486 Busy Here", true, false, false, CloseReason.refused(486)),
        ("401 Unauthorized", false, false, false, .refused(401)),
        ("Connection reset by user", true, true, false, .local),
        ("Connection reset by user", true, false, false, .agentLost),
        ("Connection reset by peer", true, false, false, .remote),
        ("Connection reset by peer", false, false, false, .unreachable),
        ("Connection timed out", false, false, false, .unreachable),
        ("Connection refused", false, false, false, .unreachable),
        ("Destination address required", false, false, false, .unreachable),
        ("rtp stream error", true, false, false, .mediaLost),
        ("end of file", true, false, true, .audio),
        ("Unknown error -2", true, false, false, .audio),
    ])
    func closingTexts(text: String, established: Bool, hangUp: Bool, audio: Bool, reason: CloseReason) {
        let closing = ClosingText(text: text, established: established, hangUpRequested: hangUp, audioFailed: audio)
        #expect(closing.reason == reason)
    }

    // MARK: Handset and loudspeaker

    private func withTwoDevices() -> AgentSession {
        AgentSession(
            settings: TelephonySettings(trunks: [FakeAgent.trunk]),
            devices: CallDevices(
                source: "alsa,mic", handsFreeSource: "alsa,booth_mic",
                players: .init(handset: "alsa,handset", loudspeaker: "alsa,speaker")),
            announcements: [:])
    }

    private func commands(_ session: inout AgentSession) -> [String] {
        session.takeOutputs().compactMap { output in
            if case .send(let command) = output {
                [command.name, command.parameters ?? ""].joined(separator: " ")
            } else {
                nil
            }
        }
    }

    private func switches(_ session: inout AgentSession) -> [String] {
        commands(&session).filter { $0.hasPrefix("au") }
    }

    private func happened(_ type: String, _ session: inout AgentSession) {
        session.happened(.init(type: type, account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c1"))
        answer(&session)
    }

    @Test func everyAgentIsToldWhereCallsAreHeard() {
        var session = withTwoDevices()
        session.connected()
        answer(&session)
        #expect(switches(&session).suffix(2) == ["auplay alsa,speaker", "ausrc alsa,booth_mic"])
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session) == ["auplay alsa,handset", "ausrc alsa,mic"])
        session.lost()
        session.connected()
        answer(&session)
        #expect(switches(&session).suffix(2) == ["auplay alsa,handset", "ausrc alsa,mic"])
    }

    @Test func aBoothThatDoesNotKnowItsHandsetLeavesCallsWhereTheyAre() {
        var session = dialled(established: true)
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session).isEmpty)
    }

    @Test func aCallIsSwitchedOnceItsSoundHasBegun() {
        var session = withTwoDevices()
        session.connected()
        answer(&session)
        session.dial(handle, target)
        answer(&session)
        _ = session.takeOutputs()
        session.listen(at: .handset)
        happened("CALL_RINGING", &session)
        #expect(switches(&session).isEmpty)
        happened("CALL_ESTABLISHED", &session)
        #expect(
            commands(&session) == [
                "uafind \(FakeAgent.trunk.addressOfRecord)", "callfind c1", "auplay alsa,handset", "ausrc alsa,mic",
            ])
        session.listen(at: .loudspeaker)
        answer(&session)
        #expect(switches(&session) == ["auplay alsa,speaker", "ausrc alsa,booth_mic"])
    }

    @Test func aCallThatEndedBeforeItsSoundLeavesTheNextOneWhereItBelongs() {
        var session = withTwoDevices()
        session.connected()
        answer(&session)
        session.dial(handle, target)
        answer(&session)
        _ = session.takeOutputs()
        session.listen(at: .handset)
        happened("CALL_CLOSED", &session)
        #expect(switches(&session) == ["auplay alsa,handset", "ausrc alsa,mic"])
    }

    @Test func aDeviceThatTheAgentCannotOpenGivesWayToTheOther() {
        var session = withTwoDevices()
        session.connected()
        answer(&session)
        session.dial(handle, target)
        answer(&session)
        happened("CALL_ESTABLISHED", &session)
        _ = session.takeOutputs()
        session.listen(at: .handset)
        while let (token, purpose) = session.pending.first {
            let isSwitch = if case .operation(_, .listen) = purpose { true } else { false }
            session.received(
                .response(
                    .init(
                        token: token, accepted: true,
                        text: isSwitch ? "failed to set audio-player (No such device)" : "")))
        }
        let outputs = session.takeOutputs()
        let switches = outputs.compactMap { output in
            if case .send(let command) = output, command.name == "auplay" { command.parameters } else { nil }
        }
        #expect(switches == ["alsa,handset", "alsa,speaker"], "and no more, though that failed too")
        #expect(outputs.contains(.event(.deviceFailed("alsa,handset"))))
    }
}
