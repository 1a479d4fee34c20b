import Logging
import Hummingbird

/// Lets in callers with a known token (RFC 6750, header only) and notes who they are. Limits how often each booth may
/// ask.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = PlatformContext

    let tokens: AccessTokens
    /// The limit for each booth; nil for no limit.
    let boothLimit: RateLimiter?

    func handle(
        _ request: Request, context: PlatformContext, next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        guard let caller = tokens.caller(of: request) else { throw Problem.unauthorized }
        var context = context
        context.caller = caller
        if case .booth(let booth) = caller {
            context.logger[metadataKey: "booth"] = "\(booth)"
            if let seconds = boothLimit?.take(booth) { throw Problem.tooMany(retryAfterSeconds: seconds) }
        }
        return try await next(request, context)
    }
}

extension AccessTokens {
    /// The owner of the bearer token in a request.
    func caller(of request: Request) -> Caller? {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return caller(String(parts[1]))
    }
}
