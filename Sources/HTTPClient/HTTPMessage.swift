/// An HTTP request.
public struct HTTPRequest: Equatable, Sendable {
    /// The methods a booth uses.
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The method.
    public var method: Method
    /// An absolute URL: `https`, or `http` to this machine.
    public var url: String
    /// Header fields in order.
    public var headers: [HTTPHeader]
    /// The body of a POST.
    public var body: [UInt8]
    /// Whether the body is sent compressed with gzip.
    public var compressed: Bool
    /// The time-out for name resolution, connection and TLS together; more than zero.
    public var connectTimeout: Duration
    /// The time-out for the whole request; more than zero.
    public var timeout: Duration
    /// The largest body to accept, in bytes after decompression.
    public var maximumResponse: Int

    /// A request.
    public init(
        _ method: Method, _ url: String, headers: [HTTPHeader] = [], body: [UInt8] = [], compressed: Bool = false,
        connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(30), maximumResponse: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.compressed = compressed
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.maximumResponse = maximumResponse
    }
}

/// A header field.
public struct HTTPHeader: Equatable, Sendable {
    /// Its name; case does not matter.
    public var name: String
    /// Its value, without surrounding white space.
    public var value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether the field can be sent: its name is a token of RFC 9110, and its value has no character that could end
    /// the line.
    var isValid: Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isToken = { (byte: UInt8) in
            letters.contains(byte | 0x20) || digits.contains(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        return !name.isEmpty && name.utf8.allSatisfy(isToken)
            && value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }
    }
}

/// A complete response, whatever its status.
public struct HTTPResponse: Equatable, Sendable {
    /// The status code.
    public var status: Int
    /// Header fields in order.
    public var headers: [HTTPHeader]
    /// The body, decompressed.
    public var body: [UInt8]

    /// A response.
    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first field of this name; case does not matter.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why there is no complete response. The texts come from libcurl and are for a technician; they contain no header and
/// no body.
public enum HTTPError: Error, Equatable, Sendable {
    /// The URL cannot be used: it is not absolute, has another scheme, or contains a name and password.
    case badURL(String)
    /// `http` to another machine, which is never sent.
    case insecure(host: String)
    /// A header field that cannot be sent.
    case badHeader(String)
    /// The name was not found, nothing listens, or there is no route. The request was not sent.
    case unreachable(String)
    /// The server's certificate, the client's certificate or the TLS handshake failed. The request was not sent.
    case tls(String)
    /// The time-out expired. The request may have been carried out.
    case timedOut(String)
    /// The connection broke before the response was complete. The request may have been carried out.
    case connectionLost(String)
    /// What came back is not HTTP, or cannot be decompressed. The request may have been carried out.
    case malformed(String)
    /// The body or the header is larger than accepted. The request was probably carried out.
    case tooLarge(limit: Int)
    /// `cancel` was called.
    case cancelled
    /// The client was stopped.
    case stopped
    /// Something else, such as a missing certificate file or a lack of memory.
    case failed(String)

    /// Whether the request certainly never left this machine.
    public var wasNotSent: Bool {
        switch self {
        case .badURL, .insecure, .badHeader, .unreachable, .tls: true
        default: false
        }
    }
}
