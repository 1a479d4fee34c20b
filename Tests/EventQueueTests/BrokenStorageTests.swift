import AdapterTestSupport
import Foundation
import KioskCore
import Testing

@testable import EventQueue

@Suite("Broken storage does not stop the booth", .timeLimit(.minutes(1)))
struct BrokenStorageTests {
    private func setAside(_ booth: Booth) async throws -> String {
        let report = try await booth.reports.first { $0.asidePath != nil }
        return try #require(report.asidePath)
    }

    @Test("Garbage in place of the file is set aside; a fresh epoch starts and says so")
    func garbage() async throws {
        let directory = try TemporaryDirectory()
        let noise = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
        try directory.file("events.sqlite", noise)
        let booth = Booth(directory.path)
        booth.queue.append(event("after", urgent: true))
        let aside = try await setAside(booth)
        #expect(FileManager.default.contents(atPath: aside) == Data(noise))
        let stored = try await booth.committed(2)
        #expect(Set(stored.map(\.event.type)).contains(QueueLoss.eventType))
        #expect(stored.contains { $0.event.id == "after" })
        #expect(stored.map(\.sequence) == [1, 2])
        await booth.close()
    }

    @Test("A truncated database is set aside; its epoch is not used again")
    func truncated() async throws {
        let directory = try TemporaryDirectory()
        let first = Booth(directory.path)
        for n in 0..<300 { first.queue.append(event("\(n)", urgent: n == 299)) }
        _ = try await first.committed(300)
        let epoch = await first.peek().epoch
        await first.close()
        #expect(truncate(first.file, 8_192) == 0)

        let second = Booth(directory.path)
        _ = try await setAside(second)
        let fresh = await second.peek().epoch
        #expect(!fresh.isEmpty && fresh != epoch)
        await second.close()
    }

    @Test("A page that breaks while in use: set aside, the loss named, the append still committed")
    func flippedInUse() async throws {
        let directory = try TemporaryDirectory()
        let first = Booth(directory.path)
        let data = "{\"x\":\"\(String(repeating: "y", count: 500))\"}"
        for n in 0..<5_000 { first.queue.append(event("\(n)", data: data)) }
        first.queue.append(event("last", urgent: true))
        _ = try await first.committed(5_001)
        let epoch = await first.peek().epoch
        await first.close()

        let booth = Booth(directory.path)
        #expect(await booth.peek(1).events?.count == 1)
        // Every page but the first, in the file itself, which is larger than the connection's cache.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: booth.file))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 4_096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4_096))
        try handle.close()

        _ = await booth.peek()
        let aside = try await setAside(booth)
        #expect(aside.contains("events.sqlite.broken-2026"))
        booth.queue.append(event("after", urgent: true))
        let stored = try await booth.committed(2)
        #expect(stored.contains { $0.event.id == "after" })
        let loss = try #require(stored.first { $0.event.type == QueueLoss.eventType })
        #expect(loss.event.data.contains("\"epoch\":\"\(epoch)\""))
        #expect(loss.event.data.contains("\"ranges\":[[1,5001]]"))
        #expect(booth.queue.status.epoch != epoch)
        await booth.close()
    }

    @Test("Broken files are kept, but only the last three")
    func keptForAWhile() async throws {
        let directory = try TemporaryDirectory()
        for round in 0..<5 {
            try directory.file("events.sqlite", Array("garbage \(round)".utf8))
            let booth = Booth(directory.path, now: { 1_780_000_000_000 + Int64(round) * 1_000 })
            _ = try await setAside(booth)
            await booth.close()
        }
        let kept = try directory.contents().filter { $0.key.contains("broken") }
        let texts = kept.values.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.sorted() == ["garbage 2", "garbage 3", "garbage 4"])
    }

    @Test("A full disk: events wait in memory, in order, and are written when there is room")
    func fullDisk() async throws {
        guard let disk = try SmallDisk(kilobytes: 512) else { return }
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
        guard let disk = try SmallDisk(kilobytes: 1_024) else { return }
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
        await booth.close()
    }

    @Test("An acknowledgement that cannot be written is remembered: the event is not offered again")
    func acknowledgedOnABrokenDisk() async throws {
        guard let disk = try SmallDisk(kilobytes: 1_024) else { return }
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
}
