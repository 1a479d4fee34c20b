import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import EventQueue

@Suite("What a technician asks of the queue", .timeLimit(.minutes(1)))
struct QueueDeskTests {
    /// The desk waits for the queue, so it gets a thread of its own.
    private func ask(_ queue: EventQueue, _ words: String...) async -> QueueDesk.Answer {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: QueueDesk.answer(words, from: queue)) }
        }
    }

    private func objects(_ lines: some Sequence<Substring>) throws -> [[String: Any]] {
        try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("Pages give every event once, in order, as JSON Lines")
    func pages() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for n in 1...25 { booth.queue.append(event("id \"\(n)\"", urgent: n == 25)) }
        _ = try await booth.committed(25)
        var all: [[String: Any]] = []
        var after = "0"
        var sizes: [Int] = []
        while true {
            let answer = await ask(booth.queue, "page", "queued", after, "10")
            #expect(answer.ok)
            let lines = answer.text.split(separator: "\n")
            after = String(lines[0])
            if after == "-" { break }
            sizes.append(lines.count - 1)
            all += try objects(lines.dropFirst())
        }
        #expect(sizes == [10, 10, 5])
        #expect(all.compactMap { $0["id"] as? String } == (1...25).map { "id \"\($0)\"" })
        #expect(all.compactMap { $0["sequence"] as? Int } == Array(1...25))
        #expect(all.first?["epoch"] as? String == booth.queue.status.epoch)
        #expect(all.first?["time"] as? String == "2026-05-28T20:26:40.000Z")
        #expect((all.first?["data"] as? [String: Any])?["outcome"] as? String == "shown")
        await booth.close()
    }

    @Test("What was set aside is shown with its reason, and goes back into the queue when asked")
    func quarantine() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path)
        for n in 1...3 { booth.queue.append(event("\(n)", urgent: true)) }
        _ = try await booth.committed(3)
        let epoch = await booth.peek().epoch
        booth.queue.quarantine(2, epoch: epoch, reason: "type.unknown")
        let lines = await ask(booth.queue, "page", "quarantined", "0", "10").text.split(separator: "\n")
        let shown = try objects(lines.dropFirst())
        #expect(shown.compactMap { $0["id"] as? String } == ["2"])
        #expect(shown.first?["reason"] as? String == "type.unknown")
        #expect(await ask(booth.queue, "status").text.contains("quarantined 1\n"))

        #expect(await ask(booth.queue, "retry") == (true, "1 put back to be uploaded once more"))
        #expect(await ask(booth.queue, "page", "quarantined", "0", "10").text == "-")
        #expect(await booth.peek().events?.map(\.event.id).last == "2")
        #expect(await ask(booth.queue, "retry") == (true, "0 put back to be uploaded once more"))
        await booth.close()
    }

    @Test("Without a database it says so instead of showing an empty queue")
    func outOfOrder() async throws {
        let directory = try TemporaryDirectory()
        let booth = Booth(directory.path + "/missing")
        for words in [["page", "queued", "0", "10"], ["page", "quarantined", "0", "10"], ["retry"]] {
            let answer = await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: QueueDesk.answer(words, from: booth.queue)) }
            }
            #expect(!answer.ok && answer.text.contains("status"), "\(words)")
        }
        #expect(await ask(booth.queue, "status").text.contains("storage unavailable"))
        for words in ["page", "frobnicate"] { #expect(await !ask(booth.queue, words).ok) }
        await booth.close()
    }
}
