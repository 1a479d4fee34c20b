import Foundation
import Hummingbird

/// `/login` and `/logout`: the operator's token for a cookie, which opens the page and nothing else.
///
/// Against forged requests (CSRF): the cookie is `SameSite=Strict`, a POST that another site's page caused is refused by
/// its `Origin` or `Sec-Fetch-Site`, and nothing but logging in and out is done by cookie at all.
struct LogInRoutes: Sendable {
    let tokens: AccessTokens
    let sessions: OperatorSessions
    let limit: RateLimiter
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) {
        endpoints.on(
            "/login",
            [
                (.get, { _, _ in .page(LogInPage(hasOperator: tokens.hasOperator, isRefused: false).html) }),
                (.post, logIn),
            ])
        endpoints.on("/logout", .post, handler: logOut)
    }

    /// Whether the request is the operator's, by cookie or by bearer token.
    func isOperator(_ request: Request) -> Bool {
        Self.key(of: request).map { sessions.isValid($0, at: clock()) } ?? false
            || tokens.caller(of: request) == .operator
    }

    @Sendable private func logIn(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try Self.refuseForgery(request)
        // One bucket for everybody: behind a TLS proxy all come from the same address.
        if let seconds = limit.take("") { throw Problem.tooMany(retryAfterSeconds: seconds) }
        let body = try await request.content(type: "application/x-www-form-urlencoded", limit: 4096)
        guard tokens.isOperator(Self.field("token", of: body)) else {
            context.logger.warning("a log-in with a wrong token")
            return .page(LogInPage(hasOperator: tokens.hasOperator, isRefused: true).html, status: .forbidden)
        }
        let key = sessions.begin(at: clock())
        context.logger.notice("the operator logged in")
        return Self.redirect("/", cookie: "\(key); Max-Age=\(Int(OperatorSessions.lifetime))", for: request)
    }

    @Sendable private func logOut(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try Self.refuseForgery(request)
        if let key = Self.key(of: request) { sessions.end(key) }
        return Self.redirect("/login", cookie: "; Max-Age=0", for: request)
    }

    private static func refuseForgery(_ request: Request) throws(Problem) {
        let site = request.headers.first { $0.name.canonicalName == "sec-fetch-site" }?.value
        if let site, site != "same-origin", site != "none" { throw .forbidden("the form was sent by another site") }
        // Without a scheme: TLS may end in front of this platform.
        let origin = request.headers[.origin]?.split(separator: "//").last.map(String.init)
        if let origin, origin != request.head.authority {
            throw .forbidden("the form was sent by another site")
        }
    }

    private static func redirect(_ path: String, cookie: String, for request: Request) -> Response {
        let isSecure = request.headers.first { $0.name.canonicalName == "x-forwarded-proto" }?.value == "https"
        let attributes = "Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
        return Response(
            status: .seeOther,
            headers: [
                .location: path, .setCookie: "\(OperatorSessions.cookie)=\(cookie); \(attributes)",
                .cacheControl: "no-store",
            ])
    }

    private static func key(of request: Request) -> String? {
        for cookies in request.headers[values: .cookie] {
            for cookie in cookies.split(separator: ";") {
                let parts = cookie.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == OperatorSessions.cookie else {
                    continue
                }
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    /// A field of a form (the URL standard's application/x-www-form-urlencoded); empty if it is not there.
    private static func field(_ name: String, of body: [UInt8]) -> String {
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == name else { continue }
            return parts[1].replacing("+", with: " ").removingPercentEncoding ?? ""
        }
        return ""
    }
}
