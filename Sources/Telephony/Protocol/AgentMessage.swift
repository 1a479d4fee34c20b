import Foundation

/// One message of the agent's control protocol: the answer to a command, or an event.
enum AgentMessage: Equatable {
    case response(Response)
    case event(Event)

    /// The answer to a command. `accepted` proves little: a dial to nowhere is accepted too. Only events tell what
    /// happened.
    struct Response: Equatable {
        var token: String?
        var accepted: Bool
        var text: String
    }

    /// An event. Every field but the type can be missing: `CALL_CLOSED` has been seen without an id.
    struct Event: Equatable {
        var type: String
        var account: String?
        var direction: String?
        var peer: String?
        var id: String?
        var parameter: String?
    }

    init(_ payload: [UInt8]) throws(ControlProtocolError) {
        // The agent copies names from SIP headers. Broken UTF-8 and control characters in them must not hide an event.
        let text = String(decoding: payload.filter { $0 >= 0x20 }, as: UTF8.self)
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(text.utf8)) else { throw .malformedMessage }
        if wire.response == true {
            self = .response(Response(token: wire.token, accepted: wire.ok ?? false, text: wire.data ?? ""))
        } else if wire.event == true, let type = wire.type {
            self = .event(
                Event(
                    type: type, account: wire.accountaor, direction: wire.direction, peer: wire.peeruri, id: wire.id,
                    parameter: wire.param))
        } else {
            throw .malformedMessage
        }
    }

    private struct Wire: Decodable {
        var response: Bool?
        var ok: Bool?
        var data: String?
        var token: String?
        var event: Bool?
        var type: String?
        var accountaor: String?
        var direction: String?
        var peeruri: String?
        var id: String?
        var param: String?
    }
}

/// One command to the agent.
struct AgentCommand: Equatable {
    /// The agent silently cuts off a command and its parameters at this many bytes.
    static let longest = 255

    var name: String
    var parameters: String?
    var token: String

    /// Whether the agent would take this command whole.
    static func fits(_ name: String, _ parameters: String) -> Bool {
        AgentCommand(name: name, parameters: parameters, token: "").wire != nil
    }

    /// The bytes on the wire; nil for a command that the agent would cut off.
    var wire: [UInt8]? {
        let line = name + (parameters.map { " " + $0 } ?? "")
        guard line.utf8.count <= Self.longest else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var fields = ["command": name, "token": token]
        fields["params"] = parameters
        guard let json = try? encoder.encode(fields) else { return nil }
        return netstring(Array(json))
    }
}
