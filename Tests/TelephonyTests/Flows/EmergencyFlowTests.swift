import Glibc
import Vocabulary
import Testing

/// An emergency call from the key to its end, whatever the trunks do: what is seen, said and kept.
@MainActor
@Suite struct EmergencyFlowTests {
    /// What is said from the key to the dialling.
    private let opening: [PromptKey] = [
        "emergency.ambulance", "emergency.demo", "emergency.now", "emergency.calling.ambulance", "emergency.demo",
        "emergency.in_call",
    ]
    private let ending: [PromptKey] = ["emergency.ended.ambulance", "emergency.demo"]

    @Test func aPersonAnswers() async throws {
        try await Flow.tell("answer") { flow in
            let far = try await flow.rig.far("answer")
            flow.callAmbulance()
            try await flow.sees("Dialled > Ringing > CONNECTED")
            #expect(flow.said.all == opening, "from here on the line speaks")
            flow.press("*")
            try await flow.sees("Press once more to hang up")
            flow.press("*")
            try await flow.sees("To call again, press 5")
            #expect(flow.said.all == opening + ending)
            #expect(try await far.ended() == 0, "INVITE, ACK and BYE")
            #expect(
                flow.records == [
                    "started", "emergency ambulance tile dialling over primary",
                    "call emergency answered by resident over primary after 1",
                    "emergency ambulance tile answered over primary",
                ])
        }
    }

    /// 183 is how "all lines are busy, please hold" arrives.
    @Test func anAnnouncementBeforeTheAnswerIsNeverCut() async throws {
        try await Flow.tell("early-media") { settings, _ in
            settings.timings.ringingEmergency = .milliseconds(50)
        } _: { flow in
            let far = try await flow.rig.far("early-media")
            flow.callAmbulance()
            try await flow.sees("No sound on the line yet")
            try await flow.sees("CONNECTED")
            flow.press("**")
            #expect(try await far.ended() == 0, "no CANCEL")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(flow.said.all == opening + ending)
        }
    }

    @Test(arguments: [
        "486 Busy Here", "603 Decline", "404 Not Found", "480 Temporarily Unavailable", "500 Server Internal Error",
        "503 Service Unavailable",
    ])
    func whoIsRefusedGetsTheOtherTrunk(_ status: String) async throws {
        try await Flow.tell("refused-\(status.prefix(3))") { flow in
            let primary = try await flow.rig.far("refuse", status: status)
            let backup = try await flow.rig.far("answer", on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
            #expect(flow.records.last == "emergency ambulance tile answered over backup")
            #expect(flow.said.all == opening + ending)
            #expect(try await primary.ended() == 0)
            #expect(try await backup.ended() == 0)
        }
    }

    @Test("A technician finds in the log why a trunk refused a call, and no number")
    func refusalInTheLog() async throws {
        try await Flow.tell("refused-488") { flow in
            let primary = try await flow.rig.far("refuse", status: "488 Not Acceptable \(Story.ambulance)")
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            #expect(try await primary.ended() == 0)
            #expect(flow.lines.all.contains { $0.hasPrefix("telephony: trunk 'primary' refused a call: 488, none of") })
        }
    }

    /// The first trunk's attempt is given up with a CANCEL, so that nobody picks up with nobody on the line.
    @Test(arguments: ["no-answer", "trying-only"])
    func whoIsNotAnsweredGetsTheOtherTrunk(_ scenario: String) async throws {
        try await Flow.tell(scenario) { settings, _ in
            settings.timings.ringingEmergency = .milliseconds(1500)
            settings.timings.noProgressEmergency = .milliseconds(1500)
        } _: { flow in
            let primary = try await flow.rig.far(scenario)
            let backup = try await flow.rig.far("answer", on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees(scenario == "no-answer" ? "Dialled > Ringing" : "Dialled")
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
            #expect(flow.said.all == opening + ending)
            #expect(try await primary.ended() == 0, "CANCEL")
            #expect(try await backup.ended() == 0)
        }
    }

    @Test func aSilentTrunkCostsItsLimitAndNoMore() async throws {
        try await Flow.tell("silent") { settings, _ in
            settings.timings.noProgressEmergency = .milliseconds(1500)
        } _: { flow in
            let primary = try TrunkSocket(port: flow.rig.farPort) { _ in nil }
            let backup = try await flow.rig.far("answer", on: flow.rig.backupPort)
            flow.callAmbulance()
            try await primary.next("INVITE")
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
            #expect(try await backup.ended() == 0)
        }
    }

    @Test(arguments: [Trunk.Transport.udp, .tcp])
    func aClosedPortIsNoWayOut(_ transport: Trunk.Transport) async throws {
        try await Flow.tell("closed-port-\(transport)", .init(greeted: false)) { settings, _ in
            settings.telephony.trunks[0].transport = transport
            // Over TCP the network says so at once. Over UDP only time tells.
            if transport == .udp { settings.timings.noProgressEmergency = .milliseconds(1500) }
        } _: { flow in
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    @Test(arguments: [true, false])
    func aWrongPasswordIsNoWayOut(registering: Bool) async throws {
        let options = Flow.Options(passwords: [Rig.trunk: "wrong"], greeted: false)
        try await Flow.tell("wrong-password-\(registering ? "registrar" : "call")", options) { settings, _ in
            settings.telephony.trunks[0].registrationInterval = registering ? 60 : 0
        } _: { flow in
            let challenge = "realm=\"trunk\", nonce=\"n\", algorithm=MD5"
            let primary = try TrunkSocket(port: flow.rig.farPort) { request in
                switch request.method {
                case "REGISTER": .init("401 Unauthorized", "WWW-Authenticate: Digest \(challenge)")
                case "INVITE": .init("407 Proxy Authentication Required", "Proxy-Authenticate: Digest \(challenge)")
                default: .init("200 OK")
                }
            }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            if registering { try await flow.keeps("raised trunk.down") }
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            // A trunk that is known to be down is tried last, not first.
            let attempts = registering ? 1 : 2
            try await flow.keeps("call emergency answered by resident over backup after \(attempts)")
            #expect(primary.requests.all.contains { $0.method == "INVITE" } == !registering)
        }
    }

    @Test func theFarSideHangsUp() async throws {
        try await Flow.tell("hang-up") { flow in
            let far = try await flow.rig.far("hang-up")
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            try await flow.sees("The call has ended")
            #expect(flow.said.all == opening + ending)
            #expect(
                flow.records.suffix(2) == [
                    "call emergency answered by far_side over primary after 1",
                    "emergency ambulance tile answered over primary",
                ], "an outcome, not a failure: not dialled again")
            #expect(try await far.ended() == 0)
        }
    }

    @Test func thePeerDiesInTheCallAndSomebodyElseTakesOver() async throws {
        try await Flow.tell("peer-dies", .init(rtpTimeout: 2)) { settings, _ in
            settings.timings.noProgressEmergency = .milliseconds(1500)
        } _: { flow in
            let first = try await flow.rig.startOperator()
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            first.process.send(SIGKILL)
            try await flow.sees("Call lost, calling again")
            try await flow.sees("CONNECTED")
            #expect(flow.said.all == opening + ["emergency.reconnecting", "emergency.demo"])
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 3")
        }
    }

    @Test func allTrunksAreDownAndOneComesBack() async throws {
        try await Flow.tell("all-down-one-back") { settings, _ in
            settings.timings.noProgressEmergency = .seconds(2)
        } _: { flow in
            let refuse: TrunkSocket.Behaviour = { request in
                .init(request.method == "INVITE" ? "503 Service Unavailable" : "200 OK")
            }
            let primary = try TrunkSocket(port: flow.rig.farPort, refuse)
            let backup = try TrunkSocket(port: flow.rig.backupPort, refuse)
            flow.callAmbulance()
            try await flow.sees("Not connected, trying again")
            try await flow.keeps("raised emergency.unreached")
            #expect(flow.said.all.starts(with: opening + ["emergency.retrying", "emergency.demo"]))
            let numbers = Set(primary.requests.all.filter { $0.method == "INVITE" }.compactMap(\.number))
            #expect(numbers == [Story.ambulance, Story.helpCentre], "the help centre is asked when the service fails")
            try await backup.stop()
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            try await flow.sees("CONNECTED")
            try await flow.keeps("cleared emergency.unreached")
            flow.press("**")
            _ = try await flow.kept.next("the emergency's end") {
                Story.words($0) == "emergency ambulance tile answered over backup"
            }
            withExtendedLifetime(primary) {}
        }
    }
}
