import Foundation

/// One validated event: a CloudEvents 1.0 event from a booth (see docs/platform-api.yaml, `CloudEvent`).
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

/// A booth's report of events that will never come.
struct DropReport: Equatable, Sendable {
    /// The epoch of the lost events; nil if even that was lost, and then there are no ranges.
    let epoch: String?
    /// The lost sequences; empty if the events never had one or if theirs are unknown.
    let ranges: [ClosedRange<Int64>]
    /// The number of lost events; nil if it is unknown.
    let count: Int64?
}

/// One element of a batch: an event, or something that could not be read as one.
enum Submission: Equatable, Sendable {
    case event(CloudEvent)
    /// `id` is empty if it could not be read.
    case unreadable(id: String, reason: String)
}

/// Why one event is refused for good. The booth sets it aside and does not send it again.
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
    /// The reason for refusing an event of a known type: `data.invalid:`, the place in `data` (a JSON Pointer), and the
    /// keyword of the schema that is violated, such as `data.invalid:/wrong_keys:maximum`.
    var reason: String { "data.invalid:\(pointer):\(keyword)" }
}
