import Hummingbird

/// Lets in who has a known token (RFC 6750, header only), and notes who it is.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = PlatformContext

    let tokens: AccessTokens

    func handle(
        _ request: Request, context: PlatformContext, next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer", let caller = tokens.caller(String(parts[1])) else {
            throw Problem.unauthorized
        }
        var context = context
        context.caller = caller
        if case .booth(let booth) = caller { context.logger[metadataKey: "booth"] = "\(booth)" }
        return try await next(request, context)
    }
}
