import Foundation

/// Reads the elements of a batch sent by one booth. Whatever is wrong with one element concerns that element alone.
struct CloudEventValidator: Sendable {
    /// Type of the event that explains holes in the sequence.
    static let droppedType = "cn.laoyouting.booth.queue.dropped.v1"
    /// More ranges than this in one report is a fault of the booth, not a report.
    static let maximumDropRanges = 1000

    /// The booth whose token came with the batch.
    let booth: String

    /// The `source` of that booth's events.
    static func source(of booth: String) -> String { "/booths/\(booth)" }

    /// Reads one element; `document` is its JSON text as sent.
    func read(_ value: JSONValue, document: @autoclosure () -> String) -> Submission {
        guard let event = value.object else { return .unreadable(id: "", reason: .notAnObject) }
        let id = event["id"]?.string ?? ""
        do {
            return .event(try read(event, id: id, document: document()))
        } catch {
            return .unreadable(id: id, reason: error.reason)
        }
    }

    private struct Rejection: Error { let reason: RejectionReason }

    private func read(
        _ event: [String: JSONValue], id: String, document: String
    ) throws(Rejection) -> CloudEvent {
        func require(_ condition: Bool, _ reason: RejectionReason) throws(Rejection) {
            guard condition else { throw Rejection(reason: reason) }
        }
        try require(event["specversion"] == .string("1.0"), .specVersion)
        try require(UUID(uuidString: id) != nil, .id)
        let source = Self.source(of: booth)
        try require(event["source"] == .string(source), .source)
        guard let type = event["type"]?.string, Self.isBoothType(type) else { throw Rejection(reason: .type) }
        guard let time = event["time"]?.string.flatMap(Timestamp.parse) else { throw Rejection(reason: .time) }
        try require([nil, .string("application/json")].contains(event["datacontenttype"]), .contentType)
        try require(event["dataschema"].map { $0.string?.isEmpty == false } ?? true, .dataSchema)
        guard let sequence = event["sequence"]?.string.flatMap(Self.sequence) else {
            throw Rejection(reason: .sequence)
        }
        guard let epoch = event["queueepoch"]?.string.flatMap(Self.epoch) else { throw Rejection(reason: .queueEpoch) }
        guard let data = event["data"]?.object else { throw Rejection(reason: .data) }
        let dropReport = type == Self.droppedType ? Self.dropReport(data) : nil
        try require(type != Self.droppedType || dropReport != nil, .dropRanges)
        return CloudEvent(
            source: source, id: id, type: type, occurredAt: Timestamp.milliseconds(time), epoch: epoch,
            sequence: sequence, function: Self.label(data["function"]), language: Self.label(data["language"]),
            dropReport: dropReport, document: document)
    }

    /// A sequence number as it travels: 20 digits, zero-padded. nil if it is none.
    static func sequence(_ text: String) -> Int64? {
        guard text.utf8.count == 20, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int64(text),
            number <= SequenceLedger.maximumSequence
        else { return nil }
        return number
    }

    /// A queue epoch in the form that is compared: a UUID in lower case. nil if it is none.
    static func epoch(_ text: String) -> String? { UUID(uuidString: text) == nil ? nil : text.lowercased() }

    /// Any type of the family is kept: a booth may be newer than its platform.
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

    private static func dropReport(_ data: [String: JSONValue]) -> DropReport? {
        guard let list = data["ranges"]?.array, list.count <= maximumDropRanges else { return nil }
        // A booth whose queue broke may not know what was in it, nor the epoch: then there are no ranges to explain.
        if data["epoch"] == .null { return list.isEmpty ? DropReport(epoch: nil, ranges: []) : nil }
        guard let epoch = data["epoch"]?.string.flatMap(epoch) else { return nil }
        var ranges: [ClosedRange<Int64>] = []
        for element in list {
            guard let ends = element.array, ends.count == 2, let first = rangeEnd(ends[0]),
                let last = rangeEnd(ends[1]),
                first <= last
            else { return nil }
            ranges.append(first...last)
        }
        return DropReport(epoch: epoch, ranges: ranges)
    }

    /// An end of a range: a number, or the 20-digit string that a sequence is everywhere else.
    private static func rangeEnd(_ value: JSONValue) -> Int64? {
        guard let number = value.integer ?? value.string.flatMap(sequence) else { return nil }
        return (1...SequenceLedger.maximumSequence).contains(number) ? number : nil
    }
}
