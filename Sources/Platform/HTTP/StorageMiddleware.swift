import Hummingbird

/// Answers 503 to everything while the database cannot be believed: what is read from it may be wrong, and what is written
/// to it may be gone.
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
