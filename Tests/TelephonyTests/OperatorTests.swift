import Glibc
import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// Calls to the demonstration's operator, a second real agent that answers any number and records what it hears.
@Suite struct OperatorTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: Rig.trunk, number: "120", callClass: .emergency)

    @Test func digitsGoBothWays() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            try await far.control.event("CALL_ESTABLISHED")
            for digit: Character in ["5", "*", "#"] {
                client.sendDTMF(handle, digit)
                #expect(try await far.control.event("CALL_DTMF_START")?.parameter == String(digit))
            }
            far.control.send("sndcode", "7")
            try await rig.log.next(.call(handle, .dtmf("7")))
        }
    }

    @Test func anAnnouncementIsHeardAtTheFarSideAndTheCallOutlivesIt() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            let speech = try rig.tone("speech.wav", seconds: 1.2)
            let prepared = try PreparedAnnouncement(speech: speech, path: "\(rig.directory)/address.wav")
            let client = try await rig.booth(announcements: [.address: prepared])
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            client.announce(handle, .address)
            try await rig.log.next(.announcementEnded(handle, .address, played: true))
            client.sendDTMF(handle, "1")
            try await far.control.event("CALL_DTMF_START")
            client.announce(handle, .address)
            try await rig.log.next(.announcementEnded(handle, .address, played: true))
            client.announce(handle, .unable)
            try await rig.log.next(.announcementEnded(handle, .unable, played: false))
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            try await far.control.event("CALL_CLOSED")

            let heard = try #require(try await far.heard().first)
            // Two times 1.2 s of a tone at 0.35 (half of full scale), the rest silence.
            let loud = heard.samples.count { abs(Int($0)) > 1_000 }
            #expect(heard.level > 0.05, "the microphone is silent, so this is the announcement")
            #expect((14_000...24_000).contains(loud), "both announcements, none of them longer than it is")
        }
    }

    @Test func anAnnouncementCutOffByTheEndOfTheCallIsNotHeardInTheNextOne() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            let speech = try rig.tone("speech.wav", seconds: 60)
            let prepared = try PreparedAnnouncement(speech: speech, path: "\(rig.directory)/address.wav")
            let client = try await rig.booth(announcements: [.address: prepared])
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            client.announce(handle, .address)
            // Digits are sent in order, after the switch.
            client.sendDTMF(handle, "1")
            try await far.control.event("CALL_DTMF_START")
            client.hangUp(handle)
            try await rig.log.next(.announcementEnded(handle, .address, played: false))
            try await rig.log.next(.call(handle, .closed(.local)))
            try await far.control.event("CALL_CLOSED")

            // Recordings are named by the second, and the next call may start in the same one.
            try far.forget()
            client.dial(CallHandle(2), target)
            try await rig.log.next(.call(CallHandle(2), .established))
            client.sendDTMF(CallHandle(2), "2")
            try await far.control.event("CALL_DTMF_START")
            client.hangUp(CallHandle(2))
            try await rig.log.next(.call(CallHandle(2), .closed(.local)))
            try await far.control.event("CALL_CLOSED")

            let heard = try await far.heard()
            #expect(heard.count == 1)
            #expect(heard.allSatisfy { $0.duration > .zero && $0.level < 0.001 })
        }
    }

    /// What the loudspeaker plays comes back in the microphone beside it. The handset's microphone hears nothing.
    @Test func aCallMovesFromTheEarpieceToTheLoudspeaker() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            try await rig.startAgent(rig.settings())
            let client = try await rig.connectedClient(
                rig.settings(),
                devices: CallDevices(
                    source: rig.source,
                    players: .init(
                        handset: "aubridge,earpiece", loudspeaker: "aubridge,booth", handsFreeSource: "aubridge,booth"))
            )
            func call(_ handle: CallHandle, _ middle: () -> Void = {}) async throws {
                client.dial(handle, target)
                try await rig.log.next(.call(handle, .established))
                try await far.control.event("CALL_ESTABLISHED")
                middle()
                // Each digit takes its time to be sent and heard, more than a second in all. Recordings are named by
                // the second.
                for digit in "123456789*" {
                    client.sendDTMF(handle, digit)
                    try await far.control.event("CALL_DTMF_START")
                }
                client.hangUp(handle)
                try await rig.log.next(.call(handle, .closed(.local)))
                try await far.control.event("CALL_CLOSED")
            }
            client.listen(at: .handset)
            try await call(CallHandle(1))
            try await call(CallHandle(2)) { client.listen(at: .loudspeaker) }
            let heard = try await far.heard()
            let echoed = heard.map { file in file.samples.count { abs(Int($0)) > 1_000 } }
            try #require(echoed.count == 2)
            #expect(echoed[0] == 0)
            #expect(echoed[1] > 1_600, "0.2 s at the least")
        }
    }

    @Test("A booth without a sound card keeps its call, and the far side hears where it is")
    func noSoundCard() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            let speech = try rig.tone("speech.wav", seconds: 1.2)
            let prepared = try PreparedAnnouncement(speech: speech, path: "\(rig.directory)/address.wav")
            let card = AgentConfiguration.Sound.alsa(microphone: "no_such_card", earpiece: "no_such_card")
            try await rig.startAgent(rig.settings(), sound: card)
            let client = try await rig.connectedClient(
                rig.settings(), devices: CallDevices(source: card.source, player: card.player),
                announcements: [.address: prepared])
            client.dial(handle, target)
            try await rig.log.next(.deviceFailed(nil))
            try await rig.log.next(.call(handle, .established))
            try await rig.log.next(.call(handle, .devices(microphone: false, earpiece: false)))
            try await rig.log.next(.announcementEnded(handle, .address, played: true))
            // The second time comes after a pause.
            try await rig.log.next(.announcementEnded(handle, .address, played: true))
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            for _ in ["dropped", "kept"] { try await far.control.event("CALL_CLOSED") }
            #expect(far.control.log.all.count { $0.isEvent("CALL_CLOSED") } == 2)
            let heard = try #require(try await far.heard().last)
            #expect((14_000...24_000).contains(heard.samples.count { abs(Int($0)) > 1_000 }), "twice, and no noise")
        }
    }

    @Test func anotherProgramOnTheControlPortIsNoticedAndCostsNoCall() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            try await rig.startAgent(rig.settings())
            let client = try await rig.connectedClient(rig.settings(), settlingTime: .zero)
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            let other = try await ControlTap.connect(to: rig.controlPort)
            try await rig.log.next(.secondClient)
            client.sendDTMF(handle, "3")
            #expect(try await far.control.event("CALL_DTMF_START")?.parameter == "3")
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            #expect(!rig.log.all.contains(.call(handle, .closed(.agentLost))))
            // Before the first connection the agent may still be starting, which is reported separately.
            let sinceConnected = rig.log.all.drop { $0 != .agent(.connected) }
            #expect(!sinceConnected.isEmpty)
            #expect(!sinceConnected.contains(.agent(.disconnected)))
            withExtendedLifetime(other) {}
        }
    }

    @Test func aCallOutlivesTheKioskAndTheNextRunFindsItTakesItOverAndCanHangItUp() async throws {
        try await Rig.with { rig in
            let far = try await rig.startOperator()
            let first = try await rig.booth()
            first.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            first.stop()

            let second = try await rig.connectedClient(rig.settings())
            let found = FoundCall(trunk: Rig.trunk, number: "120", progress: .established)
            let list = rig.log.all.last { if case .found = $0 { true } else { false } }
            #expect(list == .found([found]), "reported before the connection is")
            let other = DialTarget(trunk: Rig.trunk, number: "110", callClass: .emergency)
            second.dial(CallHandle(7), other)
            try await rig.log.next(.call(CallHandle(7), .closed(.local)))
            second.adopt(CallHandle(8), found)
            try await rig.log.next(.call(CallHandle(8), .established))
            second.hangUp(CallHandle(8))
            try await rig.log.next(.call(CallHandle(8), .closed(.local)))
            try await far.control.event("CALL_CLOSED")
            let calls = far.control.log.all.count { $0.isEvent("CALL_INCOMING") }
            #expect(calls <= 1, "taken over, not dialled again")
        }
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func theAgentsDeathEndsTheCallAndTheClientIsBackAsSoonAsTheAgentIs(_ signal: Int32) async throws {
        try await Rig.with { rig in
            _ = try await rig.startOperator()
            let agent = try await rig.startAgent(rig.settings())
            let client = try await rig.connectedClient(rig.settings())
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            agent.send(signal)
            try await rig.log.next(.call(handle, .closed(.agentLost)))
            try await rig.log.next(.agent(.disconnected))
            client.dial(CallHandle(2), target)
            try await rig.log.next(.call(CallHandle(2), .closed(.agentLost)))
            await agent.end()
            try await rig.startAgent(rig.settings())
            try await rig.log.next(.agent(.connected))
            client.dial(CallHandle(3), target)
            try await rig.log.next(.call(CallHandle(3), .established))
        }
    }
}

extension AgentMessage {
    func isEvent(_ type: String) -> Bool { if case .event(let event) = self { event.type == type } else { false } }
}
