import KioskCore
import Reporting
import Vocabulary
import Foundation

import Testing

@testable import Telephony

/// Somebody calls the booth, and what is heard at both ends of a call.
@MainActor
@Suite struct IncomingFlowTests {
    /// Peak of the booth's microphone. The operator's voice and an announcement are louder.
    private let quiet = 0.1

    @Test func afterAnEmergencyWhoeverCallsBackIsAnsweredByAKeyAndHeard() async throws {
        let options = Flow.Options(microphone: quiet, recording: true)
        try await Flow.tell("call-back", options) { flow in
            let far = try await flow.rig.startOperator()
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
            try await flow.sees("The call has ended")
            // Recordings are named by the second, and the next call may start in the same one.
            try far.forget(also: flow.rig.boothRecordings)

            far.call("sip:booth@127.0.0.1:\(flow.rig.sipPort)")
            try await flow.sees("Press any key to answer")
            #expect(flow.said.all.last == "call.incoming")
            flow.press("7")
            try await flow.sees("CONNECTED")
            try await flow.sees("0:01")
            flow.press("**")
            try await flow.keeps("call emergency incoming answered by resident over primary after 0")
            #expect(flow.records.last == "emergency ambulance call_back answered over primary")
            try await far.control.event("CALL_CLOSED")
            let atTheOperator = try #require(try await far.heard().last)
            #expect(atTheOperator.level > 0.03, "the booth's microphone")
            let agent = try #require(flow.agent)
            let atTheBooth = try #require(try await agent.heard(in: flow.rig.boothRecordings).last)
            #expect(atTheBooth.level > 0.1, "the operator's voice")
        }
    }

    @Test func aStrangerIsToldThatTheBoothIsBusyAndNobodyNotices() async throws {
        try await Flow.tell("stranger") { settings, _ in
            settings.timings.turnedAway = .milliseconds(50)
        } _: { flow in
            let pictures = flow.seen.all.count
            flow.press("")
            let caller = try await flow.rig.caller()
            #expect(try await caller.ended() == 0, "486")
            try await flow.keeps("call assistance incoming refused by resident over primary after 1")
            #expect(flow.said.all.isEmpty)
            #expect(flow.seen.all.count == pictures)
        }
    }

    /// After that the agent has the other trunk's account selected, where it would look for our call in vain.
    @Test func aCallerOnTheOtherTrunkDoesNotDisturbAnEmergencyCall() async throws {
        try await Flow.tell("stranger-in-a-call") { settings, _ in
            settings.telephony.trunks[0].user = "booth-1"
        } _: { flow in
            let far = try await flow.rig.startOperator()
            let speech = try flow.rig.tone("speech.wav", seconds: 0.2)
            flow.use([.address: try PreparedAnnouncement(speech: speech, path: "\(flow.rig.directory)/address.wav")])
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            let caller = try await flow.rig.caller("incoming", from: flow.rig.backupPort)
            #expect(try await caller.ended() == 0, "486")
            #expect(flow.seen.all.last?.contains("CONNECTED") == true)
            flow.press("#")
            try await flow.sees("Telling them now")
            try await flow.sees("Tell them my address")
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(flow.said.all.count == 8, "opening and end")
        }
    }

    @Test func theHelpCentreIsLetThroughAtAnyTime() async throws {
        try await Flow.tell("help-centre-calls") { settings, _ in
            settings.telephony.helpCentreCallers = ["9990001"]
        } _: { flow in
            let caller = try await flow.rig.caller("call-back")
            try await flow.sees("There is a call for you")
            #expect(flow.said.all == ["call.incoming"])
            flow.press("#")
            try await flow.sees("CONNECTED")
            try await flow.keeps("call assistance incoming answered by far_side over primary after 0")
            #expect(try await caller.ended() == 0)
            #expect(!flow.records.contains { $0.hasPrefix("emergency") })
        }
    }

    @Test func aCallerWhoGivesUpIsGoneFromTheScreen() async throws {
        try await Flow.tell("gives-up") { settings, _ in
            settings.telephony.helpCentreCallers = ["9990001"]
        } _: { flow in
            let caller = try await flow.rig.caller("gives-up")
            flow.press("")
            try await flow.sees("There is a call for you")
            try await flow.keeps("call assistance incoming no_answer by far_side over primary after 1")
            #expect(try await caller.ended() == 0)
            _ = try await flow.seen.next("another page") { !$0.contains("There is a call for you") }
        }
    }

    @Test func theAddressIsHeardToItsEndAndThenTheMicrophoneAgain() async throws {
        try await Flow.tell("announcement", .init(microphone: quiet)) { flow in
            let far = try await flow.rig.startOperator()
            let speech = try flow.rig.tone("speech.wav", seconds: 1.2)
            flow.use([.address: try PreparedAnnouncement(speech: speech, path: "\(flow.rig.directory)/address.wav")])
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            flow.press("#")
            try await flow.sees("Telling them now")
            _ = try await flow.facts.next("the end of the announcement") {
                if case .call(_, .announced(.address)) = $0 { true } else { false }
            }
            try await flow.sees("Tell them my address")
            // Two more seconds on the clock of the call are at least one second of microphone.
            for _ in 0..<2 { _ = try await flow.seen.next("a second") { _ in true } }
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
            try await flow.keeps("call emergency answered by resident over primary after 1")

            let heard = try #require(try await far.heard().last).samples.map { abs(Int($0)) }
            let loud = heard.indices.filter { heard[$0] > 5_000 }
            let (first, last) = (try #require(loud.first), try #require(loud.last))
            // 1.2 s, and what the path of the sound adds.
            #expect((8_000...13_600).contains(last - first), "all of the announcement, once")
            let after = heard[(last + 800)...]
            #expect(after.count > 2_000)
            #expect(after.suffix(2_000).count { $0 > 1_000 } > 500, "the microphone is back")
            #expect(heard[..<first].suffix(800).contains { $0 > 1_000 }, "and was there before")
        }
    }
}
