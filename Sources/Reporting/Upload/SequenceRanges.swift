public import Basics

/// Sets of queue sequences as closed ranges: how holes are named between booth and platform.
public enum SequenceRanges {
    /// The fewest ranges that hold exactly these sequences, ascending; the input may come in any order and repeat.
    public static func covering(_ sequences: some Sequence<Int64>) -> [ClosedRange<Int64>] {
        merged(sequences.map { $0...$0 })
    }

    /// The fewest ranges that hold what these hold together, ascending.
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

    /// A sequence as CloudEvents' sequence extension orders it: 20 digits, so that order of text is order of numbers.
    public static func padded(_ sequence: Int64) -> String { sequence.padded(to: 20) }
}

/// Why records left the queue without being accepted.
public enum LossReason: String, CaseIterable, Hashable, Sendable {
    /// More records than the bound.
    case rows
    /// More bytes than the bound.
    case bytes
    /// Older than the bound.
    case age
    /// More than memory may hold while the disk is out of order; these never had a sequence.
    case memory
    /// Refused by the platform and set aside on the booth.
    case quarantined
    /// The database was broken and was set aside.
    case corrupt
}

/// Records that left the queue without being accepted. The queue reports each loss as an event of its own, so that
/// the platform can tell a hole that the booth knows of from one that nobody can explain.
public struct QueueLoss: Equatable, Sendable {
    /// The CloudEvents `type` of such an event.
    public static let eventType = "cn.laoyouting.booth.queue.dropped.v1"

    /// The queue epoch that the ranges belong to; nil where even that was lost.
    public var epoch: String?
    /// The sequences lost, ascending; empty where they never had one or where it is not known.
    public var ranges: [ClosedRange<Int64>]
    /// How many records; nil where it is not known.
    public var count: Int?
    /// Why.
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
