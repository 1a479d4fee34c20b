import KioskCore
import Vocabulary
import Testing

/// The watch over the trunks: registrations, OPTIONS, the daily test call.
@MainActor
@Suite struct SupervisionFlowTests {
    /// Left alone, the agent would ask again after 15 s at first and after half an hour in the end.
    @Test func aLostRegistrationIsReportedAndMadeAnewAsSoonAsTheRegistrarIsBack() async throws {
        try await Flow.tell("registrar", .init(greeted: false)) { settings, _ in
            settings.telephony.trunks[0].registrationInterval = 2
            settings.timings.reregister = .milliseconds(200)
        } _: { flow in
            let refuse: TrunkSocket.Behaviour = { _ in .init("503 Service Unavailable") }
            let accept: TrunkSocket.Behaviour = { .init("200 OK", "Contact: \($0.header("Contact") ?? "");expires=2") }
            let registrar = try TrunkSocket(port: flow.rig.farPort, accept)
            try flow.giveAccounts()
            flow.press("")
            try await flow.reported(.agent(.trunk(Rig.trunk, registered: true)))
            registrar.become(refuse)
            try await flow.keeps("raised trunk.down")
            let lost = try #require(registrar.requests.all.last { $0.method == "REGISTER" })
            registrar.become(accept)
            try await flow.keeps("cleared trunk.down")
            let found = try #require(registrar.requests.all.last { $0.method == "REGISTER" && $0.expires != "0" })
            #expect(found.callID != lost.callID, "a new registration, not the agent's own next attempt")
        }
    }

    @Test func aTrunkThatDoesNotAnswerIsDownAndUsedLast() async throws {
        try await Flow.tell("probe", .init(greeted: false)) { settings, _ in
            settings.timings.trunkProbe = .milliseconds(100)
            settings.timings.trunkProbeAnswer = .seconds(1)
        } _: { flow in
            let primary = try TrunkSocket(port: flow.rig.farPort) { _ in nil }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            try await flow.keeps("raised trunk.down")
            // The backup was down as well until its operator was up.
            try await flow.reported(.agent(.reachable(Rig.trunk, false)))
            try await flow.reported(.agent(.reachable(Rig.backup, true)))
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 1")
            #expect(!primary.requests.all.contains { $0.method == "INVITE" })
            primary.become { _ in .init("405 Method Not Allowed") }
            try await flow.keeps("cleared trunk.down")
        }
    }

    @Test func theTestCallGoesOverEveryTrunkAndAFailureIsAFault() async throws {
        try await Flow.tell("self-test") { settings, _ in
            settings.telephony.selfTest = SelfTestSettings(number: Story.test)
        } _: { flow in
            let far = try await flow.rig.startOperator()
            let backup = try TrunkSocket(port: flow.rig.backupPort) {
                .init($0.method == "INVITE" ? "503 Service Unavailable" : "200 OK")
            }
            flow.send(.selfTest)
            try await flow.keeps("test answered over primary")
            try await flow.keeps("test refused 503 over backup")
            try await flow.keeps("raised selftest.failed")
            try await far.control.event("CALL_CLOSED")
            #expect(flow.said.all.isEmpty, "the booth is silent about it")
            try await backup.stop()
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.send(.selfTest)
            try await flow.keeps("test answered over backup")
            try await flow.keeps("cleared selftest.failed")
        }
    }

    /// Whoever comes gets the line.
    @Test func aKeyEndsTheTestCall() async throws {
        try await Flow.tell("self-test-ended") { settings, _ in
            settings.telephony.selfTest = SelfTestSettings(number: Story.test)
            settings.timings.selfTestHold = .seconds(3600)
        } _: { flow in
            let far = try await flow.rig.startOperator()
            flow.send(.selfTest)
            try await far.control.event("CALL_ESTABLISHED")
            flow.callAmbulance()
            try await far.control.event("CALL_CLOSED")
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
        }
    }
}

extension TrunkSocket.Request {
    /// How long a REGISTER asks for, in seconds; 0 ends a registration.
    fileprivate var expires: String? { header("Expires") }
}
