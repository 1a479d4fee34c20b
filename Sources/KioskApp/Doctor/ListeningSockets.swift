import Foundation

/// A socket that takes what others send: a TCP socket that listens, or a UDP socket that is connected to nobody.
struct ListeningSocket: Hashable {
    enum Transport: String {
        case tcp, udp
    }

    var transport: Transport
    var port: Int
    var isLoopback: Bool
    /// The kernel's number of it, by which its process is found.
    var inode: String

    /// The sockets of a table of /proc/net (proc_pid_net(5)). Addresses there are 32-bit words in the machine's order.
    static func parse(_ table: String, _ transport: Transport) -> [ListeningSocket] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, let own = Endpoint(fields[1]), let other = Endpoint(fields[2]) else { return nil }
            let listens = transport == .tcp ? fields[3] == "0A" : other.port == 0
            guard listens, own.port != 0 else { return nil }
            return ListeningSocket(
                transport: transport, port: own.port, isLoopback: own.isLoopback, inode: String(fields[9]))
        }
    }

    private struct Endpoint {
        let port: Int
        let isLoopback: Bool

        init?(_ text: Substring) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let port = Int(parts[1], radix: 16), [8, 32].contains(parts[0].count) else {
                return nil
            }
            let digits = Array(parts[0])
            let words = stride(from: 0, to: digits.count, by: 8).compactMap { start in
                UInt32(String(digits[start..<start + 8]), radix: 16).map(UInt32.init(littleEndian:))
            }
            guard words.count * 8 == digits.count else { return nil }
            self.port = port
            // The bytes in the order of the network.
            let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
            switch bytes.count {
            case 4: isLoopback = bytes[0] == 127
            default:
                let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
                isLoopback = isMapped ? bytes[12] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
            }
        }
    }
}

extension ListeningSocket {
    /// All of this machine's network; nil if its tables cannot be read.
    static var all: [ListeningSocket]? {
        var found: [ListeningSocket] = []
        for (name, transport) in [("tcp", Transport.tcp), ("udp", .udp)] {
            guard let table = try? String(contentsOfFile: "/proc/net/\(name)", encoding: .utf8) else { return nil }
            found += parse(table, transport)
            // There is none where the kernel has no IPv6.
            if let six = try? String(contentsOfFile: "/proc/net/\(name)6", encoding: .utf8) {
                found += parse(six, transport)
            }
        }
        return found
    }
}
