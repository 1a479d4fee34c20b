/// A SIP account of the booth. Order in `booth.yaml` is the order of use.
public struct Trunk: Equatable, Sendable {
    /// The SIP transport; `tls` does not verify the server in the agent of Debian 12.
    public enum Transport: String, CaseIterable, Hashable, Sendable {
        case udp, tcp, tls
    }

    /// The technician's name of it.
    public var id: TrunkID
    /// Host name or address of the registrar and proxy.
    public var host: String
    /// Port of the registrar and proxy, 1 to 65,535.
    public var port: Int
    /// Transport.
    public var transport: Transport
    /// The user part of the booth's address of record.
    public var user: String
    /// The name for authentication, if not `user`.
    public var authUser: String?
    /// Path of the file that holds the password; readable by the agent only.
    public var passwordFile: String?
    /// Seconds between registrations; 0 does not register.
    public var registrationInterval: Int
    /// How long nothing may come back over it before an emergency gives the attempt up, in the first round; nil is the
    /// booth's `Timings.noProgressEmergency`.
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

    /// Whether the trunk ends on this machine: the loopback range of RFC 1122 and RFC 4291, written as an address.
    /// A name does not count, since what it resolves to can change.
    public var isLoopback: Bool {
        if host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && !parts.contains(nil) && parts.first == 127
    }
}
