import Hummingbird

/// Answers every request with 503 while the database cannot be trusted, because data read from it may be wrong and data
/// written to it may be lost.
struct StorageMiddleware: RouterMiddleware {
    typealias Context = PlatformContext

    let database: PlatformDatabase

    func handle(
        _ request: Request, context: PlatformContext, next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        try await database.check()
        return try await next(request, context)
    }
}
