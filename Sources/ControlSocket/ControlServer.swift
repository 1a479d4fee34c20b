import Glibc
import Serial

/// The kiosk's Unix socket. Each connection carries one request, which is answered before the connection is closed. The
/// server works on a queue of its own. Only the owner may read or write the socket.
public final class ControlServer: Sendable {
    /// Answers a request. It must call back exactly once, and may do so later and from any thread.
    public typealias Handler = @Sendable (ControlRequest, @escaping @Sendable (ControlReply) -> Void) -> Void

    private static let longestRequest = 4096
    private let path: String
    private let listening: Watch

    /// Listens at a path and replaces a socket that a dead kiosk left there. The state directory's lock makes sure that
    /// no living kiosk is using it.
    /// - Throws: `ControlFailure` if the path is too long (107 bytes) or cannot be bound.
    public init(path: String, handler: @escaping Handler) throws {
        self.path = path
        let listener = try UnixSocket.open()
        do {
            unlink(path)
            try UnixSocket.withAddress(path) { address, length in
                let mask = umask(0o077)
                defer { umask(mask) }
                guard bind(listener, address, length) == 0, listen(listener, 8) == 0 else {
                    throw UnixSocket.failure("cannot listen at \(path)")
                }
            }
        } catch {
            close(listener)
            throw error
        }
        listening = SerialQueue(label: "control-socket").whenReadable(listener, ended: { close(listener) }) {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            Blocking.run { Self.serve(connection, handler) }
        }
    }

    /// Stops listening and removes the socket.
    public func stop() {
        listening.cancel()
        unlink(path)
    }

    private static func serve(_ connection: Int32, _ handler: Handler) {
        // A client that says nothing must not keep a thread.
        UnixSocket.limitWaiting(connection, seconds: 2)
        guard let line = UnixSocket.readLine(connection, limit: longestRequest),
            let request = ControlRequest(line: line)
        else {
            UnixSocket.send(connection, ControlReply(ok: false, "empty or oversized request").line)
            close(connection)
            return
        }
        handler(request) { reply in
            UnixSocket.send(connection, reply.line)
            close(connection)
        }
    }
}

/// Asks the running kiosk.
public enum ControlClient {
    /// Sends a request and waits for the answer.
    /// - Returns: nil if no kiosk listens at the path.
    /// - Throws: `ControlFailure` if one listens but does not answer properly within ten seconds.
    public static func ask(_ request: ControlRequest, at path: String) throws -> ControlReply? {
        let connection = try UnixSocket.open()
        defer { close(connection) }
        let connected = try UnixSocket.withAddress(path) { connect(connection, $0, $1) == 0 }
        guard connected else { return nil }
        UnixSocket.limitWaiting(connection, seconds: 10)
        UnixSocket.send(connection, request.line)
        guard let reply = ControlReply(received: UnixSocket.readAll(connection)) else {
            throw ControlFailure(description: "the kiosk at \(path) did not answer; is it stopped or very busy?")
        }
        return reply
    }
}
