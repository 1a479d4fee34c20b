import Foundation

/// Certificates made by the openssl program. Each name has a `NAME.pem` and a `NAME.key` in one directory.
public final class Certificates: Sendable {
    private let directory: TemporaryDirectory

    /// The directory.
    public var path: String { directory.path }

    /// Makes the CAs `ca` and `otherca`. `ca` issues `server` for 127.0.0.1 and `client`; `otherca` issues the client
    /// `stranger`.
    public init() throws {
        directory = try TemporaryDirectory()
        try authority("ca")
        try authority("otherca")
        try issue("server", by: "ca", extra: Self.server)
        try issue("client", by: "ca", extra: Self.client)
        try issue("stranger", by: "otherca", extra: Self.client)
    }

    /// The extension that makes a certificate that of a server on 127.0.0.1.
    public static let server = "subjectAltName=IP:127.0.0.1"
    /// The extension that makes a certificate a client's.
    public static let client = "extendedKeyUsage=clientAuth"

    private func openssl(_ arguments: String) throws {
        let done = try Command.run("sh", "-c", "openssl \(arguments)", in: path)
        guard done.status == 0 else { throw NSError(domain: done.output, code: 1) }
    }

    private func authority(_ name: String) throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=\(name)"
                + " -keyout \(name).key -out \(name).pem")
    }

    /// Issues a certificate in place of the one of that name. With a negative number of days it has already expired.
    public func issue(_ name: String, by authority: String, extra: String, days: Int = 2) throws {
        try directory.file("\(name).ext", Array("\(extra)\n".utf8))
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=\(name) -keyout \(name).key"
                + " -out \(name).csr")
        try openssl(
            "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -CAcreateserial -days \(days)"
                + " -extfile \(name).ext -out \(name).pem")
    }
}

/// TLS in front of a server on this machine. It reads the certificates anew for each connection.
public final class TLSFront: Sendable {
    /// Its port on 127.0.0.1.
    public let port: UInt16
    private let relay: WatchedCommand

    /// The front did not start.
    public struct NotStarted: Error {
        /// What the program wrote.
        public let output: String
    }

    /// Starts a front for a port. With `demandClient` it serves only clients with a certificate of `ca`.
    public init(_ certificates: Certificates, to port: UInt16, demandClient: Bool) throws {
        relay = try WatchedCommand([
            "python3", "-c", Self.program, certificates.path, String(port), demandClient ? "demand" : "",
        ])
        _ = relay.wait { $0.contains("\n") }
        guard let own = UInt16(relay.output.trimmingCharacters(in: .newlines)) else {
            relay.kill()
            throw NotStarted(output: relay.output)
        }
        self.port = own
    }

    /// Stops the front and closes every connection.
    public func stop() { relay.kill() }

    // One thread per connection, because two threads must not use an SSL object at once.
    private static let program = """
        import select, socket, ssl, sys, threading
        place, port, demand = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        def serve(plain):
            try:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(place + "/server.pem", place + "/server.key")
                if demand:
                    context.verify_mode = ssl.CERT_REQUIRED
                    context.load_verify_locations(place + "/ca.pem")
                near = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
                try:
                    near.do_handshake()
                except OSError:
                    # The other side reads why only if nothing that it sent lies here unread.
                    plain = socket.socket(fileno=near.detach())
                    plain.shutdown(socket.SHUT_WR)
                    while plain.recv(65536):
                        pass
                    return
                far = socket.create_connection(("127.0.0.1", port))
                while True:
                    ready = [near] if near.pending() else select.select([near, far], [], [])[0]
                    for side in ready:
                        data = side.recv(65536)
                        if not data:
                            return
                        (far if side is near else near).sendall(data)
            except OSError:
                pass
            finally:
                plain.close()
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        """
}
