import Hummingbird

/// Adds endpoints. A method that an endpoint does not have is then answered with 405 and `Allow`, not with 404.
struct Endpoints {
    typealias Handler = @Sendable (Request, PlatformContext) async throws -> Response

    private static let known: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    let router: any RouterMethods<PlatformContext>

    func on(_ path: RouterPath, _ method: HTTPRequest.Method, handler: @escaping Handler) {
        on(path, [(method, handler)])
    }

    func on(_ path: RouterPath, _ handlers: [(method: HTTPRequest.Method, handler: Handler)]) {
        var allowed = handlers.map(\.method)
        for (method, handler) in handlers {
            router.on(path, method: method, use: handler)
            guard method == .get else { continue }
            allowed.append(.head)
            router.on(path, method: .head) { request, context in
                try await handler(request, context).createHeadResponse()
            }
        }
        let allow = allowed.map(\.rawValue).joined(separator: ", ")
        for other in Self.known where !allowed.contains(other) {
            router.on(path, method: other) { _, _ -> Response in throw Problem.methodNotAllowed(allow) }
        }
    }
}
