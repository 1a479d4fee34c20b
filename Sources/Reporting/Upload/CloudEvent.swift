import Basics

/// A queued record in its envelope for the platform: CloudEvents 1.0, JSON format, with the sequence extension and the
/// queue's epoch.
public struct CloudEvent: Equatable, Sendable {
    /// The event's id. It is made once, with the record, and every retry carries the same id.
    public var id: String
    /// The event's type: reverse DNS with a version.
    public var type: String
    /// When it happened, wall time in milliseconds since 1970.
    public var time: Int64
    /// Its position in the queue, from 1 in each epoch.
    public var sequence: Int64
    /// The `data` member: the text of a JSON object.
    public var data: String

    /// An envelope.
    public init(id: String, type: String, time: Int64, sequence: Int64, data: String) {
        self.id = id
        self.type = type
        self.time = time
        self.sequence = sequence
        self.data = data
    }

    /// The event as a JSON object. `data` is inserted unchanged, because it was serialised when it was queued.
    public func json(booth: String, epoch: String) -> String {
        let attributes = JSONValue.object([
            "specversion": .string("1.0"),
            "id": .string(id),
            "source": .string(Self.source(booth: booth)),
            "type": .string(type),
            "time": .string(RFC3339.string(unixMilliseconds: time)),
            "dataschema": .string(Self.schema(type: type)),
            "datacontenttype": .string("application/json"),
            "sequence": .string(SequenceRanges.padded(sequence)),
            "queueepoch": .string(epoch),
        ])
        return "\(attributes.serialized.dropLast()),\"data\":\(data)}"
    }

    /// The `source` of a booth's events.
    public static func source(booth: String) -> String { "/booths/" + booth }

    /// The `dataschema` of a type: a tag URI (RFC 4151), which is a name and need not be fetchable.
    public static func schema(type: String) -> String { "tag:laoyouting.cn,2026:" + type }
}

/// A batch of events for an HTTP POST, in the CloudEvents batched content mode.
public enum CloudEventBatch {
    /// The `Content-Type` of a batch.
    public static let contentType = "application/cloudevents-batch+json"

    /// The body of a batch.
    public static func body(_ events: [CloudEvent], booth: String, epoch: String) -> String {
        "[" + events.map { $0.json(booth: booth, epoch: epoch) }.joined(separator: ",") + "]"
    }

    /// The most bytes that an event needs beyond its `data`. A byte limit on batches counts this much per event.
    public static let envelopeBytes = 512
}
