import Logging
import Foundation
import Hummingbird
import ServiceLifecycle

/// `/requests`: pages on which people answer what residents wait for.
struct RequestPageRoutes: Sendable {
    static let maximumWaitSeconds = 30
    /// The most requests in a list.
    static let limit = 200
    /// Changes that come closer together than this are shown together.
    static let pause = Duration.milliseconds(250)

    let desk: RequestDesk
    let logIn: LogInRoutes
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) {
        endpoints.on("/requests", .get, handler: list)
        endpoints.on("/requests/simulator", .post, handler: setSimulator)
        endpoints.on("/requests/:id", [(.get, detail), (.post, answer)])
        endpoints.on("\(LiveScript.path)", .get) { _, _ in LiveScript.response }
    }

    // MARK: Looking

    @Sendable private func list(_ request: Request, _ context: PlatformContext) async throws -> Response {
        guard logIn.operator(of: request) != nil else { return .seeOther("/login") }
        return try await whenChanged(request, topic: .page) {
            let page = try await listPage()
            return (page.mark, { page.html })
        }
    }

    private func listPage(refused: (FormBody, [String: String])? = nil) async throws -> RequestListPage {
        let now = clock()
        return RequestListPage(
            open: try await desk.store.openForPage(limit: Self.limit),
            closed: try await desk.store.closedForPage(after: now - RequestListPage.closedInSight, limit: Self.limit),
            simulator: SimulatorForm(settings: desk.simulator.settings, refused: refused), now: now)
    }

    @Sendable private func detail(_ request: Request, _ context: PlatformContext) async throws -> Response {
        guard logIn.operator(of: request) != nil else { return .seeOther("/login") }
        let id = try Self.id(context)
        return try await whenChanged(request, topic: .request(id)) {
            guard let detail = try await desk.store.detail(id) else { throw Problem.notFound }
            let page = RequestPage(detail: detail, form: AnswerForm(of: detail.request), now: clock())
            return (page.mark, { page.html })
        }
    }

    /// Returns a page at once. If the query has `wait` and the mark that was `seen`, returns it as soon as its mark
    /// differs.
    private func whenChanged(
        _ request: Request, topic: ChangeBoard.Topic,
        _ page: @escaping @Sendable () async throws -> (mark: String, html: () -> HTML)
    ) async throws -> Response {
        let seconds = try request.queryNumber("wait", in: 0...Self.maximumWaitSeconds, default: 0)
        let seen = request.uri.queryParameters["seen"].map(String.init)
        if let seen, !Self.isMark(seen) { throw Problem.malformed("seen: a mark of a page is needed") }
        guard seconds > 0, let seen else {
            return .page(try await page().html(), isLive: true)
        }
        let deadline = ContinuousClock.now + .seconds(seconds)
        let html = try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await withGracefulShutdownHandler {
                while true {
                    let changes = desk.board.changes(of: topic)
                    let (mark, html) = try await page()
                    let left = deadline - .now
                    if mark != seen || left <= .zero || desk.board.pollsAreOver { return html() }
                    await firstChange(in: changes, within: left)
                    try await Task.sleep(for: Self.pause)
                }
            } onGracefulShutdown: {
                desk.board.endPolls()
            }
        }
        var response = Response.page(html, isLive: true)
        response.headers[.connection] = "close"
        return response
    }

    // MARK: Answering

    @Sendable private func answer(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try request.refuseForgery()
        guard let name = logIn.operator(of: request) else { return .seeOther("/login") }
        let id = try Self.id(context)
        let typed = try await request.form()
        guard let version = Int(typed["version"]), version > 0,
            let action = AnswerForm.Action(rawValue: typed["action"])
        else {
            throw Problem.malformed(
                "version: a whole number from 1, in 64 bits; action: accept, assign, complete or fail")
        }
        guard let detail = try await desk.store.detail(id) else { throw Problem.notFound }
        let form = AnswerForm(kind: detail.request.kind, typed: typed)
        let change: ServiceRequest.Change
        do {
            change = try form.change(action, to: detail.request, at: clock())
        } catch {
            let page = RequestPage(detail: detail, form: form, refusal: .mistakes(error.all), now: clock())
            return .page(page.html, status: .unprocessableContent, isLive: true)
        }
        switch try await desk.answer(id, seen: version, with: change, by: name) {
        case .done(let answered):
            // What was typed is not logged: a plate concerns only the resident.
            context.logger.notice("request \(id) \(answered.state.rawValue) by \(name)")
            return .seeOther("/requests/\(id)")
        case .outdated(let now):
            let page = RequestPage(detail: now, form: form, refusal: .outdated, now: clock())
            return .page(page.html, status: .conflict, isLive: true)
        case nil: throw Problem.notFound
        }
    }

    @Sendable private func setSimulator(_ request: Request, _ context: PlatformContext) async throws -> Response {
        try request.refuseForgery()
        guard let name = logIn.operator(of: request) else { return .seeOther("/login") }
        let typed = try await request.form()
        switch SimulatorForm.settings(from: typed) {
        case .success(let settings):
            desk.simulator.settings = settings
            desk.board.announceSettings()
            context.logger.notice("simulator \(settings.map { "\($0)" } ?? "off") by \(name)")
            return .seeOther("/requests")
        case .failure(let mistakes):
            let page = try await listPage(refused: (typed, mistakes.problems))
            return .page(page.html, status: .unprocessableContent, isLive: true)
        }
    }

    /// Whether this is a valid mark of a page: `^[a-z0-9-]{0,32}$`.
    private static func isMark(_ text: String) -> Bool {
        text.utf8.count <= 32
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func id(_ context: PlatformContext) throws(Problem) -> String {
        guard let id = context.parameters.get("id"), UUID(uuidString: id) != nil else { throw .notFound }
        return id
    }
}
