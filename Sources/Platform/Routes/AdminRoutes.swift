import Foundation
import Hummingbird

/// `GET /v1/admin/events`: stored events for exports, with the operator's token.
struct AdminRoutes: Sendable {
    static let maximumPage = 1000

    let store: any EventStore

    func add(to endpoints: Endpoints) { endpoints.on("/v1/admin/events", .get, handler: events) }

    @Sendable private func events(_ request: Request, _ context: PlatformContext) async throws -> Response {
        guard context.caller == .operator else { throw Problem.forbidden("the operator's token is needed") }
        let row = try request.queryNumber("after", in: 0...Int64.max, default: 0)
        let limit = try request.queryNumber("limit", in: 1...Self.maximumPage, default: 100)
        let booth = request.uri.queryParameters["booth"].map(String.init)
        let events = try await store.events(of: booth, after: row, limit: limit)
        // The documents are already JSON and must leave exactly as they came.
        let list = events.map { event in
            "{\"event\":\(event.document),\"received_at\":\"\(Timestamp.text(event.receivedAt))\",\"row\":\(event.row)}"
        }
        let body = "{\"events\":[\(list.joined(separator: ","))],\"next\":\(events.last?.row ?? row)}"
        return .json(bytes: body.utf8)
    }
}
