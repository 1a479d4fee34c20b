import Foundation
import Hummingbird

/// `POST /v1/heartbeat`: a booth's condition.
struct HeartbeatRoutes: Sendable {
    let store: HeartbeatStore
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) { endpoints.on("/v1/heartbeat", .post, handler: post) }

    @Sendable private func post(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let heartbeat = try await request.json(Heartbeat.self)
        guard heartbeat.booth == booth else { throw Problem.forbidden("this token belongs to another booth") }
        if let problem = heartbeat.problem { throw Problem.malformed(problem) }
        let now = clock()
        try await store.put(heartbeat, at: now)
        // By the time, a booth notices that its own clock is wrong.
        return try .json(["time": Timestamp.text(now)])
    }
}
