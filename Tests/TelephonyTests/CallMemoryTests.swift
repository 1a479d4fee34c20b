import Reporting
import Foundation
import KioskCore
import Vocabulary
import Testing

@testable import Telephony

/// What is remembered of calls, and what is not.
@Suite struct CallMemoryTests {
    let now = Moment(milliseconds: 5_000_000)
    let number = "13812345678"
    let trunk = TrunkID(rawValue: "main")

    private func memory() -> CallMemory {
        var memory = CallMemory(boot: "b1")
        memory.keep(
            CallJournal(
                live: CallJournal.Live(
                    callClass: .free, trunk: trunk, number: number, pressedAt: now, startedAt: now, answeredAt: now,
                    endsAt: now + .seconds(180)),
                callBack: CallBack(service: .ambulance, until: now + .seconds(1800))), day: 20_000)
        return memory
    }

    private func read(_ data: Data?, boot: String = "b1") -> CallMemory {
        CallMemory.read(data, CallMemory.Bounds(boot: boot, now: now)).memory
    }

    private func found(_ number: String, on trunk: String = "main") -> FoundCall {
        FoundCall(trunk: TrunkID(rawValue: trunk), number: number, progress: .established)
    }

    @Test func theNextRunOfTheSameBootKnowsTheCallButNotItsNumber() throws {
        let next = read(memory().data)
        let live = try #require(next.journal.live)
        #expect(live.callClass == .free)
        #expect(live.endsAt == now + .seconds(180))
        #expect(live.number == nil)
        #expect(next.journal.callBack == CallBack(service: .ambulance, until: now + .seconds(1800)))
        #expect(next.explains(found(number)))
        #expect(!next.explains(found("13800000000")))
        #expect(!next.explains(found(number, on: "backup")))
        #expect(!String(decoding: memory().data, as: UTF8.self).contains(number))
    }

    @Test("A countdown and a choice are known to the next run")
    func pending() {
        for service in [EmergencyService.fire, nil] {
            let pending = CallJournal.Pending(
                service: service, origin: .dialled, pressedAt: now - .seconds(2), until: now + .seconds(6))
            var memory = CallMemory(boot: "b1")
            memory.keep(CallJournal(pending: pending), day: 20_000)
            #expect(read(memory.data).journal == CallJournal(pending: pending))
            #expect(read(memory.withoutDigests.data).journal == CallJournal(pending: pending))
        }
    }

    @Test func whatTheNextVersionAddsIsNoDamage() throws {
        let text = String(decoding: memory().data, as: UTF8.self)
            .replacing("{\"boot\"", with: "{\"zone\":{\"a\":[1]},\"boot\"")
            .replacing("\"callClass\":\"free\"", with: "\"callClass\":\"interpreted\",\"codec\":\"opus\"")
        let (memory, isDamaged) = CallMemory.read(Data(text.utf8), CallMemory.Bounds(boot: "b1", now: now))
        #expect(!isDamaged)
        #expect(memory.journal.live?.callClass == .emergency, "a class that nobody knows is never ended")
        #expect(memory.journal.callBack?.service == .ambulance)
    }

    @Test func anotherBootKnowsNothing() {
        #expect(read(memory().data, boot: "b2") == CallMemory(boot: "b2"))
        #expect(read(Data("{".utf8)) == CallMemory(boot: "b1"))
        #expect(read(nil).journal == CallJournal())
    }

    @Test func onADiskTheCallIsKeptWithoutAnythingThatTellsItsNumber() throws {
        let next = read(memory().withoutDigests.data)
        #expect(next.journal.live?.endsAt == now + .seconds(180))
        #expect(next.explains(found(number)), "the trunk has to do")
        #expect(!next.explains(found(number, on: "backup")))
        var noted = memory()
        noted.noteFreeCall(to: number, at: now, quota: .seconds(1800), day: 20_000)
        #expect(read(noted.withoutDigests.data).timeToFreeCall(to: number, at: now) == nil)
    }

    @Test func aNumberHasItsHalfHourAcrossMidnightAndIsThenFreeAgain() {
        var memory = CallMemory(boot: "b1")
        memory.noteFreeCall(to: number, at: now, quota: .seconds(1800), day: 20_000)
        // Another number's digest on the next day makes a new key; yesterday's still counts.
        memory.noteFreeCall(to: "02162345678", at: now, quota: .seconds(1800), day: 20_001)
        #expect(memory.timeToFreeCall(to: number, at: now + .seconds(1799)) == .seconds(1))
        #expect(memory.timeToFreeCall(to: "02162345678", at: now + .seconds(60)) == .seconds(1740))
        #expect(memory.timeToFreeCall(to: "13900000000", at: now) == nil)
        #expect(memory.timeToFreeCall(to: number, at: now + .seconds(1800)) == nil)
    }

    @Test func anUnknownClassIsTheOneThatIsNeverEnded() throws {
        let text = String(decoding: memory().data, as: UTF8.self)
        let other = text.replacing("\"free\"", with: "\"from a later version\"")
        #expect(read(Data(other.utf8)).journal.live?.callClass == .emergency)
    }
}
