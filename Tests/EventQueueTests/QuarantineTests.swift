import GRDB
import AdapterTestSupport
import Foundation
import Reporting
import Testing

@testable import EventQueue

@Suite("The quarantine keeps what counts", .timeLimit(.minutes(1)))
struct QuarantineTests {
    private let now: Int64 = 1_780_000_000_000

    private func store(_ directory: TemporaryDirectory, bounds: QueueBounds = QueueBounds()) throws -> QueueStore {
        let store = try QueueStore(path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: bounds)
        // These thousands of commits need not survive a power cut, and the disk would hold up the other tests.
        try store.access { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        return store
    }

    /// The platform refuses everything, loss reports included, until the queue is empty.
    private func refuseEverything(_ store: QueueStore) throws -> [QueueLoss] {
        var lost: [QueueLoss] = []
        while let first = try store.peek(count: 1, bytes: .max).first {
            lost += try store.quarantine(first.sequence, reason: "data.invalid", now: now).lost
        }
        return lost
    }

    /// The sequences that a report names, and those of what is kept.
    private func explained(_ events: [StoredEvent]) -> Set<Int64> {
        var known = Set(events.map(\.sequence))
        for event in events where event.event.type == QueueLoss.eventType {
            for range in LossReport(event.event.data)?.ranges ?? [] { known.formUnion(range) }
        }
        return known
    }

    @Test(
        "A platform that takes nothing: real events stay, reports are one, what had to go is counted and can be tried again"
    )
    func everythingRefused() throws {
        let directory = try TemporaryDirectory()
        let store = try store(directory)
        let given = (0..<1_250).map { number in
            number % 100 == 0
                ? event("sos\(number)", type: emergencyType, urgent: true) : event("\(number)")
        }
        _ = try store.append(given, now: now)
        let lost = try refuseEverything(store)
        let kept = try store.quarantined(limit: 5_000).map(\.stored)
        let real = kept.filter { $0.event.type != QueueLoss.eventType }
        #expect(real.count == 1_000)
        #expect(real.count { $0.event.type == emergencyType } == 13, "emergencies go last")
        #expect(kept.count - real.count <= 2, "reports are rolled up by kind")
        #expect(store.status.dropped == 250)
        #expect(store.status.quarantined == kept.count)
        #expect(lost.filter { $0.reason == .rows }.reduce(0) { $0 + ($1.count ?? 0) } == 250, "each eviction is said")
        #expect(lost.count { $0.reason == .quarantined } == 1_250)
        let highest = try #require(kept.map(\.sequence).max())
        #expect(explained(kept).isSuperset(of: 1...highest))

        // The platform is mended. Everything that is left comes back, under its id.
        let again = try store.retryQuarantined()
        #expect(Set(again.map(\.event.id)).isSuperset(of: real.map(\.event.id)))
        let queued = try store.peek(count: 5_000, bytes: .max)
        #expect(
            explained(queued).isSuperset(of: 1...(queued.map(\.sequence).max() ?? 1)), "no hole is left unexplained")
        #expect(store.status.quarantined == 0)
        try store.close()
    }

    @Test("Reports that wait are one however many events are refused, and outlive a restart")
    func oneReport() throws {
        let directory = try TemporaryDirectory()
        var store = try store(directory)
        _ = try store.append((0..<200).map { event("\($0)") }, now: now)
        for sequence in stride(from: Int64(1), through: 200, by: 2) {
            _ = try store.quarantine(sequence, reason: "status 400", now: now)
            if sequence == 101 {
                try store.close()
                store = try self.store(directory)
            }
        }
        let reports = try store.peek(count: 500, bytes: .max).filter { $0.event.type == QueueLoss.eventType }
        #expect(reports.count == 1)
        let report = try #require(reports.first.flatMap { LossReport($0.event.data) })
        #expect(report.ranges.prefix(100).allSatisfy { $0.count == 1 } && report.reason == "quarantined")
        #expect(store.status.quarantined == 100)
        #expect(store.status.dropped == 0, "set aside is not given up")
        try store.close()
    }

    @Test("With nothing but emergencies the oldest go, and that is said")
    func emergenciesOnly() throws {
        let directory = try TemporaryDirectory()
        let store = try store(directory, bounds: QueueBounds(quarantineRows: 5))
        _ = try store.append((0..<8).map { event("\($0)", type: emergencyType, urgent: true) }, now: now)
        let lost = try refuseEverything(store)
        let left = try store.quarantined(limit: 99).map(\.stored.event).filter { $0.type == emergencyType }
        #expect(left.map(\.id) == ["3", "4", "5", "6", "7"])
        #expect(store.status.dropped == 3)
        #expect(lost.filter { $0.reason == .rows }.flatMap(\.ranges) == [1...1, 2...2, 3...3])
        try store.close()
    }

    @Test("Refused reports of many kinds and epochs are bounded too")
    func manyKinds() throws {
        let directory = try TemporaryDirectory()
        let store = try store(directory)
        let reports = (0..<60).map { number in
            let loss = QueueLoss(epoch: "epoch-\(number)", ranges: [1...3], count: 3, reason: .corrupt)
            return QueueStore.record(loss, booth: "PT-0042", now: now)
        }
        _ = try store.append([event("real")] + reports, now: now)
        _ = try refuseEverything(store)
        let kept = try store.quarantined(limit: 999).map(\.stored.event)
        #expect(kept.count <= 18)
        #expect(kept.contains { $0.id == "real" })
        try store.close()
    }

    @Test("Refused reports that have to go are counted as dropped, and that is said once they can be sent")
    func reportsGivenUp() throws {
        let directory = try TemporaryDirectory()
        let store = try store(directory)
        let reports = (0..<20).map { number in
            let loss = QueueLoss(epoch: "epoch-\(number)", ranges: [1...3], count: 3, reason: .corrupt)
            return QueueStore.record(loss, booth: "PT-0042", now: now)
        }
        _ = try store.append(reports, now: now)
        var lost: [QueueLoss] = []
        for sequence in 1...20 as ClosedRange<Int64> {
            lost += try store.quarantine(sequence, reason: "data.invalid", now: now).lost
        }
        #expect(store.status.dropped == 4)
        #expect(lost.flatMap(\.ranges) == [1...1, 2...2, 3...3, 4...4] && lost.allSatisfy { $0.reason == .rows })
        let waiting = try store.peek(count: 9, bytes: .max)
        let said = try #require(waiting.first.flatMap { LossReport($0.event.data) })
        #expect(waiting.count == 1 && said.ranges.first == 1...4 && said.reason == "rows")
        try store.close()
    }

    @Test("What is known of a loss stays, with reports that do not know how many before or after it")
    func countsStay() throws {
        let directory = try TemporaryDirectory()
        let store = try store(directory)
        let counts: [Int?] = [nil, 5, nil, 2]
        let reports = counts.map { count in
            QueueStore.record(
                QueueLoss(epoch: nil, ranges: [], count: count, reason: .memory), booth: "PT-0042", now: now)
        }
        _ = try store.append(reports, now: now)
        _ = try refuseEverything(store)
        let kept = try store.quarantined(limit: 9).compactMap { LossReport($0.stored.event.data) }
        #expect(kept.map(\.count) == [7])
        try store.close()
    }
}
