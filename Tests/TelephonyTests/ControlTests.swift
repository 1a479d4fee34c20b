import Vocabulary
import Testing

@testable import Telephony

/// The client against a scripted control server, for rules that the real agent cannot be made to put to the test.
@Suite struct ControlTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: FakeAgent.trunk.id, number: "120", callClass: .emergency)

    private func with(
        settlingTime: Duration = .seconds(1),
        _ body: (FakeAgent, AgentClient, EventLog<TelephonyEvent>) async throws -> Void
    ) async throws {
        let agent = try FakeAgent()
        let log = EventLog<TelephonyEvent>()
        let configuration = AgentClient.Configuration(
            telephony: agent.settings, devices: CallDevices(source: "aufile,/tmp/microphone.wav"))
        let broker = LineBroker(
            .init(controlPort: agent.port, sockets: [(.kiosk, agent.lineSocket, nil)]), settlingTime: settlingTime
        ) { _ in }
        try broker.start()
        let client = AgentClient(configuration) { log.append($0) }
        client.start()
        defer {
            client.stop()
            broker.stop()
            agent.stop()
        }
        try await log.next(.agent(.connected))
        try await body(agent, client, log)
    }

    private func dialled(_ agent: FakeAgent) async throws {
        _ = try await agent.commands.next("dial") { $0.hasPrefix("dial ") }
    }

    @Test func aTargetOutsideThisMachineNeverReachesTheSocketUnlessLive() async throws {
        try await with { agent, client, log in
            client.dial(handle, DialTarget(trunk: FakeAgent.outside.id, number: "120", callClass: .emergency))
            try await log.next(.call(handle, .closed(.notLive)))
            // A permitted dial afterwards proves that nothing of the first was merely late.
            client.dial(CallHandle(2), target)
            try await dialled(agent)
            #expect(agent.commands.all.filter { $0.hasPrefix("dial") } == ["dial sip:120@127.0.0.1:5099"])
            #expect(agent.commands.all.allSatisfy { !$0.contains("192.0.2.1") })
        }
    }

    @Test(arguments: ["", "120?Priority=emergency", "120@192.0.2.1", "12 0", "１２０", "+86120", "120;x=y", "120\r\n"])
    func onlyKeypadCharactersReachTheAgent(_ number: String) async throws {
        try await with { agent, client, log in
            client.dial(handle, DialTarget(trunk: FakeAgent.trunk.id, number: number, callClass: .free))
            try await log.next(.call(handle, .closed(.refused(484))))
            client.dial(CallHandle(2), target)
            try await dialled(agent)
            #expect(agent.commands.all.filter { $0.hasPrefix("dial") }.count == 1)
        }
    }

    @Test func anAcceptedDialProvesNothing() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("REGISTER_OK")
            agent.say("CALL_LOCAL_SDP", "offer", id: nil)
            agent.say("CALL_RINGING")
            try await log.next(.call(handle, .ringing))
            let facts = log.all.filter { if case .call = $0 { true } else { false } }
            #expect(facts == [.call(handle, .ringing)])
        }
    }

    @Test func anEndWithoutIdOrAccountEndsTheOnlyCall() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("CALL_ESTABLISHED")
            agent.say("CALL_CLOSED", "Connection reset by peer", id: nil, account: false)
            try await log.next(.call(handle, .closed(.remote)))
        }
    }

    @Test func anotherCallsEndDoesNotEndOurs() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("CALL_ESTABLISHED")
            agent.say("CALL_CLOSED", "486 Max Calls", id: "c2")
            agent.say("CALL_DTMF_START", "4")
            try await log.next(.call(handle, .dtmf("4")))
            #expect(!log.all.contains(.call(handle, .closed(.refused(486)))))
        }
    }

    @Test func messagesCutIntoSinglePiecesArriveWhole() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            let stream = ["CALL_RINGING", "CALL_PROGRESS", "CALL_ESTABLISHED"].flatMap {
                netstring(Array(FakeAgent.event($0).utf8))
            }
            agent.say(stream.map { [$0] })
            for fact: CallFact in [.ringing, .earlyMedia, .established] { try await log.next(.call(handle, fact)) }
        }
    }

    @Test(arguments: [
        ("hello", ControlProtocolError.malformedLength), ("9999999999:", .malformedLength), ("2:{}}", .missingComma),
    ])
    func garbageCostsTheConnectionAndIsOvercome(_ garbage: String, _ error: ControlProtocolError) async throws {
        try await with(settlingTime: .seconds(3600)) { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say([Array(garbage.utf8)])
            try await log.next(.protocolError(error))
            // The agent answers again, but knows nothing of the call.
            try await log.next(.call(handle, .closed(.agentLost)))
            #expect(!log.all.contains(.agent(.disconnected)))
            client.dial(CallHandle(2), target)
            try await dialled(agent)
            agent.say("CALL_RINGING")
            try await log.next(.call(CallHandle(2), .ringing))
        }
    }

    /// The agent's messages contain what a far side calls itself, unchanged.
    @Test(
        "A message that cannot be read costs itself: the connection and the call go on, and what it may have told is asked for"
    )
    func unreadableMessages() async throws {
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        let unreadable: [[UInt8]] = [
            Array("{}".utf8), Array("not json".utf8), [0xFF, 0xFE, 0x00], Array("{\"event\":\(deep)}".utf8),
            [UInt8](repeating: 0x20, count: NetstringDecoder.largestPayload + 1),
            Array("{\"event\":true,\"type\":\"CALL_RINGING\",\"param\":\"".utf8) + [0x00] + Array("\"".utf8),
        ]
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("CALL_RINGING")
            try await log.next(.call(handle, .ringing))
            for message in unreadable {
                agent.setCalls(["> [line 1]  0:00:08  RINGING   sip:120@127.0.0.1:5099;transport=udp"])
                agent.say([netstring(message)])
                try await log.next(.messagesSkipped(1))
            }
            // The last of them might have reported the answer.
            agent.setCalls(["> [line 1]  0:00:09  ESTABLISHED   sip:120@127.0.0.1:5099;transport=udp"])
            agent.say([netstring(Array("{}".utf8))])
            try await log.next(.call(handle, .established))
            #expect(agent.connections.all.count == 1)
            #expect(!log.all.contains(.agent(.disconnected)))
            let many = (0..<1000).flatMap { _ in netstring(Array(FakeAgent.event("CALL_RTCP").utf8)) }
            agent.say([many + netstring(Array(FakeAgent.event("CALL_CLOSED", "Connection reset by peer").utf8))])
            try await log.next(.call(handle, .closed(.remote)))
        }
    }

    @Test("A call that goes out and that nobody here dialled is ended by its id, and reported")
    func unorderedCall() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("CALL_ESTABLISHED")
            try await log.next(.call(handle, .established))
            agent.say("CALL_RINGING", id: "c9")
            try await log.next(.agent(.unordered))
            _ = try await agent.commands.next("its id") { $0 == "callfind c9" }
            _ = try await agent.commands.next("its end") { $0 == "hangup" }
            agent.say("CALL_ESTABLISHED", id: "c9")
            agent.say("CALL_CLOSED", "Connection reset by user", id: "c9")
            agent.say("CALL_DTMF_START", "5")
            try await log.next(.call(handle, .dtmf("5")))
            #expect(log.all.count { $0 == .agent(.unordered) } == 1)
        }
    }

    /// However young the connection is, two programs that take the port from each other must not cost the resident a
    /// call.
    @Test(arguments: [Duration.zero, .seconds(3600)])
    func garbageCostsNoCall(settlingTime: Duration) async throws {
        try await with(settlingTime: settlingTime) { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.setCalls(["> [line 1]  0:00:08  ESTABLISHED   sip:120@127.0.0.1:5099;transport=udp"])
            agent.say([Array("garbage".utf8)])
            try await log.next(.protocolError(.malformedLength))
            try await log.next(.call(handle, .established))
            #expect(!log.all.contains(.agent(.disconnected)))
        }
    }

    @Test func theAgentsShutdownEndsTheCallBeforeTheConnection() async throws {
        try await with { agent, client, log in
            client.dial(handle, target)
            try await dialled(agent)
            agent.say("SHUTDOWN", id: nil)
            try await log.next(.call(handle, .closed(.agentLost)))
            try await log.next(.agent(.disconnected))
            try await log.next(.agent(.connected))
        }
    }

    @Test func noEventHoldsTheNumberThatWasDialled() async throws {
        try await with { agent, client, log in
            client.dial(handle, DialTarget(trunk: FakeAgent.trunk.id, number: "13800001111", callClass: .free))
            try await dialled(agent)
            agent.say("CALL_RINGING", "sip:13800001111@127.0.0.1")
            agent.say("CALL_CLOSED", "sip:13800001111@127.0.0.1 is gone")
            try await log.next(.call(handle, .closed(.unreachable)))
            #expect(log.all.allSatisfy { !"\($0)".contains("1380000") })
        }
    }
}
