import Glibc

/// Ports that nothing uses at this moment, on loopback.
enum FreePorts {
    /// Different free ports, for TCP and UDP alike.
    static func take(_ count: Int) throws -> [Int] {
        var ports: [Int] = []
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        while ports.count < count {
            let (tcp, port) = try bound(SOCK_STREAM, port: 0)
            sockets.append(tcp)
            guard let (udp, _) = try? bound(SOCK_DGRAM, port: port) else { continue }
            sockets.append(udp)
            ports.append(port)
        }
        return ports
    }

    private static func bound(_ type: __socket_type, port: Int) throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                descriptor >= 0 && bind(descriptor, address, length) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else {
            if descriptor >= 0 { close(descriptor) }
            throw Failure("no free port on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
    }
}
