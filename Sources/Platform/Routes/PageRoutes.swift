import Foundation
import Hummingbird

/// `GET /` for people and `GET /healthz` for supervisors; neither asks for a token.
struct PageRoutes: Sendable {
    let events: any EventStore
    let heartbeats: HeartbeatStore
    let requests: RequestStore
    let booths: [String]
    let simulated: Bool
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) {
        endpoints.on("/", .get, handler: page)
        endpoints.on("/healthz", .get) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "ok")))
        }
    }

    @Sendable private func page(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let now = clock()
        let report = StatusReport(
            now: now, knownBooths: booths, heartbeats: try await heartbeats.all(),
            activity: try await events.activity(since: ShanghaiTime.startOfDay(now), latest: 20),
            ledgers: try await events.ledgers(), requests: try await requests.openForPage(limit: 100),
            isSimulated: simulated)
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: StatusPage(report: report).html.source)))
    }
}
