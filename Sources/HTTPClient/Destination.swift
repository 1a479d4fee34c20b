import CCurl

/// Where a URL leads, as read by libcurl's own parser, which will also make the connection.
struct Destination: Equatable {
    var isLoopback: Bool

    /// Refuses every URL that the booth must never send to.
    /// - Throws: `HTTPError.badURL` for another scheme or a name and password in the URL; `HTTPError.insecure` for
    ///   `http` to another machine.
    init(url: String) throws(HTTPError) {
        guard let handle = curl_url() else { throw .failed("out of memory") }
        defer { curl_url_cleanup(handle) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(handle, CURLUPART_SCHEME), let host = Self.part(handle, CURLUPART_HOST),
            Self.part(handle, CURLUPART_USER) == nil, Self.part(handle, CURLUPART_PASSWORD) == nil
        else { throw .badURL(url) }
        isLoopback = Self.isLoopback(host)
        switch scheme {
        case "https": break
        case "http" where isLoopback: break
        case "http": throw .insecure(host: host)
        default: throw .badURL(url)
        }
    }

    private static func part(_ handle: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// Whether a host is in 127.0.0.0/8, or is ::1 or `localhost`, which libcurl never resolves to anything else (RFC
    /// 6761).
    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return parts.count == 4 && !parts.contains(nil) && parts.first == 127
    }
}
