import Foundation
import Hummingbird

/// `GET /` for the operator, and `GET /healthz` for supervisors, which needs no token.
struct PageRoutes: Sendable {
    let events: any EventStore
    let heartbeats: HeartbeatStore
    let desk: RequestDesk
    let booths: [String]
    let logIn: LogInRoutes
    let watch: ClockWatch
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) {
        endpoints.on("/", .get, handler: page)
        endpoints.on("/clock", .post, handler: confirmClock)
        endpoints.on("/healthz", .get) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "ok")))
        }
    }

    @Sendable private func page(_ request: Request, _ context: PlatformContext) async throws -> Response {
        guard logIn.operator(of: request) != nil else {
            return .seeOther("/login")
        }
        let now = clock()
        let report = StatusReport(
            now: now, knownBooths: booths, heartbeats: try await heartbeats.all(),
            activity: try await events.activity(since: ShanghaiTime.startOfDay(now), latest: 20),
            ledgers: try await events.ledgers(), doubtfulEpochs: try await events.doubtfulEpochs(),
            clockDoubt: watch.doubt, requests: try await desk.store.openForPage(limit: 100),
            isSimulated: desk.simulator.settings != nil)
        return .page(StatusPage(report: report).html)
    }

    /// Notes an operator's confirmation that the platform's clock is right, whatever suggests otherwise.
    @Sendable private func confirmClock(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try request.refuseForgery()
        guard let name = logIn.operator(of: request) else { return .seeOther("/login") }
        try await watch.confirm(by: name)
        return .seeOther("/")
    }
}
