import Logging
import Hummingbird

/// The connection failed while a body was being read. The HTTP server itself must see the error, so that it closes the
/// connection.
struct BodyReadFailure: Error {
    let underlying: any Error
}

/// Turns every error that a handler throws into a problem document, and logs one line for each request that deserves
/// one.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = PlatformContext

    func handle(
        _ request: Request, context: PlatformContext, next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response: Response
        var outcome = ""
        do {
            response = try await next(request, context)
        } catch let failure as BodyReadFailure {
            throw failure.underlying
        } catch {
            let problem = Self.problem(for: error)
            if error is CancellationError { outcome = " (the client went away)" }
            if problem.status == .internalServerError { context.logger.error("\(request.uri.path): \(error)") }
            response = try problem.response(from: request, context: context)
        }
        let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
        // The path identifies no person. The query and the headers (with the token) are not logged.
        context.logger.log(
            level: request.method == .get && response.status.code < 400 ? .debug : .info,
            "\(request.method) \(request.uri.path) \(response.status.code) \(Int(elapsed)) ms\(outcome)")
        return response
    }

    private static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case EventStoreError.unavailable(let seconds): return .unavailable(retryAfterSeconds: seconds)
        case EventStoreError.overloaded(let seconds): return .overloaded(retryAfterSeconds: seconds)
        case EventStoreError.storage(let trouble): return .storage(trouble)
        case EventStoreError.outcomeUnknown: return .unavailable(retryAfterSeconds: 2)
        case let trouble as StorageTrouble: return .storage(trouble)
        case is CancellationError: return .unavailable(retryAfterSeconds: 2)
        case let error as any HTTPResponseError where error.status == .contentTooLarge: return .tooLarge
        case let error as any HTTPResponseError where error.status == .notFound: return .notFound
        case let error as any HTTPResponseError:
            return Problem(error.status, "http-\(error.status.code)", error.status.reasonPhrase)
        default:
            return Problem(.internalServerError, "internal", "The platform failed; send it again later")
        }
    }
}
