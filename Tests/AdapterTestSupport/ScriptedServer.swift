import CZlib
import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that answers as its script says, even in ways in which no server should.
public final class ScriptedServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// Method.
        public var method: String
        /// Path and query.
        public var path: String
        /// Fields by lower-case name.
        public var headers: [String: String]
        /// The body, decompressed if it was compressed with gzip.
        public var body: [UInt8]
        /// Head and body as they came.
        public var wire: [UInt8]
        /// Its place among all requests, from 0.
        public var number: Int

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
        /// The body as a JSON object.
        public var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
        /// The body as a JSON array of objects.
        public var array: [[String: Any]] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] ?? []
        }
    }

    /// One step of an answer.
    public enum Step: Sendable {
        /// Sends all bytes at once.
        case send([UInt8])
        /// Sends each byte in a write of its own.
        case dribble([UInt8])
        /// Ends the connection.
        case close
        /// Ends the connection with an RST.
        case reset
        /// Stays silent until the client goes away or the server is stopped.
        case hold

        /// A complete response.
        public static func respond(
            _ status: Int, _ body: String = "", type: String = "application/json", headers: [(String, String)] = []
        ) -> Step {
            .send(bytes(status, body, type: type, headers: headers))
        }

        /// The bytes of a complete response.
        public static func bytes(
            _ status: Int, _ body: String = "", type: String = "application/json", headers: [(String, String)] = []
        ) -> [UInt8] {
            var head = "HTTP/1.1 \(status) Scripted\r\nContent-Type: \(type)\r\n"
            if status != 304 { head += "Content-Length: \(body.utf8.count)\r\n" }
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            return Array((head + "\r\n" + body).utf8)
        }
    }

    private struct State {
        var requests: [Request] = []
        var connections: Set<Int32> = []
        var stopped = false
    }

    /// The port.
    public let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Request) -> [Step]
    private let state = Mutex(State())

    /// `http://127.0.0.1:PORT`
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Every request so far, in order.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// Starts a server on a free port, or on this one. The script is called for each request, on the connection's
    /// thread.
    public init(port wanted: UInt16 = 0, script: @escaping @Sendable (Request) -> [Step]) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = wanted.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EADDRINUSE) }
        self.listener = listener
        self.script = script
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in acceptAll() }
        thread.name = "scripted-server"
        thread.start()
    }

    /// Stops the server and closes every connection.
    public func stop() {
        state.withLock { state in
            guard !state.stopped else { return }
            state.stopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            // Programs that other tests start must not inherit it: they would keep it open.
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            let accepted = state.withLock { state in
                guard !state.stopped else { return false }
                state.connections.insert(connection)
                return true
            }
            guard accepted else {
                close(connection)
                break
            }
            let thread = Thread { [self] in
                serve(connection)
                // Remove it before closing it, so that `stop` cannot hit another file that has got the same number.
                _ = state.withLock { $0.connections.remove(connection) }
                close(connection)
            }
            thread.start()
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var buffer: [UInt8] = []
        while let request = receive(connection, &buffer) {
            for step in script(request) {
                switch step {
                case .send(let bytes): guard write(bytes, to: connection) else { return }
                case .dribble(let bytes):
                    for byte in bytes { guard write([byte], to: connection) else { return } }
                case .close: return
                case .reset:
                    var option = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
                    return
                case .hold:
                    var byte: UInt8 = 0
                    while recv(connection, &byte, 1, 0) > 0 {}
                    return
                }
            }
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func receive(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            headEnd = buffer.firstRange(of: end)?.upperBound
            if headEnd == nil, !more(connection, &buffer) { return nil }
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: buffer[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < headEnd + length { guard more(connection, &buffer) else { return nil } }
        let wire = Array(buffer[..<(headEnd + length)])
        var body = Array(wire[headEnd...])
        buffer.removeFirst(headEnd + length)
        if headers["content-encoding"] == "gzip" { body = Self.gunzip(body) }
        return state.withLock { state in
            let request = Request(
                method: words[0], path: words[1], headers: headers, body: body, wire: wire,
                number: state.requests.count)
            state.requests.append(request)
            return request
        }
    }

    private func more(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &bytes, bytes.count, 0)
        guard count > 0 else { return false }
        buffer += bytes[..<count]
        return true
    }

    private static func gunzip(_ bytes: [UInt8]) -> [UInt8] {
        var input = bytes
        var output: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        var stream = z_stream()
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return []
        }
        defer { inflateEnd(&stream) }
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var result = Z_OK
            while result == Z_OK {
                block.withUnsafeMutableBufferPointer { block in
                    stream.next_out = block.baseAddress
                    stream.avail_out = UInt32(block.count)
                    result = inflate(&stream, Z_NO_FLUSH)
                }
                output += block[..<(block.count - Int(stream.avail_out))]
            }
        }
        return output
    }
}
