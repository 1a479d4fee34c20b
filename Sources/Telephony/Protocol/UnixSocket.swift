import Glibc

/// One end of a connection over a Unix socket (stream). Owns its descriptor; never blocks.
final class UnixSocket: Sendable {
    let descriptor: Int32

    /// The longest path that fits into an address, in bytes.
    static let longestPath = 107

    /// Connects to the socket at `path`; nil if nobody listens there.
    init?(path: String) {
        let made = Glibc.socket(AF_UNIX, Self.kind, 0)
        guard made >= 0, Self.with(path, { connect(made, $0, $1) }) == 0 else {
            if made >= 0 { close(made) }
            return nil
        }
        descriptor = made
    }

    /// Accepts a connection of a listening socket; nil if there is none.
    init?(acceptedFrom listener: Int32) {
        let accepted = accept(listener, nil, nil)
        guard accepted >= 0 else { return nil }
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
        descriptor = accepted
    }

    deinit { close(descriptor) }

    /// Receives what has arrived.
    func receive() -> AgentSocket.Received { AgentSocket.receive(from: descriptor) }

    /// Sends what can be sent now.
    /// - Returns: The number of bytes sent; nil if the far end is gone.
    func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count > 0 {
                rest.removeFirst(count)
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return nil
            }
        }
        return bytes.count - rest.count
    }

    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Listens at `path`, in place of whatever is there, for its owner and for the group, if one is named.
    /// - Returns: The listening descriptor.
    static func listen(at path: String, group: String?) throws(LineSocketError) -> Int32 {
        guard path.utf8.count <= longestPath else { throw .pathTooLong(path) }
        unlink(path)
        let made = Glibc.socket(AF_UNIX, kind, 0)
        guard made >= 0 else { throw .system("socket", path, errno) }
        // Nobody may connect until the socket's group and mode are right.
        let mask = umask(0o177)
        let bound = with(path) { bind(made, $0, $1) }
        let error = errno
        umask(mask)
        do throws(LineSocketError) {
            guard bound == 0 else { throw .system("bind", path, error) }
            if let group {
                guard let entry = getgrnam(group) else { throw .noGroup(group) }
                guard chown(path, uid_t.max, entry.pointee.gr_gid) == 0 else { throw .system("chown", path, errno) }
                guard chmod(path, 0o660) == 0 else { throw .system("chmod", path, errno) }
            }
            guard Glibc.listen(made, 8) == 0 else { throw .system("listen", path, errno) }
        } catch {
            close(made)
            throw error
        }
        return made
    }

    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        guard path.utf8.count <= longestPath else { return -1 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}

/// Why the broker's sockets cannot be opened.
public enum LineSocketError: Error, CustomStringConvertible {
    case pathTooLong(String)
    case noGroup(String)
    case system(String, String, Int32)

    /// The place, cause and remedy, in one line.
    public var description: String {
        switch self {
        case .pathTooLong(let path):
            "\(path): longer than \(UnixSocket.longestPath) bytes, which no Unix socket can be; choose a shorter directory"
        case .noGroup(let group): "there is no group '\(group)'; make it with: groupadd --system \(group)"
        case .system(let call, let path, let error): "\(path): \(call): \(String(cString: strerror(error)))"
        }
    }
}
