import AdapterTestSupport
import EventQueue
import Foundation
import Synchronization
import Testing

@Suite("Booth and platform killed at any moment", .timeLimit(.minutes(5)))
struct CampaignTests {
    @Test("kill -9 of the booth appending and posting, of the platform committing and answering: each event there once")
    func campaign() async throws {
        let given = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 1...(.max))
        // This waits for processes, so it must not run on a thread that other tests share.
        let result = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try Campaign(seed: seed).run() }) }
        }
        let words = Hit.allCases.map { "\($0.rawValue) \(result.hits[$0, default: 0])" }.joined(separator: ", ")
        print(
            "kill campaign: seed \(seed), \(result.hits.values.reduce(0, +)) rounds: \(words);",
            "\(result.confirmed) events confirmed, \(result.stored) at the platform")
        for hit in Hit.wanted {
            #expect(result.hits[hit, default: 0] >= Campaign.leastOfEach, "too few: \(hit.rawValue); seed \(seed)")
        }
        #expect(result.problems.isEmpty, "seed \(seed): \(result.problems.prefix(10))")
        #expect(result.confirmed > 0)
    }
}

/// One campaign: a platform, a booth's directory, and processes that are ended and started again.
private final class Campaign {
    static let leastOfEach = 20
    private static let leastRounds = 200
    private static let mostRounds = 600

    typealias Result = (hits: [Hit: Int], confirmed: Int, stored: Int, problems: [String])

    struct Failure: Error { var words: String }

    private let seed: UInt64
    private var random: SplitMix
    private let directory: TemporaryDirectory
    private let booth: TemporaryDirectory
    private let relay: Relay
    private var platform: WatchedCommand?
    private var victim: WatchedCommand?
    private var processes: UInt32 = 0
    private var reckoning = Reckoning()
    private var hits: [Hit: Int] = [:]

    init(seed: UInt64) throws {
        self.seed = seed
        random = SplitMix(seed: seed)
        directory = try TemporaryDirectory()
        booth = try TemporaryDirectory()
        relay = try Relay(log: directory.path + "/platform.db-wal")
        try directory.file("phase", [UInt8](repeating: 0, count: 4096))
        try directory.file("token", Array("campaign\n".utf8))
        try directory.file("tokens.json", Array(#"{"PT-0042":"campaign"}"#.utf8))
    }

    func run() throws -> Result {
        defer {
            victim?.kill()
            platform?.kill()
            relay.stop()
        }
        var round = 0
        while round < Self.leastRounds || round < Self.mostRounds && !missing.isEmpty {
            round += 1
            let platform = try runningPlatform()
            let victim = try runningVictim()
            // At first all targets are equally likely. In the end come those that chance has hit too seldom.
            let wanted = round <= Self.leastRounds ? Hit.wanted : missing
            let target = wanted.randomElement(using: &random) ?? .boothCommit
            let hit = try strike(target, victim, platform)
            hits[hit, default: 0] += 1
            if victim.wasKilled { try bury(victim) }
            if platform.wasKilled { self.platform = nil }
        }
        try drain()
        let (stored, problems) = try reckoning.check(directory.path + "/platform.db", booths: processes)
        return (hits, reckoning.confirmed, stored, problems)
    }

    private var missing: [Hit] { Hit.wanted.filter { hits[$0, default: 0] < Self.leastOfEach } }

    private func strike(_ target: Hit, _ victim: WatchedCommand, _ platform: WatchedCommand) throws -> Hit {
        let ambush: Ambush
        switch target {
        case .boothPost:
            ambush =
                Bool.random(using: &random) ? .boothHalfSent : .boothUnanswered(.random(in: 0..<3_000, using: &random))
        case .boothAnswer: ambush = .boothAnswered
        case .platformCommit, .platformElsewhere: ambush = .platformWriting(.random(in: 0..<1_000, using: &random))
        case .platformAnswer: ambush = .platformAnswering
        case .boothCommit, .boothElsewhere: return try strikeAnywhere(victim)
        }
        let strike: @Sendable () -> Void
        switch target {
        case .platformCommit, .platformElsewhere, .platformAnswer: strike = { platform.kill() }
        default: strike = { victim.kill() }
        }
        guard let hit = relay.spring(ambush, strike: strike) else {
            throw Failure(
                words: "seed \(seed): no post came; booth: \(victim.output.suffix(500)); platform: "
                    + platform.output.suffix(500))
        }
        return hit
    }

    /// Strikes the booth, whatever it is doing.
    private func strikeAnywhere(_ victim: WatchedCommand) throws -> Hit {
        let newline = UInt8(ascii: "\n")
        let lines = victim.output.utf8.count { $0 == newline } + Int.random(in: 1...40, using: &random)
        guard victim.wait(until: { $0.utf8.count { $0 == newline } >= lines }) else {
            throw Failure(words: "seed \(seed): the booth stands still: \(victim.output.suffix(500))")
        }
        // There is no event to wait for: a random moment is what is wanted.
        usleep(UInt32.random(in: 0..<4_000, using: &random))
        victim.kill()
        let phase = FileManager.default.contents(atPath: directory.path + "/phase")?.first ?? 0
        if QueuePhase(rawValue: phase) == .commit { return .boothCommit }
        return relay.isInPost ? .boothPost : .boothElsewhere
    }

    // MARK: - Processes

    private func runningPlatform() throws -> WatchedCommand {
        if let platform { return platform }
        let started = try WatchedCommand([
            Binaries.path("kiosk-platform"), "--database", directory.path + "/platform.db", "--listen", "127.0.0.1:0",
            "--tokens", directory.path + "/tokens.json", "--no-dispatcher", "--booth-rate", "0",
        ])
        platform = started
        var port: UInt16?
        let isReady = started.wait { output in
            let words = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .last { $0.contains("listening on http://") }
            port = words?.split(separator: ":").last.flatMap { UInt16($0) }
            return port != nil
        }
        guard isReady else { throw Failure(words: "the platform does not start: \(started.output)") }
        relay.lead(to: port)
        return started
    }

    private func runningVictim() throws -> WatchedCommand {
        if let victim { return victim }
        let started = try startVictim("append")
        victim = started
        return started
    }

    private func startVictim(_ what: String) throws -> WatchedCommand {
        processes += 1
        return try WatchedCommand([
            Binaries.path("CampaignVictim"), what, booth.path, directory.path + "/phase", String(processes), relay.url,
            directory.path + "/token",
        ])
    }

    private func bury(_ victim: WatchedCommand) throws {
        let status = victim.kill()
        guard status == -SIGKILL else {
            throw Failure(words: "the booth ended by itself: \(victim.rest().suffix(500))")
        }
        reckoning.take(victim.rest(), of: processes)
        self.victim = nil
    }

    /// Ends the booth that appends, and uploads what is left.
    private func drain() throws {
        _ = try runningPlatform()
        if let victim {
            victim.kill()
            try bury(victim)
        }
        let last = try startVictim("drain")
        victim = last
        guard last.wait(until: { "\n\($0)".contains("\ne ") }) else {
            throw Failure(words: "seed \(seed): not drained: \(last.output.suffix(500))")
        }
        reckoning.take(last.rest(), of: processes)
        let status = platform?.terminate()
        guard status == 0 else { throw Failure(words: "the platform ended with \(status ?? -1)") }
    }
}
