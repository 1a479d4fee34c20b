import Basics
import Foundation
import Vocabulary

/// What the broker of the agent's control link and its clients say to each other, beyond the agent's own protocol. Both
/// protocols use netstrings of JSON over a Unix socket, so that a client of the broker reads only one kind of message.
public enum LineRole: String, CaseIterable, Sendable {
    /// The kiosk.
    case kiosk
    /// The program that calls for help where the kiosk cannot.
    case sos
    /// Tools that only watch: they can neither dial nor end a call.
    case watch
}

/// The broker's own events. No agent and no far side can send them: an agent's event with such a name is discarded.
enum LineEvent {
    static let prefix = "LINE_"
    /// The agent can be given commands. What happened before is unknown, so ask. `param` says why the event is
    /// repeated.
    static let up = "LINE_UP"
    /// The agent is gone, and its calls with it. `param` is `died` or `unresponsive`.
    static let down = "LINE_DOWN"
    /// The number of messages of the agent that could not be read.
    static let skipped = "LINE_SKIPPED"
    /// A role has the line, and nobody else may dial. Also sent before `LINE_UP`.
    static let taken = "LINE_TAKEN"
    /// Nobody has the line.
    static let free = "LINE_FREE"
    /// A trunk answers SIP OPTIONS or does not: `<id> up`, `<id> down`.
    static let trunk = "LINE_TRUNK"

    /// The SOS key was pressed; `param` is the press's number. Sent to the kiosk, and to a role that joins while the
    /// press is open.
    static let sosKey = "LINE_SOS_KEY"
    /// The kiosk has received this press itself and deals with it.
    static let sosHeld = "LINE_SOS_HELD"
    /// The kiosk had the press, and has not said so again in time.
    static let sosLost = "LINE_SOS_LOST"
    /// The kiosk is done with the press.
    static let sosReleased = "LINE_SOS_RELEASED"
    /// The SOS service is done with the press: its call was answered and is over, or somebody cancelled.
    static let sosDone = "LINE_SOS_DONE"

    /// Why `LINE_UP` is repeated although the agent is alive.
    static let secondClient = "second_client"

    static func message(_ type: String, _ parameter: String? = nil) -> [UInt8] {
        struct Wire: Encodable {
            let event = true
            let type: String
            let param: String?
        }
        return netstring(json(Wire(type: type, param: parameter)))
    }

    static func answer(_ token: String?, accepted: Bool, text: String) -> [UInt8] {
        struct Wire: Encodable {
            let response = true
            let ok: Bool
            let data: String
            let token: String?
        }
        return netstring(json(Wire(ok: accepted, data: text, token: token)))
    }

    private static func json(_ wire: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // It consists of strings and Booleans, which can always be encoded.
        return (try? encoder.encode(wire)).map(Array.init) ?? Array("{}".utf8)
    }
}

/// A command of a client, as far as it could be read.
struct LineCommand: Equatable, Codable {
    /// Asks the broker to watch these trunks in place of the previous ones. The parameter is `Watch` as JSON.
    static let watch = "line_watch"
    /// Makes an account anew. The parameter is its line, as in the agent's `accounts`.
    static let renew = "line_renew"
    /// The SOS service: the key was pressed. The parameter is the press's number, which only grows.
    static let sosKey = "line_sos_key"
    /// The kiosk: this press has reached its pages. Repeated as long as its emergency is open.
    static let sosHold = "line_sos_hold"
    /// The kiosk: this press is dealt with.
    static let sosRelease = "line_sos_release"
    /// The SOS service: this press is dealt with.
    static let sosDone = "line_sos_done"
    /// Who may say what of the SOS key.
    static let ofSOSKey: [String: LineRole] = [
        sosKey: .sos, sosDone: .sos, sosHold: .kiosk, sosRelease: .kiosk,
    ]
    /// The commands that a role may give the agent. Everything else is refused, such as loading a module or ending the
    /// agent.
    private static let questions: Set = ["reginfo", "sipstat", "uafind", "listcalls", "line", "callfind", "callstat"]
    private static let deeds: Set = [
        "ausrc", "auplay", "dial", "accept", "hangup", "sndcode", "audio_debug", renew, watch,
    ]
    /// Commands that apply to the agent's selected account or call.
    private static let ofSelection: Set = [
        "ausrc", "auplay", "dial", "accept", "hangup", "sndcode", "audio_debug", "listcalls", "line", "callfind",
        "callstat",
    ]

    /// Commands that apply to the call selected in the account, and not to all of its calls.
    private static let ofCall: Set = ["accept", "hangup", "sndcode", "audio_debug", "callstat"]

    var command: String
    var params: String?
    var token: String?

    init(command: String, params: String? = nil, token: String? = nil) {
        (self.command, self.params, self.token) = (command, params, token)
    }

    /// Reads what a client sent; nil if it is not a command.
    init?(_ payload: [UInt8]) {
        guard let command = try? JSONDecoder().decode(LineCommand.self, from: Data(payload)) else { return nil }
        self = command
    }

    /// The bytes on the wire to the broker.
    var wire: [UInt8] { netstring((try? JSONEncoder().encode(self)).map(Array.init) ?? []) }

    func isAllowed(_ role: LineRole) -> Bool {
        if let owner = Self.ofSOSKey[command] { return owner == role }
        return Self.questions.contains(command) || role != .watch && Self.deeds.contains(command)
    }

    /// Whether its effect depends on the agent's selection.
    var meansSelection: Bool { Self.ofSelection.contains(command) }
    /// Whether it applies to the selected call.
    var meansCall: Bool { Self.ofCall.contains(command) }
    /// Whether somebody will be on the line afterwards.
    var takesLine: Bool { ["dial", "accept"].contains(command) }

    /// The trunks to query with SIP OPTIONS, and the timing.
    struct Watch: Codable, Equatable {
        struct Target: Codable, Equatable {
            var id: String
            var host: String
            var port: Int
            var transport: String
            var user: String
        }

        var trunks: [Target]
        /// Milliseconds between two queries to a trunk, and for its answer.
        var interval: Int64
        var answer: Int64

        /// The trunks as the probe needs them. An invalid one is left out.
        var targets: [Trunk] {
            trunks.compactMap { target in
                Trunk.Transport(rawValue: target.transport).map {
                    Trunk(
                        id: TrunkID(rawValue: target.id), host: target.host, port: target.port, transport: $0,
                        user: target.user)
                }
            }
        }

        init(_ trunks: [Trunk], interval: Duration, answer: Duration) {
            self.trunks = trunks.map {
                Target(
                    id: $0.id.rawValue, host: $0.host, port: $0.port, transport: $0.transport.rawValue, user: $0.user)
            }
            self.interval = min(max(interval.wholeMilliseconds, 1), Self.longest)
            self.answer = min(max(answer.wholeMilliseconds, 1), Self.longest)
        }

        /// Reads what a client asked for; nil if it makes no sense.
        init?(_ text: String) {
            guard let watch = try? JSONDecoder().decode(Watch.self, from: Data(text.utf8)), watch.trunks.count <= 16,
                watch.trunks.allSatisfy({ (1...65_535).contains($0.port) && $0.host.utf8.count <= 255 }),
                (1...Self.longest).contains(watch.interval), (1...Self.longest).contains(watch.answer)
            else { return nil }
            self = watch
        }

        /// A day, in milliseconds.
        private static let longest: Int64 = 86_400_000

        /// The watch as a command's parameter.
        var text: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
    }
}
