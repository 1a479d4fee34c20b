public import Basics

/// Sets of queue sequence numbers as closed ranges, the form in which booth and platform name gaps.
public enum SequenceRanges {
    /// The fewest ranges that hold exactly these sequence numbers, ascending. The input may have any order and repeat.
    public static func covering(_ sequences: some Sequence<Int64>) -> [ClosedRange<Int64>] {
        merged(sequences.map { $0...$0 })
    }

    /// The fewest ranges that cover the same numbers as these ranges together, ascending.
    public static func merged(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var merged: [ClosedRange<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// A sequence number for CloudEvents' sequence extension: padded to 20 digits, so that text sorts like numbers.
    public static func padded(_ sequence: Int64) -> String { sequence.padded(to: 20) }
}

/// Why records left the queue without being accepted.
public enum LossReason: String, CaseIterable, Hashable, Sendable {
    /// The queue had more records than its limit.
    case rows
    /// The queue had more bytes than its limit.
    case bytes
    /// The records were older than the limit.
    case age
    /// More records than memory may hold while the disk could not be used. These never had a sequence number.
    case memory
    /// The platform refused the records, and the booth quarantined them.
    case quarantined
    /// The database was corrupt and was quarantined.
    case corrupt
}

/// Records that left the queue without being accepted. The queue reports each loss as an event of its own, so that
/// the platform can tell a gap that the booth knows about from an unexplained one.
public struct QueueLoss: Equatable, Sendable {
    /// The CloudEvents `type` of such an event.
    public static let eventType = "cn.laoyouting.booth.queue.dropped.v1"

    /// The queue epoch that the ranges belong to; nil if even that was lost.
    public var epoch: String?
    /// The sequence numbers lost, ascending; empty if the records never had any or if they are not known.
    public var ranges: [ClosedRange<Int64>]
    /// How many records were lost; nil if that is not known.
    public var count: Int?
    /// Why they were lost.
    public var reason: LossReason

    /// A loss.
    public init(epoch: String?, ranges: [ClosedRange<Int64>], count: Int?, reason: LossReason) {
        self.epoch = epoch
        self.ranges = ranges
        self.count = count
        self.reason = reason
    }

    /// The CloudEvents `data`.
    public func data(booth: String) -> JSONValue {
        .object([
            "booth": .string(booth), "session": .null, "function": .null, "official_category": .null,
            "language": .null, "input": .null, "duration_ms": .null, "offline": .bool(false),
            "outcome": .string("dropped"),
            "epoch": epoch.map { .string($0) } ?? .null,
            "ranges": .array(ranges.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }),
            "count": count.map { .integer(Int64($0)) } ?? .null,
            "reason": .string(reason.rawValue),
        ])
    }
}
