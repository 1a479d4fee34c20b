import Foundation

/// One event that passed validation: a CloudEvents 1.0 event of a booth (see docs/platform-api.yaml, `CloudEvent`).
struct CloudEvent: Equatable, Sendable {
    let source: String
    let id: String
    let type: String
    /// When it happened, by the booth's clock; milliseconds since 1970.
    let occurredAt: Int64
    /// The queue epoch, lower case.
    let epoch: String
    let sequence: Int64
    /// `data.function` and `data.language` for the day's counts.
    let function: String?
    let language: String?
    /// Set for `cn.laoyouting.booth.queue.dropped.v1` only.
    let dropReport: DropReport?
    /// The event exactly as the booth sent it.
    let document: String
}

/// A booth's statement that events will never come, and which.
struct DropReport: Equatable, Sendable {
    /// nil where even that was lost; there are no ranges then.
    let epoch: String?
    /// Empty where the events never had a sequence, or where it is not known.
    let ranges: [ClosedRange<Int64>]
    /// How many events; nil where it is not known.
    let count: Int64?
}

/// What a batch holds in one place: an event, or something that could not be one.
enum Submission: Equatable, Sendable {
    case event(CloudEvent)
    /// `id` as far as it could be read, else empty.
    case unreadable(id: String, reason: String)
}

/// Why one event is refused for good; a booth sets it aside and does not send it again.
enum RejectionReason: String, CaseIterable, Sendable {
    case notAnObject = "event.not-an-object"
    case specVersion = "specversion.unsupported"
    case id = "id.invalid"
    case source = "source.mismatch"
    case type = "type.invalid"
    case time = "time.invalid"
    case contentType = "datacontenttype.unsupported"
    case dataSchema = "dataschema.invalid"
    case sequence = "sequence.invalid"
    case queueEpoch = "queueepoch.invalid"
    case data = "data.not-an-object"
    case dataBooth = "data.booth.mismatch"
    case dropRanges = "data.ranges.invalid"
}

extension JSONSchema.Violation {
    /// The reason why an event of a known type is refused: `data.invalid:`, where in `data` (a JSON Pointer), and the
    /// keyword of the schema that is broken, such as `data.invalid:/wrong_keys:maximum`.
    var reason: String { "data.invalid:\(pointer):\(keyword)" }
}
