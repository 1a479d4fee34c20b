import Dispatch

@testable import Telephony

/// A bare connection to a real agent's control port: reads its events, gives it commands.
///
/// `@unchecked Sendable`: constants only, and dispatch sources may be used from any thread.
final class ControlTap: @unchecked Sendable {
    let log = EventLog<AgentMessage>()
    private let socket: AgentSocket
    private let source: any DispatchSourceRead
    private let queue = DispatchQueue(label: "tap")

    private init(_ socket: AgentSocket) {
        self.socket = socket
        source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: queue)
        let decoder = Decoder()
        source.setEventHandler { [log, source] in
            switch socket.receive() {
            case .nothing: break
            case .closed: source.cancel()
            case .bytes(let bytes): for message in decoder.receive(bytes) { log.append(message) }
            }
        }
        source.setCancelHandler { withExtendedLifetime(socket) {} }
        source.activate()
    }

    deinit { source.cancel() }

    static func connect(to port: Int) async throws -> ControlTap {
        var socket: AgentSocket?
        try await Ports.poll("control port \(port)") {
            socket = AgentSocket(port: port)
            return socket != nil
        }
        guard let socket else { throw NothingCame(description: "no control port \(port)") }
        return ControlTap(socket)
    }

    func send(_ name: String, _ parameters: String? = nil) {
        if let wire = AgentCommand(name: name, parameters: parameters, token: "tap").wire { _ = socket.send(wire) }
    }

    /// Waits for the next event of a type.
    @discardableResult
    func event(_ type: String) async throws -> AgentMessage.Event? {
        let message = try await log.next(type) { if case .event(let event) = $0 { event.type == type } else { false } }
        if case .event(let event) = message { return event }
        return nil
    }

    /// Used on the tap's queue only.
    private final class Decoder: @unchecked Sendable {
        private var netstrings = NetstringDecoder()
        func receive(_ bytes: [UInt8]) -> [AgentMessage] {
            ((try? netstrings.receive(bytes)) ?? []).compactMap { try? AgentMessage($0) }
        }
    }
}
