import AdapterTestSupport
import Foundation
import Reporting
import Testing

@testable import EventQueue

@Suite("The queue is bounded, and says what it gave up", .timeLimit(.minutes(1)))
struct BoundsTests {
    /// The sequences that are neither still queued nor named by a loss event in the queue.
    private func unexplained(_ events: [StoredEvent]) throws -> [Int64] {
        var known = Set(events.map(\.sequence))
        for event in events where event.event.type == QueueLoss.eventType {
            let data = try JSONSerialization.jsonObject(with: Data(event.event.data.utf8)) as? [String: Any]
            for range in data?["ranges"] as? [[Int64]] ?? [] { known.formUnion(range[0]...range[1]) }
        }
        return (1...(events.map(\.sequence).max() ?? 1)).filter { !known.contains($0) }
    }

    @Test("Ordinary events go first, emergencies stay, no hole is left unexplained")
    func rows() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(
            path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: QueueBounds(rows: 50))
        var lost: [QueueLoss] = []
        for n in 0..<200 {
            let kind = n % 10 == 0 ? emergencyType : "cn.laoyouting.booth.step.v1"
            lost += try store.append([event("\(n)", type: kind, urgent: n % 10 == 0)], now: 1_780_000_000_000).lost
        }
        let left = try store.peek(count: 1_000, bytes: .max)
        #expect(left.filter { $0.event.type == emergencyType }.count == 20)
        #expect(left.contains { $0.event.id == "199" })
        #expect(!left.contains { $0.event.id == "1" })
        #expect(try unexplained(left).isEmpty)
        #expect(left.filter { $0.event.type == QueueLoss.eventType }.count == 1, "losses are merged")
        #expect(lost.count > 1)
        #expect(store.status.dropped == 200 - left.filter { $0.event.type != QueueLoss.eventType }.count)
        #expect(store.status.depth == left.count)
        try store.close()
    }

    @Test("Emergencies go when nothing else is left to go")
    func emergenciesLast() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(
            path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: QueueBounds(rows: 20))
        for n in 0..<100 {
            _ = try store.append([event("\(n)", type: emergencyType, urgent: true)], now: 1_780_000_000_000)
        }
        let left = try store.peek(count: 1_000, bytes: .max)
        #expect(left.contains { $0.event.id == "99" })
        #expect(!left.contains { $0.event.id == "0" })
        #expect(try unexplained(left).isEmpty)
        try store.close()
    }

    @Test("Bytes are bounded as rows are")
    func bytes() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(
            path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: QueueBounds(bytes: 100_000))
        let data = "{\"x\":\"\(String(repeating: "y", count: 5_000))\"}"
        for n in 0..<100 { _ = try store.append([event("\(n)", data: data)], now: 1_780_000_000_000) }
        let status = store.status
        #expect(status.bytes <= 101_000)
        #expect(status.dropped > 70)
        #expect(try unexplained(try store.peek(count: 1_000, bytes: .max)).isEmpty)
        try store.close()
    }

    @Test("Old ordinary events go; emergencies and events from an unset clock stay; a clock in 1970 drops nothing")
    func age() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(
            path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: QueueBounds(age: .seconds(86_400)))
        let now: Int64 = 1_780_000_000_000
        let old = now - 2 * 86_400_000
        _ = try store.append(
            [
                event("old", time: old), event("emergency", type: emergencyType, urgent: true, time: old),
                event("unset clock", time: 5_000), event("new", time: now),
            ], now: now)
        #expect(try store.enforceAge(now: 60_000).lost.isEmpty)
        let lost = try store.enforceAge(now: now).lost
        #expect(lost == [QueueLoss(epoch: store.epoch, ranges: [1...1], count: 1, reason: .age)])
        let left = try store.peek(count: 10, bytes: .max)
        #expect(left.map(\.event.id).prefix(3) == ["emergency", "unset clock", "new"])
        #expect(try unexplained(left).isEmpty)
        try store.close()
    }

    @Test("A full quarantine gives ordinary events up first and emergencies last, whatever the clock says")
    func quarantine() throws {
        let directory = try TemporaryDirectory()
        let store = try QueueStore(
            path: directory.path + "/q.sqlite", booth: "PT-0042", bounds: QueueBounds(quarantineRows: 3))
        _ = try store.append(
            [event("emergency", type: emergencyType, urgent: true)] + (0..<5).map { event("\($0)") }, now: 1_000_000)
        for sequence in Int64(1)...6 {
            // The clock runs backwards.
            _ = try store.quarantine(sequence, reason: "refused", now: 1_000_000 - sequence)
        }
        #expect(try store.quarantined(limit: 10).map(\.stored.event.id) == ["emergency", "3", "4"])
        #expect(store.status.quarantined == 3)
        try store.close()
    }
}
