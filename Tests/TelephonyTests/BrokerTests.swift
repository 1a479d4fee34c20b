import Foundation
import Glibc

import Testing

@testable import Telephony

/// The broker's sockets and its rules, against a scripted agent.
@Suite struct BrokerTests {
    private func with(_ body: (FakeAgent, LineBroker, String) async throws -> Void) async throws {
        let agent = try FakeAgent()
        let directory = "/tmp/broker-\(getpid())-\(agent.port)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let broker = LineBroker(
            .init(
                controlPort: agent.port,
                sockets: LineRole.allCases.map { ($0, "\(directory)/\($0.rawValue).sock", nil) }),
            settlingTime: .seconds(1)
        ) { _ in }
        try broker.start()
        defer {
            broker.stop()
            agent.stop()
            try? FileManager.default.removeItem(atPath: directory)
        }
        try await body(agent, broker, directory)
    }

    @Test("A socket is its owner's alone unless a group is named")
    func permissions() async throws {
        try await with { _, _, directory in
            for role in LineRole.allCases {
                var information = stat()
                #expect(stat("\(directory)/\(role.rawValue).sock", &information) == 0)
                #expect(information.st_mode & 0o777 == 0o600)
            }
        }
    }

    @Test("Who only looks can neither dial nor end a call, and nobody can end the agent or load what it likes")
    func roles() async throws {
        try await with { agent, _, directory in
            let watch = try await LineTap.connect(to: "\(directory)/watch.sock")
            let kiosk = try await LineTap.connect(to: "\(directory)/kiosk.sock")
            for tap in [watch, kiosk] { try await tap.event(LineEvent.up) }
            for command in ["dial", "hangup", "accept", "ausrc", "uadel", "quit"] {
                watch.send(command, "x", token: command)
                #expect(try await watch.answer(command).accepted == false)
            }
            for command in ["quit", "insmod", "conf_reload", "", "LINE_UP"] {
                kiosk.send(command, "x", token: "k-" + command)
                #expect(try await kiosk.answer("k-" + command).accepted == false)
            }
            watch.send("reginfo", token: "ask")
            #expect(try await watch.answer("ask").text.contains(FakeAgent.trunk.addressOfRecord))
            let asked = Set(agent.commands.all.map { $0.prefix { $0 != " " } })
            #expect(asked.isSubset(of: ["reginfo", "uafind", "listcalls"]))
        }
    }

    @Test("A client that sends what is no command is dropped, and costs nobody else anything")
    func hostileClients() async throws {
        try await with { _, _, directory in
            let kiosk = try await LineTap.connect(to: "\(directory)/kiosk.sock")
            try await kiosk.event(LineEvent.up)
            let garbage: [[UInt8]] = [
                Array("GET / HTTP/1.1\r\n\r\n".utf8), netstring(Array("[]".utf8)), netstring([0xFF, 0x00]),
                (0..<400).flatMap { LineCommand(command: "reginfo", token: "\($0)").wire },
            ]
            for bytes in garbage {
                let hostile = try await LineTap.connect(to: "\(directory)/sos.sock")
                hostile.raw(bytes)
                #expect(try await hostile.closed.wait("end of a client that sent \(bytes.prefix(40))"))
                withExtendedLifetime(hostile) {}
            }
            kiosk.send("reginfo", token: "still")
            #expect(try await kiosk.answer("still").accepted)
        }
    }

    @Test("A client that asks and never reads is dropped before it costs the booth its memory")
    func neverReads() async throws {
        try await with { agent, _, directory in
            agent.setCalls([String(repeating: "x", count: 300_000)])
            let deaf = try #require(UnixSocket(path: "\(directory)/watch.sock"))
            let asks = (0..<200).flatMap { LineCommand(command: "listcalls", token: "\($0)").wire }
            #expect(deaf.send(asks[...]) == asks.count)
            let kiosk = try await LineTap.connect(to: "\(directory)/kiosk.sock")
            try await kiosk.event(LineEvent.up)
            // Once the client is dropped, its end of the connection is over. What it was sent before is still in the
            // pipe.
            try await Ports.poll("the end of a client that never reads") { deaf.send([0x30]) == nil }
            kiosk.send("reginfo", token: "still")
            #expect(try await kiosk.answer("still").accepted)
        }
    }

    @Test("What an agent says in the broker's name is thrown away")
    func forgedEvents() async throws {
        try await with { agent, _, directory in
            let kiosk = try await LineTap.connect(to: "\(directory)/kiosk.sock")
            try await kiosk.event(LineEvent.up)
            agent.say(LineEvent.down, "died")
            agent.say("CALL_RINGING")
            try await kiosk.event("CALL_RINGING")
            #expect(!kiosk.log.all.contains { $0.isEvent(LineEvent.down) })
        }
    }
}
