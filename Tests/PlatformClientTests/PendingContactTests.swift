import AdapterTestSupport
import Foundation
import Vocabulary
import Synchronization
import Testing

@testable import PlatformClient

/// A number to call back that the platform does not have yet. It is kept in memory only, also over a restart, and goes
/// when it has arrived or its order is over.
@Suite("A number on its way", .timeLimit(.minutes(1)))
struct PendingContactTests {
    private static let id = "6f0c2c5e-0000-4000-8000-000000000001"
    private static let number = "13812345678"
    private let handle = RequestHandle(7)
    private let order = RequestOrder(function: FunctionID(rawValue: "taxi"), kind: "taxi", language: .chinese)
    private let clock = OrderClock(
        bootID: "boot", now: { Moment(milliseconds: 1_000_000) }, wall: { 1_790_000_000_000 })

    /// A platform with one order, which a captive portal hides from numbers until it is opened.
    private final class Desk: Sendable {
        let isOpen = Mutex(false)
        let end = Mutex<String?>(nil)
        let numbers = Recorder<String>()

        func answer(_ request: ScriptedServer.Request) -> [ScriptedServer.Step] {
            let document = { (state: String, version: Int) in
                "{\"id\":\"\(PendingContactTests.id)\",\"kind\":\"taxi\",\"state\":\"\(state)\",\"version\":\(version)}"
            }
            switch (request.method, request.path) {
            case ("POST", "/v1/requests"): return [.respond(201, document("submitted", 1))]
            case ("POST", let path) where path.hasSuffix("/contact"):
                numbers.record(request.object["number"] as? String ?? "?")
                return isOpen.withLock { $0 }
                    ? [.respond(200, document("submitted", 1))] : [.respond(200, "<html>", type: "text/html")]
            case ("GET", let path) where path.hasPrefix("/v1/requests/"):
                return [end.withLock { $0 }.map { .respond(200, document($0, 2)) } ?? .respond(503)]
            default: return otherwise(request)
            }
        }
    }

    /// One run of the kiosk. All runs of a test have the same directories.
    private func run(
        _ server: ScriptedServer, _ directory: TemporaryDirectory, _ memory: Memory?,
        _ body: (Booth) async throws -> Void
    ) async throws {
        let booth = try Booth(
            url: server.url, random: { 0 }, directory: directory, orderClock: clock, contacts: memory?.file)
        booth.client.start()
        let result: Result<Void, any Error>
        do { result = .success(try await body(booth)) } catch { result = .failure(error) }
        await booth.stop()
        try result.get()
    }

    private func leaveNumber(_ booth: Booth, _ desk: Desk) async throws {
        booth.client.submit(handle, id: Self.id, order)
        booth.client.addContact(handle, number: Self.number)
        try await desk.numbers.wait { $0.count >= 2 }
    }

    private func isOnDisk(_ directory: TemporaryDirectory) throws -> Bool {
        try directory.contents().values.contains { $0.range(of: Data(Self.number.utf8)) != nil }
    }

    @Test("It survives a restart, is sent on, and is gone when the platform has it")
    func restart() async throws {
        let (desk, directory, memory) = (Desk(), try TemporaryDirectory(), Memory())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, memory) { booth in
            try await leaveNumber(booth, desk)
            #expect(booth.facts(handle) == [.answer(RequestAnswer(phase: .submitted))])
        }
        #expect(memory.text?.contains(Self.number) == true)
        #expect(try !isOnDisk(directory), "on no disk")
        desk.isOpen.withLock { $0 = true }
        try await run(server, directory, memory) { booth in
            let restored = try #require(booth.client.restoredOrders.first)
            #expect(restored.contactPending && !restored.contactGiven)
            try await booth.reports.wait { $0.facts(handle).contains(.contactDelivered) }
            #expect(memory.text == nil)
        }
        #expect(Set(desk.numbers.values) == [Self.number])
        try await run(server, directory, memory) { booth in
            let restored = try #require(booth.client.restoredOrders.first)
            #expect(restored.contactGiven && !restored.contactPending)
        }
        #expect(try !isOnDisk(directory))
    }

    @Test("Without memory to keep it in it is lost at a restart, and nothing says otherwise")
    func withoutMemory() async throws {
        let (desk, directory) = (Desk(), try TemporaryDirectory())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, nil) { try await leaveNumber($0, desk) }
        #expect(try !isOnDisk(directory))
        try await run(server, directory, nil) { booth in
            let restored = try #require(booth.client.restoredOrders.first)
            #expect(!restored.contactGiven && !restored.contactPending)
        }
    }

    @Test("It is gone when its order is over", arguments: ["completed", "failed", "cancelled"])
    func orderOver(state: String) async throws {
        let (desk, directory, memory) = (Desk(), try TemporaryDirectory(), Memory())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        try await run(server, directory, memory) { booth in
            try await leaveNumber(booth, desk)
            desk.end.withLock { $0 = state }
            try await booth.reports.wait { $0.facts(handle).count == 2 }
            #expect(memory.text == nil)
            #expect(!booth.facts(handle).contains(.contactDelivered))
        }
    }

    @Test("It is gone when its order could not be placed")
    func givenUp() async throws {
        let (directory, memory) = (try TemporaryDirectory(), Memory())
        let server = try ScriptedServer { _ in [.close] }
        defer { server.stop() }
        let booth = try Booth(
            url: server.url, patience: .milliseconds(300), directory: directory, orderClock: clock,
            contacts: memory.file)
        booth.client.submit(handle, id: Self.id, order)
        booth.client.addContact(handle, number: Self.number)
        let handle = handle
        try await booth.reports.wait { $0.facts(handle).contains(.unreachable) }
        // The number goes in the same turn as that report; another one ends after it.
        try await booth.reports.wait { $0.facts(handle).contains(.cancelUnconfirmed) }
        #expect(memory.text == nil)
        await booth.stop()
    }

    @Test("An order that nobody waits for any more is followed until its number has arrived", arguments: [false, true])
    func forgotten(restarted: Bool) async throws {
        let (desk, directory, memory) = (Desk(), try TemporaryDirectory(), Memory())
        let server = try ScriptedServer { desk.answer($0) }
        defer { server.stop() }
        let isKept = { FileManager.default.fileExists(atPath: directory.path + "/orders.json") }
        try await run(server, directory, memory) { booth in
            try await leaveNumber(booth, desk)
            booth.client.forget(handle)
            let before = desk.numbers.values.count
            try await desk.numbers.wait { $0.count >= before + 2 }
            guard !restarted else { return }
            desk.isOpen.withLock { $0 = true }
            try await eventually("nothing to be kept") { !isKept() && memory.text == nil }
        }
        guard restarted else { return }
        #expect(isKept())
        desk.isOpen.withLock { $0 = true }
        try await run(server, directory, memory) { booth in
            #expect(booth.client.restoredOrders.isEmpty)
            try await eventually("nothing to be kept") { !isKept() && memory.text == nil }
            #expect(booth.facts(handle).isEmpty, "its handle may be another order's by now")
        }
    }

    @Test("What belongs to no open order, or is no number, is removed at the start")
    func stray() throws {
        let memory = Memory(#"{"a":"13812345678","b":"13900001111","c":"<html>"}"#)
        let contacts = PendingContacts(file: memory.file, of: ["b", "c"])
        #expect(contacts.numbers["b"] == "13900001111")
        #expect(contacts.numbers["a"] == nil && contacts.numbers["c"] == nil)
        #expect(memory.text == #"{"b":"13900001111"}"#)
    }

    @Test("A damaged file holds no number", arguments: ["", "[", "[]", "{\"a\":1}", "\u{0}"])
    func damaged(content: String) {
        let memory = Memory(content)
        #expect(PendingContacts(file: memory.file, of: ["a"]).numbers["a"] == nil)
        #expect(memory.text == nil)
    }
}
