import Foundation
import Testing
import Vocabulary

@testable import Telephony

/// Who answers a press of the SOS key, in the broker.
@Suite struct SOSPressTests {
    private let kiosk = 1
    private let sos = 2

    private func machine() -> BrokerMachine {
        var machine = BrokerMachine()
        machine.joined(kiosk, .kiosk)
        machine.joined(sos, .sos)
        _ = machine.takeOutputs()
        return machine
    }

    /// Gives a client's command and returns what each client is told: its number, then the event with its parameter or
    /// the answer.
    private func told(_ machine: inout BrokerMachine, _ body: (inout BrokerMachine) -> Void) -> [String] {
        body(&machine)
        return machine.takeOutputs().compactMap { output in
            guard case .toClient(let client, let bytes) = output else { return nil }
            let text = String(decoding: bytes.drop { $0 != UInt8(ascii: "{") }.dropLast(), as: UTF8.self)
            guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
                return "\(client) ?"
            }
            if let type = object["type"] as? String { return "\(client) \(type) \(object["param"] as? String ?? "")" }
            return "\(client) \(object["ok"] as? Bool == true ? "ok" : "no")"
        }
    }

    private func says(_ machine: inout BrokerMachine, _ client: Int, _ command: String, _ number: String?) -> [String] {
        told(&machine) { $0.asked(client, LineCommand(command: command, params: number)) }
    }

    @Test("A press reaches the kiosk; its hold reaches the service; done closes it")
    func held() {
        var machine = machine()
        #expect(says(&machine, sos, LineCommand.sosKey, "7") == ["1 LINE_SOS_KEY 7", "2 ok"])
        #expect(says(&machine, kiosk, LineCommand.sosHold, "7") == ["2 LINE_SOS_HELD 7", "1 ok"])
        #expect(says(&machine, kiosk, LineCommand.sosRelease, "7") == ["2 LINE_SOS_RELEASED 7", "1 ok"])
        #expect(says(&machine, kiosk, LineCommand.sosHold, "7") == ["1 no"], "it is over")
        #expect(says(&machine, sos, LineCommand.sosKey, "8") == ["1 LINE_SOS_KEY 8", "2 ok"])
        #expect(says(&machine, sos, LineCommand.sosDone, "8") == ["1 LINE_SOS_DONE 8", "2 ok"])
    }

    @Test("A hold that is not repeated is lost, and so is that of a kiosk that is gone")
    func lost() {
        var machine = machine()
        _ = says(&machine, sos, LineCommand.sosKey, "7")
        _ = says(&machine, kiosk, LineCommand.sosHold, "7")
        #expect(told(&machine) { $0.rang(.hold) } == ["2 LINE_SOS_LOST 7"])
        #expect(told(&machine) { $0.rang(.hold) } == [])
        _ = says(&machine, kiosk, LineCommand.sosHold, "7")
        #expect(told(&machine) { $0.left(kiosk) } == ["2 LINE_SOS_LOST 7"])
        #expect(
            told(&machine) { $0.joined(3, .kiosk) }.contains("3 LINE_SOS_KEY 7"), "the next kiosk is told of it")
    }

    @Test("A service that starts anew is told of the open press and who has it")
    func restarted() {
        var machine = machine()
        _ = says(&machine, sos, LineCommand.sosKey, "7")
        _ = says(&machine, kiosk, LineCommand.sosHold, "7")
        let words = told(&machine) { $0.joined(4, .sos) }
        #expect(words.contains("4 LINE_SOS_KEY 7") && words.contains("4 LINE_SOS_HELD 7"))
    }

    @Test("Only the service may press, only the kiosk may hold, and numbers only grow")
    func hostile() {
        var machine = machine()
        #expect(says(&machine, kiosk, LineCommand.sosKey, "7") == ["1 no"])
        #expect(says(&machine, sos, LineCommand.sosHold, "7") == ["2 no"])
        for bad in [nil, "", "-1", "1.5", "٣", "99999999999999999999", String(repeating: "9", count: 4096)] {
            #expect(says(&machine, sos, LineCommand.sosKey, bad) == ["2 no"])
        }
        _ = says(&machine, sos, LineCommand.sosKey, "7")
        #expect(says(&machine, sos, LineCommand.sosKey, "6") == ["2 no"])
        #expect(says(&machine, kiosk, LineCommand.sosHold, "6") == ["1 no"])
    }
}

/// Whether the kiosk has received the key that the SOS service has read.
@Suite struct SOSKeyHolderTests {
    private func at(_ seconds: Double) -> Moment { Moment(milliseconds: Int64(seconds * 1000)) }

    @Test("Key and number belong together whichever comes first")
    func matched() {
        var holder = SOSKeyHolder()
        #expect(holder.received(at: at(1)) == [])
        #expect(holder.numbered(7, at: at(1.1)) == [.answer(.hold(7))])
        #expect(holder.second(isOpen: true) == [.answer(.hold(7))])
        #expect(holder.second(isOpen: false) == [.answer(.release(7))])
        #expect(!holder.isActive)
        #expect(holder.numbered(8, at: at(9)) == [])
        #expect(holder.second(isOpen: false) == [], "the key has not come through the terminal")
        #expect(
            holder.received(at: at(20)) == [.answer(.hold(8))], "a terminal that was stopped, and the press is open")
    }

    @Test("An old key stands for no new press")
    func oldKey() {
        var holder = SOSKeyHolder()
        _ = holder.received(at: at(1))
        #expect(holder.numbered(7, at: at(7)) == [])
    }

    @Test("What the service has dealt with is not begun again by a key that was late", arguments: [true, false])
    func done(keyFirst: Bool) {
        var holder = SOSKeyHolder()
        if keyFirst {
            _ = holder.received(at: at(50))
            #expect(holder.numbered(7, at: at(50)) == [.answer(.hold(7))])
            #expect(holder.done(7, at: at(50)) == [.helpGiven])
        } else {
            _ = holder.numbered(7, at: at(50))
            #expect(holder.done(7, at: at(50)) == [])
            #expect(!holder.isActive)
            #expect(holder.received(at: at(50.1)) == [.helpGiven])
        }
        #expect(holder.received(at: at(51)) == [], "the next press is a new one")
        #expect(holder.numbered(8, at: at(51)) == [.answer(.hold(8))])
    }

    @Test("A minute after the end of a press its key is a new one")
    func late() {
        var holder = SOSKeyHolder()
        _ = holder.numbered(7, at: at(1))
        _ = holder.done(7, at: at(2))
        #expect(holder.received(at: at(63)) == [])
        #expect(holder.numbered(8, at: at(63)) == [.answer(.hold(8))])
    }

    @Test("An open emergency answers for a press whose key does not come")
    func open() {
        var holder = SOSKeyHolder()
        _ = holder.numbered(7, at: at(1))
        #expect(holder.second(isOpen: true) == [.answer(.hold(7))])
    }
}
