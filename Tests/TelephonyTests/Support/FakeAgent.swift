import Foundation
import Glibc
import Vocabulary
import Synchronization

@testable import Telephony

/// A control server with a script, for what the real agent does too rarely to be tested with it. It answers the
/// client's questions on connecting by itself and lets the test say and hear everything else.
final class FakeAgent: Sendable {
    static let trunk = Trunk(id: TrunkID(rawValue: "fake"), host: "127.0.0.1", port: 5099, user: "booth")
    static let outside = Trunk(id: TrunkID(rawValue: "outside"), host: "192.0.2.1", port: 5060, user: "booth")

    /// Everything a client has sent, in order: name and parameters.
    let commands = EventLog<String>()
    /// Connections accepted, counted from 1.
    let connections = EventLog<Int>()
    let port: Int
    private let listener: Int32
    private let current = Mutex<Int32>(-1)
    /// The answer to `listcalls` of the fake trunk.
    private let calls = Mutex("\n--- Active calls (0) ---\n\n")

    /// The call that `line` selected.
    private let line = Mutex("1")

    init() throws {
        port = Ports.free()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 4) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread { [self] in serve() }.start()
    }

    /// Where a broker of this agent serves the kiosk.
    var lineSocket: String { "/tmp/line-\(getpid())-\(port).sock" }

    var settings: TelephonySettings {
        var settings = TelephonySettings(live: false, trunks: [Self.trunk, Self.outside], controlPort: port)
        settings.lineSocket = lineSocket
        return settings
    }

    /// Ends the listener and the connection, and with them the thread.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(current.withLock { $0 })
    }

    /// Ends the connection, as an agent does when it gives it to another program.
    func evict() { close(current.withLock { $0 }) }

    /// Sends raw bytes, in the pieces given.
    func say(_ pieces: [[UInt8]]) {
        let descriptor = current.withLock { $0 }
        for piece in pieces { _ = Glibc.send(descriptor, piece, piece.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Sends an event of the fake trunk's only call.
    func say(_ type: String, _ parameter: String = "", id: String? = "c1", account: Bool = true) {
        say([netstring(Array(Self.event(type, parameter, id: id, account: account).utf8))])
    }

    static func event(_ type: String, _ parameter: String = "", id: String? = "c1", account: Bool = true) -> String {
        let id = id.map { ",\"id\":\"\($0)\"" } ?? ""
        let account = account ? ",\"accountaor\":\"\(trunk.addressOfRecord)\"" : ""
        let fields = "\"type\":\"\(type)\",\"param\":\"\(parameter)\"\(id)\(account)"
        return "{\"event\":true,\"direction\":\"outgoing\",\(fields)}"
    }

    func setCalls(_ lines: [String]) {
        calls.withLock { $0 = "\n--- Active calls (\(lines.count)) ---\n" + lines.joined(separator: "\n") + "\n\n" }
    }

    private func serve() {
        defer { close(listener) }
        var count = 0
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            count += 1
            current.withLock { $0 = descriptor }
            connections.append(count)
            converse(on: descriptor)
        }
    }

    private func converse(on descriptor: Int32) {
        var decoder = NetstringDecoder()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0, let payloads = try? decoder.receive(buffer[..<count]) else { return }
            for payload in payloads {
                let fields = (try? JSONDecoder().decode([String: String].self, from: Data(payload))) ?? [:]
                answer(fields["command"] ?? "", fields["params"], token: fields["token"] ?? "")
            }
        }
    }

    private func selected(_ parameters: String?) -> String {
        line.withLock { $0 = parameters ?? "" }
        return ""
    }

    private func answer(_ name: String, _ parameters: String?, token: String) {
        let text =
            switch name {
            case "reginfo": "\n> \(Self.trunk.addressOfRecord)     \u{1B}[32mOK \u{1B}[;m  Expires 60s\n\n"
            case "listcalls": calls.withLock { $0 }
            case "line": selected(parameters)
            case "callstat":
                "\n===== Call debug =====\n peer_uri:   <sip:x>\n af=AF_INET id=c\(line.withLock { $0 })\n direction: Outgoing\n"
            default: ""
            }
        struct Answer: Encodable { let response = true, ok = true, data: String, token: String }
        if let json = try? JSONEncoder().encode(Answer(data: text, token: token)) { say([netstring(Array(json))]) }
        commands.append(name + (parameters.map { " " + $0 } ?? ""))
    }
}
