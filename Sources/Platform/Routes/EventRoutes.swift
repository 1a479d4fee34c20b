import Foundation
import Hummingbird

/// `POST /v1/events`: a booth's batch of CloudEvents.
struct EventRoutes: Sendable {
    static let maximumBodyBytes = 1 << 20
    static let maximumBatch = 500

    let store: any EventStore
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) { endpoints.on("/v1/events", .post, handler: post) }

    private struct Answer: Encodable {
        struct Result: Encodable {
            let id: String
            let status: String
            var reason: String?
        }

        let results: [Result]
    }

    @Sendable private func post(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let bytes = try await request.content(
            type: "application/cloudevents-batch+json", limit: Self.maximumBodyBytes)
        let batch = try batch(in: bytes, headers: request.headers, booth: booth)
        let dispositions = try await store.append(batch, from: booth)
        let results = zip(batch.submissions, dispositions).map { submission, disposition in
            let id = submission.id
            return switch disposition {
            case .accepted: Answer.Result(id: id, status: "accepted")
            case .duplicate: Answer.Result(id: id, status: "duplicate")
            case .rejected(let reason): Answer.Result(id: id, status: "rejected", reason: reason)
            }
        }
        let reasons = Set(results.compactMap(\.reason))
        if !reasons.isEmpty { context.logger.warning("events rejected: \(reasons.sorted().joined(separator: ", "))") }
        return try .json(Answer(results: results))
    }

    private func batch(in bytes: [UInt8], headers: HTTPFields, booth: String) throws(Problem) -> EventBatch {
        guard let epoch = headers.value(of: "kiosk-queue-epoch").flatMap(CloudEventValidator.epoch) else {
            throw .malformed("Kiosk-Queue-Epoch: a UUID is needed")
        }
        guard let lowest = headers.value(of: "kiosk-lowest-unsent").flatMap(CloudEventValidator.sequence) else {
            throw .malformed("Kiosk-Lowest-Unsent: a sequence of 20 digits is needed")
        }
        let elements: [(value: JSONValue, range: Range<Int>)]
        do {
            elements = try JSONParser.parseArray(bytes)
        } catch {
            throw .malformed(error.description)
        }
        guard elements.count <= Self.maximumBatch else { throw .tooLarge }
        let validator = CloudEventValidator(booth: booth)
        let submissions = elements.map { element in
            validator.read(element.value, document: String(decoding: bytes[element.range], as: UTF8.self))
        }
        return EventBatch(
            submissions: submissions, queueEpoch: epoch, lowestUnsent: lowest, receivedAt: clock())
    }
}

extension Submission {
    fileprivate var id: String {
        switch self {
        case .event(let event): event.id
        case .unreadable(let id, _): id
        }
    }
}

extension HTTPFields {
    /// The first value of a field without a name of its own in the library; `name` in lower case.
    fileprivate func value(of name: String) -> String? { first { $0.name.canonicalName == name }?.value }
}
