import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// Lines that should speak and do not, and far sides that send what nobody expects, with a real agent and real peers.
@MainActor
@Suite struct SilentFlowTests {
    /// A first trunk that gives this answer to an INVITE, and 200 to everything else.
    private func primary(_ flow: Flow, _ answer: @escaping @Sendable (Int) -> TrunkSocket.Answer) throws -> TrunkSocket
    {
        let port = flow.rig.farPort
        return try TrunkSocket(port: port) { $0.method == "INVITE" ? answer(port) : .init("200 OK") }
    }

    /// A first trunk that says this to an INVITE, and speaks from then on.
    private func speaking(_ flow: Flow, _ status: String) throws -> (TrunkSocket, RTPSpeaker) {
        let (speaker, port) = (try RTPSpeaker(), flow.rig.farPort)
        let trunk = try TrunkSocket(port: port) { request in
            guard request.method == "INVITE" else { return .init("200 OK") }
            speaker.speak(to: request.mediaPort ?? 0)
            return TrunkSocket.described(status, port: speaker.port, from: port)
        }
        return (trunk, speaker)
    }

    @Test(
        "Early media without an end and without sound gives way to the other trunk",
        arguments: ["183 Session Progress", "180 Ringing"])
    func silentEarlyMedia(_ status: String) async throws {
        try await Flow.tell("silent-\(status.prefix(3))") { settings, _ in
            settings.timings.noSound = .milliseconds(1500)
        } _: { flow in
            let primary = try primary(flow) { TrunkSocket.described(status, from: $0) }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("No sound on the line yet")
            try await flow.sees("Trying another line")
            try await flow.sees("CONNECTED")
            try await primary.next("CANCEL")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    @Test("Early media that speaks has its whole time and no more")
    func earlyMediaThatSpeaks() async throws {
        try await Flow.tell("speaking-183") { settings, _ in
            settings.timings.earlyMedia = .seconds(4)
            settings.timings.noSound = .milliseconds(2500)
        } _: { flow in
            let (primary, speaker) = try speaking(flow, "183 Session Progress")
            defer { speaker.stop() }
            _ = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("Please listen to the line")
            try await flow.reported(.call(CallHandle(1), .sound(true)))
            try await flow.sees("CONNECTED")
            // The first look for sound may have come before the first packet.
            let sounds = flow.facts.all.filter { [true, false].map { .call(CallHandle(1), .sound($0)) }.contains($0) }
            #expect(sounds.last == .call(CallHandle(1), .sound(true)), "it spoke to the end")
            try await primary.next("CANCEL")
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    /// Each is another kind of "connected without sound".
    enum Silence: String, CaseIterable, Sendable {
        case sendsNothing, portZero, unknownCodec, encrypted, inactive, noDescription

        func answer(from port: Int) -> TrunkSocket.Answer {
            switch self {
            case .sendsNothing: TrunkSocket.described("200 OK", from: port)
            case .portZero: TrunkSocket.described("200 OK", port: 0, from: port)
            case .unknownCodec: TrunkSocket.described("200 OK", format: "18 G729/8000", from: port)
            case .encrypted: TrunkSocket.described("200 OK", from: port, profile: "RTP/SAVP")
            case .inactive: TrunkSocket.described("200 OK", attributes: "a=inactive\r\n", from: port)
            case .noDescription: .init("200 OK", "Contact: <sip:far@127.0.0.1:\(port)>")
            }
        }
    }

    @Test(
        "Answered without sound is said, dialled over the other trunk as well, and given up only for a leg that is heard",
        arguments: Silence.allCases)
    func answeredWithoutSound(_ silence: Silence) async throws {
        try await Flow.tell("answered-\(silence)") { settings, _ in
            // Sound is looked for once a second.
            settings.timings.noSound = .milliseconds(2500)
            settings.timings.secondLeg = .milliseconds(4000)
        } _: { flow in
            let primary = try primary(flow) { silence.answer(from: $0) }
            let far = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("We hear nothing")
            try await flow.keeps("raised call.silent")
            _ = try await far.answered(atLeast: 1)
            try await primary.next("BYE")
            try await flow.keeps("cleared call.silent")
            #expect(flow.said.all.contains("call.nothing_heard"))
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over backup after 2")
        }
    }

    @Test(
        "With one trunk the second leg is on the same account: given up before it has brought anything, it alone is ended"
    )
    func secondLegOnTheSameAccount() async throws {
        try await Flow.tell("one-trunk") { settings, _ in
            settings.telephony.trunks.removeLast()
            // Sound is looked for once a second.
            settings.timings.noSound = .milliseconds(2500)
            settings.timings.secondLeg = .milliseconds(4000)
            settings.timings.noProgressEmergency = .milliseconds(800)
        } _: { flow in
            let port = flow.rig.farPort
            let trunk = try TrunkSocket(port: port) { request in
                guard request.method == "INVITE" else { return .init("200 OK") }
                // The ambulance answers and is not heard; the help centre says 100 and no more.
                if request.number == Story.ambulance { return TrunkSocket.described("200 OK", from: port) }
                return .init("100 Trying")
            }
            flow.callAmbulance()
            try await flow.sees("We hear nothing")
            for _ in 0..<2 {
                let invite = try await trunk.requests.next("INVITE to the help centre") {
                    $0.method == "INVITE" && $0.number == Story.helpCentre
                }
                // After its 100 each attempt is given up with a CANCEL of its own.
                _ = try await trunk.requests.next("CANCEL") { $0.method == "CANCEL" && $0.callID == invite.callID }
            }
            #expect(!trunk.requests.all.contains { $0.method == "BYE" }, "the first leg stays")
            #expect(flow.state?.call?.isConnected == true)
            flow.press("**")
            try await trunk.next("BYE")
        }
    }

    @Test(
        "A kiosk that dies with two legs comes back to the one that was answered, and dials on",
        arguments: [true, false])
    func killedWithTwoLegs(isMemory: Bool) async throws {
        try await Flow.tell("two-legs-\(isMemory)", .init(memory: isMemory ? "/dev/shm" : "/tmp")) { settings, _ in
            // Sound is looked for once a second.
            settings.timings.noSound = .milliseconds(2500)
            settings.timings.secondLeg = .milliseconds(4000)
        } _: { flow in
            let primary = try primary(flow) { TrunkSocket.described("200 OK", from: $0) }
            let port = flow.rig.backupPort
            let backup = try TrunkSocket(port: port) { .init($0.method == "INVITE" ? "180 Ringing" : "200 OK") }
            flow.callAmbulance()
            try await flow.sees("We hear nothing")
            try await backup.next("INVITE")
            try await flow.journalled("second leg") { $0.live?.isUnheard == true && $0.live?.trunk == Rig.backup }
            try flow.restartKiosk()
            try await flow.sees("CONNECTED")
            try await backup.next("CANCEL")
            #expect(!primary.requests.all.contains { $0.method == "BYE" })
            #expect(flow.state?.call?.emergency == .ambulance)
            // The call is still silent and is dialled over the other trunk again, where somebody speaks now.
            try await backup.stop()
            _ = try await flow.rig.startOperator(on: port)
            try await primary.next("BYE")
            flow.press("**")
            _ = try await flow.kept.next("the end") { Story.words($0)?.hasSuffix("answered over backup") == true }
        }
    }

    @Test("The second leg hears the resident, not what the first leg is told")
    func announcementAndSecondLeg() async throws {
        let options = Flow.Options(microphone: 0.5)
        try await Flow.tell("told-and-dialled", options) { settings, _ in
            settings.timings.noSound = .milliseconds(2500)
            settings.timings.secondLeg = .milliseconds(4000)
        } _: { flow in
            // A minute of silence stands for the address, during which the operator would not hear the microphone.
            let speech = try flow.rig.tone("speech.wav", seconds: 60, level: 0)
            flow.use([.address: try PreparedAnnouncement(speech: speech, path: "\(flow.rig.directory)/address.wav")])
            let primary = try primary(flow) { TrunkSocket.described("200 OK", from: $0) }
            let far = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callAmbulance()
            try await flow.sees("We hear nothing")
            flow.press("#")
            try await flow.sees("Telling them now")
            _ = try await far.answered(atLeast: 1)
            try await primary.next("BYE")
            try await flow.sees("0:01")
            flow.press("**")
            try await far.control.event("CALL_CLOSED")
            let heard = try #require(try await far.heard().last)
            #expect(heard.level > 0.03, "the booth's microphone")
        }
    }

    @Test(
        "A call that is heard stays the only one when the kiosk comes back to it, though nothing tells that it is heard"
    )
    func restartedInAHeardCall() async throws {
        try await Flow.tell("restarted-heard") { settings, _ in
            settings.timings.noSound = .seconds(3)
            settings.timings.secondLeg = .seconds(4)
        } _: { flow in
            let (primary, speaker) = try speaking(flow, "200 OK")
            defer { speaker.stop() }
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            try await flow.reported(.call(CallHandle(1), .sound(true)))
            try flow.restartKiosk()
            try await flow.sees("CONNECTED")
            try await flow.sees("0:05")
            #expect(flow.state?.call?.nothingHeard == false)
            #expect(!primary.requests.all.contains { $0.method == "BYE" })
            #expect(primary.requests.all.count { $0.method == "INVITE" } == 1)
            flow.press("**")
            try await primary.next("BYE")
        }
    }

    @Test("A far side cannot make the booth call somebody else (REFER)")
    func refer() async throws {
        try await Flow.tell("refer") { flow in
            let third = try TrunkSocket(port: flow.rig.backupPort) { _ in .init("200 OK") }
            let far = try await flow.rig.far("refer", status: "\(flow.rig.backupPort)")
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            #expect(try await far.ended() == 0, "REFER is refused and the call goes on until the far side ends it")
            try await flow.sees("The call has ended")
            #expect(!third.requests.all.contains { $0.method == "INVITE" })
        }
    }

    @Test("A stranger's INVITE with a header of 40 kB stops no emergency")
    func absurdHeader() async throws {
        try await Flow.tell("absurd-header") { flow in
            let far = try await flow.rig.far("answer")
            let stranger = try Stranger(port: flow.rig.sipPort)
            defer { stranger.close() }
            for call in 0..<5 { stranger.invite(call, name: String(repeating: "<\\\"x", count: 10_000)) }
            flow.callAmbulance()
            try await flow.sees("CONNECTED")
            for call in 5..<10 { stranger.invite(call, name: String(repeating: "\u{1}1", count: 20_000)) }
            flow.press("**")
            try await flow.keeps("call emergency answered by resident over primary after 1")
            #expect(!flow.facts.all.contains(.agent(.disconnected)))
            #expect(try await far.ended() == 0)
            #expect(flow.lines.all.contains { $0.contains("busy") }, "the stranger was heard")
        }
    }
}
