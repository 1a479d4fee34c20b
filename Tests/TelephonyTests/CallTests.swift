import KioskCore
import Vocabulary
import Telephony
import Testing

/// Calls through the real agent to a real far side (sipp), all on 127.0.0.1.
@Suite struct CallTests {
    let handle = CallHandle(1)
    let target = DialTarget(trunk: Rig.trunk, number: Rig.number, callClass: .assistance)

    @Test func answeredCallRingsThenIsEstablishedAndOurHangUpReachesTheFarSide() async throws {
        try await Rig.with { rig in
            let far = try await rig.far("answer")
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .ringing))
            try await rig.log.next(.call(handle, .established))
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            #expect(try await far.ended() == 0, "the far side saw INVITE, ACK and BYE")
        }
    }

    @Test func earlyMediaComesBeforeTheAnswer() async throws {
        try await Rig.with { rig in
            try await rig.far("early-media")
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .earlyMedia))
            try await rig.log.next(.call(handle, .established))
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
        }
    }

    @Test(arguments: [
        "486 Busy Here", "603 Decline", "404 Not Found", "480 Temporarily Unavailable", "500 Server Internal Error",
        "503 Service Unavailable",
    ])
    func refusalKeepsItsSIPStatus(_ status: String) async throws {
        let code = try #require(Int(status.prefix(3)))
        try await Rig.with { rig in
            try await rig.far("refuse", status: status)
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .closed(.refused(code))))
        }
    }

    @Test(arguments: ["no-answer", "trying-only"])
    func aCallThatIsNotAnsweredIsCancelledAtTheFarSide(_ scenario: String) async throws {
        try await Rig.with { rig in
            let far = try await rig.far(scenario)
            let client = try await rig.booth()
            client.dial(handle, target)
            // The agent sends no CANCEL if the call is hung up before any answer at all.
            if scenario == "trying-only" {
                try await rig.tried()
            } else {
                try await rig.log.next(.call(handle, .ringing))
            }
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            #expect(try await far.ended() == 0, "the far side saw CANCEL")
        }
    }

    @Test func aSilentPeerCanBeHungUpOn() async throws {
        try await Rig.with { rig in
            let client = try await rig.booth()
            client.dial(handle, target)
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            client.dial(CallHandle(2), target)
            client.hangUp(CallHandle(2))
            try await rig.log.next(.call(CallHandle(2), .closed(.local)))
        }
    }

    @Test func aClosedPortOverTCPIsUnreachable() async throws {
        try await Rig.with { rig in
            try await rig.startAgent(rig.settings(transport: .tcp))
            let client = try await rig.connectedClient(rig.settings(transport: .tcp))
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .closed(.unreachable)))
        }
    }

    @Test func theFarSideHangingUpIsAnOutcomeOfItsOwn() async throws {
        try await Rig.with { rig in
            let far = try await rig.far("hang-up")
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            try await rig.log.next(.call(handle, .closed(.remote)))
            #expect(try await far.ended() == 0)
        }
    }

    @Test func aCallWithoutSoundFromTheFarSideIsLost() async throws {
        try await Rig.with { rig in
            try await rig.far("answer")
            let client = try await rig.booth(rtpTimeout: 1)
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            try await rig.log.next(.call(handle, .closed(.mediaLost)))
        }
    }

    @Test func aSecondDialDuringACallIsRefusedAndTheCallGoesOn() async throws {
        try await Rig.with { rig in
            let far = try await rig.far("answer")
            let client = try await rig.booth()
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
            client.dial(CallHandle(2), target)
            try await rig.log.next(.call(CallHandle(2), .closed(.local)))
            client.hangUp(CallHandle(2))
            client.hangUp(handle)
            try await rig.log.next(.call(handle, .closed(.local)))
            #expect(try await far.ended() == 0, "one INVITE, ended by one BYE")
        }
    }

    @Test func anIncomingCallThatIsHungUpHearsBusyAndTheNextDialWorks() async throws {
        try await Rig.with { rig in
            let client = try await rig.booth()
            let caller = try await rig.caller()
            let found = FoundCall(trunk: Rig.trunk, number: "stranger", progress: .incoming)
            try await rig.log.next(.incoming(found))
            client.adopt(CallHandle(9), found)
            client.hangUp(CallHandle(9))
            #expect(try await caller.ended() == 0, "the caller got 486")
            try await rig.log.next(.call(CallHandle(9), .closed(.local)))
            try await rig.far("answer")
            client.dial(handle, target)
            try await rig.log.next(.call(handle, .established))
        }
    }

    @Test func anIncomingCallCanBeAnsweredAndTheFarSideHangsUp() async throws {
        try await Rig.with { rig in
            let client = try await rig.booth()
            let caller = try await rig.caller("call-back")
            let found = FoundCall(trunk: Rig.trunk, number: "9990001", progress: .incoming)
            try await rig.log.next(.incoming(found))
            client.adopt(CallHandle(9), found)
            client.answer(CallHandle(9))
            try await rig.log.next(.call(CallHandle(9), .established))
            try await rig.log.next(.call(CallHandle(9), .closed(.remote)))
            #expect(try await caller.ended() == 0, "the caller got 200 and then hung up")
        }
    }

    @Test func aCallerWhoGivesUpIsGone() async throws {
        try await Rig.with { rig in
            let client = try await rig.booth()
            let caller = try await rig.caller("gives-up")
            let found = FoundCall(trunk: Rig.trunk, number: "9990001", progress: .incoming)
            try await rig.log.next(.incoming(found))
            client.adopt(CallHandle(9), found)
            // The call may end before or after it is adopted. The kiosk hears of its end in either case.
            _ = try await rig.log.next("the end") { if case .call(CallHandle(9), .closed) = $0 { true } else { false } }
            #expect(try await caller.ended() == 0)
        }
    }

    @Test func aTrunkReportsWhetherItIsRegistered() async throws {
        for (status, registered) in [("200 OK", true), ("403 Forbidden", false)] {
            try await Rig.with { rig in
                try await rig.far("register", status: status)
                let settings = rig.settings(registrationInterval: 3600)
                try await rig.startAgent(settings)
                _ = try await rig.connectedClient(settings)
                try await rig.log.next(.agent(.trunk(Rig.trunk, registered: registered)))
            }
        }
    }
}
