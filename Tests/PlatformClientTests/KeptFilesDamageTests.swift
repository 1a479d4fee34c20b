import AdapterTestSupport
import Foundation
import KioskCore
import Vocabulary
import KioskTestSupport
import Synchronization
import Testing

@testable import PlatformClient

/// Orders, numbers and content that come back different from what was written. The booth lives, says so, and goes on
/// with what can be read.
@Suite("Kept files that are damaged", .timeLimit(.minutes(1)))
struct KeptFilesDamageTests {
    // Where the driver's clock starts.
    private let clock = OrderClock(
        bootID: "boot", now: { Moment(milliseconds: 1_000_000) }, wall: { 1_795_260_960_000 })

    private func whole(_ directory: String) throws -> Data {
        var journal = OrderJournal(directory: directory, clock: clock)
        for (number, stage) in [OrderStage.sending, .placed, .cancelling].enumerated() {
            var entry = KeptOrder(
                RequestHandle(number + 1), id: "6f0c2c5e-0000-4000-8000-00000000000\(number)",
                RequestOrder(
                    function: FunctionID(rawValue: "taxi"), kind: "taxi", name: "叫出租车", choices: ["when": "now"],
                    words: [ChoiceWords(id: "when", question: "几时", answer: "现在")], language: .chinese), at: clock.date)
            entry.stage = stage
            entry.answer = RequestAnswer(
                phase: .assigned, assignment: Assignment(plate: "沪A·D5638", arrivesAt: 1_795_261_200_000))
            try journal.add(entry)
        }
        return try Data(contentsOf: URL(fileURLWithPath: directory + "/" + OrderJournal.file))
    }

    @Test("What the next version wrote is used as far as it is understood; it is no damage")
    func nextVersion() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/" + OrderJournal.file
        let text = String(decoding: try whole(directory.path), as: UTF8.self)
            .replacing("\"form\":1", with: "\"form\":2,\"priority\":{\"of\":[1,2]},\"since\":null")
            .replacing("\"stage\":\"placed\"", with: "\"stage\":\"rescheduled\"")
            .replacing("\"phase\":\"assigned\"", with: "\"phase\":\"on_its_way\"")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        var journal = OrderJournal(directory: directory.path, clock: clock)
        #expect(journal.damage == nil)
        #expect(journal.kept.orders.map(\.stage) == [.sending, .placed, .cancelling])
        #expect(journal.kept.orders.map(\.handle) == [1, 2, 3])
        #expect(
            journal.kept.orders.allSatisfy { $0.answer == nil && $0.choices == ["when": "now"] }, "asked about again")
        #expect(!FileManager.default.fileExists(atPath: path + ".damaged"))
        // Written again by this version, and read by both.
        var changed = journal.kept
        changed.orders[0].contactGiven = true
        try journal.keep(changed)
        #expect(OrderJournal(directory: directory.path, clock: clock).kept.orders == journal.kept.orders)
        // The same words without the newer form are damage, as before.
        try Data(text.replacing("\"form\":2", with: "\"form\":1").utf8).write(to: URL(fileURLWithPath: path))
        #expect(OrderJournal(directory: directory.path, clock: clock).damage != nil)
    }

    @Test("Content that the next version kept is used; what the version before wrote down is, too")
    func otherVersions() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/content.json"
        try Data(#"{"body":"e30=","fetchedAt":1795260960000,"source":{"a":1},"tries":3}"#.utf8)
            .write(to: URL(fileURLWithPath: path))
        #expect(try ContentCache(path: path).load()?.fetchedAt == 1_795_260_960_000)
        let orders = directory.path + "/" + OrderJournal.file
        let text = String(decoding: try whole(directory.path), as: UTF8.self).replacing("\"form\":1,", with: "")
        try Data(text.utf8).write(to: URL(fileURLWithPath: orders))
        let journal = OrderJournal(directory: directory.path, clock: clock)
        #expect(journal.damage == nil && journal.kept.orders.count == 3 && journal.kept.orders[0].answer != nil)
    }

    @Test("No damage of the orders ends the booth", arguments: 1...20 as ClosedRange<UInt64>)
    func orders(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let (path, whole) = (directory.path + "/" + OrderJournal.file, try whole(directory.path))
        var damage = Damage(seed: seed)
        for round in 0..<20 {
            let data = damage.damaged(whole)
            try data.write(to: URL(fileURLWithPath: path))
            let journal = OrderJournal(directory: directory.path, clock: clock)
            let place: Comment = "seed \(seed), round \(round): \(String(decoding: data.prefix(2_000), as: UTF8.self))"
            let restored = OrderBook(patience: .seconds(15), kept: journal.kept).restored(at: clock.date)
            #expect(journal.kept.orders.count <= 6, place)
            for entry in journal.kept.orders {
                #expect(entry.id.utf8.allSatisfy { $0 < 0x80 && $0 != 0x2F } && entry.id.utf8.count <= 64, place)
            }
            for order in restored {
                #expect((1...1_000_000_000).contains(order.handle.number), place)
                #expect(clock.now() - order.orderedAt <= .seconds(24 * 3600), place)
                #expect(order.order.kind.utf8.count <= 256, place)
            }
            // What is left of a damaged file is whole.
            #expect(OrderJournal(directory: directory.path, clock: clock).damage == nil, place)
            let resident = Resident(restored: Restored(afterCrash: true, orders: restored))
            resident.found()
            for _ in 0..<60 { resident.wait(.seconds(60)) }
        }
    }

    @Test("An order whose id would be another address is none")
    func address() throws {
        let directory = try TemporaryDirectory()
        let text = String(decoding: try whole(directory.path), as: UTF8.self)
            .replacing("6f0c2c5e-0000-4000-8000-000000000001", with: "..\\/events?")
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.path + "/" + OrderJournal.file))
        let journal = OrderJournal(directory: directory.path, clock: clock)
        #expect(journal.kept.orders.count == 2)
        #expect(journal.damage != nil)
    }

    @Test("No damage of the numbers to call back ends the booth", arguments: 1...20 as ClosedRange<UInt64>)
    func contacts(seed: UInt64) {
        var damage = Damage(seed: seed)
        for round in 0..<50 {
            let data = damage.damaged(Data(#"{"a":"13812345678","b":"02162345678"}"#.utf8))
            let cell = FileCell(data)
            let contacts = PendingContacts(file: cell.file, of: ["a", "b"])
            for id in ["a", "b"] {
                guard let number = contacts.numbers[id] else { continue }
                #expect(number.count <= 20 && number.allSatisfy(\.isASCII), "seed \(seed), round \(round)")
            }
            #expect(!PendingContacts(file: cell.file, of: ["a", "b"]).isDamaged, "seed \(seed), round \(round)")
        }
    }

    /// A file in the test's memory.
    private final class FileCell: Sendable {
        private let data: Mutex<Data?>

        init(_ data: Data?) { self.data = Mutex(data) }

        var file: MemoryFile {
            MemoryFile(
                read: { self.data.withLock { $0 } },
                write: { new in
                    self.data.withLock { $0 = new }
                    return true
                })
        }
    }

    @Test("A number that is none is told of; an order that is over is no damage")
    func damagedContacts() {
        func isDamaged(_ text: String?, _ orders: [String] = ["a"]) -> Bool {
            PendingContacts(file: FileCell(text.map { Data($0.utf8) }).file, of: orders).isDamaged
        }
        #expect(!isDamaged(nil))
        #expect(!isDamaged(#"{"a":"13812345678"}"#))
        #expect(!isDamaged(#"{"a":"13812345678"}"#, []))
        #expect(isDamaged(#"{"a":"<html>"}"#))
        #expect(isDamaged(#"{"a":7}"#))
        #expect(isDamaged(""))
    }

    @Test(
        "No damage of the kept content ends the booth, and all of it is told of",
        arguments: 1...20 as ClosedRange<UInt64>)
    func content(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let cache = ContentCache(path: directory.path + "/content.json")
        cache.save(.init(etag: "\"v1\"", fetchedAt: 1_790_000_000_000, body: Data(#"{"generated_at":"x"}"#.utf8)))
        let whole = try Data(contentsOf: URL(fileURLWithPath: cache.path))
        #expect(try cache.load()?.etag == "\"v1\"")
        var damage = Damage(seed: seed)
        for round in 0..<50 {
            try damage.damaged(whole).write(to: URL(fileURLWithPath: cache.path))
            do throws(ContentCache.Damage) {
                let entry = try cache.load()
                #expect(entry != nil, "seed \(seed), round \(round)")
                #expect((0...4_102_444_800_000).contains(entry?.fetchedAt ?? 0), "seed \(seed), round \(round)")
                #expect(entry?.etag?.contains(where: \.isNewline) != true, "seed \(seed), round \(round)")
            } catch {
                #expect(error.line.contains("set aside as \(cache.path).damaged"))
                #expect(!FileManager.default.fileExists(atPath: cache.path))
            }
        }
    }

    @Test("Damaged content is set aside and reported, and fetched anew")
    func damagedContent() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.file("content.json", Array("{\"fetchedAt\":".utf8), mode: 0o600)
        let server = try ScriptedServer { otherwise($0) }
        defer { server.stop() }
        let booth = try Booth(url: server.url, directory: directory)
        booth.client.start()
        let report = try await booth.reports.first { if case .damaged = $0 { true } else { false } }
        #expect("\(report)".contains("content.json.damaged"))
        await booth.stop()
    }
}
