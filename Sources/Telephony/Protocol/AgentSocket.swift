import Glibc

/// The TCP connection to the agent's control port on this machine. Owns its descriptor.
final class AgentSocket: Sendable {
    /// What `receive` brought.
    enum Received {
        case bytes([UInt8])
        /// Nothing there for now.
        case nothing
        /// The far end closed, or the connection broke.
        case closed
    }

    let descriptor: Int32

    /// Connects to `port` on 127.0.0.1; nil if nobody listens there.
    init?(port: Int) {
        guard let port = UInt16(exactly: port) else { return nil }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(IPPROTO_TCP))
        guard descriptor >= 0 else { return nil }
        // A stopped agent lets neither connect nor send return. The queue that waits here has nothing better to do, but
        // must not wait long.
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        set(TCP_NODELAY)
        var address = Self.loopback(port: port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // While nobody listens on a port of the ephemeral range, a socket can be given that very port and connect to
        // itself. That would then keep the agent off the port.
        guard connected == 0, localPort != port else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends everything.
    /// - Returns: whether everything was sent.
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                rest.removeFirst(count)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Receives what has arrived.
    func receive() -> Received {
        let received = Self.receive(from: descriptor)
        // The option is not sticky. Without it the agent, which leaves Nagle's algorithm on, holds back its next
        // message until our delayed acknowledgement, for 40 to 210 ms.
        if case .bytes = received { set(TCP_QUICKACK) }
        return received
    }

    /// Receives what has arrived at a socket of any kind.
    static func receive(from descriptor: Int32) -> Received {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { return .bytes(Array(buffer[..<count])) }
            if count == 0 { return .closed }
            if errno == EAGAIN || errno == EWOULDBLOCK { return .nothing }
            if errno != EINTR { return .closed }
        }
    }

    /// Shuts the connection down in both directions; `receive` reports it.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func set(_ option: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private var localPort: UInt16? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return address
    }
}
