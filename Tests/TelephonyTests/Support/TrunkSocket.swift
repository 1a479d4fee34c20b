import Dispatch
import Foundation
import Glibc
import Vocabulary
import Synchronization

@testable import Telephony

/// Where a trunk ends, reduced to one answer per request: a registrar, a proxy that refuses, or one that says nothing.
/// It speaks SIP over UDP or TCP as far as RFC 3261 section 8.2.6 requires of a stateless server.
///
/// `@unchecked Sendable`: constants, a Mutex, and `connections`, which is used on `queue` only. Dispatch sources may be
/// used from any thread.
final class TrunkSocket: @unchecked Sendable {
    /// What came in.
    struct Request: Sendable {
        let text: String
        var method: String { String(text.prefix { $0 != " " }) }
        var callID: String { header("Call-ID") ?? "" }
        func header(_ name: String) -> String? {
            text.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What goes out; nil sends nothing.
    struct Answer: Sendable {
        var status: String
        var headers: [String] = []
        /// A session description.
        var body = ""
        init(_ status: String, _ headers: String...) { (self.status, self.headers) = (status, headers) }
    }

    /// An answer with a session description of a far side that sends no sound. It wants `format`, such as
    /// `8 PCMA/8000`, at `port`.
    static func described(
        _ status: String, format: String = "8 PCMA/8000", port: Int = 9, attributes: String = "", from own: Int,
        profile: String = "RTP/AVP"
    ) -> Answer {
        var answer = Answer(status, "Contact: <sip:far@127.0.0.1:\(own)>")
        let type = format.prefix { $0 != " " }
        answer.body =
            "v=0\r\no=far 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio \(port) \(profile) \(type)\r\na=rtpmap:\(format)\r\n\(attributes)"
        return answer
    }

    typealias Behaviour = @Sendable (Request) -> Answer?

    let requests = EventLog<Request>()
    private let behaviour: Mutex<Behaviour>
    private let listener: Int32
    private let isTCP: Bool
    private let source: any DispatchSourceRead
    private let queue = DispatchQueue(label: "trunk-socket")
    private let closed = Signal<Bool>()
    private var connections: [Int32: any DispatchSourceRead] = [:]

    init(port: Int, transport: Trunk.Transport = .udp, _ behaviour: @escaping Behaviour) throws {
        self.behaviour = Mutex(behaviour)
        isTCP = transport == .tcp
        let type = Int32((isTCP ? SOCK_STREAM : SOCK_DGRAM).rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        listener = socket(AF_INET, type | Int32(SOCK_NONBLOCK.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let bound = withUnsafePointer(to: &address) { [listener] in
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, !isTCP || listen(listener, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
        source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: queue)
        source.setEventHandler { [unowned self] in isTCP ? accept() : receive() }
        source.setCancelHandler { [listener, closed] in
            close(listener)
            closed.set(true)
        }
        source.activate()
    }

    deinit {
        source.cancel()
        for connection in connections.values { connection.cancel() }
    }

    /// From now on it answers like this.
    func become(_ behaviour: @escaping Behaviour) { self.behaviour.withLock { $0 = behaviour } }

    /// Gives the port back.
    func stop() async throws {
        source.cancel()
        _ = try await closed.wait("end of a trunk")
    }

    /// The next request of a method.
    @discardableResult
    func next(_ method: String) async throws -> Request {
        try await requests.next("\(method) at a trunk") { $0.method == method }
    }

    private func reply(to request: Request) -> [UInt8]? {
        let answer = behaviour.withLock { $0 }(request)
        // The request is logged before it is answered, so that whoever sees the answer's effect finds it.
        requests.append(request)
        guard let answer, request.method != "ACK" else { return nil }
        var lines = ["SIP/2.0 \(answer.status)"]
        let copied = ["via:", "from:", "call-id:", "cseq:"]
        lines += request.text.split(separator: "\r\n").map(String.init).filter { line in
            copied.contains { line.lowercased().hasPrefix($0) }
        }
        lines.append("To: \(request.header("To") ?? "");tag=trunk")
        lines += answer.headers
        if !answer.body.isEmpty { lines.append("Content-Type: application/sdp") }
        lines += ["Content-Length: \(answer.body.utf8.count)", "", ""]
        return Array((lines.joined(separator: "\r\n") + answer.body).utf8)
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 8192)
        var peer = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &peer) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                let count = recvfrom(listener, &buffer, buffer.count, 0, peer, &length)
                // The agent now and then sends four bytes to keep a NAT open.
                guard count > 4 else { return }
                let request = Request(text: String(decoding: buffer[..<count], as: UTF8.self))
                if let bytes = reply(to: request) { sendto(listener, bytes, bytes.count, 0, peer, length) }
            }
        }
    }

    private func accept() {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        let connection = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        connection.setEventHandler { [unowned self] in
            var buffer = [UInt8](repeating: 0, count: 8192)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return forget(descriptor) }
            let request = Request(text: String(decoding: buffer[..<count], as: UTF8.self))
            if let bytes = reply(to: request) { send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
        }
        connection.setCancelHandler { close(descriptor) }
        connections[descriptor] = connection
        connection.activate()
    }

    private func forget(_ descriptor: Int32) { connections.removeValue(forKey: descriptor)?.cancel() }
}

extension TrunkSocket.Request {
    /// The number called, according to the request line.
    var number: String? { text.split(separator: " ").dropFirst().first.map { SIPAddress.number(inURI: String($0)) } }
}
