import AdapterTestSupport
import Foundation

import Testing

@testable import EventQueue

@Suite("Killed at any moment, the queue keeps what it confirmed", .timeLimit(.minutes(4)))
struct KillTests {
    private static let leastRounds = 120
    private static let leastInPhase = 20
    private static let mostRounds = 600

    @Test("kill -9 in commits, checkpoints and deletions: each confirmed record there once, no hole unexplained")
    func campaign() async throws {
        let given = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 1...(.max))
        // This waits for processes, so it must not run on a thread that other tests share.
        let hits = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try Self.run(seed: seed) }) }
        }
        let words = QueuePhase.allCases.map { "\($0) \(hits[$0, default: 0])" }.joined(separator: ", ")
        print("queue kill campaign: seed \(seed), \(hits.values.reduce(0, +)) rounds: \(words)")
        for phase in [QueuePhase.commit, .emptyLog, .delete] {
            #expect(hits[phase, default: 0] >= Self.leastInPhase, "too few in \(phase); seed \(seed)")
        }
    }

    private static func run(seed: UInt64) throws -> [QueuePhase: Int] {
        var random = SplitMix(seed: seed)
        let directory = try TemporaryDirectory()
        let outside = try TemporaryDirectory()
        let phaseFile = try outside.file("phase", [UInt8](repeating: 0, count: 4096))
        var model = QueueModel()
        var hits: [QueuePhase: Int] = [:]
        var round = 0
        while round < leastRounds
            || round < mostRounds
                && [.commit, .emptyLog, .delete].contains(where: { hits[$0, default: 0] < leastInPhase })
        {
            round += 1
            let victim = try Command([Binaries.path("QueueVictim"), directory.path, phaseFile, String(round)])
            var said = ""
            let lines = Int.random(in: 1...40, using: &random)
            while said.utf8.count(where: { $0 == UInt8(ascii: "\n") }) < lines {
                let more = victim.read()
                if more.isEmpty { break }
                said += more
            }
            // There is no event to wait for: a random moment is what is wanted.
            usleep(UInt32.random(in: 0..<4_000, using: &random))
            let status = victim.kill()
            while case let more = victim.read(), !more.isEmpty { said += more }
            try #require(status == -SIGKILL, "the victim ended by itself: \(said)")
            let byte = FileManager.default.contents(atPath: phaseFile)?.first ?? 0
            hits[QueuePhase(rawValue: byte) ?? .idle, default: 0] += 1

            model.take(said, round: round)
            // A copy is checked, because the next victim must find the file as this one left it.
            let image = try crashImage(of: directory.path)
            let store = try QueueStore(path: image.path + "/events.sqlite", booth: "PT-0042")
            let problems = model.check(try store.peek(count: .max, bytes: .max), next: store.totals.next, store.epoch)
            try store.close()
            try #require(problems.isEmpty, "round \(round), phase \(byte), seed \(seed): \(problems.prefix(5))")
        }
        return hits
    }
}

/// What must be in the database, according to what the victims said.
private struct QueueModel {
    private var present: [Int64: String] = [:]
    /// About to be acknowledged, so they may be there or not.
    private var doubtful: Set<Int64> = []
    private var deleted: Set<Int64> = []
    private var epoch: String?
    private var problems: [String] = []
    private var prefix = ""

    mutating func take(_ said: String, round: Int) {
        prefix = "r\(round)-"
        for line in said.split(separator: "\n") {
            let words = line.split(separator: " ")
            switch (words.first, words.count > 1 ? Int64(words[1]) : nil) {
            case ("c", let sequence?) where words.count == 3: present[sequence] = String(words[2])
            case ("a", let sequence?): doubtful.insert(sequence)
            case ("d", let sequence?): deleted.insert(sequence)
            default: problems.append("said: \(line)")
            }
        }
    }

    /// Compares, and takes over what was committed without having been confirmed.
    mutating func check(_ events: [StoredEvent], next: Int64, _ epoch: String) -> [String] {
        if let known = self.epoch, known != epoch { problems.append("epoch \(epoch) instead of \(known)") }
        self.epoch = epoch
        let found = Dictionary(events.map { ($0.sequence, $0.event.id) }, uniquingKeysWith: { "\($0) and \($1)" })
        if Set(found.values).count != events.count { problems.append("an id is there twice") }
        for (sequence, id) in present where !doubtful.contains(sequence) && found[sequence] != id {
            problems.append("\(sequence) \(id) was confirmed, there is \(found[sequence] ?? "nothing")")
        }
        for sequence in deleted where found[sequence] != nil { problems.append("\(sequence) was deleted and is back") }
        for sequence in 1..<next where found[sequence] == nil && !doubtful.contains(sequence) {
            problems.append("\(sequence) is a hole")
        }
        for (sequence, id) in found where present[sequence] == nil {
            if !id.hasPrefix(prefix) { problems.append("\(sequence) \(id) appeared later") }
            if sequence >= next { problems.append("\(sequence) is beyond the next, \(next)") }
            present[sequence] = id
        }
        // Whether an acknowledgement under way was carried out is settled now.
        for sequence in doubtful where found[sequence] == nil { deleted.insert(sequence) }
        doubtful = deleted
        return problems
    }
}
