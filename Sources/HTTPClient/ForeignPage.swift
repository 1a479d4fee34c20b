/// Recognises answers that come from something between the booth and a server: a captive portal that wants a log-in, or
/// a proxy with a page of its own. They come with any status, mostly 200, and say nothing about the server.
extension HTTPResponse {
    /// What such an answer is, in words for a technician; nil if the answer may be the server's own.
    ///
    /// If there is a body, it decides, because servers often name the wrong media type.
    public var foreignPage: String? {
        switch status {
        // RFC 6585, section 6: sent only by something between client and server.
        case 511: return "status 511: the network wants somebody to log in (captive portal)"
        case 407: return "status 407: a proxy wants a name and a password"
        case 301, 302, 303, 307, 308:
            let target = header("Location").map { " to \(Self.host(of: $0))" } ?? ""
            return "status \(status)\(target): a captive portal's or proxy's log-in page, or the address has moved"
        default: break
        }
        guard isWebPage else { return nil }
        return "a web page (HTML) with status \(status) in place of data: a captive portal's or proxy's page"
    }

    private var isWebPage: Bool {
        let type = header("Content-Type")?.lowercased() ?? ""
        let start = body.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        guard !start.isEmpty else { return type.hasPrefix("text/html") }
        let words = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
        return words.hasPrefix("<!doctype html") || words.hasPrefix("<html")
            || (words.hasPrefix("<") && (type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")))
    }

    /// The host of an address, without the path, in which a portal may have put anything.
    private static func host(of location: String) -> String {
        guard let slashes = location.firstRange(of: "://") else { return "another page" }
        let host = location[slashes.upperBound...].prefix { !"/?#".contains($0) }
        return host.isEmpty || host.count > 100 ? "another page" : String(host)
    }
}
