import AdapterTestSupport
import Foundation
import GRDB
import Reporting
import Vocabulary
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

    @Test("Events to be set aside are those of their own database, not of one that takes its place meanwhile")
    func anotherTakesItsPlace() async throws {
        let (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory())
        let second = Booth(other.path)
        for n in 1...3 { second.queue.append(event("innocent \(n)", urgent: n == 3)) }
        _ = try await second.committed(3)
        await second.close()
        let booth = Booth(directory.path)
        for n in 1...3 { booth.queue.append(event("\(n)", urgent: n == 3)) }
        _ = try await booth.committed(3)
        // The disk would not set these aside. When that is tried again, another file is there.
        await booth.queue.retryRefused([1, 2, 3]) {
            for suffix in ["-wal", "-shm"] { unlink(booth.file + suffix) }
            #expect(rename(second.file, booth.file) == 0)
        }
        let left = try #require(await booth.peek().events)
        #expect(left.map(\.event.id).filter { $0.hasPrefix("innocent") }.count == 3)
        #expect(booth.queue.status.quarantined == 0)
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
        // Spoil every page but the first, in the file itself, which is larger than the connection's cache.
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

    @Test("One page in the middle that broke while the booth was off is found at start")
    func flippedPage() async throws {
        let directory = try TemporaryDirectory()
        let first = Booth(directory.path)
        let data = "{\"x\":\"\(String(repeating: "y", count: 500))\"}"
        for n in 0..<500 { first.queue.append(event("\(n)", urgent: n == 499, data: data)) }
        _ = try await first.committed(500)
        let epoch = await first.peek().epoch
        await first.close()
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: first.file))
        let pages = try handle.seekToEnd() / 4_096
        try handle.seek(toOffset: pages / 2 * 4_096)
        let page = try #require(try handle.read(upToCount: 4_096))
        try handle.seek(toOffset: pages / 2 * 4_096)
        try handle.write(contentsOf: Data(page.map { $0 ^ 0xFF }))
        try handle.close()

        let booth = Booth(directory.path)
        booth.queue.append(event("after", urgent: true))
        _ = try await setAside(booth)
        let stored = try await booth.committed(2)
        #expect(stored.contains { $0.event.id == "after" })
        #expect(stored.contains { $0.event.data.contains("\"reason\":\"corrupt\"") })
        #expect(await booth.peek().epoch != epoch)
        await booth.close()
    }

    @Test("A log cut short keeps every commit before the cut, and nothing half")
    func truncatedLog() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for n in 1...60 {
            booth.queue.append(event("\(n)", urgent: true))
            _ = try await booth.committed(n)
        }
        let whole = try crashImage(of: directory.path)
        let log = whole.path + "/events.sqlite-wal"
        let size = try #require(try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int)
        var kept: [Int] = []
        for eighths in [7, 5, 3] {
            let image = try crashImage(of: directory.path)
            // The cut is in the middle of a page.
            #expect(truncate(image.path + "/events.sqlite-wal", size / 8 * eighths + 100) == 0)
            let cut = Booth(image.path)
            let events = try #require(await cut.peek().events)
            #expect(events.map(\.event.id) == (0..<events.count).map { "\($0 + 1)" })
            #expect(cut.reports.values.isEmpty, "this is no damage, it is what a power cut leaves")
            cut.queue.append(event("after", urgent: true))
            #expect(try await cut.committed(1).map(\.sequence) == [Int64(events.count) + 1])
            kept.append(events.count)
            await cut.close()
        }
        #expect(kept[0] < 60 && kept[0] > kept[1] && kept[1] > kept[2] && kept[2] > 0, "\(kept)")
        await booth.close()
    }

    @Test("A directory that vanishes: the loss is told, events wait in memory until it is back")
    func vanishedDirectory() async throws {
        let parent = try TemporaryDirectory()
        let path = parent.path + "/state"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let booth = Booth(path)
        for n in 1...3 { booth.queue.append(event("\(n)", urgent: true)) }
        _ = try await booth.committed(3)
        let epoch = await booth.peek().epoch
        await booth.acknowledge([1], epoch: epoch)
        try FileManager.default.removeItem(atPath: path)

        booth.queue.append(event("meanwhile", urgent: true))
        try await booth.reports.first { $0.isDegraded }
        #expect(!booth.committed.contains { $0.event.id == "meanwhile" }, "a commit to a removed file is none")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try await booth.reports.first { $0 == .recovered }
        let stored = try await booth.committed(5)
        #expect(stored.contains { $0.event.id == "meanwhile" && $0.sequence <= 2 })
        let loss = try #require(stored.first { $0.event.type == QueueLoss.eventType })
        #expect(loss.event.data.contains("\"epoch\":\"\(epoch)\""))
        // What was committed to the removed file without a report is counted in. It is queued again all the same.
        #expect(loss.event.data.contains("\"ranges\":[[2,4]]"))
        #expect(await booth.peek().events?.count == 2)
        await booth.close()
    }

    @Test("Another file in the database's place is used, not the one that nobody can find any more")
    func replacedFile() async throws {
        let directory = try TemporaryDirectory()
        let other = try TemporaryDirectory()
        let source = Booth(other.path)
        source.queue.append(event("restored", urgent: true))
        _ = try await source.committed(1)
        await source.close()

        let booth = Booth(directory.path)
        booth.queue.append(event("1", urgent: true))
        _ = try await booth.committed(1)
        #expect(rename(source.file, booth.file) == 0)
        unlink(booth.file + "-wal")
        booth.queue.append(event("2", urgent: true))
        try await booth.reports.first { $0 == .recovered }
        #expect(await booth.peek().events?.map(\.event.id).prefix(2) == ["restored", "2"])
        await booth.close()
    }

    @Test("A file that is written over in place is set aside, and a fresh one begun; what is told is kept")
    func overwrittenFile() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("1", urgent: true))
        _ = try await booth.committed(1)
        let epoch = await booth.peek().epoch
        let copy = try #require(FileManager.default.contents(atPath: booth.file))
        let handle = try #require(FileHandle(forWritingAtPath: booth.file))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: copy)
        try handle.close()
        booth.queue.append(event("2", urgent: true))
        try await booth.reports.first { if case .setAside = $0 { true } else { false } }
        let stored = try await booth.committed(3)
        #expect(stored.contains { $0.event.id == "2" && $0.sequence <= 2 })
        #expect(stored.contains { $0.event.type == QueueLoss.eventType && $0.event.data.contains(epoch) })
        let now = await booth.peek()
        #expect(now.epoch != epoch)
        #expect(now.events?.count == 2)
        await booth.close()
    }
}

extension EventQueue {
    /// Sets these aside once more after `work`, as after a disk that would not.
    fileprivate func retryRefused(_ sequences: [Int64], after work: @Sendable () -> Void) {
        for sequence in sequences { refused[sequence] = "status 400" }
        work()
        flush()
        publish()
    }
}
