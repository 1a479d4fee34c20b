import ArgumentParser
import Glibc

/// Where to listen: `127.0.0.1:8080`, `[::1]:0` (0 = any free port), `localhost:8080`.
struct ListenAddress: Equatable, Sendable, ExpressibleByArgument {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else {
            return nil
        }
        var host = argument[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        // A name server must not decide what counts as this machine.
        self.init(host: host == "localhost" ? "127.0.0.1" : String(host), port: Int(port))
    }

    /// True for 127.0.0.0/8 and ::1 only.
    var isLoopback: Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: &six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }

    /// The base URL, such as `http://127.0.0.1:41234`.
    var baseURL: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
