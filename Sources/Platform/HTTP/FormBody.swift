import Hummingbird

/// The fields of a form that a page sent (application/x-www-form-urlencoded of the URL standard).
struct FormBody: Sendable {
    private let fields: [String: String]

    /// Reads a form. Throws for anything that this platform's pages never send: a repeated field, or an invalid
    /// percent-encoding.
    init(_ body: [UInt8]) throws(Problem) {
        do {
            fields = try URLEncodedFormDecoder().decode(
                [String: String].self, from: String(decoding: body, as: UTF8.self))
        } catch {
            throw .malformed("the form cannot be read")
        }
    }

    /// A field's text; empty if the field is missing.
    subscript(name: String) -> String { fields[name] ?? "" }
}

extension Request {
    /// Reads the body as a form from one of this platform's pages.
    /// - Parameter limit: the most bytes to accept.
    func form(limit: Int = 16 * 1024) async throws -> FormBody {
        try FormBody(await content(type: "application/x-www-form-urlencoded", limit: limit))
    }

    /// Throws if another site's page caused this request, according to the browser's `Sec-Fetch-Site` or `Origin`.
    func refuseForgery() throws(Problem) {
        let site = headers.first { $0.name.canonicalName == "sec-fetch-site" }?.value
        if let site, site != "same-origin", site != "none" { throw .forbidden("the form was sent by another site") }
        // Compared without the scheme, because TLS may end at a proxy in front of this platform.
        let origin = headers[.origin]?.split(separator: "//").last.map(String.init)
        if let origin, origin != head.authority {
            throw .forbidden("the form was sent by another site")
        }
    }
}

extension Response {
    /// Redirects a browser to another page of this platform.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
