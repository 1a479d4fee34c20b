import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// The session as a pure machine: time-outs and reconciliation, without waiting for them.
@Suite struct SessionTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: FakeAgent.trunk.id, number: "120", callClass: .emergency)

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

    private func line(_ session: inout AgentSession, _ type: String, _ parameter: String? = nil) {
        session.happened(.init(type: type, parameter: parameter))
    }

    @Test("A broker that connects and says nothing is told as a dead line; one that was away has its time only once")
    func silentBroker() {
        var session = session()
        session.brokerReached()
        #expect(session.takeOutputs().contains(.schedule(.broker, after: AgentSession.brokerLimit)))
        session.rang(.broker)
        #expect(events(&session) == [.agent(.disconnected)])
        session = dialled(established: true)
        session.brokerLeft()
        #expect(session.takeOutputs().contains(.schedule(.broker, after: AgentSession.brokerLimit)))
        session.brokerReached()
        session.brokerLeft()
        #expect(!session.takeOutputs().contains(.schedule(.broker, after: AgentSession.brokerLimit)))
        session.rang(.broker)
        #expect(events(&session) == [.call(handle, .closed(.agentLost)), .agent(.disconnected)])
    }

    @Test("An event of a call that another program has made is not taken for our own, which was refused the line")
    func anothersEvent() {
        var session = session()
        session.connected()
        answer(&session)
        session.dial(handle, target)
        while let (token, purpose) = session.pending.first, !purpose.isDial {
            session.received(.response(.init(token: token, accepted: true, text: "")))
        }
        line(&session, LineEvent.taken, "sos")
        let account = FakeAgent.trunk.addressOfRecord
        session.happened(.init(type: "CALL_RINGING", account: account, direction: "outgoing", id: "c7"))
        _ = session.takeOutputs()
        let token = session.pending.first?.token
        session.received(.response(.init(token: token, accepted: false, text: "line taken")))
        #expect(events(&session) == [.call(handle, .closed(.local))])
        // When it dials again, the client is told what is up.
        session.dial(CallHandle(2), target)
        let found = events(&session).last
        guard case .found(let calls)? = found else { return _ = Issue.record("\(String(describing: found))") }
        #expect(calls.map(\.isOfBooth) == [true])
        #expect(calls.map(\.progress) == [.ringing])
    }

    @Test("What another program's call was is not remembered over an interruption in which it ended")
    func anothersCallEnded() {
        var session = session()
        session.connected()
        answer(&session)
        line(&session, LineEvent.taken, "sos")
        session.happened(
            .init(type: "CALL_RINGING", account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c7"))
        session.brokerLeft()
        line(&session, LineEvent.free)
        line(&session, LineEvent.up)
        answer(&session)
        #expect(events(&session).last == .found([]))
        session.dial(handle, target)
        answer(&session)
        #expect(events(&session).isEmpty, "it is dialled")
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
}

extension AgentSession.Purpose {
    fileprivate var isDial: Bool { if case .dial = self { true } else { false } }
}
