import KioskCore
import Foundation
import Vocabulary
import Testing

@testable import Telephony

/// A resident's own number and the help centre: outcomes in words, the quota, the limit.
@MainActor
@Suite struct FreeCallFlowTests {
    @Test(arguments: [
        ("486 Busy Here", "busy 486", "The line is busy", "call.busy"),
        ("603 Decline", "refused 603", "The call did not go through", "call.failed"),
        ("404 Not Found", "refused 404", "The call did not go through", "call.failed"),
        ("480 Temporarily Unavailable", "no_answer 480", "Nobody answers", "call.no_answer"),
    ])
    func aRefusedSubscriberIsSaidAndNotTriedElsewhere(
        _ status: String, _ record: String, _ text: String, _ prompt: String
    ) async throws {
        try await Flow.tell("free-\(status.prefix(3))") { flow in
            let far = try await flow.rig.far("refuse", status: status)
            flow.callFree()
            try await flow.sees(text)
            #expect(flow.said.all.last == PromptKey(prompt))
            #expect(flow.records == ["started", "call free \(record) by network over primary after 1"])
            #expect(try await far.ended() == 0)
        }
    }

    @Test(arguments: ["500 Server Internal Error", "503 Service Unavailable"])
    func aFailingTrunkIsNotTheSubscribersWord(_ status: String) async throws {
        try await Flow.tell("free-\(status.prefix(3))") { flow in
            let primary = try await flow.rig.far("refuse", status: status)
            let backup = try await flow.rig.far("refuse", status: status, on: flow.rig.backupPort)
            flow.callFree()
            try await flow.sees("The call did not go through")
            #expect(flow.said.all.last == "call.failed")
            #expect(
                flow.records.last == "call free refused \(status.prefix(3)) by network over backup after 2")
            #expect(try await primary.ended() == 0)
            #expect(try await backup.ended() == 0)
        }
    }

    @Test func nobodyAnswersWithinTheLimit() async throws {
        try await Flow.tell("free-no-answer") { settings, _ in
            settings.timings.ringing = .milliseconds(500)
        } _: { flow in
            let far = try await flow.rig.far("no-answer")
            flow.callFree()
            try await flow.sees("Nobody answers")
            #expect(flow.said.all.last == "call.no_answer")
            #expect(flow.records.last == "call free no_answer 480 by network over primary after 1")
            #expect(try await far.ended() == 0, "CANCEL")
        }
    }

    /// Here happens what no emergency call may suffer. This proves that the limit in that test is real.
    @Test func anEndlessAnnouncementIsCut() async throws {
        try await Flow.tell("free-early-media") { settings, _ in
            settings.timings.ringing = .milliseconds(50)
        } _: { flow in
            let far = try await flow.rig.far("no-answer-announcement")
            flow.callFree()
            try await flow.sees("Nobody answers")
            #expect(try await far.ended() == 0, "CANCEL")
        }
    }

    /// The INVITE that was given up is still being repeated there, and would ring somebody if that trunk woke up.
    @Test func aSilentTrunkIsLeftAloneByTheNextCall() async throws {
        try await Flow.tell("free-silent") { settings, _ in
            settings.timings.noProgress = .milliseconds(1500)
        } _: { flow in
            let primary = try TrunkSocket(port: flow.rig.farPort) { _ in nil }
            let backup = try await flow.rig.startOperator(on: flow.rig.backupPort)
            flow.callFree()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call free answered by resident over backup after 2")
            try await flow.sees("How was it?")
            flow.press("*")
            flow.callFree("1390" + Story.canary)
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call free answered by resident over backup after 1")
            let invites = primary.requests.all.filter { $0.method == "INVITE" }
            #expect(Set(invites.compactMap(\.number)) == [Story.free])
            #expect(try await backup.answered(atLeast: 2) == 2)
        }
    }

    @Test func theLimitEndsTheCall() async throws {
        try await Flow.tell("free-limit") { settings, _ in
            settings.timings.freeCall = .milliseconds(400)
            settings.timings.freeCallWarning = .milliseconds(200)
        } _: { flow in
            let far = try await flow.rig.far("answer")
            flow.callFree()
            try await flow.sees("1 s left")
            try await flow.keeps("call free answered by limit over primary after 1")
            #expect(flow.said.all.contains("call.warning"))
            #expect(try await far.ended() == 0, "BYE")
        }
    }

    @Test func theSecondCallToANumberIsNotEvenDialled() async throws {
        try await Flow.tell("free-quota") { flow in
            let far = try await flow.rig.startOperator()
            flow.callFree()
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.sees("How was it?")
            flow.press("*")
            flow.callFree()
            try await flow.sees("Not this number now")
            #expect(flow.said.all.last == "number.later", "not why")
            try await flow.keeps("call free quota by network over primary after 1")
            // A call after midnight makes a new key. By the old key the number is still known, also to the next run.
            flow.day.set(20_001)
            flow.press("*")
            flow.callFree("1390" + Story.canary)
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.sees("How was it?")
            flow.press("*")
            flow.callFree()
            try await flow.sees("Not this number now")
            try flow.restartKiosk()
            try await flow.facts.next(.agent(.connected))
            for number in [Story.free, "1390" + Story.canary] {
                flow.callFree(number)
                try await flow.sees("Not this number now")
                flow.press("*")
            }
            // Had an INVITE been under way for those numbers, it would have arrived before this one.
            flow.callFree("1370" + Story.canary)
            try await flow.sees("CONNECTED")
            flow.press("**")
            try await flow.keeps("call free answered by resident over primary after 1")
            #expect(try await far.answered(atLeast: 3) == 3)
        }
    }

    /// Nothing that could be found on a disk later is written. The quota then lasts only as long as the kiosk.
    @Test func onADiskTheLedgerIsNotWritten() async throws {
        try await Flow.tell("free-quota-disk", .init(memory: "/var/tmp")) { flow in
            guard !RuntimeDirectory(flow.runtimeDirectory).isMemoryBacked else { return }
            _ = try await flow.rig.startOperator()
            flow.callFree()
            try await flow.sees("CONNECTED")
            try await flow.journalled("answered call") { $0.live?.answeredAt != nil }
            let file = "\(flow.runtimeDirectory)/\(CallMemory.file)"
            let data = try #require(FileManager.default.contents(atPath: file))
            let read = CallMemory.read(data, CallMemory.Bounds(boot: "boot", now: Story.now))
            #expect(!read.isDamaged)
            #expect(read.memory.timeToFreeCall(to: Story.free, at: Story.now) == nil)
            #expect(!String(decoding: data, as: UTF8.self).contains("secret"))
            flow.press("**")
            try await flow.keeps("call free answered by resident over primary after 1")
        }
    }

    @Test func theHelpCentreIsBusyOnBothTrunksAndSoIsTheHotline() async throws {
        try await Flow.tell("person-unreached") { flow in
            let busy: TrunkSocket.Behaviour = { .init($0.method == "INVITE" ? "486 Busy Here" : "200 OK") }
            let trunks = try [flow.rig.farPort, flow.rig.backupPort].map { try TrunkSocket(port: $0, busy) }
            flow.press("0")
            try await flow.sees("The call did not go through")
            #expect(flow.said.all.last == "person.unreached")
            #expect(flow.records.last == "call assistance busy 486 by network over backup after 4")
            withExtendedLifetime(trunks) {}
        }
    }
}
