import Foundation
import Glibc

/// What a service tells systemd, received in its place: a socket to name in NOTIFY_SOCKET.
public final class NotifySocket: Sendable {
    /// The socket's path.
    public let path: String
    /// Each state as it came, such as `WATCHDOG=1`.
    public let states = Recorder<String>()
    private let descriptor: Int32

    /// Listens at a path, which must be short (107 bytes).
    public init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let made = descriptor
        guard Self.withAddress(path, { bind(made, $0, $1) }) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        let (descriptor, states) = (descriptor, states)
        Thread.detachNewThread {
            var page = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(descriptor, &page, page.count, 0)
                guard count > 0 else { break }
                let state = String(decoding: page[..<count], as: UTF8.self)
                if state == Self.end { break }
                states.record(state)
            }
            Glibc.close(descriptor)
        }
    }

    private static let end = "end of the test"

    /// How many signs of life have come.
    public var signsOfLife: Int { states.values.count { $0.contains("WATCHDOG=1") } }

    /// Stops listening and removes the socket.
    public func close() {
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        _ = Self.withAddress(path) { sendto(sender, Self.end, Self.end.utf8.count, 0, $0, $1) }
        Glibc.close(sender)
        unlink(path)
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix(107))) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
