import AdapterTestSupport
import Foundation
import Reporting
import Vocabulary
import Synchronization
import Testing

@testable import EventQueue

@Suite("Nothing is given up by age while nobody has confirmed the clock", .timeLimit(.minutes(1)))
struct AgeTests {
    private static let now: Int64 = 1_780_000_000_000
    private static let day: Int64 = 86_400_000

    private func settled(_ booth: Booth) async {
        await withCheckedContinuation { continuation in booth.queue.inspect { _ in continuation.resume() } }
    }

    private func losses(_ booth: Booth) -> [QueueLoss] { booth.reports.values.compactMap(\.loss) }

    @Test(
        "A clock that is days off across a restart drops nothing, whatever is committed", arguments: [200, -200, 4_000])
    func wrongAcrossRestart(days: Int64) async throws {
        let directory = try TemporaryDirectory()
        let first = Booth(directory.path, now: { Self.now })
        for number in 0..<20 { first.queue.append(event("\(number)", urgent: number == 19, time: Self.now)) }
        _ = try await first.committed(20)
        await first.close()

        let clock = Mutex(Self.now + days * Self.day)
        let booth = Booth(directory.path, now: { clock.withLock { $0 } })
        booth.queue.append(event("with the wrong clock", urgent: true, time: Self.now + days * Self.day))
        _ = try await booth.committed(1)
        booth.queue.noteClock(isRight: false)
        booth.queue.append(event("after the platform's word", urgent: true, time: Self.now + days * Self.day))
        _ = try await booth.committed(2)
        #expect(booth.queue.status.depth == 22)

        // The clock is set right and confirmed, so none of these is old.
        clock.withLock { $0 = Self.now }
        booth.queue.noteClock(isRight: true)
        await settled(booth)
        #expect(losses(booth).flatMap(\.ranges).allSatisfy { $0.lowerBound > 20 }, "what was recorded right stays")
        if days > 0 { #expect(losses(booth).isEmpty) }
        await booth.close()
    }

    @Test("Confirmed by the platform, what is too old goes; a clock that is set afterwards says nothing any more")
    func confirmed() async throws {
        let directory = try TemporaryDirectory()
        let clock = Mutex(Self.now)
        let booth = Booth(directory.path, now: { clock.withLock { $0 } })
        booth.queue.append(event("old", time: Self.now - 200 * Self.day))
        booth.queue.append(event("emergency", type: emergencyType, urgent: true, time: Self.now - 200 * Self.day))
        booth.queue.append(event("new", urgent: true, time: Self.now))
        _ = try await booth.committed(3)
        #expect(losses(booth).isEmpty)
        booth.queue.noteClock(isRight: true)
        try await booth.reports.first { $0.loss?.reason == .age }
        #expect(losses(booth).map(\.ranges) == [[1...1]])
        #expect(await booth.peek().events?.map(\.event.id).prefix(2) == ["emergency", "new"])
        await booth.close()
    }

    @Test("The time service's word is enough; it is asked again after the clock was set")
    func timeService() async throws {
        let directory = try TemporaryDirectory()
        let isSynchronised = Mutex(false)
        let reports = Recorder<QueueReport>()
        let queue = EventQueue(
            directory: directory.path, booth: "PT-0042", grouping: .milliseconds(5), now: { Self.now },
            isSynchronised: { isSynchronised.withLock { $0 } }, report: { reports.record($0) })
        queue.append(event("old", urgent: true, time: Self.now - 200 * Self.day))
        try await reports.first { !$0.stored.isEmpty }
        await withCheckedContinuation { continuation in queue.inspect { _ in continuation.resume() } }
        #expect(queue.status.depth == 1)
        isSynchronised.withLock { $0 = true }
        queue.append(event("next", urgent: true, time: Self.now))
        try await reports.first { $0.loss?.reason == .age }
        await withCheckedContinuation { continuation in queue.close { continuation.resume() } }
    }

    @Test("A confirmation holds while the wall clock goes on as the monotonic one does")
    func trust() {
        var trust = ClockTrust()
        let start = ContinuousClock.now
        #expect(!trust.isConfirmed(wall: 1_000, at: start) { false })
        trust.note(isRight: true, wall: 1_000, at: start)
        #expect(trust.isConfirmed(wall: 3_601_000, at: start + .seconds(3_600)) { false })
        #expect(!trust.isConfirmed(wall: 1_000 + 200 * 86_400_000, at: start + .seconds(3_600)) { false })
        #expect(!trust.isConfirmed(wall: 3_601_000, at: start + .seconds(3_600)) { false }, "it was set meanwhile")
        #expect(trust.isConfirmed(wall: 3_601_000, at: start + .seconds(3_600)) { true })
        trust.note(isRight: false, wall: 3_601_000, at: start + .seconds(3_600))
        #expect(
            !trust.isConfirmed(wall: 3_601_000, at: start + .seconds(3_600)) { true }, "the platform has another time")
        trust.note(isRight: true, wall: .min, at: start)
        #expect(!trust.isConfirmed(wall: .max, at: start) { false })
    }
}
