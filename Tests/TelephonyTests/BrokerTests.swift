import Foundation
import Glibc
import KioskCore
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

/// The broker's decisions as a pure machine.
@Suite struct BrokerMachineTests {
    private let account = "sip:booth@127.0.0.1:5099"

    /// Answers what the agent is asked, until nothing is asked any more; returns everything that came out.
    @discardableResult
    private func settle(
        _ machine: inout BrokerMachine, calls: String = "", refusing: Set<String> = []
    ) -> [BrokerMachine.Output] {
        var all: [BrokerMachine.Output] = []
        while true {
            let outputs = machine.takeOutputs()
            all += outputs
            let commands = outputs.compactMap { if case .toAgent(let command) = $0 { command } else { nil } }
            if commands.isEmpty { return all }
            for command in commands {
                let text =
                    switch command.name {
                    case "reginfo": "> \(account)  OK"
                    case "listcalls": calls
                    case let name where refusing.contains(name): "call not found"
                    default: ""
                    }
                struct Answer: Encodable { let response = true, ok = true, data: String, token: String }
                let json = try? JSONEncoder().encode(Answer(data: text, token: command.token))
                machine.said(json.map(Array.init) ?? [])
            }
        }
    }

    private func names(_ outputs: [BrokerMachine.Output]) -> [String] {
        outputs.compactMap { output in
            guard case .toAgent(let command) = output else { return nil }
            return [command.name, command.parameters].compactMap { $0 }.joined(separator: " ")
        }
    }

    private func connected(calls: String = "") -> BrokerMachine {
        var machine = BrokerMachine()
        machine.joined(1, .kiosk)
        machine.joined(2, .sos)
        machine.connected()
        settle(&machine, calls: calls)
        return machine
    }

    private func event(_ type: String, id: String? = "c1", direction: String = "outgoing") -> [UInt8] {
        let id = id.map { ",\"id\":\"\($0)\"" } ?? ""
        return Array("{\"event\":true,\"type\":\"\(type)\",\"direction\":\"\(direction)\"\(id)}".utf8)
    }

    @Test("Each client's selection is made again where another's came between")
    func replay() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        settle(&machine)
        machine.asked(2, LineCommand(command: "uafind", params: "b"))
        machine.asked(1, LineCommand(command: "hangup"))
        #expect(names(settle(&machine)) == ["uafind b", "uafind a", "callfind c1", "hangup"])
    }

    @Test("Where the call that was selected is over, nothing is done to another")
    func replayFails() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        settle(&machine)
        machine.said(event("CALL_CLOSED"))
        machine.asked(1, LineCommand(command: "hangup", token: "h"))
        let outputs = settle(&machine, refusing: ["callfind"])
        #expect(names(outputs) == ["uafind a", "callfind c1"])
        #expect(outputs.contains(.toClient(1, LineEvent.answer("h", accepted: false, text: "call not found"))))
    }

    @Test("The line is one role's from its dial until its calls are over, however they end")
    func lock() {
        for ending in ["named", "unnamed", "refused", "unseen"] {
            var machine = connected()
            machine.asked(1, LineCommand(command: "dial", params: "x"))
            settle(&machine, calls: "> [line 1]  0:00:01  OUTGOING  sip:120@127.0.0.1:5099")
            #expect(machine.lock.owner == .kiosk)
            machine.asked(2, LineCommand(command: "dial", params: "y", token: "no"))
            #expect(
                settle(&machine).contains(.toClient(2, LineEvent.answer("no", accepted: false, text: "line taken"))))
            switch ending {
            case "named":
                machine.said(event("CALL_RINGING"))
                machine.said(event("CALL_CLOSED"))
            case "unnamed":
                machine.said(event("CALL_RINGING"))
                machine.said(event("CALL_CLOSED", id: nil))
            case "refused": machine.said(event("CALL_CLOSED"))
            // No event at all: the next look at the calls tells.
            default: machine.rang(.ping)
            }
            settle(&machine)
            #expect(machine.lock.owner == nil, "\(ending)")
            machine.asked(2, LineCommand(command: "dial", params: "y"))
            settle(&machine)
            #expect(machine.lock.owner == .sos)
        }
    }

    @Test("A second leg is its owner's; the line is free only when both are over")
    func twoLegs() {
        var machine = connected()
        for id in ["c1", "c2"] {
            machine.asked(1, LineCommand(command: "dial", params: "x"))
            settle(&machine)
            machine.said(event("CALL_ESTABLISHED", id: id))
        }
        machine.said(event("CALL_CLOSED", id: "c1"))
        settle(&machine)
        #expect(machine.lock.owner == .kiosk)
        machine.said(event("CALL_CLOSED", id: "c2"))
        #expect(machine.lock.owner == nil)
    }

    @Test("Calls that the agent has when the broker starts are the kiosk's, until a look shows that they are over")
    func foundCalls() {
        var machine = connected(calls: "> [line 1]  0:01:08  ESTABLISHED  sip:120@127.0.0.1:5099")
        #expect(machine.agent == .up)
        #expect(machine.lock.owner == .kiosk)
        machine.rang(.ping)
        settle(&machine)
        #expect(machine.lock.owner == nil)
    }

    @Test("A caller who rings takes no line; one who is answered does")
    func incoming() {
        var machine = connected()
        machine.said(event("CALL_INCOMING", direction: "incoming"))
        settle(&machine)
        #expect(machine.lock.owner == nil)
        machine.asked(1, LineCommand(command: "accept"))
        settle(&machine, calls: "> [line 1]  0:00:01  ESTABLISHED  sip:120@127.0.0.1:5099")
        machine.said(event("CALL_ESTABLISHED", direction: "incoming"))
        #expect(machine.lock.owner == .kiosk)
        machine.said(event("CALL_CLOSED", direction: "incoming"))
        #expect(machine.lock.owner == nil)
    }

    @Test("An agent that does not answer within the limit is ended; so is one that answers nothing from the start")
    func unresponsive() {
        var machine = connected()
        machine.rang(.ping)
        #expect(machine.takeOutputs().contains(.schedule(.answer, after: .seconds(3))))
        machine.rang(.answer)
        let outputs = machine.takeOutputs()
        #expect(outputs.contains(.endAgent))
        #expect(outputs.contains(.toClient(1, LineEvent.message(LineEvent.down, "unresponsive"))))
        #expect(outputs.last == .reconnect)
        machine.connected()
        machine.rang(.answer)
        #expect(machine.takeOutputs().contains(.endAgent))
    }

    @Test("An answer among messages that cannot be read costs that answer, and neither the agent nor the next command")
    func answerLost() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "listcalls", token: "l"))
        _ = machine.takeOutputs()
        machine.said(Array("garbage".utf8))
        // The agent answers the question that came behind it.
        let outputs = settle(&machine)
        #expect(outputs.contains(.toClient(1, LineEvent.message(LineEvent.skipped, "1"))))
        #expect(outputs.contains(.toClient(1, LineEvent.answer("l", accepted: false, text: "unreadable"))))
        #expect(!outputs.contains(.endAgent))
        machine.asked(1, LineCommand(command: "reginfo", token: "next"))
        #expect(
            settle(&machine).contains(.toClient(1, LineEvent.answer("next", accepted: true, text: "> \(account)  OK"))))
    }

    @Test(
        "Whatever clients ask and the agent says: no two roles have the line, and the agent is asked one thing at a time"
    )
    func walk() {
        var random = Seeded(seed: 14)
        for _ in 0..<200 {
            var machine = connected()
            var open: [AgentCommand] = []
            for _ in 0..<120 {
                switch Int.random(in: 0..<9, using: &random) {
                case 0...3:
                    let command =
                        ["dial", "hangup", "uafind", "callfind", "listcalls", "accept"]
                        .randomElement(using: &random) ?? ""
                    machine.asked(
                        Int.random(in: 1...2, using: &random), LineCommand(command: command, params: "x", token: "t"))
                case 4:
                    let type =
                        ["CALL_RINGING", "CALL_CLOSED", "CALL_ESTABLISHED", "CALL_INCOMING"]
                        .randomElement(using: &random) ?? ""
                    machine.said(event(type, id: [nil, "c1", "c2"].randomElement(using: &random) ?? nil))
                case 5: machine.rang(.ping)
                case 6:
                    machine.left(2)
                    machine.joined(2, .sos)
                case 7 where Bool.random(using: &random): machine.said(Array("{}".utf8))
                default:
                    guard !open.isEmpty else { continue }
                    let command = open.removeFirst()
                    let ok = Bool.random(using: &random)
                    machine.said(
                        Array("{\"response\":true,\"ok\":\(ok),\"data\":\"\",\"token\":\"\(command.token)\"}".utf8))
                }
                for case .toAgent(let command) in machine.takeOutputs() { open.append(command) }
                // Beside the present command only the question whether its answer was lost.
                #expect(open.count { $0.token.hasPrefix("b") } <= 1)
            }
            // Everything asked is answered in the end, and with no call left the line is free.
            while !open.isEmpty {
                let command = open.removeFirst()
                machine.said(Array("{\"response\":true,\"ok\":true,\"data\":\"\",\"token\":\"\(command.token)\"}".utf8))
                for case .toAgent(let command) in machine.takeOutputs() { open.append(command) }
            }
            machine.rang(.ping)
            settle(&machine)
            #expect(machine.lock.owner == nil)
        }
    }
}

/// A generator of repeatable chance (SplitMix64).
private struct Seeded: RandomNumberGenerator {
    var seed: UInt64
    mutating func next() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var z = seed
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
