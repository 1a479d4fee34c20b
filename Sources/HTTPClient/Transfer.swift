import Basics
import CCurl

/// One request in progress: a libcurl handle and the response received so far. Used only on the client's thread.
final class Transfer {
    let id: UInt64
    let easy: UnsafeMutableRawPointer
    let completion: @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    private let maximumResponse: Int
    private var list: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: [HTTPHeader] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var isTooLarge = false
    private static let maximumHeaders = 64 * 1024

    init(
        id: UInt64, request: HTTPRequest, settings: HTTPSettings,
        completion: @escaping @Sendable (Result<HTTPResponse, HTTPError>) -> Void
    ) throws(HTTPError) {
        let destination = try Destination(url: request.url)
        if let bad = request.headers.first(where: { !$0.isValid }) { throw .badHeader(bad.name) }
        guard let easy = curl_easy_init() else { throw .failed("out of memory") }
        self.id = id
        self.easy = easy
        self.completion = completion
        maximumResponse = request.maximumResponse
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try configure(request, settings, destination)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(list)
        errorText.deallocate()
    }

    private func configure(
        _ request: HTTPRequest, _ settings: HTTPSettings, _ destination: Destination
    ) throws(HTTPError) {
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PROTOCOLS_STR, destination.isLoopback ? "http,https" : "https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        // Abandons a name server that does not answer; without this, stopping would wait for it.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout))
        try set(CURLOPT_TIMEOUT_MS, milliseconds(request.timeout))
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_USERAGENT, settings.userAgent)
        // CURL_SSLVERSION_TLSv1_2; all older versions are broken.
        try set(CURLOPT_SSLVERSION, 6)
        if destination.isLoopback { try set(CURLOPT_PROXY, "") }
        if let file = settings.caFile { try set(CURLOPT_CAINFO, file) }
        if let file = settings.clientCertificateFile { try set(CURLOPT_SSLCERT, file) }
        if let file = settings.clientKeyFile { try set(CURLOPT_SSLKEY, file) }
        try check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))

        var fields = request.headers
        if request.method == .post {
            var bytes = request.body
            if request.compressed {
                guard let smaller = Gzip.compress(bytes) else { throw .failed("out of memory") }
                bytes = smaller
                fields.append(HTTPHeader("Content-Encoding", "gzip"))
            }
            try check(ccurl_set_body(easy, bytes, bytes.count))
            // An empty value removes the field that libcurl adds by itself.
            fields.append(HTTPHeader("Expect", ""))
            if !fields.contains(where: { $0.name.lowercased() == "content-type" }) {
                fields.append(HTTPHeader("Content-Type", ""))
            }
        }
        for field in fields {
            guard let longer = curl_slist_append(list, "\(field.name): \(field.value)") else {
                throw .failed("out of memory")
            }
            list = longer
        }
        try check(ccurl_set_list(easy, CURLOPT_HTTPHEADER, list))

        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        try check(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        try check(
            ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
                Transfer.at(context, bytes, count) { $0.receiveBody($1) }
            })
        try check(
            ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
                Transfer.at(context, bytes, count) { $0.receiveHeader($1) }
            })
    }

    /// Translates libcurl's result code.
    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPError> {
        if isTooLarge { return .failure(.tooLarge(limit: maximumResponse)) }
        let own = String(cString: errorText)
        let text = "\(own.isEmpty ? String(cString: curl_easy_strerror(code)) : own) (curl \(code.rawValue))"
        switch code {
        case CURLE_OK:
            let status = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE)
            return .success(HTTPResponse(status: status, headers: headers, body: body))
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
            return .failure(.unreachable(text))
        case CURLE_OPERATION_TIMEDOUT:
            return .failure(ccurl_may_have_sent(easy) != 0 ? .timedOut(text) : .unreachable(text))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .failure(.tls(text))
        case CURLE_RECV_ERROR where text.contains(" alert "):
            // With TLS 1.3, a refused client certificate is reported only after the handshake, in place of the answer.
            return .failure(.tls(text))
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return .failure(.connectionLost(text))
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            return .failure(.malformed(text))
        case CURLE_URL_MALFORMAT:
            return .failure(.badURL(text))
        default:
            return .failure(.failed(text))
        }
    }

    // MARK: - From libcurl

    private static func at(
        _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
        _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        // Any other number than `count` makes libcurl abort the transfer.
        return body(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : count + 1
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumResponse else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.maximumHeaders else {
            isTooLarge = true
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A new response: the one before was an interim one (RFC 9110, 15.2).
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(
                HTTPHeader(String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
        }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    // MARK: - Options

    private func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try check(ccurl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(HTTPError) {
        try check(ccurl_set_string(easy, option, value))
    }

    private func check(_ code: CURLcode) throws(HTTPError) {
        guard code == CURLE_OK else { throw .failed(String(cString: curl_easy_strerror(code))) }
    }

    /// At least 1, because libcurl takes 0 as "no limit".
    private func milliseconds(_ duration: Duration) -> Int {
        max(1, Int(duration.wholeMilliseconds))
    }
}
