import Hummingbird

/// The fields of a form that a page sent (the URL standard's application/x-www-form-urlencoded).
struct FormBody: Sendable {
    private let fields: [String: String]

    /// Throws for what no form of this platform's pages sends: a field twice, or a sequence that is no percent-encoding.
    init(_ body: [UInt8]) throws(Problem) {
        do {
            fields = try URLEncodedFormDecoder().decode(
                [String: String].self, from: String(decoding: body, as: UTF8.self))
        } catch {
            throw .malformed("the form cannot be read")
        }
    }

    /// A field's text; empty if it is not there.
    subscript(name: String) -> String { fields[name] ?? "" }
}

extension Request {
    /// The body as a form of one of this platform's pages.
    /// - Parameter limit: bytes.
    func form(limit: Int = 16 * 1024) async throws -> FormBody {
        try FormBody(await content(type: "application/x-www-form-urlencoded", limit: limit))
    }

    /// Throws if another site's page caused this: the browser says so in `Sec-Fetch-Site` or `Origin`.
    func refuseForgery() throws(Problem) {
        let site = headers.first { $0.name.canonicalName == "sec-fetch-site" }?.value
        if let site, site != "same-origin", site != "none" { throw .forbidden("the form was sent by another site") }
        // Without a scheme: TLS may end in front of this platform.
        let origin = headers[.origin]?.split(separator: "//").last.map(String.init)
        if let origin, origin != head.authority {
            throw .forbidden("the form was sent by another site")
        }
    }
}

extension Response {
    /// Sends a browser on to another page of this platform.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
