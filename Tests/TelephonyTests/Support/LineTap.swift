import Serial

@testable import Telephony

/// A bare client of the broker, in the role that its socket stands for.
///
/// `@unchecked Sendable`: the connection is used on its queue only.
final class LineTap: @unchecked Sendable {
    let log = EventLog<AgentMessage>()
    /// Set when the broker has ended the connection.
    let closed = Signal<Bool>()
    private let queue = SerialQueue(label: "line-tap")
    private var client: LineClient?

    static func connect(to path: String) async throws -> LineTap {
        var socket: UnixSocket?
        try await Ports.poll("broker at \(path)") {
            socket = UnixSocket(path: path)
            return socket != nil
        }
        guard let socket else { throw NothingCame(description: "no broker at \(path)") }
        let tap = LineTap()
        tap.queue.wait {
            tap.client = LineClient(
                socket, on: tap.queue,
                received: { [log = tap.log] in
                    if let payload = $0, let message = try? AgentMessage(payload) { log.append(message) }
                }, closed: { [closed = tap.closed] in closed.set(true) })
        }
        return tap
    }

    func send(_ name: String, _ parameters: String? = nil, token: String = "tap") {
        raw(LineCommand(command: name, params: parameters, token: token).wire)
    }

    func raw(_ bytes: [UInt8]) { queue.wait { client?.send(bytes) } }

    /// The answer to a command.
    func answer(_ token: String = "tap") async throws -> AgentMessage.Response {
        let message = try await log.next("answer to \(token)") {
            if case .response(let response) = $0 { response.token == token } else { false }
        }
        guard case .response(let response) = message else { throw NothingCame(description: token) }
        return response
    }

    @discardableResult
    func event(_ type: String) async throws -> AgentMessage.Event? {
        let message = try await log.next(type) { if case .event(let event) = $0 { event.type == type } else { false } }
        if case .event(let event) = message { return event }
        return nil
    }

    func close() { queue.wait { client?.close() } }
}
