import Logging
import Basics
import Foundation
import Hummingbird

/// `POST /v1/events`: a booth's batch of CloudEvents.
struct EventRoutes: Sendable {
    static let maximumBodyBytes = 1 << 20
    static let maximumBatch = 500

    let store: any EventStore
    let schemas: RecordSchemas
    let clock: @Sendable () -> Date

    func add(to endpoints: Endpoints) { endpoints.on("/v1/events", .post, handler: post) }

    @Sendable private func post(_ request: Request, _ context: PlatformContext) async throws -> Response {
        let booth = try context.booth
        let bytes = try await request.content(
            type: "application/cloudevents-batch+json", limit: Self.maximumBodyBytes)
        let batch = try batch(in: bytes, headers: request.headers, booth: booth)
        let dispositions = try await store.append(batch, from: booth)
        let reasons = Set(dispositions.compactMap(\.reason))
        if !reasons.isEmpty { context.logger.warning("events rejected: \(reasons.sorted().joined(separator: ", "))") }
        let isOver = try await store.isInDoubt(batch.queueEpoch, of: booth)
        return .json(bytes: (Self.answer(batch.submissions, dispositions) + (isOver ? Self.beginEpoch : "}")).utf8)
    }

    private static let beginEpoch = ",\"begin_epoch\":true}"

    /// The results, without the closing brace. Serialised by hand: the answer has an entry for every event of the
    /// batch, and an encoder would take as long as storing them.
    private static func answer(_ submissions: [Submission], _ dispositions: [Disposition]) -> String {
        var answer = "{\"results\":["
        answer.reserveCapacity(submissions.count * 72 + 16)
        for (submission, disposition) in zip(submissions, dispositions) {
            if answer.utf8.last != UInt8(ascii: "[") { answer += "," }
            switch submission {
            case .event(let event): answer += "{\"id\":\"\(event.id)\",\"status\":\""
            // Whatever this id is, it is not a UUID.
            case .unreadable(let id, _): answer += "{\"id\":\(JSONValue.string(id).serialized),\"status\":\""
            }
            switch disposition {
            case .accepted: answer += "accepted\"}"
            case .duplicate: answer += "duplicate\"}"
            case .rejected(let reason): answer += "rejected\",\"reason\":\(JSONValue.string(reason).serialized)}"
            }
        }
        return answer + "]"
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
        let validator = CloudEventValidator(booth: booth, schemas: schemas)
        let submissions = elements.map { element in
            validator.read(element.value, document: String(decoding: bytes[element.range], as: UTF8.self))
        }
        return EventBatch(
            submissions: submissions, queueEpoch: epoch, lowestUnsent: lowest, receivedAt: clock())
    }
}

extension Disposition {
    fileprivate var reason: String? {
        if case .rejected(let reason) = self { return reason }
        return nil
    }
}

extension HTTPFields {
    /// The first value of a field that has no predefined name in the library; `name` is in lower case.
    fileprivate func value(of name: String) -> String? { first { $0.name.canonicalName == name }?.value }
}
