import Foundation
import Hummingbird

/// An error in the form that every client gets: `application/problem+json` (RFC 9457).
struct Problem: HTTPResponseError {
    let status: HTTPResponse.Status
    /// The last part of the problem's `type`, for programs.
    let code: String
    /// A text for people, the same for every occurrence.
    let title: String
    /// A text for people about this occurrence. It never repeats what a client sent.
    let detail: String?
    /// The state that the request had reached when it was too late for a change.
    let state: RequestState?
    /// The id of the request that the problem is about. By this, a booth knows that its platform is answering about
    /// this very request, and not something in between.
    var request: String?
    var headers: HTTPFields

    init(
        _ status: HTTPResponse.Status, _ code: String, _ title: String, detail: String? = nil,
        state: RequestState? = nil, headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.state = state
        self.headers = headers
    }

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let state: RequestState?
        let request: String?
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = Body(
            type: "urn:laoyouting:problem:\(code)", title: title, status: status.code, detail: detail, state: state,
            request: self.request)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSONForm.encoder.encode(body))))
    }

    static let unauthorized = Problem(
        .unauthorized, "unauthorized", "A known bearer token is needed", headers: [.wwwAuthenticate: "Bearer"])
    static let notFound = Problem(.notFound, "not-found", "There is nothing here")
    static let tooLarge = Problem(.contentTooLarge, "too-large", "The body or the batch is too large")

    static func forbidden(_ detail: String) -> Problem {
        Problem(.forbidden, "forbidden", "This token does not allow that", detail: detail)
    }

    static func malformed(_ detail: String) -> Problem {
        Problem(.badRequest, "malformed", "The request cannot be understood", detail: detail)
    }

    static func unsupportedMediaType(_ detail: String) -> Problem {
        Problem(.unsupportedMediaType, "unsupported-media-type", "The body has an unsupported type", detail: detail)
    }

    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            .methodNotAllowed, "method-not-allowed", "The method does not apply here", headers: [.allow: allowed])
    }

    static func unavailable(retryAfterSeconds: Int) -> Problem {
        Problem(
            .serviceUnavailable, "unavailable", "The platform cannot answer now; send it again later",
            headers: [.retryAfter: String(retryAfterSeconds)])
    }

    static func storage(_ trouble: StorageTrouble) -> Problem {
        Problem(
            .serviceUnavailable, "unavailable", "The platform cannot answer now; send it again later",
            detail: trouble.detail, headers: [.retryAfter: trouble == .locked ? "5" : "30"])
    }

    static func overloaded(retryAfterSeconds: Int) -> Problem {
        Problem(
            .tooManyRequests, "overloaded", "Too much at once; send it again later",
            headers: [.retryAfter: String(retryAfterSeconds)])
    }

    static func tooMany(retryAfterSeconds: Int) -> Problem {
        Problem(
            .tooManyRequests, "too-many", "More requests than one may send; send it again later",
            headers: [.retryAfter: String(retryAfterSeconds)])
    }
}
