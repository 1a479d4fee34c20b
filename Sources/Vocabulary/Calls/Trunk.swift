/// A SIP account of the booth. Trunks are used in the order of `booth.yaml`.
public struct Trunk: Equatable, Sendable {
    /// The SIP transport. With `tls`, the SIP agent of Debian 12 does not verify the server.
    public enum Transport: String, CaseIterable, Hashable, Sendable {
        case udp, tcp, tls
    }

    /// The technician's name for it.
    public var id: TrunkID
    /// Host name or address of the registrar and proxy.
    public var host: String
    /// Port of the registrar and proxy, 1 to 65,535.
    public var port: Int
    /// The SIP transport.
    public var transport: Transport
    /// The user part of the booth's address of record.
    public var user: String
    /// The name for authentication; nil means `user`.
    public var authUser: String?
    /// Path of the file that holds the password. Only the agent can read the file.
    public var passwordFile: String?
    /// Seconds between registrations; 0 means no registration.
    public var registrationInterval: Int
    /// How long an emergency waits for any response over this trunk, in the first round, before it gives up the
    /// attempt. Nil means the booth's `Timings.noProgressEmergency`.
    public var noProgress: Duration?

    /// A trunk.
    public init(
        id: TrunkID, host: String, port: Int = 5060, transport: Transport = .udp, user: String, authUser: String? = nil,
        passwordFile: String? = nil, registrationInterval: Int = 60, noProgress: Duration? = nil
    ) {
        self.id = id
        self.host = host
        self.port = port
        self.transport = transport
        self.user = user
        self.authUser = authUser
        self.passwordFile = passwordFile
        self.registrationInterval = registrationInterval
        self.noProgress = noProgress
    }

    /// Whether the trunk ends on this machine: its host is an address in the loopback range of RFC 1122 or RFC 4291.
    /// A name does not count, because what it resolves to can change.
    public var isLoopback: Bool {
        if host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && !parts.contains(nil) && parts.first == 127
    }
}
