import AdapterTestSupport
import Foundation
import GRDB
import Testing

@testable import EventQueue

/// A database in which SQLite finds nothing wrong, but which says what cannot be.
@Suite("Numbers in the database that cannot be", .timeLimit(.minutes(1)))
struct NonsenseTests {
    private static let values = [
        "-9223372036854775808", "9223372036854775807", "-1", "1e308", "-1e308", "'x'", "x'00ff'", "9007199254740993",
        "NULL",
        "''", "0",
    ]
    private static let columns = [
        "queue": ["epoch", "next", "dropped"],
        "event": ["id", "type", "time", "priority", "bytes", "data"],
        "quarantine": ["id", "type", "time", "priority", "data", "reason", "set_aside_at"],
    ]

    private func booth(_ directory: TemporaryDirectory) throws -> String {
        let path = directory.path + "/events.sqlite"
        let store = try QueueStore(path: path, booth: "PT-0042")
        let stored = try store.append([event("a"), event("b", urgent: true), event("c")], now: 0).stored
        _ = try store.quarantine(stored[0].sequence, reason: "status 400", now: 1_780_000_000_000)
        try store.close()
        return path
    }

    private func change(_ path: String, _ sql: String) throws {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        try database.write { try $0.execute(sql: sql) }
    }

    @Test("Whatever stands in a column, the queue opens or sets the file aside, and takes records")
    func everyColumn() async throws {
        let whole = try TemporaryDirectory()
        let original = try booth(whole)
        for (table, columns) in Self.columns {
            for column in columns {
                for value in Self.values {
                    let directory = try TemporaryDirectory()
                    let path = directory.path + "/events.sqlite"
                    try FileManager.default.copyItem(atPath: original, toPath: path)
                    // A column that must not be empty keeps what it had.
                    try? change(path, "UPDATE OR IGNORE \(table) SET \(column) = \(value)")
                    try await live(directory, "\(table).\(column) = \(value)")
                }
            }
        }
    }

    @Test("Sequences that cannot be are no sequences", arguments: ["-9223372036854775808", "9223372036854775807", "0"])
    func sequences(value: String) async throws {
        for table in ["event", "quarantine"] {
            let directory = try TemporaryDirectory()
            let newest = "(SELECT max(sequence) FROM \(table))"
            try change(
                try booth(directory), "UPDATE \(table) SET sequence = \(value) WHERE sequence IN \(newest)")
            try await live(directory, "\(table).sequence = \(value)")
        }
    }

    @Test("No damaged byte ends the queue", arguments: 1...12 as ClosedRange<UInt64>)
    func bytes(seed: UInt64) async throws {
        let whole = try TemporaryDirectory()
        let original = try Data(contentsOf: URL(fileURLWithPath: try booth(whole)))
        var random = SplitMix(seed: seed)
        for round in 0..<4 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << Int.random(in: 0..<8, using: &random)
            }
            if round == 3 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
            let directory = try TemporaryDirectory()
            try bytes.write(to: URL(fileURLWithPath: directory.path + "/events.sqlite"))
            try await live(directory, "seed \(seed), round \(round)")
        }
    }

    /// The queue takes a record, gives records up, offers them and is asked about itself.
    private func live(_ directory: TemporaryDirectory, _ place: String) async throws {
        let booth = Booth(directory.path, bounds: QueueBounds(rows: 3), grouping: .milliseconds(1))
        for number in 0..<6 { booth.queue.append(event("new-\(number)", urgent: true)) }
        _ = try await booth.reports.wait { $0.flatMap(\.stored).contains { $0.event.id == "new-5" } }
        let (epoch, events) = await booth.peek()
        let found = try #require(events, "\(place)")
        #expect(!epoch.isEmpty, "\(place)")
        #expect(found.contains { $0.event.id == "new-5" }, "\(place)")
        #expect(found.allSatisfy { (1...Int64(1 << 53)).contains($0.sequence) }, "\(place)")
        await withCheckedContinuation { continuation in
            booth.queue.retryQuarantined { _ in continuation.resume() }
        }
        let status = booth.queue.status
        #expect(status.depth >= 0 && status.bytes >= 0 && status.dropped >= 0, "\(place)")
        await booth.acknowledge(found.map(\.sequence), epoch: epoch)
        await booth.close()
    }

    @Test("A loss that names what no sequence is loses nothing else")
    func losses() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/events.sqlite"
        let store = try QueueStore(path: path, booth: "PT-0042", bounds: QueueBounds(rows: 3))
        let loss = event(
            "loss", type: "cn.laoyouting.booth.queue.dropped.v1", urgent: true,
            data: """
                {"epoch":"\(store.epoch)","ranges":[[-9223372036854775808,9223372036854775807],[2,1],[5],[1,1]],\
                "reason":"rows"}
                """)
        _ = try store.append([loss], now: 0)
        for number in 0..<8 { _ = try store.append([event("\(number)")], now: 0) }
        #expect(store.status.depth <= 4)
        try store.close()
    }
}
