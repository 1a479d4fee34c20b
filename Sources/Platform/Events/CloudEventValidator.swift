import Basics
import Foundation

/// Reads the elements of a batch from one booth. An error in one element affects only that element.
struct CloudEventValidator: Sendable {
    /// The type of the event that explains holes in the sequence.
    static let droppedType = "cn.laoyouting.booth.queue.dropped.v1"
    /// The booth whose token was sent with the batch.
    let booth: String
    /// The schemas for `data`.
    let schemas: RecordSchemas

    /// The `source` of that booth's events.
    static func source(of booth: String) -> String { "/booths/\(booth)" }

    /// Reads one element; `document` is its JSON text as sent.
    func read(_ value: JSONValue, document: @autoclosure () -> String) -> Submission {
        guard let event = value.object else { return .unreadable(id: "", reason: RejectionReason.notAnObject.rawValue) }
        let id = event["id"]?.string ?? ""
        do {
            return .event(try read(event, id: id, document: document()))
        } catch {
            return .unreadable(id: id, reason: error.reason)
        }
    }

    private struct Rejection: Error {
        let reason: String

        init(_ reason: RejectionReason) { self.reason = reason.rawValue }
        init(_ violation: JSONSchema.Violation) { reason = violation.reason }
    }

    private func read(_ event: JSONObject, id: String, document: String) throws(Rejection) -> CloudEvent {
        func require(_ condition: Bool, _ reason: RejectionReason) throws(Rejection) {
            guard condition else { throw Rejection(reason) }
        }
        try require(event["specversion"] == .string("1.0"), .specVersion)
        try require(Self.isUUID(id), .id)
        let source = Self.source(of: booth)
        try require(event["source"] == .string(source), .source)
        guard let type = event["type"]?.string, schemas.knows(type) || Self.isBoothType(type) else {
            throw Rejection(.type)
        }
        guard let time = event["time"]?.string.flatMap(RFC3339.utcMilliseconds) else { throw Rejection(.time) }
        try require([nil, .string("application/json")].contains(event["datacontenttype"]), .contentType)
        try require(event["dataschema"].map { $0.string?.isEmpty == false } ?? true, .dataSchema)
        guard let sequence = event["sequence"]?.string.flatMap(Self.sequence) else { throw Rejection(.sequence) }
        guard let epoch = event["queueepoch"]?.string.flatMap(Self.epoch) else { throw Rejection(.queueEpoch) }
        guard let value = event["data"], let data = value.object else { throw Rejection(.data) }
        if let violation = schemas.violation(type: type, data: value) { throw Rejection(violation) }
        try require(!schemas.knows(type) || data["booth"] == .string(booth), .dataBooth)
        let dropReport = type == Self.droppedType ? Self.dropReport(data) : nil
        try require(type != Self.droppedType || dropReport != nil, .dropRanges)
        return CloudEvent(
            source: source, id: id, type: type, occurredAt: time, epoch: epoch,
            sequence: sequence, function: Self.label(data["function"]), language: Self.label(data["language"]),
            dropReport: dropReport, document: document)
    }

    /// Reads a sequence number in its wire form: 20 digits, zero-padded, from 1. nil for anything else.
    static func sequence(_ text: String) -> Int64? {
        guard text.utf8.count == 20, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int64(text),
            (1...SequenceLedger.maximumSequence).contains(number)
        else { return nil }
        return number
    }

    /// Reads a queue epoch and puts it in the form used for comparison: a UUID in lower case. nil for anything else.
    static func epoch(_ text: String) -> String? { isUUID(text) ? text.lowercased() : nil }

    /// Whether this is a UUID in its usual form (RFC 9562), in either case.
    private static func isUUID(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 36 else { return false }
            for index in 0..<36 {
                switch (index, bytes[index]) {
                case (8, 0x2D), (13, 0x2D), (18, 0x2D), (23, 0x2D): continue
                case (8, _), (13, _), (18, _), (23, _): return false
                case (_, 0x30...0x39), (_, 0x41...0x46), (_, 0x61...0x66): continue
                default: return false
                }
            }
            return true
        }
    }

    /// Whether a type belongs to the booths' family. Any such type is kept, because a booth may be newer than its
    /// platform.
    private static func isBoothType(_ type: String) -> Bool {
        guard type.utf8.count <= 128, type.hasPrefix("cn.laoyouting.booth.") else { return false }
        let parts = type.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 5, let version = parts.last, version.first == "v", Int(version.dropFirst()) != nil else {
            return false
        }
        return parts.dropLast().allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }
    }

    private static func label(_ value: JSONValue?) -> String? {
        switch value {
        case .integer(let number): return String(number)
        case .string(let text) where !text.isEmpty && text.utf8.count <= 64 && !text.utf8.contains(0): return text
        default: return nil
        }
    }

    /// Reads a report whose form the schema has already checked; nil if the ranges make no sense.
    private static func dropReport(_ data: JSONObject) -> DropReport? {
        let ranges = (data["ranges"]?.array ?? []).compactMap { element -> ClosedRange<Int64>? in
            guard let ends = element.array, let first = ends.first?.integer, let last = ends.last?.integer,
                first <= last
            else { return nil }
            return first...last
        }
        guard ranges.count == data["ranges"]?.array?.count else { return nil }
        // If a booth's queue broke, it may know neither the contents nor the epoch. There are then no ranges to
        // explain.
        let epoch = data["epoch"]?.string
        guard epoch != nil || ranges.isEmpty else { return nil }
        return DropReport(epoch: epoch, ranges: ranges, count: data["count"]?.integer)
    }
}
