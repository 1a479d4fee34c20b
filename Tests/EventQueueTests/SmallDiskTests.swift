import Reporting
import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import EventQueue

@Suite(
    "A disk out of order does not stop the booth",
    .enabled(if: SmallDisk.isPermitted, "mounting a small file system needs root"), .timeLimit(.minutes(1)))
struct SmallDiskTests {
    @Test("A full disk: events wait in memory, in order, and are written when there is room")
    func fullDisk() async throws {
        let disk = try SmallDisk(kilobytes: 512)
        let booth = Booth(disk.path)
        booth.queue.append(event("before", urgent: true))
        _ = try await booth.committed(1)
        let filler = try disk.fill()
        let large = "{\"x\":\"\(String(repeating: "y", count: 5_000))\"}"
        for n in 0..<40 { booth.queue.append(event("\(n)", urgent: true, data: large)) }
        try await booth.reports.first { $0.isDegraded }
        #expect(unlink(filler) == 0)
        let stored = try await booth.committed(41)
        #expect(stored.map(\.event.id) == ["before"] + (0..<40).map(String.init))
        #expect(stored.map(\.sequence) == Array(1...41))
        try await booth.reports.first { $0 == .recovered }
        #expect(await booth.peek().events?.count == 41)
        #expect(booth.queue.status.trouble == nil)
        await booth.close()
    }

    @Test("A read-only disk: memory is bounded, ordinary events go first, and the loss is reported afterwards")
    func readOnlyDisk() async throws {
        let disk = try SmallDisk(kilobytes: 1_024)
        try disk.remount(readOnly: true)
        let booth = Booth(disk.path, bounds: QueueBounds(memoryRows: 10))
        try await booth.reports.first { $0.isDegraded }
        for n in 0..<30 { booth.queue.append(event("\(n)")) }
        for n in 0..<5 { booth.queue.append(event("e\(n)", type: emergencyType, urgent: true)) }
        #expect(await booth.peek().events == nil)
        #expect(booth.queue.status.inMemory == 10)
        #expect(booth.queue.status.dropped == 25)

        try disk.remount(readOnly: false)
        let stored = try await booth.committed(11)
        #expect(stored.map(\.event.id).prefix(10) == ["25", "26", "27", "28", "29", "e0", "e1", "e2", "e3", "e4"])
        #expect(stored.last?.event.data.contains("\"count\":25") == true)
        #expect(stored.last?.event.data.contains("\"reason\":\"memory\"") == true)
        try await booth.reports.first { $0.loss?.reason == .memory }
        #expect(booth.queue.status.dropped == 25, "what was given up stays counted")
        await booth.close()
    }

    @Test("An acknowledgement that cannot be written is remembered: the event is not offered again")
    func acknowledgedOnABrokenDisk() async throws {
        let disk = try SmallDisk(kilobytes: 1_024)
        let booth = Booth(disk.path)
        for n in 0..<4 { booth.queue.append(event("\(n)", urgent: true)) }
        _ = try await booth.committed(4)
        let epoch = await booth.peek().epoch
        // Remounting read-only is refused while a file is open for writing, so the disk is filled instead, to the point
        // where even a deletion finds no room for its log.
        let filler = try disk.fill()
        await booth.acknowledge([1, 2], epoch: epoch)
        #expect(await booth.peek().events?.map(\.sequence) == [3, 4])
        #expect(booth.queue.status.depth == 2)
        #expect(unlink(filler) == 0)
        await booth.close()
        let again = Booth(disk.path)
        #expect(await again.peek().events?.map(\.sequence) == [3, 4])
        await again.close()
    }

    @Test("A refusal that cannot be written is remembered, not offered again, and written when there is room")
    func refusedOnAFullDisk() async throws {
        let disk = try SmallDisk(kilobytes: 1_024)
        let booth = Booth(disk.path)
        for n in 0..<3 { booth.queue.append(event("\(n)", urgent: true)) }
        _ = try await booth.committed(3)
        let epoch = await booth.peek().epoch
        let filler = try disk.fill()
        await booth.quarantine(2, epoch: epoch, reason: "status 400")
        #expect(await booth.peek().events?.map(\.sequence) == [1, 3])
        #expect(booth.queue.status.depth == 2)
        #expect(unlink(filler) == 0)
        try await booth.reports.first { $0.loss?.reason == .quarantined }
        #expect(booth.queue.status.quarantined == 1)
        #expect(await booth.peek().events?.prefix(2).map(\.sequence) == [1, 3])
        await booth.close()
    }

    @Test("A full disk that is read is still a full disk")
    func readingIsNoRecovery() async throws {
        let disk = try SmallDisk(kilobytes: 512)
        let booth = Booth(disk.path)
        booth.queue.append(event("before", urgent: true))
        _ = try await booth.committed(1)
        let filler = try disk.fill()
        let large = "{\"x\":\"\(String(repeating: "y", count: 5_000))\"}"
        for n in 0..<20 { booth.queue.append(event("\(n)", urgent: true, data: large)) }
        try await booth.reports.first { $0.isDegraded }
        for _ in 0..<20 { _ = await booth.peek() }
        #expect(!booth.reports.values.contains(.recovered))
        #expect(booth.queue.status.trouble != nil)
        #expect(unlink(filler) == 0)
        _ = try await booth.committed(21)
        try await booth.reports.first { $0 == .recovered }
        await booth.close()
    }

    @Test("A disk that is full before the booth starts: events wait in memory, and are written when there is room")
    func fullAtStart() async throws {
        let disk = try SmallDisk(kilobytes: 256)
        let filler = try disk.fill()
        let booth = Booth(disk.path)
        try await booth.reports.first { $0.isDegraded }
        for n in 0..<5 { booth.queue.append(event("\(n)", urgent: true)) }
        #expect(await booth.peek().events == nil)
        #expect(booth.queue.status.epoch == nil)
        #expect(unlink(filler) == 0)
        #expect(try await booth.committed(5).map(\.event.id) == (0..<5).map(String.init))
        #expect(booth.queue.status.trouble == nil)
        await booth.close()
    }

    @Test("Filled and freed again and again: everything is there once, in order")
    func fillsRepeatedly() async throws {
        let disk = try SmallDisk(kilobytes: 2_048)
        let booth = Booth(disk.path)
        let large = "{\"x\":\"\(String(repeating: "y", count: 5_000))\"}"
        for round in 0..<5 {
            let filler = try disk.fill()
            for n in 0..<30 { booth.queue.append(event("\(round)-\(n)", urgent: true, data: large)) }
            // The log has room left from the round before: wait until it is used up.
            try await booth.reports.wait { $0.filter(\.isDegraded).count > round }
            #expect(unlink(filler) == 0)
            _ = try await booth.committed((round + 1) * 30)
            let epoch = await booth.peek().epoch
            await booth.acknowledge(Array(1...Int64((round + 1) * 30 - 10)), epoch: epoch)
        }
        #expect(booth.committed.map(\.sequence) == Array(1...150))
        #expect(await booth.peek().events?.map(\.sequence) == Array(141...150))
        await booth.close()
    }

    @Test("A disk that is unmounted under the queue: no commit to it is believed")
    func unmounted() async throws {
        let disk = try SmallDisk(kilobytes: 1_024)
        let booth = Booth(disk.path)
        booth.queue.append(event("before", urgent: true))
        _ = try await booth.committed(1)
        try disk.unmount()
        booth.queue.append(event("after", urgent: true))
        let stored = try await booth.committed(3)
        #expect(stored.contains { $0.event.data.contains("\"ranges\":[[1,2]]") })
        let events = try #require(await booth.peek().events)
        #expect(events.contains { $0.event.id == "after" })
        #expect(FileManager.default.fileExists(atPath: booth.file), "what is at the path now is used")
        await booth.close()
    }
}
