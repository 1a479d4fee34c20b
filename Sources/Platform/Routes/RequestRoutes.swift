import Foundation
import Hummingbird
import ServiceLifecycle

/// `/v1/requests`: taxis, appointments and whatever else a person or a simulator answers.
struct RequestRoutes: Sendable {
    static let maximumWaitSeconds = 30

    let desk: RequestDesk

    func add(to endpoints: Endpoints) {
        endpoints.on("/v1/requests", .post, handler: submit)
        endpoints.on("/v1/requests/:id", .get, handler: poll)
        endpoints.on("/v1/requests/:id/contact", .post, handler: setContact)
        endpoints.on("/v1/requests/:id/cancel", .post, handler: cancel)
    }

    @Sendable private func submit(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let submission = try await request.json(RequestSubmission.self)
        return try await Self.about(submission.id) {
            if let problem = submission.problem { throw Problem.malformed(problem) }
            guard submission.boothNumber == booth else {
                throw Problem.forbidden("this token belongs to another booth")
            }
            switch try await desk.submit(submission, from: booth) {
            case .created(let created):
                return try .json(
                    created.document, status: .created, headers: [.location: "/v1/requests/\(created.id)"])
            case .known(let known): return try .json(known.document)
            case .conflict: throw Problem(.conflict, "id-taken", "Another booth's request has this id")
            }
        }
    }

    @Sendable private func poll(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let id = try Self.id(context)
        return try await Self.about(id) { try await poll(id, of: booth, request) }
    }

    private func poll(_ id: String, of booth: String, _ request: Request) async throws -> Response {
        let version = try request.queryNumber("after", in: 0...Int.max, default: 0)
        let seconds = try request.queryNumber("wait", in: 0...Self.maximumWaitSeconds, default: 0)
        guard let current = try await desk.request(id, of: booth, after: version, within: .zero) else {
            throw Problem.notFound
        }
        guard current.version <= version, seconds > 0 else { return try .json(current.document) }
        // Ends the wait when the client goes away. The price is that this connection cannot be reused.
        let changed = try await request.body.consumeWithCancellationOnInboundClose { _ in
            // The server stops before the workers do, and only after its last answer has been sent.
            try await withGracefulShutdownHandler {
                try await desk.request(id, of: booth, after: version, within: .seconds(seconds))
            } onGracefulShutdown: {
                desk.board.endPolls()
            }
        }
        return try .json((changed ?? current).document, headers: [.connection: "close"])
    }

    private struct Contact: Decodable { let number: String }

    @Sendable private func setContact(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let id = try Self.id(context)
        return try await Self.about(id) {
            guard let number = ContactNumber(try await request.json(Contact.self).number) else {
                throw Problem.malformed("number: 5 to 15 digits, a leading + allowed")
            }
            return try Self.answer(try await desk.setContact(number, of: id, booth: booth))
        }
    }

    @Sendable private func cancel(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let id = try Self.id(context)
        return try await Self.about(id) { try Self.answer(try await desk.cancel(id, of: booth)) }
    }

    private static func answer(_ outcome: RequestDesk.Outcome?) throws -> Response {
        switch outcome {
        case .done(let request): return try .json(request.document)
        case .tooLate(let request):
            throw Problem(
                .conflict, "too-late", "The request is closed already", detail: "it is \(request.state.rawValue)",
                state: request.state)
        case nil: throw Problem.notFound
        }
    }

    /// Adds the id of the request to a thrown problem.
    private static func about(_ id: String, _ work: () async throws -> Response) async throws -> Response {
        do {
            return try await work()
        } catch var problem as Problem {
            if UUID(uuidString: id) != nil { problem.request = id }
            throw problem
        }
    }

    private static func id(_ context: PlatformContext) throws(Problem) -> String {
        guard let id = context.parameters.get("id"), UUID(uuidString: id) != nil else { throw .notFound }
        return id
    }
}
