import AdapterTestSupport
import Foundation
import Testing

@testable import Platform

/// What every event store must do, whatever keeps the events. A fleet's database joins by adding itself to
/// `EventStores`.
enum EventStores: CaseIterable, Sendable {
    case sqlite

    /// Opens the store of a directory, as a start of the platform would.
    func open(in directory: TestDirectory) throws -> any EventStore {
        switch self {
        case .sqlite:
            SQLiteEventStore(
                database: try PlatformDatabase(path: directory.file("platform.db")), logger: LogRecorder().logger())
        }
    }
}

@Suite struct EventStoreConformanceTests {
    private static let start = Date(timeIntervalSince1970: 1_740_792_600)

    /// Events with these sequences. If an id is given, each event has it.
    private static func batch(
        _ sequences: [Int64], id: String? = nil, booth: String = TestAccess.booth, epoch: String = TestEvent.epoch,
        lowest: Int64? = nil, at time: Date = start, data: String? = nil, type: String? = nil
    ) throws -> EventBatch {
        let validator = CloudEventValidator(booth: booth, schemas: try RecordSchemas())
        let submissions = try sequences.map { sequence in
            let text = TestEvent.make(
                sequence, id: id ?? identity(sequence, booth), booth: booth, epoch: epoch,
                type: type ?? "cn.laoyouting.booth.function.v1", data: data)
            return validator.read(try JSONParser.parse(Array(text.utf8)), document: text)
        }
        return EventBatch(
            submissions: submissions, queueEpoch: epoch, lowestUnsent: lowest ?? sequences.min() ?? 1, receivedAt: time)
    }

    /// The same id for the same sequence, as in a batch that is sent again.
    private static func identity(_ sequence: Int64, _ booth: String) -> String {
        let digits = String(sequence)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func all(_ count: Int, _ disposition: Disposition) -> [Disposition] {
        Array(repeating: disposition, count: count)
    }

    @Test(arguments: EventStores.allCases)
    func `each event gets its disposition, in order, and only new ones are stored`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        #expect(try await store.append(try Self.batch([1, 2]), from: TestAccess.booth) == Self.all(2, .accepted))
        var mixed = try Self.batch([2, 3, 3])
        mixed.submissions.insert(.unreadable(id: "x", reason: "id.invalid"), at: 1)
        #expect(
            try await store.append(mixed, from: TestAccess.booth)
                == [.duplicate, .rejected(reason: "id.invalid"), .accepted, .duplicate])
        let stored = try await store.events(of: nil, after: 0, limit: 10)
        #expect(stored.count == 3)
        #expect(stored.map(\.receivedAt) == Array(repeating: Self.start, count: 3))
    }

    @Test(arguments: EventStores.allCases)
    func `an event is known by source and id, not by its place`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        let id = UUID().uuidString
        _ = try await store.append(try Self.batch([1], id: id), from: TestAccess.booth)
        #expect(try await store.append(try Self.batch([9], id: id), from: TestAccess.booth) == [.duplicate])
        let theirs = try Self.batch([1], id: id, booth: TestAccess.otherBooth)
        #expect(try await store.append(theirs, from: TestAccess.otherBooth) == [.accepted])
        #expect(
            try await store.append(theirs, from: TestAccess.booth) == [.rejected(reason: "source.mismatch")])
    }

    @Test(arguments: EventStores.allCases)
    func `what was answered outlives the program, and so does the account`(kind: EventStores) async throws {
        let directory = try TestDirectory()
        _ = try await kind.open(in: directory).append(try Self.batch([1, 2, 5], lowest: 6), from: TestAccess.booth)
        let store = try kind.open(in: directory)
        #expect(
            try await store.append(try Self.batch([5, 6], lowest: 6), from: TestAccess.booth) == [
                .duplicate, .accepted,
            ])
        let entry = try #require(try await store.ledgers().first)
        #expect(entry.source == "/booths/PT-0042" && entry.epoch == TestEvent.epoch)
        #expect(entry.ledger.gaps == [3...4])
        #expect(entry.ledger.watermark == 2)
    }

    @Test(arguments: EventStores.allCases)
    func `a report explains holes, of its own epoch or of one before`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        _ = try await store.append(try Self.batch([1, 6]), from: TestAccess.booth)
        let fresh = "0b0f2c4e-39a9-4b34-8a5a-7a1c8f2f4a01"
        let report = try Self.batch(
            [1], id: UUID().uuidString, epoch: fresh, data: TestEvent.dropped("[[2,3]]"),
            type: CloudEventValidator.droppedType)
        #expect(try await store.append(report, from: TestAccess.booth) == [.accepted])
        _ = try await store.append(try Self.batch([7], lowest: 7), from: TestAccess.booth)
        let old = try #require(try await store.ledgers().first { $0.epoch == TestEvent.epoch })
        #expect(old.ledger.gaps == [4...5])
        #expect(old.ledger.dropped == 2)
    }

    @Test(arguments: EventStores.allCases)
    func `a loss without numbers is counted, once, where its report belongs`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        func report(_ sequence: Int64, _ count: Int?, _ reason: String, epoch: String?) throws -> EventBatch {
            try Self.batch(
                [sequence], data: TestEvent.dropped("[]", epoch: epoch, count: count, reason: reason),
                type: CloudEventValidator.droppedType)
        }
        let memory = try report(1, 7, "memory", epoch: TestEvent.epoch)
        #expect(try await store.append(memory, from: TestAccess.booth) == [.accepted])
        #expect(try await store.append(memory, from: TestAccess.booth) == [.duplicate])
        #expect(try await store.ledgers().map(\.ledger.dropped) == [7])
        // Nobody knows what was in a broken database, but it was at least one event.
        _ = try await store.append(try report(2, nil, "corrupt", epoch: nil), from: TestAccess.booth)
        _ = try await store.append(try report(3, 0, "memory", epoch: TestEvent.epoch), from: TestAccess.booth)
        let entry = try #require(try await store.ledgers().first)
        #expect(entry.epoch == TestEvent.epoch && entry.ledger.dropped == 8 && entry.ledger.watermark == 3)
    }

    @Test(arguments: EventStores.allCases)
    func `a known event that comes under another number leaves no gap there`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        let id = UUID().uuidString
        _ = try await store.append(try Self.batch([1, 2, 3, 4], lowest: 1), from: TestAccess.booth)
        #expect(try await store.append(try Self.batch([5], id: id), from: TestAccess.booth) == [.accepted])
        #expect(try await store.append(try Self.batch([9], id: id), from: TestAccess.booth) == [.duplicate])
        _ = try await store.append(try Self.batch([6, 7, 8, 10], lowest: 11), from: TestAccess.booth)
        let entry = try #require(try await store.ledgers().first)
        #expect(entry.ledger.gaps.isEmpty && entry.ledger.watermark == 10)
        #expect(try await store.events(of: nil, after: 0, limit: 99).count == 9)
    }

    @Test(arguments: EventStores.allCases)
    func `booths that send at once lose nothing, and the same batch twice at once is stored once`(
        kind: EventStores
    ) async throws {
        let store = try kind.open(in: try TestDirectory())
        let dispositions = try await withThrowingTaskGroup(of: [Disposition].self) { group in
            // 64 batches: no more than a store lets wait.
            for first in stride(from: 1 as Int64, through: 400, by: 25) {
                for booth in [TestAccess.booth, TestAccess.otherBooth] {
                    let batch = try Self.batch(Array(first..<first + 25), booth: booth)
                    for _ in 0..<2 { group.addTask { try await store.append(batch, from: booth) } }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(dispositions.filter { $0 == .accepted }.count == 800)
        #expect(dispositions.filter { $0 == .duplicate }.count == 800)
        #expect(try await store.events(of: nil, after: 0, limit: 2000).count == 800)
        #expect(try await store.ledgers().map(\.ledger.watermark) == [400, 400])
    }

    @Test(arguments: EventStores.allCases)
    func `pages of an export follow one another and know their booth`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        for booth in [TestAccess.booth, TestAccess.otherBooth] {
            _ = try await store.append(try Self.batch([1, 2, 3], booth: booth), from: booth)
        }
        var rows: [Int64] = []
        while case let page = try await store.events(of: nil, after: rows.last ?? 0, limit: 4), !page.isEmpty {
            rows += page.map(\.row)
        }
        #expect(rows.count == 6 && rows == rows.sorted() && Set(rows).count == 6)
        let mine = try await store.events(of: TestAccess.booth, after: 0, limit: 9)
        #expect(mine.count == 3 && mine.allSatisfy { $0.document.contains("/booths/PT-0042") })
    }

    @Test(arguments: EventStores.allCases)
    func `what is old is removed, the oldest first, and is still known when it comes again`(
        kind: EventStores
    ) async throws {
        let directory = try TestDirectory()
        let old = try Self.batch([1, 2, 4], lowest: 1)
        do {
            let store = try kind.open(in: directory)
            _ = try await store.append(old, from: TestAccess.booth)
            _ = try await store.append(try Self.batch([5, 6], at: Self.start + 100), from: TestAccess.booth)
            #expect(try await store.removeEvents(receivedBefore: Self.start, limit: 9) == 0)
            #expect(try await store.removeEvents(receivedBefore: Self.start + 100, limit: 2) == 2)
            #expect(try await store.removeEvents(receivedBefore: Self.start + 100, limit: 9) == 1)
            #expect(try await store.removeEvents(receivedBefore: Self.start + 100, limit: 9) == 0)
            #expect(try await store.events(of: nil, after: 0, limit: 9).count == 2)
        }
        // This holds after a restart too: the acknowledgement may have been lost long ago.
        let store = try kind.open(in: directory)
        #expect(try await store.append(old, from: TestAccess.booth) == Self.all(3, .duplicate))
        #expect(
            try await store.append(try Self.batch([3, 5, 7]), from: TestAccess.booth)
                == [.accepted, .duplicate, .accepted])
        #expect(try await store.ledgers().map(\.ledger.watermark) == [7])
        // Numbers of another booth, or of a fresh queue, are different ones.
        let theirs = try Self.batch([1], booth: TestAccess.otherBooth)
        #expect(try await store.append(theirs, from: TestAccess.otherBooth) == [.accepted])
        let fresh = try Self.batch([1], id: UUID().uuidString, epoch: "0b0f2c4e-39a9-4b34-8a5a-7a1c8f2f4a01")
        #expect(try await store.append(fresh, from: TestAccess.booth) == [.accepted])
    }

    @Test(arguments: EventStores.allCases)
    func `an export goes on where it was after everything old was removed`(kind: EventStores) async throws {
        let directory = try TestDirectory()
        let last: Int64
        do {
            let store = try kind.open(in: directory)
            _ = try await store.append(try Self.batch([1, 2, 3]), from: TestAccess.booth)
            last = try #require(try await store.events(of: nil, after: 0, limit: 9).last).row
            #expect(try await store.removeEvents(receivedBefore: Self.start + 100, limit: 9) >= 2)
        }
        let store = try kind.open(in: directory)
        let later = Self.start + 200
        _ = try await store.append(try Self.batch([4, 5], at: later), from: TestAccess.booth)
        let page = try await store.events(of: nil, after: last, limit: 9)
        #expect(page.map(\.receivedAt) == [later, later])
        #expect(try await store.removeEvents(receivedBefore: Self.start + 100, limit: 9) <= 1)
        #expect(try await store.events(of: nil, after: 0, limit: 9).map(\.row) == page.map(\.row))
    }

    @Test(arguments: EventStores.allCases)
    func `functions used are counted within the day`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        _ = try await store.append(try Self.batch([1, 2]), from: TestAccess.booth)
        let used = TestEvent.use(function: "fire", language: "ja")
        _ = try await store.append(try Self.batch([3], data: used), from: TestAccess.booth)
        let other = try Self.batch([4], data: "{}", type: TestEvent.unknownType)
        _ = try await store.append(other, from: TestAccess.booth)
        let midnight = ShanghaiTime.startOfDay(Self.start)
        let activity = try await store.activity(since: midnight, latest: 2)
        #expect(activity.total == 4 && activity.uses == 3)
        #expect(activity.byFunction == ["taxi": 2, "fire": 1])
        #expect(activity.byLanguage == ["zh-Hans": 2, "ja": 1])
        #expect(activity.byHour == [9: 3])
        #expect(activity.latest.map(\.type) == [TestEvent.unknownType, "cn.laoyouting.booth.function.v1"])
        #expect(try await store.activity(since: midnight + 86_400, latest: 0).total == 0)
    }
}

/// A booth whose queue was put back from an old image uses numbers again that it had used before.
@Suite struct RestoredBoothTests {
    private static let start = Date(timeIntervalSince1970: 1_740_792_600)
    private static let month: TimeInterval = 30 * 86_400

    /// New events with these sequences.
    private static func batch(
        _ sequences: some Sequence<Int64>, lowest: Int64, at time: Date = start, booth: String = TestAccess.booth,
        happenedAt: Date? = nil
    ) throws -> EventBatch {
        let validator = CloudEventValidator(booth: booth, schemas: try RecordSchemas())
        let submissions = try sequences.map { sequence in
            let text = TestEvent.make(sequence, booth: booth, time: Timestamp.text(happenedAt ?? time))
            return validator.read(try JSONParser.parse(Array(text.utf8)), document: text)
        }
        return EventBatch(
            submissions: submissions, queueEpoch: TestEvent.epoch, lowestUnsent: lowest, receivedAt: time)
    }

    private static func gaps(_ store: any EventStore) async throws -> [ClosedRange<Int64>] {
        try await store.ledgers().flatMap(\.ledger.gaps)
    }

    @Test(arguments: EventStores.allCases, [20, 51])
    func `after its events were forgotten, every new one is stored, in batches of any size`(
        kind: EventStores, size: Int
    ) async throws {
        let directory = try TestDirectory()
        let store = try kind.open(in: directory)
        for first in stride(from: 1 as Int64, through: 81, by: 20) {
            _ = try await store.append(try Self.batch(first..<first + 20, lowest: first), from: TestAccess.booth)
        }
        // The latest event of all is another booth's, so nothing of this one is left.
        _ = try await store.append(
            try Self.batch([1], lowest: 1, at: Self.start + 10, booth: TestAccess.otherBooth),
            from: TestAccess.otherBooth)
        #expect(try await store.removeEvents(receivedBefore: Self.start + 5, limit: 500) == 100)

        let now = Self.start + 6 * Self.month
        let given = Array(Int64(61)...111)
        var stored = 0
        for start in stride(from: 0, to: 51, by: size) {
            let part = Array(given[start..<min(start + size, 51)])
            let batch = try Self.batch(part, lowest: part[0], at: now)
            let dispositions = try await store.append(batch, from: TestAccess.booth)
            #expect(dispositions.allSatisfy { $0 == .accepted })
            // The acknowledgement was lost, so the same batch comes once more.
            #expect(
                try await store.append(batch, from: TestAccess.booth)
                    == Array(repeating: .duplicate, count: part.count))
            stored += part.count
        }
        #expect(stored == 51)
        #expect(try await store.events(of: TestAccess.booth, after: 0, limit: 500).count == 51)
        #expect(try await store.isInDoubt(TestEvent.epoch, of: TestAccess.booth))
        #expect(try await !store.isInDoubt(TestEvent.epoch, of: TestAccess.otherBooth))
        #expect(try await Self.gaps(store).isEmpty)
        #expect(try await store.doubtfulEpochs().map(\.branch) == [1])
        // What it loses from now on shows, though these numbers were all here once.
        _ = try await store.append(try Self.batch([115], lowest: 115, at: now), from: TestAccess.booth)
        #expect(try await Self.gaps(store) == [112...114])
    }

    @Test(arguments: EventStores.allCases)
    func `with the same clock in every event, numbers that go on show it as well`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        for first in stride(from: 1 as Int64, through: 81, by: 20) {
            _ = try await store.append(try Self.batch(first..<first + 20, lowest: first), from: TestAccess.booth)
        }
        _ = try await store.append(
            try Self.batch([1], lowest: 1, at: Self.start + 10, booth: TestAccess.otherBooth),
            from: TestAccess.otherBooth)
        _ = try await store.removeEvents(receivedBefore: Self.start + 5, limit: 500)
        let batch = try Self.batch(61...111, lowest: 61, at: Self.start + 6 * Self.month, happenedAt: Self.start)
        #expect(try await store.append(batch, from: TestAccess.booth) == Array(repeating: .accepted, count: 51))
    }

    /// A store that had 100 events of one booth, all of them removed by age, and one event of another booth.
    private static func forgetful(_ kind: EventStores) async throws -> (store: any EventStore, sent: [EventBatch]) {
        let store = try kind.open(in: try TestDirectory())
        var sent: [EventBatch] = []
        for first in stride(from: 1 as Int64, through: 81, by: 20) {
            sent.append(try batch(first..<first + 20, lowest: first))
            _ = try await store.append(sent[sent.count - 1], from: TestAccess.booth)
        }
        _ = try await store.append(
            try batch([1], lowest: 1, at: start + 10, booth: TestAccess.otherBooth), from: TestAccess.otherBooth)
        #expect(try await store.removeEvents(receivedBefore: start + 5, limit: 500) == 100)
        return (store, sent)
    }

    @Test(arguments: EventStores.allCases, [-20_000, -1_900, 3, 4_000] as [Double])
    func `with a clock that was never set or is ahead, its events are stored all the same`(
        kind: EventStores, days: Double
    ) async throws {
        let (store, _) = try await Self.forgetful(kind)
        let now = Self.start + 6 * Self.month
        for first in [61, 71] as [Int64] {
            let batch = try Self.batch(
                first..<first + 10, lowest: first, at: now, happenedAt: now + days * 86_400)
            #expect(try await store.append(batch, from: TestAccess.booth) == Array(repeating: .accepted, count: 10))
            #expect(try await store.append(batch, from: TestAccess.booth) == Array(repeating: .duplicate, count: 10))
        }
        #expect(try await store.events(of: TestAccess.booth, after: 0, limit: 99).count == 20)
    }

    @Test(arguments: EventStores.allCases, [1, 30])
    func `what was here and is sent again beside what is new is not stored a second time`(
        kind: EventStores, beyond: Int64
    ) async throws {
        let (store, sent) = try await Self.forgetful(kind)
        let now = Self.start + 6 * Self.month
        // The last answer was lost. With that batch comes what has happened since, below the old numbers and beyond.
        let fresh = try Self.batch(91...(100 + beyond), lowest: 81, at: now)
        let mixed = EventBatch(
            submissions: Array(sent[4].submissions.prefix(10)) + fresh.submissions, queueEpoch: TestEvent.epoch,
            lowestUnsent: 81, receivedAt: now)
        for expected in [Disposition.accepted, .duplicate] {
            #expect(
                try await store.append(mixed, from: TestAccess.booth)
                    == Array(repeating: .duplicate, count: 10)
                    + Array(repeating: expected, count: fresh.submissions.count))
        }
        // The same holds in a later batch.
        var again = sent[4]
        again = EventBatch(
            submissions: Array(again.submissions.prefix(10)), queueEpoch: TestEvent.epoch, lowestUnsent: 81,
            receivedAt: now)
        #expect(try await store.append(again, from: TestAccess.booth) == Array(repeating: .duplicate, count: 10))
        #expect(
            try await store.events(of: TestAccess.booth, after: 0, limit: 99).count == fresh.submissions.count)
        #expect(try await Self.gaps(store).isEmpty)
    }

    @Test(arguments: EventStores.allCases)
    func `with no account left to begin, what is not known is stored and never called a duplicate`(
        kind: EventStores
    ) async throws {
        let store = try kind.open(in: try TestDirectory())
        for _ in 0...EpochBranches.most {
            _ = try await store.append(try Self.batch([1, 2], lowest: 1), from: TestAccess.booth)
        }
        _ = try await store.append(
            try Self.batch([1], lowest: 1, at: Self.start + 10, booth: TestAccess.otherBooth),
            from: TestAccess.otherBooth)
        #expect(try await store.removeEvents(receivedBefore: Self.start + 5, limit: 5_000) > 200)
        for months in 1...3 {
            let batch = try Self.batch([1, 2], lowest: 1, at: Self.start + Double(months) * Self.month)
            #expect(try await store.append(batch, from: TestAccess.booth) == [.accepted, .accepted])
            #expect(try await store.append(batch, from: TestAccess.booth) == [.duplicate, .duplicate])
        }
        #expect(try await store.events(of: TestAccess.booth, after: 0, limit: 99).count == 6)
        #expect(try await store.doubtfulEpochs().map(\.branch) == [EpochBranches.most])
    }

    @Test(arguments: EventStores.allCases)
    func `within the time, its events are stored and its later gaps show`(kind: EventStores) async throws {
        let directory = try TestDirectory()
        do {
            let store = try kind.open(in: directory)
            _ = try await store.append(try Self.batch(1...100, lowest: 1), from: TestAccess.booth)
            _ = try await store.append(try Self.batch([101], lowest: 101), from: TestAccess.booth)
            // The queue is restored from an image with 60 events. Events 70 to 74 never come.
            let restored = Array(Int64(61)...69) + Array(Int64(75)...90)
            let dispositions = try await store.append(
                try Self.batch(restored, lowest: 61), from: TestAccess.booth)
            #expect(dispositions == Array(repeating: .accepted, count: restored.count))
        }
        let store = try kind.open(in: directory)
        _ = try await store.append(try Self.batch([91], lowest: 91), from: TestAccess.booth)
        #expect(try await Self.gaps(store) == [70...74])
        #expect(try await store.events(of: nil, after: 0, limit: 999).count == 101 + 25 + 1)
        #expect(try await store.isInDoubt(TestEvent.epoch, of: TestAccess.booth))
        // Restored a second time, it is accounted for anew a second time.
        _ = try await store.append(try Self.batch(80...82, lowest: 80), from: TestAccess.booth)
        #expect(try await store.doubtfulEpochs().map(\.branch) == [2])
        #expect(try await store.events(of: nil, after: 0, limit: 999).count == 101 + 25 + 1 + 3)
    }

    @Test(arguments: EventStores.allCases)
    func `two booths with one token do not make accounts without end`(kind: EventStores) async throws {
        let store = try kind.open(in: try TestDirectory())
        for _ in 0..<(EpochBranches.most + 20) {
            #expect(
                try await store.append(try Self.batch([1, 2], lowest: 1), from: TestAccess.booth) == [
                    .accepted, .accepted,
                ])
        }
        #expect(try await store.ledgers().count == EpochBranches.most + 1)
    }

    @Test(arguments: EventStores.allCases)
    func
        `an event that was reported as lost and comes late is no sign of it; the same number twice in a batch is stored`(
            kind: EventStores
        ) async throws
    {
        let store = try kind.open(in: try TestDirectory())
        let validator = CloudEventValidator(booth: TestAccess.booth, schemas: try RecordSchemas())
        let text = TestEvent.make(9, type: CloudEventValidator.droppedType, data: TestEvent.dropped("[[1,8]]"))
        let report = EventBatch(
            submissions: [validator.read(try JSONParser.parse(Array(text.utf8)), document: text)],
            queueEpoch: TestEvent.epoch, lowestUnsent: 9, receivedAt: Self.start)
        #expect(try await store.append(report, from: TestAccess.booth) == [.accepted])
        #expect(try await store.append(try Self.batch([3], lowest: 3), from: TestAccess.booth) == [.accepted])
        #expect(try await !store.isInDoubt(TestEvent.epoch, of: TestAccess.booth))
        #expect(
            try await store.append(try Self.batch([10, 10], lowest: 10), from: TestAccess.booth)
                == [.accepted, .accepted])
    }

    @Test(arguments: EventStores.allCases)
    func `a report may not name what was not given yet, or it would hide what is lost later`(
        kind: EventStores
    ) async throws {
        let store = try kind.open(in: try TestDirectory())
        let validator = CloudEventValidator(booth: TestAccess.booth, schemas: try RecordSchemas())
        func report(_ sequence: Int64, _ ranges: String, lowest: Int64, epoch: String = TestEvent.epoch) async throws
            -> [Disposition]
        {
            let text = TestEvent.make(
                sequence, type: CloudEventValidator.droppedType, data: TestEvent.dropped(ranges, epoch: epoch))
            return try await store.append(
                EventBatch(
                    submissions: [validator.read(try JSONParser.parse(Array(text.utf8)), document: text)],
                    queueEpoch: TestEvent.epoch, lowestUnsent: lowest, receivedAt: Self.start), from: TestAccess.booth)
        }
        _ = try await store.append(try Self.batch([1, 2], lowest: 1), from: TestAccess.booth)
        for ranges in ["[[5,5]]", "[[1,1],[4,9]]", "[[1,8999999999999999999]]"] {
            #expect(try await report(3, ranges, lowest: 3) == [.rejected(reason: "data.ranges.invalid")])
        }
        #expect(try await store.ledgers().map(\.ledger.dropped) == [0])
        // A report may name numbers up to its own, or below what the booth still has to send.
        #expect(try await report(6, "[[3,5]]", lowest: 6) == [.accepted])
        #expect(try await report(7, "[[8,9]]", lowest: 10) == [.accepted])
        #expect(try await Self.gaps(store).isEmpty)
        // For a former epoch, what never came here is counted and hides nothing.
        let former = "0b0f2c4e-39a9-4b34-8a5a-7a1c8f2f4a01"
        #expect(try await report(10, "[[101,110]]", lowest: 10, epoch: former) == [.accepted])
        let entry = try #require(try await store.ledgers().first { $0.epoch == former })
        #expect(entry.ledger.highest == 0 && entry.ledger.dropped == 10 && entry.ledger.gaps.isEmpty)
        _ = try await store.append(try Self.batch([13], lowest: 13), from: TestAccess.booth)
        #expect(try await Self.gaps(store) == [11...12])
    }
}
