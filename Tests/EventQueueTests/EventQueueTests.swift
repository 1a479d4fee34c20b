import AdapterTestSupport
import Foundation
import GRDB
import Reporting
import Vocabulary
import Synchronization
import Testing

@testable import EventQueue

@Suite("The queue keeps what it confirmed", .timeLimit(.minutes(1)))
struct EventQueueTests {
    @Test("Sequences follow the order of appending, from many threads without a hole or a repeat")
    func order() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { for n in 0..<50 { booth.queue.append(event("\(writer)-\(n)", urgent: n % 7 == 0)) } }
            }
        }
        let stored = try await booth.committed(200)
        #expect(stored.map(\.sequence) == Array(1...200))
        for writer in 0..<4 {
            #expect(stored.map(\.event.id).filter { $0.hasPrefix("\(writer)-") } == (0..<50).map { "\(writer)-\($0)" })
        }
        #expect(await booth.peek().events == stored)
        await booth.close()
    }

    @Test("An urgent event is committed without waiting for the group, and takes along what waits")
    func urgent() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path, grouping: .seconds(3600))
        booth.queue.append(event("ordinary"))
        booth.queue.append(event("urgent", urgent: true))
        #expect(try await booth.committed(2).map(\.event.id) == ["ordinary", "urgent"])
        await booth.close()
    }

    @Test("Ordinary events that come together are committed together")
    func grouped() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path, grouping: .milliseconds(100))
        for n in 0..<20 { booth.queue.append(event("\(n)")) }
        _ = try await booth.committed(20)
        #expect(booth.reports.values.filter { !$0.stored.isEmpty }.count < 20)
        await booth.close()
    }

    @Test("Commits are durable: WAL with synchronous=FULL, believed only from SQLite's own answer")
    func durable() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(path: directory.path + "/events.sqlite", booth: "PT-0042")
        #expect(store.notDurable == nil)
        let answers = try store.database.writeWithoutTransaction { db in
            (try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA synchronous"))
        }
        #expect(answers.0 == "wal")
        #expect(answers.1 == 2)
        try store.close()
    }

    @Test("Nobody else can read the files")
    func permissions() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("a", urgent: true))
        _ = try await booth.committed(1)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/\(name)")[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
        }
        await booth.close()
    }

    @Test("What was confirmed is there after a crash; sequences go on and are never used twice")
    func crash() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for n in 1...10 { booth.queue.append(event("\(n)", urgent: true)) }
        _ = try await booth.committed(10)
        let epoch = await booth.peek().epoch
        await booth.acknowledge([1, 2, 3, 9, 10], epoch: epoch)

        let image = try crashImage(of: directory.path)
        let second = Booth(image.path)
        let found = await second.peek()
        #expect(found.epoch == epoch)
        #expect(found.events?.map(\.sequence) == [4, 5, 6, 7, 8])
        await second.acknowledge([4, 5, 6, 7, 8], epoch: epoch)
        second.queue.append(event("after", urgent: true))
        #expect(try await second.committed(1).map(\.sequence) == [11])
        await second.close()
        await booth.close()
    }

    @Test("Closing commits what was still waiting; opening again goes on in the same epoch")
    func reopen() async throws {
        let directory = try TemporaryDirectory()
        let first = Booth(directory.path, grouping: .seconds(3600))
        first.queue.append(event("waits"))
        await first.close()
        let second = Booth(directory.path)
        second.queue.append(event("next", urgent: true))
        #expect(try await second.committed(1).map(\.sequence) == [2])
        #expect(await second.peek().events?.map(\.event.id) == ["waits", "next"])
        await second.close()
    }

    @Test("Only acknowledged events are deleted; status follows")
    func acknowledge() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for n in 1...5 { booth.queue.append(event("\(n)", urgent: true, time: 1_780_000_000_000 + Int64(n))) }
        _ = try await booth.committed(5)
        let epoch = await booth.peek().epoch
        await booth.acknowledge([1, 3, 99], epoch: epoch)
        #expect(await booth.peek().events?.map(\.sequence) == [2, 4, 5])
        let status = booth.queue.status
        #expect(status.depth == 3)
        #expect(status.lowestUnsent == 2)
        #expect(status.oldest == 1_780_000_000_002)
        #expect(status.epoch == epoch)

        await booth.acknowledge([2, 4, 5], epoch: "another-epoch")
        #expect(booth.queue.status.depth == 3, "an acknowledgement for another database must delete nothing")
        await booth.acknowledge([2, 4, 5], epoch: epoch)
        #expect(booth.queue.status.depth == 0)
        #expect(booth.queue.status.bytes == 0)
        #expect(booth.queue.status.lowestUnsent == 6)
        await booth.close()
    }

    @Test("Peek keeps to its limits but always offers one event")
    func peekLimits() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        let large = "{\"x\":\"\(String(repeating: "y", count: 2_000))\"}"
        for n in 1...4 { booth.queue.append(event("\(n)", urgent: true, data: large)) }
        _ = try await booth.committed(4)
        #expect(await booth.peek(3).events?.count == 3)
        #expect(await booth.peek(bytes: 5_100).events?.count == 2)
        #expect(await booth.peek(bytes: 1).events?.count == 1)
        await booth.close()
    }

    @Test("The same id is queued once")
    func duplicate() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("same", urgent: true))
        booth.queue.append(event("same", urgent: true))
        booth.queue.append(event("other", urgent: true))
        #expect(try await booth.committed(2).map(\.sequence) == [1, 2])
        #expect(await booth.peek().events?.map(\.event.id) == ["same", "other"])
        await booth.close()
    }

    @Test("An event set aside leaves its hole explained, and can be tried again under its id")
    func quarantine() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        booth.queue.append(event("good", urgent: true))
        booth.queue.append(event("bad", urgent: true))
        _ = try await booth.committed(2)
        let epoch = await booth.peek().epoch
        booth.queue.quarantine(2, epoch: epoch, reason: "status 400")
        let stored = try await booth.committed(3)
        #expect(stored.last?.event.type == QueueLoss.eventType)
        #expect(stored.last?.event.data.contains("[[2,2]]") == true)
        #expect(booth.queue.status.quarantined == 1)

        // The platform refuses the loss event too, and there is no further one.
        booth.queue.quarantine(3, epoch: epoch, reason: "status 400")
        #expect(await booth.peek().events?.map(\.sequence) == [1])
        let known = booth.reports.values.count
        let retried = await withCheckedContinuation { continuation in
            booth.queue.retryQuarantined { continuation.resume(returning: $0) }
        }
        #expect(retried == 2)
        guard case .committed(let again, urgent: true) = try #require(booth.reports.values.dropFirst(known).first)
        else {
            Issue.record("the uploader is not told")
            return
        }
        #expect(again.first?.event.id == "bad")
        #expect(await booth.peek().events?.map(\.sequence) == [1, 4, 5])
        #expect(booth.queue.status.quarantined == 0)
        await booth.close()
    }

    @Test("One holder of a state directory at a time")
    func lock() throws {
        let directory = try TemporaryDirectory()
        do {
            let held = try StateLock(directory: directory.path)
            #expect(throws: StateLock.Failure.held(by: getpid())) { try StateLock(directory: directory.path) }
            withExtendedLifetime(held) {}
        }
        _ = try StateLock(directory: directory.path)
        #expect(throws: StateLock.Failure.self) { try StateLock(directory: directory.path + "/missing") }
    }

    @Test("A lock that is let go of is free, though a process that is being started has a copy of its file")
    func lockBesideStartingProcesses() async throws {
        let directory = try TemporaryDirectory()
        let isDone = Mutex(false)
        let started = Recorder<Void>()
        let ended = Recorder<Void>()
        Thread.detachNewThread {
            while !isDone.withLock({ $0 }), (try? Command.run("true")) != nil { started.record(()) }
            ended.record(())
        }
        let taken = Result {
            // As many starts as it takes for some to fall while the lock is held.
            while started.values.count < 200, ended.values.isEmpty {
                let held = try StateLock(directory: directory.path)
                withExtendedLifetime(held) {}
            }
        }
        isDone.withLock { $0 = true }
        try await ended.wait { !$0.isEmpty }
        try taken.get()
        #expect(started.values.count >= 200)
    }
}
