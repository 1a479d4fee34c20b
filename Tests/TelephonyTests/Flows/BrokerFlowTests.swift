import KioskCore
import Foundation
import Vocabulary
import Testing

@testable import Telephony

/// The broker between a real agent and its users: the kiosk, what calls for help in its place, and tools.
@MainActor
@Suite struct BrokerFlowTests {
    private func account(_ flow: Flow) -> String { "sip:booth@127.0.0.1:\(flow.rig.farPort)" }
    private func number(_ number: String, _ flow: Flow) -> String { "sip:\(number)@127.0.0.1:\(flow.rig.farPort)" }

    @Test("The kiosk and a second program ask for an emergency in the same moment: one call", arguments: [true, false])
    func oneCall(kioskFirst: Bool) async throws {
        try await Flow.tell("both-\(kioskFirst ? "kiosk" : "sos")-first") { flow in
            let far = try await flow.rig.startOperator()
            let sos = try await LineTap.connect(to: flow.rig.sosSocket)
            try await sos.event(LineEvent.up)
            let ask = {
                sos.send("uafind", account(flow))
                sos.send("dial", number(Story.helpCentre, flow), token: "dial")
            }
            if !kioskFirst { ask() }
            flow.callAmbulance()
            if kioskFirst {
                try await sos.event(LineEvent.taken)
                ask()
            }
            #expect(try await sos.answer("dial").accepted != kioskFirst)
            try await flow.sees("CONNECTED")
            // It is not known here whom the other's call reaches, so it is not shown as the service that was asked for.
            #expect(flow.seen.all.last?.contains(kioskFirst ? "Ambulance" : "A call") == true)
            #expect(try await far.answered(atLeast: 1) == 1)
            // If the other asks again while the call is up, it is refused again.
            sos.send("dial", number(Story.helpCentre, flow), token: "again")
            #expect(try await sos.answer("again").text == "line taken")
            #expect(far.control.log.all.count { $0.isEvent("CALL_ESTABLISHED") } == 1)
            #expect(!far.control.log.all.contains { $0.isEvent("CALL_CLOSED") })
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
        }
    }

    @Test("The line of a kiosk that is killed in a call stays the kiosk's, and the next run finds the call")
    func kioskKilled() async throws {
        try await Flow.tell("line-kiosk-killed") { flow in
            let far = try await flow.rig.startOperator()
            let sos = try await LineTap.connect(to: flow.rig.sosSocket)
            try await sos.event(LineEvent.up)
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            try await flow.journalled("answered call") { $0.live?.answeredAt != nil }
            try flow.killKiosk()
            sos.send("uafind", account(flow))
            sos.send("dial", number(Story.helpCentre, flow), token: "dial")
            #expect(try await sos.answer("dial").text == "line taken", "somebody is on the line")
            try flow.restartKiosk()
            try await flow.sees("CONNECTED")
            #expect(try await far.answered(atLeast: 1) == 1)
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            try await sos.event(LineEvent.free)
            sos.send("dial", number(Story.helpCentre, flow), token: "then")
            #expect(try await sos.answer("then").accepted)
            try await far.control.event("CALL_ESTABLISHED")
        }
    }

    @Test("A broker that is started again in a call costs nothing, and knows who has the line")
    func brokerRestarted() async throws {
        try await Flow.tell("broker-restarted") { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            await flow.rig.stopBroker()
            try await flow.rig.startBroker()
            _ = try await flow.lines.next("a line about it") { $0.contains("broker") && $0.contains("away") }
            let sos = try await LineTap.connect(to: flow.rig.sosSocket)
            try await sos.event(LineEvent.up)
            sos.send("uafind", account(flow))
            sos.send("dial", number(Story.helpCentre, flow), token: "dial")
            #expect(try await sos.answer("dial").text == "line taken")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(!flow.records.contains("raised agent.down"))
            #expect(try await far.answered(atLeast: 1) == 1)
        }
    }

    @Test("A broker that does not come back is told as a dead line, and its return too")
    func brokerGone() async throws {
        try await Flow.tell("broker-gone") { flow in
            _ = try await flow.rig.startOperator()
            await flow.rig.stopBroker()
            try await flow.keeps("raised agent.down")
            try await flow.rig.startBroker()
            try await flow.keeps("cleared agent.down")
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
        }
    }

    @Test("An emergency that is asked for while the broker is away is dialled when it is back")
    func dialledMeanwhile() async throws {
        try await Flow.tell("broker-away-dial") { flow in
            let far = try await flow.rig.startOperator()
            await flow.rig.stopBroker()
            flow.callAmbulance()
            try await flow.rig.startBroker()
            try await flow.sees("CONNECTED")
            #expect(try await far.answered(atLeast: 1) == 1)
            flow.press("**")
        }
    }

    @Test("Another's selection never turns a command upon another call")
    func selections() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            var settings = rig.settings()
            settings.trunks.append(
                Trunk(
                    id: Rig.backup, host: "127.0.0.1", port: rig.backupPort, user: "booth", registrationInterval: 0))
            try await rig.startAgent(settings)
            let client = try await rig.connectedClient(settings)
            let handle = CallHandle(1)
            client.dial(handle, DialTarget(trunk: Rig.trunk, number: Rig.number, callClass: .free))
            try await rig.log.next(.call(handle, .established))
            let sos = try await LineTap.connect(to: rig.sosSocket)
            try await sos.event(LineEvent.up)
            // Selecting another account, or a call that is over, touches nothing of the kiosk's.
            sos.send("uafind", "sip:booth@127.0.0.1:\(rig.backupPort)")
            for count in 0..<50 { sos.send("listcalls", token: "calls-\(count)") }
            client.sendDTMF(handle, "3")
            for count in 0..<50 {
                #expect(
                    try await sos.answer("calls-\(count)").text.contains("ESTABLISHED") == false, "of its own account")
            }
            sos.send("callfind", "deadbeef")
            sos.send("hangup", token: "end")
            _ = try await sos.answer("end")
            #expect(try await far.control.event("CALL_DTMF_START")?.parameter == "3")
            #expect(!far.control.log.all.contains { $0.isEvent("CALL_CLOSED") })
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
        }
    }
}
