import AdapterTestSupport
import Foundation
import KioskCore
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

/// A kiosk that is started again neither loses an order nor places it twice.
@Suite("Orders across a restart", .timeLimit(.minutes(1)))
struct OrderJournalTests {
    private static let id = "6f0c2c5e-0000-4000-8000-000000000001"
    private let handle = RequestHandle(7)
    private let order = RequestOrder(
        function: FunctionID(rawValue: "clinic"), kind: "clinic", name: "看病挂号", choices: ["slot": "am"],
        words: [ChoiceWords(id: "slot", question: "几时", answer: "上午")], language: .english)

    /// The booth's clocks, which a test sets.
    private final class Clocks: Sendable {
        let values = Mutex((boot: "first", now: Int64(1_000_000), wall: Int64?(1_790_000_000_000)))

        /// The clocks as this run of the kiosk reads them: its boot does not change.
        var now: OrderClock {
            OrderClock(
                bootID: values.withLock { $0.boot },
                now: { self.values.withLock { Moment(milliseconds: $0.now) } },
                wall: { self.values.withLock { $0.wall } })
        }

        func advance(_ seconds: Int64) {
            values.withLock { values in
                values.now += seconds * 1000
                values.wall = values.wall.map { $0 + seconds * 1000 }
            }
        }

        /// The machine starts anew, and so does its monotonic clock.
        func reboot(wallIsTrusted: Bool) {
            values.withLock { values in
                values.boot = "second"
                values.now = 5000
                if !wallIsTrusted { values.wall = nil }
            }
        }
    }

    private static func document(_ state: String, _ version: Int, _ more: String = "") -> String {
        "{\"id\":\"\(id)\",\"kind\":\"clinic\",\"state\":\"\(state)\",\"version\":\(version)\(more)}"
    }

    /// A platform as the contract has it, with one request, which is placed by any POST under its id.
    private final class Desk: Sendable {
        let placed = Recorder<String>()
        let asked = Recorder<String>()
        let isDeaf = Mutex(false)
        let state = Mutex(("submitted", 1, ""))

        func answer(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
            asked.record("\(request.method) \(request.path)")
            let (state, version, more) = state.withLock { $0 }
            let document = OrderJournalTests.document(state, version, more)
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"):
                placed.record(request.object["id"] as? String ?? "?")
                return isDeaf.withLock { $0 } ? [.hold] : [.respond(201, document)]
            case ("POST", let path) where path.hasSuffix("/cancel"):
                if isDeaf.withLock({ $0 }) { return [.close] }
                self.state.withLock { $0 = ("cancelled", version + 1, "") }
                return [.respond(200, OrderJournalTests.document("cancelled", version + 1))]
            case ("POST", let path) where path.hasSuffix("/contact"): return [.respond(200, document)]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"):
                return path.contains("after=\(version)&") ? [.hold] : [.respond(200, document)]
            default: return otherwise(request)
            }
        }
    }

    /// One run of the kiosk. All runs of a test have the same state directory.
    private func run(
        _ server: ScriptedServer, _ directory: TemporaryDirectory, _ clocks: Clocks, patience: Duration = .seconds(300),
        _ body: (Booth) async throws -> Void
    ) async throws {
        let booth = try Booth(url: server.url, patience: patience, directory: directory, orderClock: clocks.now)
        booth.client.start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(booth)) } catch { result = .failure(error) }
        await booth.stop()
        try result.get()
    }

    private static func isKept(_ directory: TemporaryDirectory) -> Bool {
        FileManager.default.fileExists(atPath: directory.path + "/orders.json")
    }

    @Test("Ended while sending: sent again at once under the same id")
    func sending() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        desk.isDeaf.withLock { $0 = true }
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            try await desk.placed.wait { $0.count == 1 }
        }
        desk.isDeaf.withLock { $0 = false }
        clocks.advance(5)
        try await run(server, directory, clocks) { booth in
            #expect(booth.client.restoredOrders.map(\.handle) == [handle])
            #expect(booth.client.restoredOrders.first?.order == order)
            #expect(booth.client.restoredOrders.first?.orderedAt == Moment(milliseconds: 1_000_000))
            let facts = try await booth.reports.wait { !$0.facts(handle).isEmpty }.facts(handle)
            #expect(facts == [.answer(RequestAnswer(phase: .submitted))])
        }
        #expect(desk.placed.values == [Self.id, Self.id], "the platform knows the id, so this is one order")
    }

    @Test("Ended while sending, long ago: never placed now, but called off", arguments: [true, false])
    func sentLongAgo(wallIsTrusted: Bool) async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        desk.isDeaf.withLock { $0 = true }
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            try await desk.placed.wait { $0.count == 1 }
        }
        desk.isDeaf.withLock { $0 = false }
        // Without a clock to trust, nobody knows how long the power was away.
        if wallIsTrusted { clocks.advance(3600) }
        clocks.reboot(wallIsTrusted: wallIsTrusted)
        try await run(server, directory, clocks) { booth in
            let facts = try await booth.reports.wait { $0.facts(handle).count == 2 }.facts(handle)
            #expect(facts == [.unreachable, .answer(RequestAnswer(phase: .cancelled))])
        }
        #expect(desk.placed.values.count == 1)
        #expect(!Self.isKept(directory))
    }

    @Test("An order that was placed is followed on, its last answer known from the start")
    func placed() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        desk.state.withLock { $0 = ("assigned", 3, #","assignment":{"title":"修水管","where":"501室"}"#) }
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            booth.client.addContact(handle, number: "13812345678")
            try await booth.reports.wait { !$0.facts(handle).isEmpty }
            try await desk.asked.first { $0.hasSuffix("after=3&wait=25") }
            // The poll may be asked before the number's acknowledgement is noted.
            try await eventually("the number's acknowledgement is noted") {
                try String(contentsOfFile: directory.path + "/orders.json", encoding: .utf8)
                    .contains(#""contactGiven":true"#)
            }
        }
        clocks.advance(60)
        desk.state.withLock { $0 = ("completed", 4, "") }
        try await run(server, directory, clocks) { booth in
            let restored = try #require(booth.client.restoredOrders.first)
            #expect(restored.answer?.phase == .assigned)
            #expect(restored.answer?.assignment == Assignment(title: "修水管", place: "501室"))
            #expect(restored.contactGiven && !restored.isCancelling)
            let facts = try await booth.reports.wait { !$0.facts(handle).isEmpty }.facts(handle)
            #expect(facts == [.answer(RequestAnswer(phase: .completed))])
        }
        #expect(desk.placed.values.count == 1)
        #expect(!Self.isKept(directory), "nothing is kept of what is over")
    }

    @Test("A cancellation that could not be confirmed goes on after a restart")
    func cancelling() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, clocks, patience: .seconds(3)) { booth in
            booth.client.submit(handle, id: Self.id, order)
            try await booth.reports.wait { !$0.facts(handle).isEmpty }
            desk.isDeaf.withLock { $0 = true }
            booth.client.cancel(handle)
            try await booth.reports.wait { $0.facts(handle).last == .cancelUnconfirmed }
        }
        desk.isDeaf.withLock { $0 = false }
        try await run(server, directory, clocks) { booth in
            #expect(booth.client.restoredOrders.map(\.isCancelling) == [true])
            try await booth.reports.wait { $0.facts(handle).contains(.answer(RequestAnswer(phase: .cancelled))) }
        }
        #expect(!Self.isKept(directory))
    }

    @Test("What failed for want of an answer is called off by the next run, and shown by none")
    func givenUp() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        desk.isDeaf.withLock { $0 = true }
        try await run(server, directory, clocks, patience: .milliseconds(300)) { booth in
            booth.client.submit(handle, id: Self.id, order)
            try await booth.reports.wait { $0.facts(handle) == [.unreachable, .cancelUnconfirmed] }
            booth.client.forget(handle)
        }
        desk.isDeaf.withLock { $0 = false }
        try await run(server, directory, clocks) { booth in
            #expect(booth.client.restoredOrders.isEmpty)
            try await eventually("nothing to be kept") { !Self.isKept(directory) }
            #expect(desk.state.withLock { $0.0 } == "cancelled")
            #expect(booth.facts(handle).isEmpty, "its handle may be another order's by now")
        }
    }

    @Test("What nobody waits for any more is not kept")
    func forgotten() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            try await booth.reports.wait { !$0.facts(handle).isEmpty }
            #expect(Self.isKept(directory))
            booth.client.forget(handle)
            try await eventually("nothing to be kept") { !Self.isKept(directory) }
        }
    }

    @Test("The file is its owner's, and holds no number to call back")
    func privacy() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            booth.client.addContact(handle, number: "13812345678")
            try await desk.asked.first { $0.hasSuffix("/contact") }
            try await eventually("the note that the platform has it") {
                try directory.contents()["orders.json"].map { String(decoding: $0, as: UTF8.self) }?
                    .contains("\"contactGiven\":true") ?? false
            }
            for (name, bytes) in try directory.contents() {
                #expect(bytes.range(of: Data("13812345678".utf8)) == nil, "\(name)")
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + "/orders.json")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("A file that is no journal is no order", arguments: ["", "[", "{}", "[{\"id\":1}]", "\u{0}"])
    func broken(content: String) throws {
        let directory = try TemporaryDirectory()
        _ = try directory.file("orders.json", Array(content.utf8), mode: 0o600)
        #expect(OrderJournal(directory: directory.path, clock: Clocks().now).kept.orders.isEmpty)
    }

    @Test("A damaged file is set aside and reported; what can be read of it goes on", arguments: [false, true])
    func damaged(partly: Bool) async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        let path = directory.path + "/" + OrderJournal.file
        var journal = OrderJournal(directory: directory.path, clock: clocks.now)
        var entry = KeptOrder(handle, id: Self.id, order, at: clocks.now.date)
        entry.stage = .placed
        try journal.add(entry)
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        let damaged = partly ? "[{\"id\":7}," + whole.dropFirst() : String(whole.dropLast(9))
        try damaged.write(toFile: path, atomically: false, encoding: .utf8)
        try await run(server, directory, clocks) { booth in
            #expect(booth.client.restoredOrders.map(\.handle) == (partly ? [handle] : []))
            let report = try await booth.reports.first { if case .ordersNotKept = $0 { true } else { false } }
            #expect("\(report)".contains("set aside as \(path).damaged"))
        }
        #expect(try String(contentsOfFile: path + ".damaged", encoding: .utf8) == damaged)
    }

    @Test("Absurd values in it neither crash nor hide an order", arguments: [Int64.min, -1, .max])
    func absurd(value: Int64) throws {
        let (directory, clocks) = (try TemporaryDirectory(), Clocks())
        var journal = OrderJournal(directory: directory.path, clock: clocks.now)
        for (number, boot) in ["first", "other", "first"].enumerated() {
            var entry = KeptOrder(
                RequestHandle(Int(value)), id: "\(number)", order, at: clocks.now.date)
            entry.boot = boot
            entry.orderedAt = number == 2 ? clocks.now.now().milliseconds : value
            entry.orderedAtWall = value
            entry.answer = RequestAnswer(phase: .assigned, assignment: Assignment(plate: "沪A", arrivesAt: value))
            try journal.add(entry)
        }
        let found = OrderJournal(directory: directory.path, clock: clocks.now)
        let restored = OrderBook(patience: .seconds(15), kept: found.kept).restored(at: clocks.now.date)
        #expect(restored.contains { $0.order == order })
        #expect(Set(restored.map(\.handle)).count == restored.count, "each has a handle of its own")
        #expect(restored.allSatisfy { (1...1_000_000_000).contains($0.handle.number) })
        #expect(restored.allSatisfy { $0.answer?.assignment?.arrivesAt == nil })
        #expect(restored.allSatisfy { clocks.now.now() - $0.orderedAt < .seconds(24 * 3600) })
    }

    @Test("A day later nothing is left of an order")
    func old() throws {
        let (directory, clocks) = (try TemporaryDirectory(), Clocks())
        var journal = OrderJournal(directory: directory.path, clock: clocks.now)
        try journal.add(KeptOrder(handle, id: Self.id, order, at: clocks.now.date))
        clocks.advance(24 * 3600 - 1)
        #expect(OrderJournal(directory: directory.path, clock: clocks.now).kept.orders.count == 1)
        clocks.advance(1)
        #expect(OrderJournal(directory: directory.path, clock: clocks.now).kept.orders.isEmpty)
    }

    @Test("A journal that cannot be written is reported, and the order goes on")
    func unwritable() async throws {
        let (desk, directory, clocks) = (Desk(), try TemporaryDirectory(), Clocks())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        // A directory is in the way of the file, for root as for everybody.
        try FileManager.default.createDirectory(
            atPath: directory.path + "/orders.json.new", withIntermediateDirectories: false)
        try await run(server, directory, clocks) { booth in
            booth.client.submit(handle, id: Self.id, order)
            let reports = try await booth.reports.wait { !$0.facts(handle).isEmpty }
            #expect(reports.facts(handle) == [.answer(RequestAnswer(phase: .submitted))])
            let reasons = reports.compactMap { if case .ordersNotKept(let reason) = $0 { reason } else { nil } }
            #expect(reasons.contains { $0.contains("orders.json") })
        }
    }
}
