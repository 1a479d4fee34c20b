import Foundation
import Glibc
import Synchronization

/// Ports of 127.0.0.1, each for one test only, outside the range from which the system itself gives.
enum Ports {
    private static let given = Mutex<Set<Int>>([])

    /// A port on which nobody listens. The three after it are free for a program that wants more.
    static func free() -> Int {
        while true {
            let port = Int.random(in: 2_600...4_800) * 4
            let fresh = given.withLock { $0.insert(port).inserted }
            let free = (port..<port + 4).allSatisfy { isFree($0, SOCK_STREAM) && isFree($0, SOCK_DGRAM) }
            if fresh && free { return port }
        }
    }

    /// Returns when something is bound to a UDP port. The kernel's table is the only place that tells.
    static func bound(_ port: Int) async throws {
        let entry = String(format: "0100007F:%04X ", port)
        try await poll("UDP port \(port)") { table("/proc/net/udp").contains(entry) }
    }

    /// Polls for one of the few things that nobody announces.
    static func poll(
        _ what: String, isolation: isolated (any Actor)? = #isolation, _ condition: () -> Bool
    ) async throws {
        for _ in 0..<9_000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NothingCame(description: "no \(what)")
    }

    /// A kernel table. It comes a page at a time, and Foundation takes the first page for the whole.
    static func table(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &page, page.count), count > 0 { bytes += page[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isFree(_ port: Int, _ type: __socket_type) -> Bool {
        let descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
