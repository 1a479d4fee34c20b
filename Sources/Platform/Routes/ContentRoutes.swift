import Basics
import Foundation
import Hummingbird

/// `GET /v1/content`: the weather, buses, activities and notices that booths show. Sample data.
struct ContentRoutes: Sendable {
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) { endpoints.on("/v1/content", .get, handler: get) }

    @Sendable private func get(_ request: Request, _ context: PlatformContext) async throws -> Response {
        _ = try context.booth
        let body = try JSONForm.encoder.encode(SampleContent.content(at: clock()))
        let tag = Self.tag(of: body)
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache"]
        if let known = request.headers[.ifNoneMatch], Self.matches(known, tag) {
            return Response(status: .notModified, headers: headers)
        }
        return .json(bytes: body, headers: headers)
    }

    /// An entity tag that distinguishes versions of the sample data.
    private static func tag(of body: Data) -> String { "\"\(FNV1a(body).text)\"" }

    /// Whether `If-None-Match` (RFC 9110, 13.1.2), a list compared weakly, contains the tag.
    static func matches(_ field: String, _ tag: String) -> Bool {
        field.split(separator: ",").contains { candidate in
            let candidate = candidate.trimmingCharacters(in: .whitespaces)
            return candidate == "*" || candidate == tag || candidate == "W/\(tag)"
        }
    }
}
