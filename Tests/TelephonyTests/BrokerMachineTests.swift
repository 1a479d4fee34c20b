import AdapterTestSupport
import Foundation

import Testing

@testable import Telephony

/// The broker's decisions as a pure machine.
@Suite struct BrokerMachineTests {
    private let account = "sip:booth@127.0.0.1:5099"

    /// An answer of the agent, as it comes out of its netstring.
    private func said(_ token: String, _ text: String, ok: Bool = true) -> [UInt8] {
        struct Answer: Encodable { let response = true, ok: Bool, data: String, token: String }
        return (try? JSONEncoder().encode(Answer(ok: ok, data: text, token: token))).map(Array.init) ?? []
    }

    /// Answers what the agent is asked until nothing more is asked, and returns everything that came out.
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
                machine.said(said(command.token, text))
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

    /// The agent is told the devices of the next call when the call before it is over.
    @Test("What is meant for an account is done though the call that was selected in it is over")
    func accountOnly() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        settle(&machine)
        machine.said(event("CALL_CLOSED"))
        machine.asked(1, LineCommand(command: "ausrc", params: "alsa,handset", token: "s"))
        let outputs = settle(&machine, refusing: ["callfind"])
        #expect(names(outputs) == ["uafind a", "ausrc alsa,handset"])
        #expect(outputs.contains(.toClient(1, LineEvent.answer("s", accepted: true, text: ""))))
    }

    @Test("Behind another's hang-up a client's own selection is made again, and one that failed is forgotten")
    func selectionAfterReplay() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        machine.asked(2, LineCommand(command: "uafind", params: "b"))
        machine.asked(1, LineCommand(command: "hangup"))
        settle(&machine)
        machine.asked(2, LineCommand(command: "listcalls"))
        #expect(names(settle(&machine)) == ["uafind b", "listcalls"])
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        settle(&machine)
        machine.said(event("CALL_CLOSED"))
        machine.asked(1, LineCommand(command: "sndcode", params: "1"))
        #expect(names(settle(&machine, refusing: ["callfind"])) == ["uafind a", "callfind c1"])
        machine.asked(1, LineCommand(command: "audio_debug"))
        #expect(names(settle(&machine)) == ["uafind a", "audio_debug"], "no call is selected any more")
    }

    @Test("An account is made anew in one go, and never while somebody has the line")
    func renew() {
        var machine = connected()
        let line = "<\(account);transport=udp>;regint=60"
        machine.asked(1, LineCommand(command: LineCommand.renew, params: line, token: "r"))
        let first = machine.takeOutputs()
        #expect(names(first) == ["uadel \(account)", "uanew \(line)", "uafind \(account)"], "without waiting")
        machine = connected()
        machine.asked(2, LineCommand(command: "dial", params: "x"))
        settle(&machine, calls: "> [line 1]  0:00:01  OUTGOING  sip:120@127.0.0.1:5099")
        machine.asked(1, LineCommand(command: LineCommand.renew, params: line, token: "r"))
        #expect(settle(&machine).contains(.toClient(1, LineEvent.answer("r", accepted: false, text: "line taken"))))
    }

    @Test("An agent that has lost its accounts is ended: it can place no call and lingers for half a minute")
    func lostAccounts() {
        var machine = connected()
        for _ in 0..<2 {
            machine.rang(.ping)
            let outputs = machine.takeOutputs()
            guard case .toAgent(let command)? = outputs.last else { return _ = Issue.record("no question") }
            machine.said(said(command.token, "(0)"))
        }
        #expect(machine.takeOutputs().contains(.endAgent))
        #expect(machine.agent == .down)
    }

    @Test("What a client had asked for before it died is done: it counted on it")
    func departed() {
        var machine = connected()
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "callfind", params: "c1"))
        machine.asked(1, LineCommand(command: "hangup"))
        machine.left(1)
        #expect(names(settle(&machine)) == ["uafind a", "callfind c1", "hangup"])
        machine.joined(1, .kiosk)
        machine.asked(1, LineCommand(command: "hangup"))
        #expect(names(settle(&machine)) == ["hangup"], "nothing of the old connection is left")
    }

    @Test("Who only looks waits until nobody else does")
    func watchersLast() {
        var machine = connected()
        machine.joined(3, .watch)
        for _ in 0..<100 { machine.asked(3, LineCommand(command: "sipstat")) }
        machine.asked(1, LineCommand(command: "uafind", params: "a"))
        machine.asked(1, LineCommand(command: "dial", params: "x"))
        #expect(Array(names(settle(&machine)).prefix(3)) == ["sipstat", "uafind a", "dial x"])
    }

    @Test("An agent that has not answered yet gets longer, and longer again: a slow one must get there")
    func slowStart() {
        var machine = BrokerMachine()
        for seconds in [10, 20, 40, 40] {
            machine.connected()
            #expect(machine.takeOutputs().contains(.schedule(.answer, after: .seconds(seconds))))
            machine.rang(.answer)
            #expect(machine.takeOutputs().contains(.endAgent))
        }
        machine.connected()
        settle(&machine)
        machine.rang(.ping)
        #expect(machine.takeOutputs().contains(.schedule(.answer, after: .seconds(3))))
    }

    @Test("A list of calls that cannot be read keeps nobody from the line for ever, and counts as a call")
    func unreadableCalls() {
        var machine = BrokerMachine()
        machine.joined(1, .kiosk)
        machine.connected()
        var outputs = machine.takeOutputs()
        while case .toAgent(let command)? = outputs.last, machine.agent != .up {
            let text = command.name == "reginfo" ? "> \(account)  OK" : ""
            let token = command.token
            if command.name == "listcalls" {
                machine.said(Array("{}".utf8))
                outputs = machine.takeOutputs()
                guard case .toAgent(let question)? = outputs.last else { break }
                machine.said(said(question.token, ""))
            } else {
                machine.said(said(token, text))
            }
            outputs = machine.takeOutputs()
        }
        #expect(machine.agent == .up)
        #expect(machine.lock.owner == .kiosk)
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
            // There is no event at all. The next look at the calls shows the end.
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
        // The agent answers the question that came after the garbage.
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
        var random = SplitMix(seed: 14)
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
                    let text = command.name == "reginfo" ? account : ""
                    machine.said(said(command.token, text, ok: ok))
                }
                for case .toAgent(let command) in machine.takeOutputs() { open.append(command) }
                // Besides the present command there is only the question whether its answer was lost.
                #expect(open.count { $0.token.hasPrefix("b") } <= 1)
            }
            // In the end everything asked is answered, and with no call left the line is free.
            while !open.isEmpty {
                let command = open.removeFirst()
                let text = command.name == "reginfo" ? account : ""
                machine.said(said(command.token, text))
                for case .toAgent(let command) in machine.takeOutputs() { open.append(command) }
            }
            machine.rang(.ping)
            settle(&machine)
            #expect(machine.lock.owner == nil)
        }
    }
}
