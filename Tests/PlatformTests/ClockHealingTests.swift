import AdapterTestSupport
import Foundation
import Logging
import Synchronization
import Testing

@testable import Platform

/// How a doubt about the platform's clock ends, and what the log says about it.
@Suite struct ClockHealingTests {
    private static let start = Date(timeIntervalSince1970: 1_740_792_600)
    private static let hour: TimeInterval = 3600
    private static let day: TimeInterval = 86_400

    /// A database, with both clocks in the test's hand.
    private final class Bench: Sendable {
        let directory: TestDirectory
        let database: PlatformDatabase
        let store: SQLiteEventStore
        let log = LogRecorder()
        private let readings: Mutex<(wall: Date, at: ContinuousClock.Instant)>
        private let schemas: RecordSchemas

        init(at wall: Date) throws {
            directory = try TestDirectory()
            database = try PlatformDatabase(path: directory.file("platform.db"))
            store = SQLiteEventStore(database: database, logger: log.logger())
            readings = Mutex((wall, .now))
            schemas = try RecordSchemas()
        }

        func pass(_ seconds: TimeInterval, setBy step: TimeInterval = 0) {
            readings.withLock { $0 = ($0.wall + seconds + step, $0.at + .seconds(seconds)) }
        }

        var wall: Date { readings.withLock { $0.wall } }

        func begin() -> (watch: ClockWatch, clock: SteadyClock) {
            let clock = SteadyClock(
                wall: { self.readings.withLock { $0.wall } }, monotonic: { self.readings.withLock { $0.at } })
            return (ClockWatch(database: database, clock: clock, logger: log.logger()), clock)
        }

        /// An event of this booth that happened at `time`, received when the platform says it is `now`.
        func event(_ sequence: Int64, of booth: String, at time: Date, now: Date) async throws {
            let text = TestEvent.make(sequence, booth: booth, time: Timestamp.text(time))
            let validator = CloudEventValidator(booth: booth, schemas: schemas)
            let submission = validator.read(try JSONParser.parse(Array(text.utf8)), document: text)
            let batch = EventBatch(
                submissions: [submission], queueEpoch: TestEvent.epoch, lowestUnsent: sequence, receivedAt: now)
            #expect(try await store.append(batch, from: booth) == [.accepted])
        }

        func lines(_ word: String) -> Int {
            log.text.split(separator: "\n").count { $0.contains("clock:") && $0.contains(word) }
        }
    }

    @Test func `three booths with the same time end it, two do not, nor do ten that send what they kept`() async throws
    {
        let bench = try Bench(at: Self.start)
        _ = try await bench.begin().watch.look()
        bench.pass(0, setBy: 30 * Self.day)
        let (watch, clock) = bench.begin()
        #expect(try await watch.look() == nil)
        for booth in 1...10 as ClosedRange<Int64> {
            try await bench.event(1, of: "PT-\(1000 + booth)", at: Self.start, now: clock.now)
        }
        for booth in ["PT-1001", "PT-1002"] {
            bench.pass(60)
            try await bench.event(2, of: booth, at: bench.wall, now: clock.now)
            #expect(try await watch.look() == nil)
        }
        for booth in 3...6 as ClosedRange<Int64> {
            try await bench.event(2, of: "PT-\(1000 + booth)", at: bench.wall, now: clock.now)
        }
        #expect(try await watch.look() == bench.wall)
        #expect(watch.doubt == nil)
        #expect(bench.lines("believed again") == 1)
    }

    @Test func `what booths said before it was set does not count`() async throws {
        let bench = try Bench(at: Self.start)
        let (watch, clock) = bench.begin()
        _ = try await watch.look()
        for booth in 1...3 {
            try await bench.event(1, of: "PT-000\(booth)", at: Self.start + 5 * Self.day, now: clock.now)
        }
        bench.pass(60, setBy: 5 * Self.day)
        #expect(try await watch.look() == nil)
        #expect(try await watch.look() == nil)
        for booth in 1...3 { try await bench.event(2, of: "PT-000\(booth)", at: bench.wall, now: clock.now) }
        #expect(try await watch.look() != nil)
    }

    @Test func `in the log it is once at the beginning, once a day, and once at the end`() async throws {
        let bench = try Bench(at: Self.start)
        let (watch, _) = bench.begin()
        _ = try await watch.look()
        bench.pass(60, setBy: 300 * Self.day)
        for _ in 0..<(3 * 24 * 4) {
            _ = try await watch.look()
            bench.pass(900)
        }
        #expect(bench.lines("not believed") == 3)
        #expect(bench.lines("three") + bench.lines("3 booths") > 0, "what ends it")
        bench.pass(60, setBy: -300 * Self.day)
        for _ in 0..<5 { _ = try await watch.look() }
        #expect(watch.doubt == nil)
        #expect(bench.lines("believed again") == 1)
    }

    @Test func `less than a day ahead at the start: it may be corrected, and nothing is removed before its time`()
        async throws
    {
        let bench = try Bench(at: Self.start)
        let (first, clock) = bench.begin()
        _ = try await first.look()
        for sequence in 1...3 as ClosedRange<Int64> {
            try await bench.event(sequence, of: "PT-0001", at: Self.start, now: clock.now)
        }
        bench.pass(Self.hour, setBy: 20 * Self.hour)
        let (watch, _) = bench.begin()
        func keepTwoHours() async throws -> Int {
            guard let wall = try await watch.look() else { return -1 }
            return try await bench.store.removeEvents(
                receivedBefore: wall - 2 * Self.hour, limit: 9, now: bench.wall)
        }
        #expect(try await keepTwoHours() == 0)
        bench.pass(60, setBy: -20 * Self.hour)
        #expect(try await keepTwoHours() == 0)
        #expect(watch.doubt == nil)
        bench.pass(2 * Self.hour)
        #expect(try await keepTwoHours() == 2, "the latest stays")
        // A step far back is not a correction.
        bench.pass(60, setBy: -20 * Self.hour)
        #expect(try await watch.look() == nil)
    }

    @Test func `events received while the clock was far ahead neither stay for ever nor hold up the others`()
        async throws
    {
        let bench = try Bench(at: Self.start)
        let ahead = Self.start + 3650 * Self.day
        for sequence in 1...3 as ClosedRange<Int64> {
            try await bench.event(sequence, of: "PT-0001", at: Self.start, now: ahead)
        }
        for sequence in 4...6 as ClosedRange<Int64> {
            try await bench.event(sequence, of: "PT-0001", at: Self.start, now: Self.start)
        }
        func remove(after days: Double) async throws -> Int {
            let now = Self.start + days * Self.day
            let time = now - 180 * Self.day
            guard try await bench.store.hasEvents(receivedBefore: time, now: now) else { return 0 }
            return try await bench.store.removeEvents(receivedBefore: time, limit: 500, now: now)
        }
        #expect(try await remove(after: 1) == 0)
        #expect(bench.log.text.contains("3 events came in while the clock was ahead"))
        #expect(try await remove(after: 179) == 0)
        #expect(try await remove(after: 181) == 5, "the latest stays")
        let ledger = try #require(try await bench.store.ledgers().first).ledger
        #expect(ledger.forgottenThrough == 5)
        // A new event under an old number, or one sent again, is treated as if the clock had never been ahead.
        let late = Self.start + 190 * Self.day
        let text = TestEvent.make(2, booth: "PT-0001", time: Timestamp.text(Self.start))
        let validator = CloudEventValidator(booth: "PT-0001", schemas: try RecordSchemas())
        let again = EventBatch(
            submissions: [validator.read(try JSONParser.parse(Array(text.utf8)), document: text)],
            queueEpoch: TestEvent.epoch, lowestUnsent: 7, receivedAt: late)
        #expect(try await bench.store.append(again, from: "PT-0001") == [.duplicate])
    }
}
