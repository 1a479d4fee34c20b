import Reporting
import Vocabulary
import KioskCore
import Foundation

import Testing

@testable import Telephony

/// The SIP agent, the kiosk or the connection between them dies in a call.
@MainActor
@Suite struct DeathFlowTests {
    @Test(arguments: [SIGKILL, SIGTERM])
    func theAgentDiesInAnEmergencyCallAndItIsDialledAgain(_ signal: Int32) async throws {
        try await Flow.tell("agent-\(signal == SIGKILL ? "killed" : "ended")") { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.agent?.send(signal)
            try await flow.sees("Call lost, calling again")
            try await flow.keeps("raised agent.down")
            #expect(flow.said.all.suffix(2) == ["emergency.reconnecting", "emergency.demo"])
            // After SIGTERM it may take half a minute to go, and its ports with it.
            await flow.agent?.end()
            try await flow.startAgent()
            try await flow.keeps("cleared agent.down")
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 2")
            #expect(flow.records.last == "emergency ambulance tile answered over primary")
            try await far.control.event("CALL_CLOSED")
        }
    }

    /// Nobody is called behind the resident's back.
    @Test func theAgentDiesInAFreeCallWhichIsSaidAndNotDialledAgain() async throws {
        try await Flow.tell("agent-killed-free") { flow in
            let far = try await flow.rig.startOperator()
            flow.callFree()
            try await flow.sees("CONNECTED")
            flow.agent?.send(SIGKILL)
            try await flow.sees("The call has ended")
            #expect(flow.said.all.last == "call.ended")
            try await flow.keeps("call free answered by network over primary after 1")
            try await flow.startAgent()
            try await flow.keeps("cleared agent.down")
            flow.press("*")
            flow.callFree("1390" + Story.canary)
            try await flow.sees("CONNECTED")
            #expect(try await far.answered(atLeast: 2) == 2, "the first call, and this one")
        }
    }

    @Test func theKioskDiesInAnEmergencyCallAndTheNextRunShowsIt() async throws {
        try await Flow.tell("kiosk-killed") { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            try await flow.journalled("answered call") { $0.live?.answeredAt != nil }
            let before = try #require(flow.state?.call)
            try flow.killKiosk()
            try flow.restartKiosk()
            try await flow.sees("CONNECTED")
            let after = try #require(flow.state?.call)
            #expect(after.emergency == .ambulance)
            #expect(after.stage == before.stage, "connected since then, not since now")
            #expect(try await far.answered(atLeast: 1) == 1)
            #expect(!far.control.log.all.contains { $0.isEvent("CALL_CLOSED") })
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(flow.records.contains("recovered"))
            #expect(flow.records.last == "emergency ambulance tile answered over primary")
            try await far.control.event("CALL_CLOSED")
        }
    }

    @Test func theDeadlineOfAFreeCallOutlivesTheKiosk() async throws {
        try await Flow.tell("kiosk-killed-free") { settings, _ in
            settings.timings.freeCall = .seconds(4)
        } _: { flow in
            let far = try await flow.rig.startOperator()
            flow.callFree()
            try await flow.sees("CONNECTED")
            try await flow.journalled("answered call") { $0.live?.endsAt != nil }
            let endsAt = try #require(flow.state?.call?.endsAt)
            try flow.killKiosk()
            try flow.restartKiosk()
            try await flow.keeps("call free answered by limit over primary after 1")
            let talk = flow.kept.all.compactMap { if case .call(let call) = $0 { call } else { nil } }.last
            #expect(talk?.callClass == .free)
            #expect(Story.now >= endsAt)
            try await far.control.event("CALL_CLOSED")
        }
    }

    /// The agent is started again here as its unit, or the demonstration, does it.
    @Test("An agent that is stopped while nothing happens is noticed and ended, and the next one is used")
    func stoppedWhileIdle() async throws {
        try await Flow.tell("agent-stopped-idle") { flow in
            let agent = try #require(flow.agent)
            agent.send(SIGSTOP)
            try await flow.keeps("raised agent.down")
            _ = try await agent.ended()
            try await flow.startAgent()
            try await flow.keeps("cleared agent.down")
            _ = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
        }
    }

    @Test("An agent that is stopped in an emergency is noticed and ended, and the call is made again with the next one")
    func stoppedInACall() async throws {
        try await Flow.tell("agent-stopped-call") { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            let agent = try #require(flow.agent)
            agent.send(SIGSTOP)
            try await flow.sees("Call lost, calling again")
            _ = try await agent.ended()
            try await flow.startAgent()
            try await flow.sees("CONNECTED")
            #expect(try await far.answered(atLeast: 2) == 2)
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 2")
            #expect(flow.rig.brokerLines.all.contains { $0.contains("has not answered for 3 s") })
        }
    }

    @Test("A kiosk killed in a countdown comes back to it, and dials")
    func killedInACountdown() async throws {
        try await Flow.tell("kiosk-killed-counting") { flow in
            _ = try await flow.rig.startOperator()
            flow.press("5")
            try await flow.sees("Ambulance 120")
            try await flow.journalled("countdown") { $0.pending?.service == .ambulance }
            try flow.restartKiosk()
            try await flow.sees("Ambulance 120")
            try await flow.reported(.agent(.connected))
            flow.press("#")
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
        }
    }

    /// Somebody may be talking for their life in it. Its number decides nothing: a far side may have written it.
    @Test(arguments: [Story.ambulance, "1390" + Story.canary])
    func aCallThatNobodyCanExplainIsAnEmergencyAndIsNotEnded(_ number: String) async throws {
        try await Flow.tell("unexplained-\(number.prefix(4))", .init(greeted: false)) { settings, _ in
            settings.timings.freeCall = .milliseconds(50)
            settings.timings.stillThere = .milliseconds(50)
        } _: { flow in
            let far = try await flow.rig.startOperator()
            try flow.killKiosk()
            let other = try await ControlTap.connect(to: flow.rig.controlPort)
            other.send("uafind", "sip:booth@127.0.0.1:\(flow.rig.farPort)")
            other.send("dial", "sip:\(number)@127.0.0.1:\(flow.rig.farPort)")
            try await other.event("CALL_ESTABLISHED")
            try flow.restartKiosk()
            try await flow.sees("CONNECTED")
            #expect(flow.seen.all.last?.contains("A call") == true)
            #expect(flow.seen.all.last?.contains("Ambulance") == false)
            #expect(flow.records.last == "emergency help-centre restored dialling over primary")
            // A second later nothing has changed.
            try await flow.sees("0:01")
            #expect(!far.control.log.all.contains { $0.isEvent("CALL_CLOSED") })
            flow.press("**")
            try await flow.keeps("emergency help-centre restored answered over primary")
            try await far.control.event("CALL_CLOSED")
        }
    }

    /// Whether its connection is new or old.
    @Test func anotherProgramOnTheControlPortCostsNoCall() async throws {
        try await Flow.tell("second-client") { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            for _ in 0..<2 {
                _ = try await ControlTap.connect(to: flow.rig.controlPort)
                _ = try await flow.lines.next("a line about it") { $0.contains("another program") }
            }
            #expect(flow.seen.all.last?.contains("CONNECTED") == true)
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(!flow.records.contains("raised agent.down"))
            #expect(try await far.answered(atLeast: 1) == 1)
        }
    }
}
