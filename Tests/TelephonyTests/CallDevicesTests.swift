import Foundation
import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// Which devices a call uses, and what becomes of it where they cannot be opened.
@Suite struct CallDevicesTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: FakeAgent.trunk.id, number: "120", callClass: .emergency)

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

    @Test("The SOS service's calls are made on the loudspeaker, if the booth has one for calls")
    func onHook() {
        let players = CallDevices.Players(handset: "alsa,handset", loudspeaker: "alsa,speaker", handsFreeSource: nil)
        var devices = CallDevices(source: "alsa,mic", players: players, player: "alsa,handset")
        #expect(devices.onHook.map { [$0.player, $0.source] } == ["alsa,speaker", "alsa,mic"])
        devices.players?.handsFreeSource = "alsa,booth_mic"
        #expect(devices.onHook.map { [$0.player, $0.source] } == ["alsa,speaker", "alsa,booth_mic"])
        devices.players = nil
        #expect(devices.onHook.map { [$0.player, $0.source] } == ["alsa,handset", "alsa,mic"])
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

    private static func directory() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/address-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static func address(in directory: String) throws -> PreparedAnnouncement {
        try PreparedAnnouncement(
            speech: WaveFile(sampleRate: PreparedAnnouncement.sampleRate, samples: [0, 1]),
            path: directory + "/address.wav")
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
        let directory = try Self.directory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let address = try Self.address(in: directory)
        session.announcements = [.address: address]
        _ = redialled(&session)
        happened("CALL_PROGRESS", &session)
        #expect(refusing(["alsa,"], &session).suffix(2) == none)
        happened("CALL_ESTABLISHED", &session)
        #expect(refusing(["alsa,"], &session).suffix(3) == none + ["ausrc aufile,\(address.path)"])
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
        let directory = try Self.directory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let address = try Self.address(in: directory)
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
