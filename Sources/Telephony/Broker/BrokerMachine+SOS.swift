/// A press of the SOS key that is not dealt with yet.
struct SOSPress: Equatable {
    /// The SOS service's number of it.
    var number: UInt64
    /// Whether the kiosk deals with it and has said so lately.
    var isHeld = false
}

/// Who answers a press of the SOS key. The SOS service reads the key itself and numbers each press. If the kiosk has
/// received the same press, it holds it, and says so every second. Otherwise the SOS service calls for help. A program
/// that hangs therefore loses a press within seconds, and never holds one by having held it once.
extension BrokerMachine {
    /// How long a hold lasts that is not repeated. The kiosk repeats it every second.
    static let holdLimit = Duration.milliseconds(2500)

    /// Takes what a client says about the key.
    mutating func followKey(_ id: Int, _ command: LineCommand) {
        guard let number = command.params.flatMap(Self.number) else {
            return emit(.toClient(id, LineEvent.answer(command.token, accepted: false, text: "no number")))
        }
        let isOpen: Bool
        switch command.command {
        case LineCommand.sosKey: isOpen = pressed(number)
        case LineCommand.sosHold: isOpen = hold(number)
        case LineCommand.sosRelease: isOpen = close(number, LineEvent.sosReleased, to: .sos)
        default: isOpen = close(number, LineEvent.sosDone, to: .kiosk)
        }
        emit(.toClient(id, LineEvent.answer(command.token, accepted: isOpen, text: isOpen ? "" : "not open")))
    }

    /// Tells a client that has just joined which press is open.
    mutating func tellPress(to id: Int) {
        guard let press, let role = clients[id]?.role, role != .watch else { return }
        emit(.toClient(id, LineEvent.message(LineEvent.sosKey, "\(press.number)")))
        if press.isHeld, role == .sos {
            emit(.toClient(id, LineEvent.message(LineEvent.sosHeld, "\(press.number)")))
        }
    }

    /// The kiosk is gone, or has not said for a while that it still deals with the press.
    mutating func loseHold() {
        guard let number = press?.number, press?.isHeld == true else { return }
        press?.isHeld = false
        emit(.cancel(.hold))
        emit(.log("line: the kiosk no longer answers for a press of the SOS key"))
        tell(LineEvent.sosLost, number, to: .sos)
    }

    func present(_ role: LineRole) -> Bool { clients.values.contains { $0.role == role && !$0.isGone } }

    /// - Returns: False for a press that is older than the open one.
    private mutating func pressed(_ number: UInt64) -> Bool {
        guard number >= press?.number ?? 0 else { return false }
        if press?.number != number {
            emit(.cancel(.hold))
            press = SOSPress(number: number)
        }
        tell(LineEvent.sosKey, number, to: .kiosk)
        return true
    }

    private mutating func hold(_ number: UInt64) -> Bool {
        guard press?.number == number else { return false }
        press?.isHeld = true
        emit(.schedule(.hold, after: Self.holdLimit))
        tell(LineEvent.sosHeld, number, to: .sos)
        return true
    }

    /// - Returns: False for a press that was closed before, or that a later one has replaced.
    private mutating func close(_ number: UInt64, _ event: String, to role: LineRole) -> Bool {
        guard press?.number == number else { return false }
        press = nil
        emit(.cancel(.hold))
        tell(event, number, to: role)
        return true
    }

    private mutating func tell(_ type: String, _ number: UInt64, to role: LineRole) {
        let message = LineEvent.message(type, "\(number)")
        for client in present where clients[client]?.role == role { emit(.toClient(client, message)) }
    }

    /// Reads a press's number: decimal digits and nothing else.
    private static func number(_ text: String) -> UInt64? {
        guard (1...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return UInt64(text)
    }
}
