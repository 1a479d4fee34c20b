import Logging
import Foundation
import Hummingbird

/// `/login` and `/logout`: they exchange the operator's token for a cookie, which opens the pages and nothing else.
///
/// Protection against forged requests (CSRF): the cookie is `SameSite=Strict`, and every POST caused by another site's
/// page is refused by its `Origin` or `Sec-Fetch-Site`. A cookie only allows logging in and out and answering requests.
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

    /// The name of the operator who sent the request, by cookie or by bearer token; nil if it has neither.
    func `operator`(of request: Request) -> String? {
        if let key = Self.key(of: request), let name = sessions.name(of: key, at: clock()) { return name }
        return tokens.caller(of: request) == .operator ? "operator" : nil
    }

    @Sendable private func logIn(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try request.refuseForgery()
        // One bucket for all callers: behind a TLS proxy they all come from the same address.
        if let seconds = limit.take("") { throw Problem.tooMany(retryAfterSeconds: seconds) }
        let form = try await request.form(limit: 4096)
        guard tokens.isOperator(form["token"]) else {
            context.logger.warning("a log-in with a wrong token")
            return .page(LogInPage(hasOperator: tokens.hasOperator, isRefused: true).html, status: .forbidden)
        }
        let (key, name) = sessions.begin(as: form["name"], at: clock())
        context.logger.notice("logged in: \(name)")
        return Self.redirect("/", key: key, lasting: Int(OperatorSessions.lifetime), for: request)
    }

    @Sendable private func logOut(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try request.refuseForgery()
        if let key = Self.key(of: request) { sessions.end(key) }
        return Self.redirect("/login", key: "", lasting: 0, for: request)
    }

    private static func redirect(_ path: String, key: String, lasting seconds: Int, for request: Request) -> Response {
        var response = Response.seeOther(path)
        response.setCookie(
            Cookie(
                name: OperatorSessions.cookie, value: key, maxAge: seconds, path: "/",
                secure: request.headers.first { $0.name.canonicalName == "x-forwarded-proto" }?.value == "https",
                httpOnly: true, sameSite: .strict))
        return response
    }

    private static func key(of request: Request) -> String? { request.cookies[OperatorSessions.cookie]?.value }
}
