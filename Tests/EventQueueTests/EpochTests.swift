import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import EventQueue

@Suite("A new epoch in the same file", .timeLimit(.minutes(1)))
struct EpochTests {
    private func begin(_ booth: Booth, after epoch: String) async {
        await withCheckedContinuation { continuation in
            booth.queue.beginEpoch(after: epoch) { continuation.resume() }
        }
    }

    @Test("Everything is kept in its order under its id, with numbers from 1; what was set aside is explained")
    func renumbered() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for number in 1...8 { booth.queue.append(event("\(number)", urgent: number == 8)) }
        _ = try await booth.committed(8)
        let old = await booth.peek().epoch
        await booth.acknowledge([1, 2, 4], epoch: old)
        await booth.quarantine(3, epoch: old, reason: "status 400")
        let before = try #require(await booth.peek().events)
        await begin(booth, after: old)

        let (epoch, events) = await booth.peek()
        #expect(epoch != old)
        #expect(booth.reports.values.contains(.epochBegun(epoch)))
        #expect(events?.prefix(5).map(\.event) == before.map(\.event), "the report of the old epoch goes along")
        #expect(events?.map(\.sequence) == [1, 2, 3, 4, 5, 7])
        let report = try #require(events?.last.flatMap { LossReport($0.event.data) })
        #expect(report.epoch == epoch && report.ranges == [6...6] && report.reason == "quarantined")
        #expect(booth.queue.status.lowestUnsent == 1 && booth.queue.status.quarantined == 1)

        // What is said about the old epoch concerns nothing any more, and the new one is begun once.
        await booth.acknowledge([1, 2], epoch: old)
        await begin(booth, after: old)
        #expect(await booth.peek().events?.count == 6)
        booth.queue.append(event("later", urgent: true))
        #expect(
            try await booth.reports.first { $0.stored.contains { $0.event.id == "later" } }.stored.map(\.sequence) == [
                8
            ])
        await booth.close()

        let again = Booth(directory.path)
        #expect(await again.peek().epoch == epoch)
        #expect(await again.peek().events?.map(\.sequence) == [1, 2, 3, 4, 5, 7, 8])
        #expect(again.queue.status.quarantined == 1)
        await again.close()
    }

    @Test("An empty queue begins anew as well")
    func empty() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("only", urgent: true))
        _ = try await booth.committed(1)
        let old = await booth.peek().epoch
        await booth.acknowledge([1], epoch: old)
        await begin(booth, after: old)
        booth.queue.append(event("first", urgent: true))
        #expect(try await booth.committed(2).last?.sequence == 1)
        #expect(await booth.peek().epoch != old)
        await booth.close()
    }
}
