import Foundation
import KioskCore
import Vocabulary
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
            if case .callID = purpose { text = " af=AF_INET id=c1\n direction: Outgoing\n" }
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

    // MARK: Handset and loudspeaker

    private func withTwoDevices() -> AgentSession {
        AgentSession(
            settings: TelephonySettings(trunks: [FakeAgent.trunk]),
            devices: CallDevices(
                source: "alsa,mic",
                players: .init(
                    handset: "alsa,handset", loudspeaker: "alsa,speaker", handsFreeSource: "alsa,booth_mic")),
            announcements: [:])
    }

    private let aloud = ["auplay alsa,speaker", "ausrc alsa,booth_mic"]
    private let atTheEar = ["auplay alsa,handset", "ausrc alsa,mic"]

    private func commands(_ session: inout AgentSession) -> [String] {
        session.takeOutputs().compactMap { output in
            guard case .send(let command) = output else { return nil }
            return [command.name, command.parameters ?? ""].joined(separator: " ")
        }
    }

    private func switches(_ session: inout AgentSession) -> [String] {
        commands(&session).filter { $0.hasPrefix("au") }
    }

    private func happened(_ type: String, _ session: inout AgentSession, _ parameter: String? = nil) {
        session.happened(
            .init(
                type: type, account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c1",
                parameter: parameter))
    }

    /// Connected, with calls heard on the loudspeaker, and the switches so far forgotten.
    private func connected() -> AgentSession {
        var session = withTwoDevices()
        session.listen(at: .loudspeaker)
        session.connected()
        answer(&session)
        _ = session.takeOutputs()
        return session
    }

    private func inCall(_ types: String...) -> AgentSession {
        var session = connected()
        session.dial(handle, target)
        answer(&session)
        for type in types { happened(type, &session) }
        answer(&session)
        _ = session.takeOutputs()
        return session
    }

    @Test func everyAgentIsToldWhereCallsAreHeard() {
        var session = withTwoDevices()
        session.connected()
        answer(&session)
        #expect(switches(&session) == ["ausrc alsa,mic"], "nothing, before it is known")
        session.listen(at: .loudspeaker)
        answer(&session)
        #expect(switches(&session) == aloud)
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session) == atTheEar)
        session.lost()
        session.connected()
        answer(&session)
        #expect(switches(&session) == ["ausrc alsa,mic"] + atTheEar)
    }

    @Test func aBoothThatDoesNotKnowItsHandsetLeavesCallsWhereTheyAre() {
        var session = dialled(established: true)
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session).isEmpty)
    }

    @Test func aCallIsSwitchedOnceItsSoundHasBegun() {
        var session = inCall("CALL_RINGING")
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session).isEmpty)
        happened("CALL_ESTABLISHED", &session)
        answer(&session)
        #expect(
            commands(&session) == ["uafind \(FakeAgent.trunk.addressOfRecord)", "callfind c1"] + atTheEar)
        session.listen(at: .loudspeaker)
        answer(&session)
        #expect(switches(&session) == aloud)
    }

    /// The agent begins a call's sound anew with every provisional response, on the devices with which the call began.
    @Test func aSwitchInEarlyMediaIsMadeAgainAfterTheNextResponse() {
        var session = inCall("CALL_PROGRESS")
        session.listen(at: .handset)
        answer(&session)
        #expect(switches(&session) == atTheEar)
        for type in ["CALL_PROGRESS", "CALL_ESTABLISHED"] {
            happened(type, &session)
            answer(&session)
            #expect(switches(&session) == atTheEar, "\(type)")
        }
    }

    @Test(arguments: [true, false])
    func aCallThatEndsBeforeItIsSwitchedLeavesTheNextOneWhereItBelongs(hangingUp: Bool) {
        var session = inCall("CALL_ESTABLISHED")
        session.listen(at: .handset)
        answer(&session)
        _ = session.takeOutputs()
        // The agent has answered nothing of this when the call ends.
        if hangingUp { session.hangUp(handle) }
        session.listen(at: .loudspeaker)
        if hangingUp { session.dial(CallHandle(2), target) }
        happened("CALL_CLOSED", &session)
        answer(&session)
        let said = commands(&session)
        #expect(said.filter { $0.hasPrefix("au") } == aloud)
        let (told, dialled) = (said.firstIndex(of: aloud[0]), said.firstIndex { $0.hasPrefix("dial") })
        #expect(hangingUp == (dialled != nil))
        if let told, let dialled { #expect(told < dialled) }
    }

    @Test func aPlayerThatCannotBeOpenedGivesWayToTheOther() {
        var session = inCall("CALL_ESTABLISHED")
        session.listen(at: .handset)
        let said = refusing(["auplay"], &session)
        // The earpiece, then the loudspeaker with either microphone. All fail, so no more is tried than each way once,
        // down to none at all.
        #expect(said.prefix(6) == [atTheEar[0], atTheEar[1], aloud[0], aloud[1], aloud[0], atTheEar[1]])
        #expect(said.suffix(2) == none)
        #expect(said.count == 2 * CallDevices.Way.none.count(in: session))
    }

    @Test func aMicrophoneThatCannotBeOpenedGivesWayToTheHandsets() {
        var session = inCall("CALL_ESTABLISHED")
        session.listen(at: .handset)
        answer(&session)
        _ = session.takeOutputs()
        session.listen(at: .loudspeaker)
        #expect(refusing(["alsa,booth_mic"], &session) == aloud + [aloud[0], atTheEar[1]])
    }

    /// Answers everything, and refuses what contains one of these words. Returns the switches that were asked for.
    private func refusing(_ words: [String], _ session: inout AgentSession) -> [String] {
        var said: [String] = []
        while true {
            var tokens: [(String, String)] = []
            for case .send(let command) in session.takeOutputs() {
                tokens.append((command.token, [command.name, command.parameters ?? ""].joined(separator: " ")))
            }
            guard !tokens.isEmpty else { return said }
            for (token, text) in tokens {
                if text.hasPrefix("au") { said.append(text) }
                let refused = words.contains { text.contains($0) }
                let answer = refused ? "switch\nfailed to set audio-player (Unknown error -19)" : ""
                session.received(.response(.init(token: token, accepted: true, text: answer)))
            }
        }
    }

    private let none = ["auplay aubridge,no-player", "ausrc aubridge,no-source"]

    /// In a call that the agent has ended since it could not open its devices, and that was dialled again.
    private func redialled(_ session: inout AgentSession) -> [String] {
        happened("CALL_CLOSED", &session, "Unknown error -19")
        answer(&session)
        return commands(&session).filter { $0.hasPrefix("au") || $0.hasPrefix("dial") }
    }

    /// The agent ends a call like this when it cannot open a device as the call's sound begins. By then the far side has
    /// answered.
    @Test("A call that fails for a device is dialled again at once without any, and the kiosk is not told of an end")
    func redialledWithoutDevices() {
        var session = inCall("CALL_RINGING")
        #expect(redialled(&session) == none + ["dial \(FakeAgent.trunk.uri(calling: "120") ?? "")"])
        #expect(session.call?.handle == handle)
        // The devices are tried in the call, which is not ended for them.
        happened("CALL_ESTABLISHED", &session)
        #expect(refusing(["alsa,booth_mic"], &session) == aloud + [aloud[0], atTheEar[1]])
        happened("CALL_CLOSED", &session, "Connection reset by peer")
        answer(&session)
        _ = session.takeOutputs()
        session.dial(CallHandle(2), target)
        answer(&session)
        #expect(switches(&session).isEmpty, "what was found to work is used from the beginning")
    }

    @Test("It is dialled again once: an agent without the means is told as it is, and nothing goes round")
    func redialledOnce() {
        var session = inCall("CALL_RINGING")
        _ = redialled(&session)
        happened("CALL_CLOSED", &session, "Unknown error -19")
        answer(&session)
        #expect(events(&session).contains(.call(handle, .closed(.audio))))
        #expect(session.call == nil)
    }

    @Test("Nobody waits for a call that was hung up, or for a caller's")
    func notRedialled() {
        var session = inCall("CALL_RINGING")
        session.hangUp(handle)
        #expect(redialled(&session).allSatisfy { !$0.hasPrefix("dial") })
    }

    @Test(
        "An agent without bridges, whose configuration is older, is given other devices for the next attempt, as before"
    )
    func withoutBridges() {
        var session = inCall("CALL_RINGING")
        happened("CALL_CLOSED", &session, "Unknown error -19")
        while let (token, purpose) = session.pending.first {
            let isDevice = purpose == .player || purpose == .source
            let text = isDevice ? "no such audio-player: aubridge" : ""
            session.received(.response(.init(token: token, accepted: true, text: text)))
        }
        _ = session.takeOutputs()
        happened("CALL_CLOSED", &session, "Unknown error -19")
        answer(&session)
        #expect(session.call == nil)
        #expect(switches(&session) == [aloud[0], atTheEar[1]], "the loudspeaker with the handset's microphone")
        session.dial(CallHandle(2), target)
        answer(&session)
        happened("CALL_CLOSED", &session, "Unknown error -19")
        answer(&session)
        #expect(switches(&session) == atTheEar, "and no bridge is tried again")
    }

    @Test("What failed in early media is tried again after the answer, and only then the far side is told")
    func addressAfterEarlyMedia() throws {
        var session = inCall("CALL_RINGING")
        let directory = FileManager.default.temporaryDirectory.path + "/address-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let speech = WaveFile(sampleRate: PreparedAnnouncement.sampleRate, samples: [0, 1])
        session.announcements = [.address: try PreparedAnnouncement(speech: speech, path: directory + "/address.wav")]
        _ = redialled(&session)
        happened("CALL_PROGRESS", &session)
        #expect(refusing(["alsa,"], &session).suffix(2) == none)
        happened("CALL_ESTABLISHED", &session)
        #expect(refusing(["alsa,"], &session).suffix(3) == none + ["ausrc aufile,\(directory)/address.wav"])
        // A message that could not be read: everything is asked again, and the far side is told again.
        session.askAgain()
        #expect(session.call?.failedSwitches == 0 && session.call?.repeats == nil)
    }

    @Test("A second leg takes no device from the leg that is held")
    func heldLegKeepsItsDevices() {
        var session = inCall("CALL_ESTABLISHED")
        session.hold(handle)
        session.dial(CallHandle(2), target)
        answer(&session)
        _ = session.takeOutputs()
        session.happened(
            .init(
                type: "CALL_RINGING", account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c2",
                parameter: nil))
        session.happened(
            .init(
                type: "CALL_CLOSED", account: FakeAgent.trunk.addressOfRecord, direction: "outgoing", id: "c2",
                parameter: "Unknown error -16"))
        answer(&session)
        #expect(switches(&session).isEmpty)
        #expect(session.held?.handle == handle && session.call == nil)
    }

    @Test("Without a microphone the far side is told where the booth is, again and again, until a microphone is there")
    func addressIsRepeated() throws {
        var session = inCall("CALL_RINGING")
        let directory = FileManager.default.temporaryDirectory.path + "/address-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let speech = WaveFile(sampleRate: PreparedAnnouncement.sampleRate, samples: [0, 1])
        let address = try PreparedAnnouncement(speech: speech, path: directory + "/address.wav")
        session.announcements = [.address: address]
        _ = redialled(&session)
        happened("CALL_ESTABLISHED", &session)
        let said = refusing(["alsa,"], &session)
        #expect(said.suffix(3) == none + ["ausrc aufile,\(address.path)"])
        for _ in 1...3 {
            session.rang(.announcement)
            #expect(refusing([], &session).isEmpty, "the file's silence goes on: the far side would miss the sound")
            session.rang(.announcement)
            #expect(refusing([], &session) == ["ausrc aufile,\(address.path)"])
        }
        session.rang(.announcement)
        #expect(refusing([], &session).isEmpty)
        // The resident lifts the handset, whose microphone works.
        session.listen(at: .handset)
        #expect(refusing([], &session) == atTheEar)
        session.rang(.announcement)
        #expect(refusing([], &session).isEmpty)
    }

    @Test("The kiosk hears which device is missing, and once that none is any more")
    func devicesAreReported() {
        var session = inCall("CALL_ESTABLISHED")
        let missing: [([String], CallFact?)] = [
            ([], nil), (["alsa,handset", "alsa,speaker"], .devices(microphone: true, earpiece: false)),
            (["mic"], .devices(microphone: false, earpiece: true)), ([], .devices(microphone: true, earpiece: true)),
            ([], nil),
        ]
        for (refused, expected) in missing {
            session.listen(at: session.sink == .handset ? .loudspeaker : .handset)
            #expect(reports(refusing: refused, &session) == [expected].compactMap { $0 }, "\(refused)")
        }
    }

    /// What is reported of the devices while the agent answers everything and refuses what contains one of the words.
    private func reports(refusing words: [String], _ session: inout AgentSession) -> [CallFact] {
        var facts: [CallFact] = []
        while true {
            var tokens: [(String, String)] = []
            for output in session.takeOutputs() {
                switch output {
                case .send(let command): tokens.append((command.token, command.parameters ?? ""))
                case .event(.call(_, let fact)): if case .devices = fact { facts.append(fact) }
                default: break
                }
            }
            guard !tokens.isEmpty else { return facts }
            for (token, text) in tokens {
                let answer =
                    words.contains { text.contains($0) } ? "failed to set audio-player (Unknown error -19)" : ""
                session.received(.response(.init(token: token, accepted: true, text: answer)))
            }
        }
    }
}

extension CallDevices.Way {
    /// How many ways there are where the session listens, this one included.
    fileprivate func count(in session: AgentSession) -> Int {
        let ways = session.devices.ways(at: session.sink)
        return ways.contains(self) ? ways.count : 0
    }
}

extension AgentSession.Purpose {
    fileprivate var isDial: Bool { if case .dial = self { true } else { false } }
}
