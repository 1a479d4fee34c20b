import Basics
import EventQueue
import Foundation  // not shown
import Reporting
import Testing

extension Examples {
    @Test func eventQueue() async throws {
        let directory = try Self.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // shown in Sources/EventQueue/EventQueue.docc/EventQueue.md
        // One program at a time uses the directory.
        let lock = try StateLock(directory: directory)
        let (reports, told) = AsyncStream.makeStream(of: QueueReport.self)
        let queue = EventQueue(directory: directory, booth: "PT-0042") { told.yield($0) }

        let record = UsageEvent(.rating(3))
        queue.append(
            QueuedEvent(
                id: "0b6d9f3e-53d1-4a0e-9a35-0d4c4f0a1b2c", type: record.cloudEventType, time: 1_795_260_960_000,
                urgent: true, data: record.data(booth: "PT-0042", session: nil).serialized))

        // Once it is reported as committed, a power cut cannot take it.
        for await case .committed in reports { break }

        let batch = await withCheckedContinuation { done in
            queue.peek(count: 100, bytes: 65_536) { epoch, events in done.resume(returning: (epoch, events ?? [])) }
        }
        // The platform has them: only now are they deleted.
        await withCheckedContinuation { done in
            queue.acknowledge(batch.1.map(\.sequence), epoch: batch.0) { done.resume() }
        }
        // end
        #expect(batch.1.map(\.sequence) == [1])
        #expect(batch.1.first?.event.type == "cn.laoyouting.booth.rating.v1")
        #expect(queue.status.depth == 0)
        await withCheckedContinuation { done in queue.close { done.resume() } }
        withExtendedLifetime(lock) {}
    }
}
